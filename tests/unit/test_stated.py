"""What counts as a reason that somebody states."""

import pytest

from ocop.base.errors import InvalidInput
from ocop.catalogue.stated import LONGEST_STATED, stated_reason


@pytest.mark.parametrize(
    "told", ["", "  \n", None, 7, ["x"], "\u200b", "\u3164\u00a0", "\u2800", "\u202e"]
)
def test_nothing_to_see_is_no_reason(told: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        stated_reason(told, "vi")
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("/reason", "required")
    assert "Lý do" in error.detail


def test_more_than_is_kept_is_refused_and_not_cut() -> None:
    assert stated_reason("x" * LONGEST_STATED, "vi") == "x" * LONGEST_STATED
    with pytest.raises(InvalidInput) as refused:
        stated_reason("x" * (LONGEST_STATED + 1), "en")
    assert refused.value.errors[0].code == "maxLength"
    assert str(LONGEST_STATED) in refused.value.errors[0].detail


def test_a_reason_is_kept_as_people_see_it() -> None:
    assert stated_reason(" Vắng\u202e mặt\u200b \r\n hai tuần ", "vi") == "Vắng mặt \n hai tuần"
