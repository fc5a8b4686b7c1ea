"""Numbers that programs write into addresses and hidden fields."""

import pytest

from ocop.base.digits import MOST_DIGITS, plain_number


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("999999999", 10**9 - 1)]
)
def test_plain_digits_are_a_number(text: str, number: int) -> None:
    assert plain_number(text) == number


@pytest.mark.parametrize(
    "text", ["", " 1", "-1", "+1", "1.0", "1e3", "1_0", "٣", "²", "１", "a", "1\n"]
)
def test_everything_else_is_none(text: str) -> None:
    assert plain_number(text) is None


@pytest.mark.parametrize("length", [MOST_DIGITS + 1, 5000])
def test_more_digits_than_any_number_of_ours_are_none(length: int) -> None:
    assert plain_number("9" * length) is None
    assert plain_number("20260", 4) is None
