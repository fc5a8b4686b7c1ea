"""A seat moved by hand is held to every hard rule, and what moves keeps all other seats."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ocop.cases.council_round import RoundPlan, SeatMove
from ocop.council.conflicts import ConflictRules, Product
from ocop.council.seat_moves import SeatRules
from ocop.people.bodies import Council, Member

TERM = date(2026, 1, 1), date(2030, 1, 1)
MEMBERS = (
    Member("chair", "chair", "committee", 9),
    Member("vice", "vice", "committee", 9),
    Member("doctor", "member", "health", 9),
    Member("nurse", "member", "health", 9, communes=frozenset({"10101"})),
    Member("busy", "member", "health", 2),
    Member("free", "member", "trade", 9),
    Member("other", "member", "trade", 9),
)
COUNCIL = Council("c", "province", "99", "1/QĐ", *TERM, MEMBERS)
PRODUCT = Product("d", "10101", "HTX", "a@htx.example.vn", ("health",))
RULES = SeatRules(COUNCIL, {"d": PRODUCT}, ConflictRules())
SEATS = {"chair": ("presides",), "doctor": ("lead-agency",), "free": ("no-conflict",)}
PLAN = RoundPlan({"d": SEATS, "e": {"busy": (), "chair": ()}}, elsewhere={"busy": 1, "other": 3})


def move(gone: str, to: str, dossier: str = "d") -> SeatMove:
    return SeatMove("m", dossier, gone, to, "x", "someone", datetime(2026, 7, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("gone", "to", "code"),
    [
        ("free", "other", ""),
        ("chair", "vice", ""),
        ("other", "vice", "move-seats"),
        ("free", "doctor", "move-seats"),
        ("free", "stranger", "move-seats"),
        ("free", "nurse", "move-conflict"),
        ("free", "busy", "move-capacity"),
        ("chair", "other", "move-chair"),
        ("doctor", "other", "move-lead-agency"),
    ],
)
def test_a_move_breaks_no_rule(gone: str, to: str, code: str) -> None:
    assert RULES.hindrance(PLAN, move(gone, to)) == code


def test_a_product_that_left_the_round_is_moved_no_more() -> None:
    assert RULES.hindrance(PLAN, move("chair", "vice", "gone")) == "move-seats"


def test_who_was_left_out_on_request_takes_no_seat() -> None:
    barred = replace(PRODUCT, excluded=frozenset({"other"}))
    rules = replace(RULES, products={"d": barred})
    assert rules.hindrance(PLAN, move("free", "other")) == "move-conflict"


def test_only_the_seat_moves_and_who_presides_is_said_anew() -> None:
    after = RULES.apply(PLAN, move("chair", "vice"))
    assert set(after.seats["d"]) == {"vice", "doctor", "free"}
    assert after.seats["d"]["vice"][:2] == ("presides", "by-hand")
    assert after.seats["d"]["doctor"] == SEATS["doctor"]
    assert after.seats["e"] == PLAN.seats["e"]
    told = RULES.apply(PLAN, move("free", "other")).seats["d"]["other"]
    assert told == ("by-hand", "load:3/9", "no-conflict")
