"""Numbers as they are written in the page's language; none is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.figures import readings, show_number, whole
from ocop.base.text import Lang

BOTH: list[tuple[str, int]] = [
    ("1.500.000.000", 1_500_000_000),
    ("1,500,000,000", 1_500_000_000),
    ("1 500 000", 1_500_000),
    ("600\u2009000\u2009000", 600_000_000),
    ("600\u00a0000", 600_000),
    ("600.000.000đ", 600_000_000),
    ("600.000.000 đồng", 600_000_000),
    ("600.000.000 VND", 600_000_000),
    ("600.000.000₫", 600_000_000),
    ("600 triệu", 600_000_000),
    ("600 TRIỆU ĐỒNG", 600_000_000),
    ("600tr", 600_000_000),
    ("1,5 tỷ", 1_500_000_000),
    ("1.5 tỉ đồng", 1_500_000_000),
    ("1 tỷ 500 triệu", 1_500_000_000),
    ("1.5 billion", 1_500_000_000),
    ("20 nghìn", 20_000),
    ("600k", 600_000),
    ("0,6 tỷ", 600_000_000),
    ("1.234.567,00", 1_234_567),
    ("1,234,567.00", 1_234_567),
    ("12,0", 12),
    ("0912", 912),
    ("-3", -3),
    ("\u22123", -3),
    ("+5", 5),
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("text", "number"), BOTH)
def test_what_can_be_read_one_way_is_read_in_both_languages(
    text: str, number: int, lang: Lang
) -> None:
    assert whole(text, lang, "dong") == number


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("600.000", [600_000], [600, 600_000]),
        ("600,000", [600, 600_000], [600_000]),
        ("1,500 tỷ", [1_500_000_000, 1_500_000_000_000], [1_500_000_000_000]),
    ],
)
def test_what_can_be_read_two_ways_is_left_to_its_writer(
    text: str, vi: list[int], en: list[int]
) -> None:
    assert list(readings(text, "vi", "dong")) == vi
    assert list(readings(text, "en", "dong")) == en
    assert [whole(text, lang, "dong") is None for lang in ("vi", "en")] == [
        len(vi) > 1,
        len(en) > 1,
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", "một", "1e9", "٣", "1.50.000", "1,5", "10-12", "khoảng 600", "2 triệu 5", "5 người"),
        *("1.500.000 đ/năm", "1 triệu 2 tỷ", "0x10", "1__0", "9" * 301, "1,", ".5", "đ", "triệu"),
    ],
)
def test_anything_else_is_no_whole_number(text: str) -> None:
    assert whole(text, "vi", "dong") is None


def test_a_unit_belongs_to_the_field() -> None:
    assert whole("50%", "vi", "percent") == whole("50 phần trăm", "vi", "percent") == 50
    assert whole("50%", "vi", "dong") is None
    assert whole("5 đ", "vi") is None
    assert whole("5 triệu", "vi", "percent") is None


@given(st.integers(-(10**15), 10**15))
def test_grouped_as_the_language_does_it_comes_back(number: int) -> None:
    english = f"{number:,}"
    assert whole(english, "en") == number
    assert whole(english.replace(",", "."), "vi") == number
    assert whole(english.replace(",", "\u202f"), "vi") == number


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, "1.000", "1,000"),
        (-1234567, *("-1.234.567", "-1,234,567")),
    ],
)
def test_a_number_is_shown_as_its_language_writes_it(number: int, vi: str, en: str) -> None:
    assert (show_number(number, "vi"), show_number(number, "en")) == (vi, en)


@pytest.mark.parametrize("word", ["nghìn", "ngàn", "k", "thousand"])
def test_thousands_have_their_words(word: str) -> None:
    assert whole(f"2 {word}", "vi", "dong") == 2_000


@pytest.mark.parametrize("word", ["triệu", "tr", "million"])
def test_millions_have_their_words(word: str) -> None:
    assert whole(f"2 {word}", "vi", "dong") == 2_000_000


@pytest.mark.parametrize("word", ["tỷ", "tỉ", "billion"])
def test_billions_have_their_words(word: str) -> None:
    assert whole(f"2 {word} 3 triệu 4 nghìn", "vi", "dong") == 2_003_004_000


def test_the_longest_figure_is_read_and_no_longer_one() -> None:
    assert whole("9" * 300, "vi") == 10**300 - 1
    assert readings("9" * 301, "vi") == ()


def test_terms_get_smaller_and_none_is_said_twice() -> None:
    assert whole("1 tỷ 1 tỷ", "vi", "dong") is None
    assert whole("1 nghìn 1 triệu", "vi", "dong") is None
    assert readings("1,500 tỷ 2 triệu", "vi", "dong") == ()
