"""Lists in the order of the Vietnamese alphabet."""

import random
import unicodedata
from typing import Literal

import pytest

from ocop.base.collation import by_name, by_place

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


def test_places_are_in_order_whatever_their_kind() -> None:
    names = ["Phường An", "Xã Bãi Bồi", "xã Dân", "Phường Đồng Lau", "Thị trấn Ê", "Xã"]
    mixed = random.Random(7).sample(names, len(names))
    assert sorted(mixed, key=by_place) == names
