"""What the records of a case say of themselves: codes, decisions, positions, seats, meetings."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ocop.base.errors import NotFound
from ocop.cases.assignment import Assignment, Party
from ocop.cases.blind import BLOT, Veil
from ocop.cases.case import Case, Position
from ocop.cases.certificate import Revocation
from ocop.cases.council_round import RoundProduct
from ocop.cases.lookup import star_held
from ocop.cases.meeting import (
    AgendaItem,
    CouncilMeeting,
    Presence,
    case_of_meeting,
    meeting_of_case,
)
from ocop.cases.product_code import coded, product_code, reference_behind
from ocop.cases.signed import SignedDecision
from ocop.cases.subject import Proceeding, SupportRequest
from ocop.links.tokens import Grant, producer_assignment_id
from tests.unit.test_certificate_life import CERTIFICATE
from tests.unit.test_flow import BLANK, NOW

LATER = NOW + timedelta(days=1)
MOMENT = timedelta(microseconds=1)
GRANT = Grant("member", frozenset({"view", "score"}), "digest", "k1", NOW, NOW + timedelta(days=9))
NEXT = replace(GRANT, digest="next")
SEAT = Assignment(
    dossier=BLANK.id,
    id="b" * 16,
    person="an",
    party=Party("An", "an@example.vn"),
    role="council-member",
    stage="council-province",
    visit=3,
    grant=GRANT,
)


# ----------------------------------------------------------------------------- codes


@pytest.mark.parametrize(
    ("reference", "year", "code"),
    [
        ("99-10105-001-2026", "2026", "99-10105-001-2026"),
        ("99-10105-001-2026", "2027", "99-10105-26001-2027"),
        ("99-10105-1234-2025", "2027", "99-10105-251234-2027"),
    ],
)
def test_a_product_evaluated_later_has_the_year_of_its_idea_before_its_number(
    reference: str, year: str, code: str
) -> None:
    assert coded(reference, year) == code
    if code != reference:
        assert reference_behind(code) == reference


@pytest.mark.parametrize("code", ["99-10105-001-2026", "99-10105-2601-2027", "99-10105-26-2027"])
def test_a_code_that_is_a_reference_stands_for_no_other(code: str) -> None:
    assert reference_behind(code) == ""


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, ""),
        ({"handed_in": date(2027, 1, 2)}, "99-10105-26001-2027"),
        ({"handed_in": date(2026, 12, 31)}, "99-10105-001-2026"),
        ({"evaluation_round": "2027-1"}, "99-10105-26001-2027"),
        ({"evaluation_round": "2026-2", "handed_in": date(2027, 1, 2)}, "99-10105-001-2026"),
    ],
)
def test_the_year_of_a_code_is_that_of_the_round_else_of_the_whole_dossier(
    told: dict[str, Any], code: str
) -> None:
    assert product_code(replace(BLANK, subject=replace(BLANK.subject, **told))) == code


# -------------------------------------------------------------------------- decisions


def signed(number: str, issuer: str = "province", signer: str = "Trần Mẫu") -> SignedDecision:
    return SignedDecision("99", issuer, number, date(2026, 7, 1), signer)


def test_a_number_is_one_however_it_is_written() -> None:
    numbers = ("12/QĐ-UBND", "Số 012/QD-UBND", "12 / QÐ–UBND", "số 12 qđ ubnd")
    assert {signed(number).place for number in numbers} == {"99#province#2026#12-qd-ubnd"}
    others = ("120/QĐ-UBND", "1/2/QĐ-UBND", "102/QĐ-UBND", "12/QĐ-HĐND")
    assert len({signed(number).place for number in (*numbers, *others)}) == 5


def test_offices_of_one_level_are_told_apart_by_who_signs() -> None:
    assert signed("12", "district").place != signed("12", "district", "Lê Mẫu").place
    assert signed("12", "centre").place == signed("12", "centre", "Lê Mẫu").place
    assert signed("12").proof != signed("12", signer="Lê Mẫu").proof
    assert replace(signed("12"), day=date(2027, 7, 1)).place == "99#province#2027#12"


# -------------------------------------------------------------------------- positions


def test_a_closed_position_waits_for_nobody_and_no_clock() -> None:
    busy = Position(
        stage="council-province",
        visit=3,
        opened=NOW,
        waits_for="council",
        due=LATER,
        next_look=LATER,
        looks=2,
        scoring_round=1,
        return_to="intake",
        not_before=LATER,
        guessed=True,
        left=4,
        seated="99#",
        meeting="m",
        inquiry="visit",
    )
    gone = busy.closed()
    assert gone == Position(
        stage="council-province",
        visit=3,
        opened=NOW,
        waits_for="",
        looks=2,
        scoring_round=1,
        return_to="intake",
        not_before=LATER,
    )
    assert busy.before_council("99").seated == f"99#{LATER.isoformat()}"
    assert gone.before_council("99").seated == "99#"


def case(**told: Any) -> Case:
    return replace(BLANK, position=Position("council-province", 3, NOW), **told)


def test_what_somebody_was_asked_is_awaited_in_its_visit_of_an_open_case_alone() -> None:
    assert case().awaits(SEAT)
    assert not case().awaits(replace(SEAT, visit=2))
    assert not case().awaits(replace(SEAT, status="done"))
    assert not case(status="ended").awaits(SEAT)
    assert not case(status="unconfirmed").at(3)
    assert [case().at(visit) for visit in (2, 3, 4)] == [False, True, False]


def test_a_sheet_is_taken_back_until_its_round_is_closed() -> None:
    done = SEAT.submitted({}, NOW)
    assert case().may_recall(done)
    assert not case().may_recall(replace(done, scoring_round=1))
    assert not case().may_recall(replace(done, visit=2))


def test_an_idea_that_nobody_confirms_is_forgotten_after_two_weeks() -> None:
    assert case(status="unconfirmed").lapses == NOW + timedelta(days=14)
    assert case().lapses is None


def test_a_moved_case_is_open_until_it_has_an_ending() -> None:
    there = replace(BLANK.position, visit=7)
    assert (BLANK.moved(there).status, BLANK.moved(there).position) == ("open", there)
    over = BLANK.moved(there, "rejected")
    assert (over.status, over.ending) == ("ended", "rejected")


def test_a_producer_has_the_first_link_of_a_case_that_gave_one() -> None:
    with pytest.raises(NotFound):
        _ = BLANK.producer
    held = replace(BLANK, grant=GRANT).producer
    assert (held.id, held.n, held.role) == (producer_assignment_id(BLANK.id), 1, "producer")
    assert (held.visit, held.status, held.province) == (0, "open", "99")


# ------------------------------------------------------------------------------ seats


def test_a_seat_that_was_left_opens_nothing_and_holds_no_sheet() -> None:
    gone = SEAT.submitted({"c": 1}, NOW).withdrawn("conflict", "người nhà", LATER)
    assert (gone.status, gone.reason, gone.sheet, gone.answered) == (
        *("conflict", "người nhà"),
        *(None, LATER),
    )
    assert (gone.has_left, gone.is_called_back, gone.is_open) == (True, True, False)
    assert (SEAT.has_left, SEAT.is_called_back, SEAT.is_open) == (False, False, True)
    assert SEAT.withdrawn("declined", "", NOW).has_left


def test_a_done_or_closed_seat_shows_and_no_more() -> None:
    done, closed = SEAT.done(LATER), SEAT.closed(LATER)
    assert (done.status, done.answered, done.grant.closed_at) == ("done", LATER, LATER)
    assert (closed.status, closed.answered, closed.grant.closed_at) == ("closed", None, LATER)
    assert not done.has_left
    back = SEAT.submitted({"c": 1}, LATER).recalled()
    assert (back.status, back.answered, back.grant, back.sheet) == ("open", None, GRANT, {"c": 1})


def test_each_renewal_has_the_next_link() -> None:
    assert str(SEAT.link).endswith("-1")
    assert SEAT.next_link == replace(SEAT.link, n=2) == SEAT.renewed(NEXT).link
    assert SEAT.renewed(NEXT).grant == NEXT


def test_a_seat_that_is_asked_again_is_awaited_in_the_new_round() -> None:
    woken = replace(SEAT.done(NOW), woke=NOW)
    again = woken.reopened(NEXT, 1, LATER)
    assert (again.status, again.answered, again.woke, again.n) == ("open", None, None, 2)
    assert (again.scoring_round, again.due, again.grant) == (1, LATER, NEXT)
    silent = woken.reopened_without_link(1, LATER)
    assert silent == replace(again, n=1, grant=woken.grant)


# ----------------------------------------------------------------------- certificates


def test_a_withdrawal_holds_from_its_day_to_the_day_it_is_lifted() -> None:
    held = Revocation("b", date(2027, 3, 1), "9/QĐ", lifted=date(2027, 4, 1))
    days = [date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 31), date(2027, 4, 1)]
    assert [held.holds_on(day) for day in days] == [False, True, True, False]
    later = replace(held, ground="c", day=date(2028, 1, 1), lifted=None)
    twice = replace(CERTIFICATE, revocation=later, revoked_before=(held,))
    assert [one.ground for one in twice.revocations] == ["b", "c"]
    found = [twice.revoked_on(day) for day in (date(2027, 3, 5), date(2027, 5, 1), later.day)]
    assert [one and one.ground for one in found] == ["b", None, "c"]
    assert CERTIFICATE.revocations == ()


def test_the_star_that_is_left_on_a_day() -> None:
    day = date(2027, 3, 1)
    before = day - timedelta(days=1)
    held = Revocation("b", day, "9/QĐ")
    for gone in (replace(CERTIFICATE, revocation=held), replace(CERTIFICATE, replaced_on=day)):
        assert [gone.star_left_on(one) for one in (before, day)] == [4, 0]
    ends = (CERTIFICATE.issued, CERTIFICATE.valid_to)
    assert [CERTIFICATE.star_left_on(one) for one in ends] == [4, 4]
    outside = (ends[0] - timedelta(days=1), ends[1] + timedelta(days=1))
    assert [CERTIFICATE.star_left_on(one) for one in outside] == [0, 0]


def test_a_certificate_is_known_by_its_paper_s_number_code_and_product() -> None:
    assert CERTIFICATE.shown_number == CERTIFICATE.number
    assert replace(CERTIFICATE, printed="07/GCN").shown_number == "07/GCN"
    assert CERTIFICATE.product_code == CERTIFICATE.reference
    assert replace(CERTIFICATE, code="x").product_code == "x"
    assert replace(CERTIFICATE, lineage="l").of_product == "l"
    same = replace(CERTIFICATE, organisation="htx  SÔNG MẬT", product="MẬT ONG")
    assert same.of_product == CERTIFICATE.of_product
    assert replace(CERTIFICATE, province="98").of_product != CERTIFICATE.of_product


# --------------------------------------------------------------------------- subjects


def test_a_proceeding_learns_ground_and_day_where_a_decision_names_them() -> None:
    begun = Proceeding("Mật ong", "HTX", 4, ground="a", since=date(2026, 7, 1))
    assert begun.learned({}) == begun
    assert begun.learned({"ground": "", "concluded_on": ""}) == begun
    told = begun.learned({"ground": "b", "concluded_on": "2026-08-01"})
    assert (told.ground, told.since) == ("b", date(2026, 8, 1))


def test_a_request_for_support_that_is_looked_at_again_begins_anew() -> None:
    request = SupportRequest("Mật ong", "HTX", 4)
    content = {"content": "label", "policy": "p", "adviser_email": "b@example.vn"}
    granted = {"source": "district", "document": "3/QĐ", "amount": "5000000"}
    checked = request.learned({**content, "adviser": "Bình"})
    assert checked.adviser == Party("Bình", "b@example.vn")
    assert request.learned(content).adviser == Party("b@example.vn", "b@example.vn")
    assert request.learned({"content": "label", "adviser": "Bình"}).adviser is None
    paid = checked.learned(granted)
    assert (paid.source, paid.money, paid.document) == ("district", 5_000_000, "3/QĐ")
    again = paid.learned({"content": "machine"})
    assert (again.source, again.money, again.document, again.policy) == ("", 0, "", "")
    assert (again.content, again.adviser) == ("machine", None)
    assert paid.learned({}) == paid


# --------------------------------------------------------------------------- meetings


def test_a_meeting_about_one_case_is_named_by_it() -> None:
    id = meeting_of_case("d" * 26, 3)
    assert case_of_meeting(id) == ("d" * 26, 3)
    others = ("r" * 26, f"case-{'d' * 26}", f"x{id}", f"{id}x", "case-d--")
    assert [case_of_meeting(one) for one in others] == [None] * len(others)


def test_a_case_keeps_what_was_noted_of_its_own_product_alone() -> None:
    products = [RoundProduct(name, 1, f"ref-{name}", name, "HTX") for name in "ab"]
    own, other = (AgendaItem(one, called=NOW, questions="hỏi") for one in products)
    meeting = CouncilMeeting("99", "m", "c", "99", (own, other))
    kept = meeting.about("a")
    named = RoundProduct("", 0, "ref-b", "b", "HTX")
    assert kept.items == (own, AgendaItem(named))
    assert (meeting.item("b"), meeting.item("c")) == (other, None)
    changed = replace(own, questions="đáp")
    assert meeting.with_item(changed).items == (changed, other)


def test_who_sends_a_deputy_takes_part_and_is_not_there() -> None:
    sent = Presence("b", "Phó", "4/GUQ")
    meeting = CouncilMeeting("99", "m", "c", "99", (), present=(Presence("a"), sent))
    assert meeting.in_person == {"a"}
    assert meeting.attending == {"a": Presence("a"), "b": sent}


# ------------------------------------------------------------------------------- veils


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("HTX Sông Mật ở Suối", f"{BLOT} ở Suối"),
        ("htx  sông\nmật", BLOT),
        ("Sông Mật", BLOT),
        ("HTX Sông Mậtx", "HTX Sông Mậtx"),
        ("xSông Mật", "xSông Mật"),
        ("gọi 0912345678 hay +84 912.345.678", f"gọi {BLOT} hay {BLOT}"),
        ("An và Anh", "An và Anh"),
        ("a@example.vn", BLOT),
    ],
)
def test_names_are_blotted_out_whole_longer_ones_first(text: str, shown: str) -> None:
    veil = Veil(["Sông Mật", "HTX Sông Mật", "0912 345 678", "An", " a@example.vn ", ""])
    assert veil.over(text) == shown
    assert veil.over_json({"Sông Mật": [text, 1, None]}) == {"Sông Mật": [shown, 1, None]}


def test_a_name_of_three_letters_is_blotted_out_and_one_of_two_names_nobody() -> None:
    assert Veil(["Lan", "Na"]).over("Lan, Na") == f"{BLOT}, Na"
    assert Veil([]).over("Lan") == "Lan"


def test_a_product_that_is_rated_for_the_first_time_holds_no_star() -> None:
    """Also where its registration names a certificate: that is read for nothing."""
    unread: Any = None
    first = replace(BLANK, subject=replace(BLANK.subject, occasion="first", previous="1"))
    assert star_held(unread, first, NOW.date()) == 0
