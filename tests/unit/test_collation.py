"""Lists in the order of the Vietnamese alphabet."""

import random
import unicodedata
from typing import Literal

import pytest

from ocop.base.collation import by_name, by_place, folded, may_mean, meant, sort_text, worded

ORDERED = [
    "ma|mà|mả|mã|má|mạ|mac|măng|mâm|mo|mô|mơ",
    "a|ă|â|b|c|d|đ|e|ê|g|h|i|k|l|m|n|o|ô|ơ|p|q|r|s|t|u|ư|v|x|y",
    "dâu|dừa|đan|đậu|e",
    "Hòa An|Hoa Bình|Hòa Bình|Hoà Minh",
    "Xã 2|Xã 10",
    "An|Ân|Bãi Bồi|Đồng Lau|Vườn Chài",
    "Nghệ|nghệ",
]


@pytest.mark.parametrize("line", ORDERED)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_in_order(line: str, form: Literal["NFC", "NFD"]) -> None:
    written = [unicodedata.normalize(form, name) for name in line.split("|")]
    random.Random(7).shuffle(written)
    found = sorted(written, key=by_name)
    assert [unicodedata.normalize("NFC", name) for name in found] == line.split("|")


@pytest.mark.parametrize("line", ORDERED)
def test_a_table_keeps_names_in_the_same_order(line: str) -> None:
    names = line.split("|")
    kept = sorted(random.Random(7).sample(names, len(names)), key=sort_text)
    assert [by_name(name)[:2] for name in kept] == [by_name(name)[:2] for name in names]
    mixed = ["Xã 2", "Xã", "2 Xã", "Đào", "Dương", "Da Đen", "Dạ", "dạ", "😀 Ong", "Ong", ""]
    assert sorted(mixed, key=sort_text) == sorted(mixed, key=lambda name: by_name(name)[:2])
    assert not set("".join(map(sort_text, mixed))) & {"#", "|"}


def test_places_are_in_order_whatever_their_kind() -> None:
    names = ["Phường An", "Xã Bãi Bồi", "xã Dân", "Phường Đồng Lau", "Thị trấn Ê", "Xã"]
    mixed = random.Random(7).sample(names, len(names))
    assert sorted(mixed, key=by_place) == names


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("HTX Hoà Bình", "htx  HÒA BÌNH", True),
        ("Mật ong, hoa nhãn", "Mật ong hoa nhãn", True),
        (unicodedata.normalize("NFD", "Thuỵ Đức"), "Thụy Đức", True),
        ("Mứt dừa", "Mứt dứa", False),
        ("Chè Đồi", "Chè Dồi", False),
        ("Trà 1", "Trà 10", False),
        ("Tôm khô", "Tôm kho", False),
    ],
)
def test_words_are_told_apart_by_their_marks(one: str, other: str, alike: bool) -> None:
    assert (worded(one) == worded(other)) is alike


def test_what_is_meant_is_found_by_the_very_words_before_words_without_marks() -> None:
    names = [("Xã Yên Từ", 1), ("Xã Yên Tứ", 2), ("Xã Hòa Hải", 3), ("Hoa Hai commune", 3)]
    asked = ("xã yên từ", "Xã Yên Tứ", "xa yen tu", "xa hoa hai", "Xã Hoà Hải", "Xã Nào")
    assert [meant(text, names) for text in asked] == [1, 2, None, 3, 3, None]
    asked = ("Xã Yên Tự", "Xa Yên Từ", "Xã Yên Tư", "Xã Hoá Hải", "Xã Hoa Hải", "xa hòa hai")
    assert [meant(text, names) for text in asked] == [None, 1, None, None, 3, 3]
    assert meant("", names) is None


def test_a_mark_that_stands_on_another_letter_is_another_name() -> None:
    assert not may_mean("Xã Yên Tứ", "Xã Yến Tư")
    assert not may_mean("Hòa Hải", "Hóa Hai")
    assert may_mean("Yen Tứ", "Yến Tứ")
    assert not may_mean("Đồi Dong", "Dồi Đong")


def test_a_text_is_searched_without_marks_signs_and_capitals() -> None:
    assert folded("  Mật ong, HOA nhãn – Đồi_Chè ") == "mat ong hoa nhan doi che"
    assert folded("Ðồng") == "dong"
    assert folded("a\u0300b\u036fc") == "abc"  # the first mark of all and the last
    assert folded("\u0370") == "\u0371"  # a letter, next to the marks
