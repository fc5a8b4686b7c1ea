"""Invisible letters are no text, and leave the text they hide in."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocop.base.visible import is_plain, is_seen, reason, tidy
from tests.support.invisible import INVISIBLE


@pytest.mark.parametrize("letter", INVISIBLE)
def test_it_does_not_count_and_does_not_stay(letter: str) -> None:
    assert tidy(letter * 3) == tidy(letter * 3, lines=True) == ""
    assert not is_seen(letter)
    assert "".join(tidy(f"Mật{letter} ong").split()) in ("Mậtong", "Mật\u0301ong")


def test_no_letter_that_draws_nothing_makes_a_text() -> None:
    """Whole Unicode: what is a control, a format, a blank or a lone mark is never an answer."""
    every = map(chr, range(sys.maxunicode + 1))
    nothing = (one for one in every if unicodedata.category(one)[0] in "CZM")
    assert [hex(ord(one)) for one in nothing if tidy(one)] == []


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d🌾",
        "❤\ufe0f\u200d🔥",
        "👩🏽\u200d🌾",
        "1\ufe0f\u20e3",
        "↔\ufe0f",
        "ក\u200bខ",
        "क\u094d\u200dष",
    ],
)
def test_joiners_stay_where_they_shape_what_is_seen(text: str) -> None:
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Gạo\u00adST25", "GạoST25"),
        ("Nguyễn\u200b Văn\u200d A", "Nguyễn Văn A"),
        ("a\u3164b", "a b"),
        ("x\ufe0f", "x"),
        ("Đ\u202eA", "ĐA"),
        ("…", "…"),
        ("Bu\u0301n", "Bún"),
    ],
)
def test_elsewhere_they_leave(text: str, seen: str) -> None:
    assert tidy(text) == seen


ODD = st.text(
    st.sampled_from("eរ\u0301\u17b4\u061c\u200b\u200d\ufe0f☀\u00ad \n\u2028x"), max_size=8
)


@given(text=st.text(max_size=12) | ODD, lines=st.booleans())
@example(text="x\ufe0f\u200d☀", lines=False)
@example(text="e\u200b\u0301", lines=False)
@example(text="រ\u200b\u17b4", lines=True)
def test_a_tidy_text_is_tidy(text: str, lines: bool) -> None:
    once = tidy(text, lines=lines)
    assert tidy(once, lines=lines) == once
    assert unicodedata.is_normalized("NFC", once)
    if is_plain(text):
        assert tidy(text, lines=True) == text.strip()


@pytest.mark.parametrize("given", [None, 7, ["x"], "", "  ", "\u200b\u2060", "\u2800"])
def test_a_reason_has_to_be_seen(given: object) -> None:
    assert reason(given, 2000) == ""


def test_a_reason_keeps_its_lines_and_its_limit() -> None:
    assert reason("Bận\u2028việc\x00 ", 2000) == "Bận\nviệc"
    assert reason("x" * 3000, 2000) == "x" * 2000
