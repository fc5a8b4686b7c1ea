"""What authorities and laws are called on which day, and how papers cite them."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from ocop.catalogue.naming import decision_numbered, local_law_on, ministry_on
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.papers.offices import spelt_out


@pytest.mark.parametrize(
    ("day", "ministry", "law"),
    [
        (date(2021, 6, 14), "Phát triển nông thôn", "19 tháng 6 năm 2015"),
        (date(2025, 2, 28), "Phát triển nông thôn", "19 tháng 6 năm 2015"),
        (date(2025, 3, 1), "Môi trường", "19 tháng 02 năm 2025"),
        (date(2025, 6, 15), "Môi trường", "19 tháng 02 năm 2025"),
        (date(2025, 6, 16), "Môi trường", "16 tháng 6 năm 2025"),
    ],
)
def test_names_are_those_of_the_day(day: date, ministry: str, law: str) -> None:
    assert ministry_on(day, "vi").endswith(ministry)
    assert local_law_on(day).endswith(law)


def test_every_rulebook_s_decisions_are_cited_whole() -> None:
    rulebooks = published_rulebooks()
    for id in rulebooks.ids():
        law = rulebooks.get(id)
        known = [decision_numbered(number) for number in law.decision.split(", ")]
        assert all(known), id
        assert min(one.day for one in known if one) <= law.in_force.first, id
    assert decision_numbered("1/QĐ-TTg") is None


@pytest.mark.parametrize(
    ("article", "told"),
    [
        ("Điều 8.1đ", "điểm đ khoản 1 Điều 8 Quyết định số 26/2026/QĐ-TTg"),
        ("Điều 7.2", "khoản 2 Điều 7 Quyết định số 26/2026/QĐ-TTg"),
        ("Điều 9", "Điều 9 Quyết định số 26/2026/QĐ-TTg"),
        ("Luật Khiếu nại Điều 9", "Luật Khiếu nại Điều 9"),
        ("", ""),
    ],
)
def test_articles_are_spelt_out(article: str, told: str) -> None:
    law: Any = SimpleNamespace(decision="26/2026/QĐ-TTg")
    assert spelt_out(law, article) == told
