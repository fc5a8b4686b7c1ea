"""What becomes of a certificate by a later case, a sheet that is taken back, days of an order."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ocop.base.errors import InvalidInput, Unavailable
from ocop.cases.certificate import Certificate, ProductPage, Renewal
from ocop.cases.effects import KeepRegister
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.certificates.keeping import keep_register
from ocop.certificates.product_page import certificate_shown
from ocop.council import recalling
from ocop.deciding.complete import demand_ready
from ocop.deciding.redoing import day_faults
from ocop.people.province import Role
from tests.unit.test_case_records import SEAT, case
from tests.unit.test_certificate_life import CERTIFICATE
from tests.unit.test_council import SONG_XANH
from tests.unit.test_flow import BLANK, NOW, RULEBOOK

TODAY, DAY = date(2026, 7, 1), timedelta(days=1)
FILED, ANSWERED = date(2029, 2, 1), date(2026, 7, 1)


class Kept:
    """A store of one certificate and of the case that was begun from it."""

    def __init__(
        self, certificate: Certificate, *events: Any, turns: bool = True, **of: Any
    ) -> None:
        told: dict[str, Any] = {"occasion": "re-rating", "handed_in": FILED, **of}
        subject = replace(BLANK.subject, **told)
        self.begun = replace(BLANK, id="again", process="26-2026", subject=subject)
        self.kept, self.events_of, self.turns = certificate, events, turns
        self.store = self
        self.rulebooks, self.criteria = published_rulebooks(), CriteriaSets()
        self.listed: list[Certificate] = []

    def certificate(self, _: str) -> Certificate:
        return self.kept

    def case(self, _: str) -> Any:
        return self.begun

    def events(self, _: str) -> tuple[Any, ...]:
        return self.events_of

    def turn_certificate(self, turned: Certificate) -> bool:
        self.kept = turned if self.turns else self.kept
        return self.turns

    def list_certificate(self, certificate: Certificate, places: Any) -> None:
        self.listed.append(certificate)

    def renewed(self, **told: Any) -> tuple[Renewal, ...]:
        keep_register(self, KeepRegister(CERTIFICATE.number, **told))  # type: ignore[arg-type]
        assert self.listed[-1] == self.kept
        return self.kept.renewals


OTHER, OWN = Renewal("other", FILED, 180, FILED), Renewal("again", FILED, 180)
ENDED = SimpleNamespace(at=NOW, kind="decided")


def test_a_re_rating_is_noted_with_the_days_its_law_gives_once_it_is_handed_in() -> None:
    assert Kept(CERTIFICATE).renewed(renewal="again") == (OWN,)
    two = replace(CERTIFICATE, renewals=(OWN, OTHER))
    assert Kept(two).renewed(renewal="again") == (OTHER, OWN)
    assert Kept(CERTIFICATE, handed_in=None).renewed(renewal="again") == ()
    assert Kept(CERTIFICATE, occasion="upgrade").renewed(renewal="again") == ()
    assert Kept(two).renewed() == (OWN, OTHER)


def test_an_answer_is_the_day_of_the_case_s_last_act() -> None:
    answered = Kept(replace(CERTIFICATE, renewals=(OWN,)), SimpleNamespace(at=NOW - DAY), ENDED)
    answered.begun = replace(answered.begun, status="ended")
    assert answered.renewed(renewal="again") == (replace(OWN, answered=ANSWERED),)


def test_an_answer_that_is_looked_at_again_has_ended_the_extension_for_good() -> None:
    told = replace(OWN, answered=ANSWERED)
    answered = replace(CERTIFICATE, renewals=(told,))
    assert Kept(answered, redone=TODAY).renewed(renewal="again") == (told,)
    assert Kept(answered).renewed(renewal="again") == (OWN,)
    waiting = replace(CERTIFICATE, renewals=(OWN,))
    assert Kept(waiting, redone=TODAY).renewed(renewal="again") == (OWN,)


def test_a_certificate_that_is_being_changed_is_tried_again() -> None:
    with pytest.raises(Unavailable):
        Kept(CERTIFICATE, turns=False).renewed(renewal="again")
    assert Kept(replace(CERTIFICATE, renewals=(OWN,)), turns=False).renewed(renewal="again")


def test_what_was_put_up_last_is_shown_unless_it_was_taken_down_since() -> None:
    def act(id: str, kind: str) -> Any:
        return SimpleNamespace(id=id, kind=kind, at=NOW, data={"pictures": [{"shows": "Lọ mật"}]})

    shown, down = act("a", "page-shown"), act("b", "page-taken-down")
    page = ProductPage("a", TODAY, ("Lọ mật",))
    for events, found in (((shown, ENDED), page), ((down, shown), page), ((shown, down), None)):
        store = Kept(CERTIFICATE, *events)
        store.renewed(page=True)
        assert store.kept.page == found


@pytest.mark.parametrize(
    ("told", "own", "shown"),
    [
        ({"status": "ended"}, True, True),
        ({"status": "open"}, True, False),
        ({"status": "ended"}, False, False),
    ],
)
def test_a_product_is_shown_by_the_case_that_gave_its_certificate(
    told: dict[str, Any], own: bool, shown: bool
) -> None:
    subject = replace(BLANK.subject, certificate=CERTIFICATE.number)
    given = replace(CERTIFICATE, dossier=BLANK.id if own else "a")
    svc: Any = Kept(given)
    found = certificate_shown(svc, replace(BLANK, subject=subject, **told), TODAY)
    assert found == (given if shown else None)
    assert certificate_shown(svc, replace(BLANK, **told), TODAY) is None
    assert certificate_shown(svc, replace(BLANK, subject=subject, **told), TODAY - DAY) is None


# -------------------------------------------------------------------------- taken back


@pytest.mark.parametrize(
    ("seat", "roles", "hides", "may"),
    [
        ("secretary", True, True, False),
        ("chair", True, True, False),
        ("member", True, True, True),
        ("secretary", False, True, True),
        ("secretary", True, False, True),
        ("secretary", True, None, True),
    ],
)
def test_who_has_seen_the_other_sheets_takes_back_no_own(
    monkeypatch: pytest.MonkeyPatch, seat: str, roles: bool, hides: bool | None, may: bool
) -> None:
    terms = SimpleNamespace(terms=SimpleNamespace(hides_scores=hides))
    part = None if hides is None else SimpleNamespace(group=terms)
    person = next(iter(SONG_XANH.people.values()))
    held = replace(person, id="an", roles=(Role("x", "99"),) if roles else ())
    province = replace(SONG_XANH, people={"an": held})
    monkeypatch.setattr(recalling, "province_of", lambda svc, code: province)
    monkeypatch.setattr(recalling, "part_of", lambda svc, case: part)
    done, svc = replace(SEAT.submitted({}, NOW), seat=seat), SimpleNamespace()
    found: Any = svc
    assert recalling.may_take_back(found, case(), done) is may
    assert not recalling.may_take_back(found, case(), replace(SEAT, seat=seat))
    assert not recalling.may_take_back(found, case(status="ended"), done)


# ------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (TODAY, []),
        (TODAY - 5 * DAY, []),
        (TODAY - 6 * DAY, ["order-too-early"]),
        (TODAY + DAY, ["order-to-come"]),
    ],
)
def test_an_order_is_of_a_day_between_what_it_is_about_and_today(
    day: date, codes: list[str]
) -> None:
    found = list(day_faults("document_date", day, (TODAY - 5 * DAY, TODAY), "vi"))
    assert [error.code for error in found] == codes
    assert {error.pointer for error in found} <= {"/document_date"}


@pytest.mark.parametrize(
    ("to", "visit", "may"),
    [
        ("council-province", {"cause": "scale", "needed": "yes"}, False),
        ("council-province", {"cause": "unclear"}, False),
        ("council-province", {"cause": "scale", "needed": "done"}, True),
        ("council-province", {"cause": "none", "needed": "yes"}, True),
        ("council-province", {}, True),
        ("supplement", {"cause": "scale", "needed": "yes"}, True),
        ("", {"cause": "scale", "needed": "yes"}, True),
    ],
)
def test_where_the_law_asks_for_a_visit_the_council_comes_after_it(
    to: str, visit: dict[str, str], may: bool
) -> None:
    """26/2026/QĐ-TTg, Article 7(6)(c)."""
    svc: Any = SimpleNamespace(rulebooks=published_rulebooks())
    there = replace(BLANK, process="26-2026", position=replace(BLANK.position, stage="advisory"))
    leads = replace(RULEBOOK.stage("advisory").outcomes[0], to=to)
    if may:
        demand_ready(svc, there, leads, {"site_visit": visit}, "vi")
        return
    with pytest.raises(InvalidInput) as refused:
        demand_ready(svc, there, leads, {"site_visit": visit}, "vi")
    assert [error.code for error in refused.value.errors] == ["visit-missing"]
