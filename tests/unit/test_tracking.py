"""References as people type and paste them."""

import json
from pathlib import Path

import pytest

from ocop.filing.tracking import find_reference
from ocop.people.province import parse_province

DOCUMENT = Path(__file__).parents[2] / "infra" / "demo" / "provinces" / "song-xanh.json"
PROVINCES = [parse_province(json.loads(DOCUMENT.read_text("utf-8")))]
REFERENCE = "99-10104-001-2026"


@pytest.mark.parametrize(
    "typed",
    [
        REFERENCE,
        f"[{REFERENCE}]",
        f"({REFERENCE}).",
        f"Mã hồ sơ: {REFERENCE}, sản phẩm 4 sao",
        "Xin xác nhận (2 lần) [99-10104-001-2026]",
        "99 10104 001 2026",
        "99 - 10104 - 001 - 2026",
        "99\u201310104\u2013001\u20132026",
        "99\u201110104\u2011001\u20112026",
        "99/10104/1/2026",
        "99-10104-1-2026",
        "99.10104.001.2026",
        "99101040012026",
        "https://ocop.example.vn/cases/99-10104-001-2026?lang=vi",
    ],
)
def test_a_reference_is_found_in_what_people_type(typed: str) -> None:
    assert find_reference(PROVINCES, typed) == REFERENCE


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("99-10104-123456-2026", "99-10104-123456-2026"),
        ("99-10104-1234567-2026", ""),
        ("99-10104-001-20261", ""),
        ("99-10104-001-202", ""),
        ("10104-99-001-2026", ""),
        ("99-99-001-2026", "99-99-001-2026"),
        ("99101041234562026", "99-10104-123456-2026"),
        ("991010412345672026", ""),
        ("99101040002026", ""),
    ],
)
def test_a_reference_has_parts_of_certain_lengths(typed: str, reference: str) -> None:
    assert find_reference(PROVINCES, typed) == reference


NONE = ["", "mật ong", "2026", "99-10104-2026", "0912 345 678", "9" * 90, f"9910104{'1' * 90}2026"]


@pytest.mark.parametrize("typed", NONE)
def test_what_holds_none_leads_nowhere(typed: str) -> None:
    assert find_reference(PROVINCES, typed) == ""


def test_running_numbers_over_999_keep_their_digits() -> None:
    assert find_reference(PROVINCES, "99101041234 2026".replace(" ", "")) == "99-10104-1234-2026"
