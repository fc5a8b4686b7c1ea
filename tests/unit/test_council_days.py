"""Whether enough of a council is there, which sheets are late, what stands on a member's list."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ocop.base.calendar import VIETNAM
from ocop.base.errors import NotFound
from ocop.base.hashing import short_id
from ocop.cases.assignment import Listing
from ocop.cases.council_round import CouncilRound, RoundPlan, RoundProduct, RoundTerms
from ocop.cases.meeting import CouncilMeeting, Presence
from ocop.council.attendance import Attendance, attendance_of
from ocop.council.late_sheets import late_wakes
from ocop.council.member_list import MemberList
from ocop.scoring.tally import TallyRules
from tests.unit.test_case_records import GRANT, LATER, SEAT
from tests.unit.test_council import SONG_XANH, council, member
from tests.unit.test_flow import BLANK, NOW, RULEBOOK

RULES = TallyRules.from_data(RULEBOOK.tally)
SEATS = [member("c", "chair"), member("v", "vice"), *(member(f"m{n}") for n in range(6))]


def attending(there: str, deputies: str = "") -> CouncilMeeting:
    present = [Presence(one) for one in there.split()]
    present += [Presence(one, "Phó", "4/GUQ") for one in deputies.split()]
    return CouncilMeeting("99", "m", "hd", "99", (), present=tuple(present))


@pytest.mark.parametrize(
    ("there", "deputies", "panel", "found"),
    [
        ("c m0 m1 m2 m3 m4", "", 0, (6, 6, "c", True)),
        ("c m0 m1 m2 m3", "", 0, (5, 6, "c", False)),
        ("c m0 m1 m2 m3", "m4", 0, (6, 6, "c", True)),
        ("v m0 m1 m2 m3 m4", "", 0, (6, 6, "v", True)),
        ("c v m0 m1 m2 m3", "", 0, (6, 6, "c", True)),
        ("v m0 m1 m2 m3", "c", 0, (6, 6, "v", True)),
        ("m0 m1 m2 m3 m4", "c", 0, (6, 6, "", False)),
        ("c m0 m1 stranger", "", 3, (3, 3, "c", True)),
        ("c m0", "", 3, (2, 3, "c", False)),
        ("c v m0 m1 m2 m3 m4 m5", "", 9, (8, 8, "c", True)),
    ],
)
def test_a_deputy_counts_and_does_not_preside(
    there: str, deputies: str, panel: int, found: tuple[int, int, str, bool]
) -> None:
    present, least, presides, quorate = found
    seen = attendance_of(attending(there, deputies), SEATS, RULES, panel)
    assert seen == Attendance(present, 8, least, presides, quorate)


def test_nobody_is_no_quorum() -> None:
    assert attendance_of(attending("c"), [], RULES, 3) == Attendance(0, 0, 0, "", quorate=False)


# ------------------------------------------------------------------------------ late

MORNING = datetime(2026, 7, 2, 9, tzinfo=VIETNAM)
TODAY, YESTERDAY = MORNING.replace(hour=0), MORNING.replace(hour=0) - timedelta(microseconds=1)


def wakes(cases: int = 1, due: datetime | None = YESTERDAY, **told: Any) -> list[Any]:
    """What is told of so many products, each of which waits for a member until then."""
    position = replace(BLANK.position, stage="council-province", due=due, **told)
    late = [replace(BLANK, id=f"case{n}", position=position) for n in range(cases)]
    seat = replace(SEAT, visit=position.visit, due=due, seat="member")
    store = SimpleNamespace(
        before_council=lambda province, unit, *, seated: late,
        assignments=lambda case: [seat, replace(seat, seat=""), replace(seat, status="done")],
    )
    svc: Any = SimpleNamespace(now=lambda: MORNING, store=store)
    sits = replace(council(member("admin", "secretary"), member("x", "secretary")), unit="99")
    return list(late_wakes(svc, replace(SONG_XANH, councils=(sits, sits))))


@pytest.mark.parametrize(("due", "late"), [(YESTERDAY, True), (TODAY, False), (None, False)])
def test_a_sheet_is_late_from_the_day_after_its_last(due: datetime | None, late: bool) -> None:
    assert bool(wakes(due=due)) is late


def test_what_stands_still_for_a_visit_or_a_test_is_not_late() -> None:
    assert wakes(inquiry="visit") == []


@pytest.mark.parametrize(("cases", "more"), [(1, False), (20, False), (21, True), (30, True)])
def test_all_late_sheets_of_a_day_stand_in_one_mail_of_twenty_products_at_most(
    cases: int, more: bool
) -> None:
    [wake] = wakes(cases)
    told = {mail.to for mail in wake.effects}
    assert len(told) == len(wake.effects)
    for mail in wake.effects:
        lines = mail.values["lacking"].splitlines()
        assert len(lines) == min(cases, 20) + more
        assert lines[0].endswith(": An")
        assert str(cases) in mail.values["note"]
        assert not more or str(cases - 20) in lines[-1]


# ----------------------------------------------------------------------- member's list


PRODUCTS = tuple(RoundProduct(name, 1, f"ref-{name}", name, "HTX") for name in "abcd")


class Lists:
    """A store of one round with seats by product."""

    def __init__(self, **seats: Any) -> None:
        self.seats = {
            short_id(product, "1", "an", size=10): replace(SEAT, **told)
            for product, told in seats.items()
        }
        self.store = self

    def council_round(self, province: str, id: str) -> CouncilRound:
        terms = RoundTerms(intake=NOW.date(), finish_by=NOW.date())
        return CouncilRound(
            *("99", "r", "hd", "99", "province", terms, PRODUCTS, NOW, "admin"),
        )

    def round_plan(self, province: str, id: str) -> RoundPlan:
        seated = {name: {"an": ()} for name in "ab"} | {"c": {"binh": ()}}
        return RoundPlan(seats=seated)

    def assignment(self, dossier: str, id: str) -> Any:
        if id not in self.seats:
            raise NotFound
        return self.seats[id]

    def list(self, also: tuple[str, ...] = ()) -> MemberList:
        holder = replace(SEAT, listing=Listing("r", also))
        return MemberList(self, holder)  # type: ignore[arg-type]


def test_a_list_has_what_its_round_planned_for_the_member_and_what_came_later() -> None:
    names = [one.product.dossier for one in Lists().list().part(0, 9)]
    assert names == ["a", "b"]
    also = Lists().list(("d",))
    assert [one.product.dossier for one in also.part(1, 9)] == ["b", "d"]
    assert [one.product.dossier for one in also.part(1, 1)] == ["b"]
    assert also.one("d").state == "waiting"
    with pytest.raises(NotFound):
        also.one("c")
    with pytest.raises(NotFound):
        MemberList(Lists(), SEAT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "state", "to_do"),
    [
        ({}, "new", True),
        ({"sheet": {"c": 1}}, "draft", True),
        ({"scoring_round": 1, "sheet": {"c": 1}}, "again", True),
        ({"status": "done", "sheet": {"c": 1}}, "done", False),
        ({"status": "conflict", "grant": GRANT.revoked(NOW)}, "conflict", False),
        ({"status": "declined"}, "declined", False),
        ({"status": "closed"}, "closed", False),
        ({"grant": GRANT.revoked(NOW)}, "dead", False),
        ({"grant": GRANT.closed(LATER)}, "new", True),
    ],
)
def test_how_far_a_member_is_with_a_product(told: dict[str, Any], state: str, to_do: bool) -> None:
    found = Lists(a=told).list().one("a")
    assert (found.state, found.to_do) == (state, to_do)


def test_the_next_product_is_the_next_that_awaits_a_sheet_and_then_from_the_beginning() -> None:
    lists = Lists(a={}, b={"status": "done"}, d={}).list(("d",))
    after = {name: lists.following(name) for name in "abdx"}
    found = {name: one and one.product.dossier for name, one in after.items()}
    assert found == {"a": "d", "b": "d", "d": "a", "x": "a"}
    assert Lists(a={}).list().following("a") is None


def test_who_sits_is_a_member() -> None:
    sits = council(*SEATS)
    assert (sits.seats("c"), sits.seats("x")) == (True, False)
    keeping = council(member("s", "secretary"), *SEATS)
    assert [one for one in ("c", "v", "s", "m0", "x") if keeping.keeps_papers(one)] == [
        "c",
        "v",
        "s",
    ]
