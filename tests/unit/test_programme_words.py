"""Figures and places of a plan in words."""

from fractions import Fraction

import pytest

from ocop.catalogue.plans import published_plans
from ocop.programme.wording import clauses_text, number_text, section_text, value_shown


def test_a_paragraph_without_a_number_goes_by_what_its_section_is_called() -> None:
    plan = published_plans().get("ha-nam-2021-2025")
    refs = ("end.1.3", "end.1.4", "IV.9.1.4", "IVb.1")
    assert clauses_text(plan, refs, "vi") == "Kết thúc, IV.9.1.4, IVb.1"


def test_a_section_without_a_number_goes_by_its_title() -> None:
    sections = {one.id: one for one in published_plans().get("ha-nam-2021-2025").sections}
    assert section_text(sections["IV.8"], "vi").startswith("IV.8. Đẩy mạnh")
    assert section_text(sections["end"], "vi") == "Kết thúc"


@pytest.mark.parametrize("value", [Fraction(7600, 78), Fraction(100), Fraction(86154, 7)])
def test_a_value_is_what_is_shown_of_it(value: Fraction) -> None:
    shown = value_shown(value)
    assert number_text(shown, "vi") == number_text(value, "vi")
    assert value_shown(shown) == shown <= value


def test_a_share_and_what_is_wanting_of_it_add_up_on_a_page() -> None:
    there = value_shown(Fraction(7600, 78))
    assert (number_text(there, "vi"), number_text(100 - there, "vi")) == ("97,4", "2,6")
