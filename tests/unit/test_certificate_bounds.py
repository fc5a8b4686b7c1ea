"""How certificates are numbered, follow each other, are withdrawn, listed, found and stated."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from ocop.base.errors import NotFound, WrongState
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate, Revocation
from ocop.cases.records import Named, Neighbours, Page, RegisterEntry
from ocop.cases.signed import SignedDecision
from ocop.cases.subject import Proceeding, Result
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.certificates.again import (
    MOST_CASES,
    case_id_after,
    cases_begun,
    cases_of_product,
    may_begin_another,
)
from ocop.certificates.issue import certificate_for, displaced, in_line
from ocop.certificates.overseeing import days_named, revised
from ocop.certificates.register import Wanted, find_products, places_of
from ocop.certificates.renewing import milestones
from ocop.certificates.sealing import statement_of
from ocop.law.rulebook import RenewalWindow
from tests.unit.test_certificate_life import CERTIFICATE, LAST
from tests.unit.test_council import SONG_XANH
from tests.unit.test_flow import BLANK, RULEBOOK

DAY = timedelta(days=1)
SIGNED = SignedDecision("99", "province", "12/QĐ-UBND", date(2026, 8, 31), "Trần Mẫu")
RESULT = Result("council-province", Fraction(629, 7), 4, False, {"vi": "4 sao", "en": "4 stars"})


def services(*cases: Case, certificates: tuple[Certificate, ...] = (), newest: str = "") -> Any:
    """A store of these alone."""
    by_id = {case.id: case for case in cases}
    by_number = {one.number: one for one in certificates}

    def found(kept: Mapping[str, Any], id: str) -> Any:
        if id not in kept:
            raise NotFound
        return kept[id]

    store = SimpleNamespace(
        case=lambda case: found(by_id, case),
        certificate=lambda number: found(by_number, number),
        newest_certificate=lambda _: newest,
        provinces=lambda **_: [SONG_XANH],
    )
    return SimpleNamespace(store=store, rulebooks=published_rulebooks())


# ----------------------------------------------------------------------- begun anew


def begun(count: int, status: Any = "ended") -> list[Case]:
    """So many cases that began from the certificate, all ended but the last."""
    ids = [case_id_after(CERTIFICATE, place) for place in range(count)]
    cases = [
        replace(BLANK, id=id, status="ended", reference=f"ref-{n}") for n, id in enumerate(ids)
    ]
    return [*cases[:-1], *(replace(one, status=status) for one in cases[-1:])]


OWN = replace(BLANK, id=CERTIFICATE.dossier, status="ended")


@pytest.mark.parametrize("count", [0, 1, 3, MOST_CASES - 1])
def test_another_case_begins_once_all_before_it_have_ended(count: int) -> None:
    cases = begun(count)
    svc = services(OWN, *cases)
    assert [one.id for one in cases_begun(svc, CERTIFICATE)] == [one.id for one in cases]
    found = may_begin_another(svc, CERTIFICATE)
    assert (found.own, len(found.begun)) == (OWN, count)
    assert found.next == case_id_after(CERTIFICATE, count)


@pytest.mark.parametrize(("count", "status"), [(1, "open"), (2, "open"), (40, "ended")])
def test_none_begins_while_one_goes_on_or_after_forty(count: int, status: str) -> None:
    with pytest.raises(WrongState, match="again-open") as refused:
        may_begin_another(services(OWN, *begun(count, status)), CERTIFICATE)
    assert refused.value.params == {"reference": f"ref-{count - 1}"}


def test_an_act_on_one_of_a_product_s_cases_is_right_beside_the_others_as_they_were() -> None:
    cases = begun(2)
    found = cases_of_product(services(OWN, *cases), CERTIFICATE)
    assert found.beside(found.next) == Neighbours((*cases, OWN), "")
    assert found.beside(cases[0].id) == Neighbours((cases[1], OWN), found.next)
    going = cases_of_product(services(OWN, *begun(2, "open")), CERTIFICATE)
    going.demand_ended(but=cases[1].id)
    for but in ("", cases[0].id):
        with pytest.raises(WrongState, match="again-open"):
            going.demand_ended(but)


def test_none_begins_while_the_evaluation_itself_is_done_again() -> None:
    with pytest.raises(WrongState, match="again-open"):
        may_begin_another(services(replace(OWN, status="open")), CERTIFICATE)


# --------------------------------------------------------------------------- issued


def issued(**told: Any) -> Certificate:
    subject = replace(BLANK.subject, result=RESULT, **told)
    return certificate_for(RULEBOOK, SONG_XANH, replace(BLANK, subject=subject), SIGNED, 0)


def test_a_certificate_says_what_was_decided_and_counts_36_months() -> None:
    given = issued()
    assert (given.star, given.total, given.headline) == (4, Fraction(629, 7), RESULT.headline)
    assert (given.issued, given.valid_to) == (date(2026, 8, 31), date(2029, 8, 31))
    assert (given.decision_number, given.signer, given.issuer) == (
        *("12/QĐ-UBND", "Trần Mẫu"),
        SONG_XANH.name["vi"],
    )
    assert (given.signed_here, given.code, given.set_number) == (True, "", 4)
    central = replace(BLANK, subject=replace(BLANK.subject, result=RESULT))
    assert certificate_for(RULEBOOK, SONG_XANH, central, SIGNED, 5).issuer == "centre"
    with pytest.raises(WrongState, match="no-result"):
        certificate_for(RULEBOOK, SONG_XANH, BLANK, SIGNED, 0)


@pytest.mark.parametrize(
    ("last", "number"),
    [
        ("", "OCOP-99-10105-001-2026"),
        ("OCOP-99-10105-001-2026", "OCOP-99-10105-001-2026-2"),
        ("OCOP-99-10105-001-2026-2", "OCOP-99-10105-001-2026-3"),
        ("OCOP-99-10105-001-2026-9", "OCOP-99-10105-001-2026-10"),
    ],
)
def test_a_case_s_next_certificate_has_its_place_behind_the_number(last: str, number: str) -> None:
    assert issued(certificate=last).number == number


def test_a_product_s_certificates_stand_in_one_line() -> None:
    first = replace(CERTIFICATE, number="A", lineage="")
    second = replace(CERTIFICATE, number="B", lineage="line", earlier=("A",))
    case = replace(BLANK, subject=replace(BLANK.subject, product="Mật ong", previous="B"))
    third = replace(CERTIFICATE, number="C", issued=date(2028, 1, 1))
    after = in_line(services(certificates=(first, second)), case, third)
    assert (after.lineage, after.earlier) == ("line", ("B", "A"))
    alone = replace(BLANK, subject=replace(BLANK.subject, previous=""))
    assert in_line(services(), alone, third).earlier == ()
    newest = services(certificates=(first, second), newest="A")
    assert in_line(newest, case, third).earlier == ("A",)


def test_a_new_certificate_comes_in_the_place_of_all_that_counted_beyond_its_day() -> None:
    day = date(2028, 1, 1)
    told = {"still": None, "before": day - DAY, "same": day, "after": day + DAY}
    earlier = tuple(replace(CERTIFICATE, number=n, replaced_on=on) for n, on in told.items())
    new = replace(CERTIFICATE, number="new", issued=day, earlier=tuple(told))
    gone = displaced(services(certificates=earlier), new)
    assert [one.number for one in gone] == ["still", "after"]
    assert {(one.replaced_on, one.replaced_by) for one in gone} == {(day, "new")}
    assert displaced(services(), None) == ()


# ------------------------------------------------------------------------ withdrawn


def proceeding(**told: Any) -> Case:
    about = Proceeding("Mật ong", "HTX", 4, certificate=CERTIFICATE.number, **told)
    return replace(BLANK, id="w" * 26, process="26-2026", subject=about)


def outcome(does: Any) -> Any:
    return replace(RULEBOOK.stage("intake").outcomes[0], does=does)


def test_a_proceeding_withdraws_restores_or_leaves_its_certificate_alone() -> None:
    ground = RULEBOOK.oversight.grounds[0]
    [gone] = revised(
        services(certificates=(CERTIFICATE,)),
        proceeding(ground=ground.id),
        outcome("withdraw"),
        SIGNED,
    )
    held = gone.revocation
    assert held == Revocation(
        ground.id,
        SIGNED.day,
        SIGNED.number,
        SIGNED.signer,
        "w" * 26,
        ground.label,
        office=SONG_XANH.name["vi"],
    )
    complaint, svc = proceeding(about="w" * 26), services(certificates=(gone,))
    [back] = revised(svc, complaint, outcome("restore"), replace(SIGNED, number="15/QĐ-UBND"))
    assert back.revocation == replace(held, lifted=SIGNED.day, lifted_by="15/QĐ-UBND")
    assert revised(svc, proceeding(about="x" * 26), outcome("restore"), SIGNED) == ()
    lifted = services(certificates=(back,))
    assert revised(lifted, complaint, outcome("restore"), SIGNED) == ()
    never = services(certificates=(CERTIFICATE,))
    assert revised(never, complaint, outcome("restore"), SIGNED) == ()
    for case, does, signed in (
        (proceeding(), "", SIGNED),
        (proceeding(), "withdraw", None),
        (BLANK, "withdraw", SIGNED),
    ):
        assert revised(never, case, outcome(does), signed) == ()


def test_limits_run_from_the_days_that_a_form_names() -> None:
    form = {"visit_on": "2026-07-01", "fix_by": "", "concluded_on": "2026-07-03", "other": "x"}
    assert days_named(form) == {"visit_on": date(2026, 7, 1), "concluded_on": date(2026, 7, 3)}


@pytest.mark.parametrize(
    ("window", "told"),
    [
        (RenewalWindow(180, 120, 180), {"opens": 180, "closes": 120, "ended": -1}),
        (RenewalWindow(90, None, 30), {"opens": 90, "notice": 30, "ended": -1}),
        (RenewalWindow(0, 0, 0), {"opens": 0, "ended": -1}),
    ],
)
def test_holders_are_told_on_each_day_once(window: RenewalWindow, told: dict[str, int]) -> None:
    assert milestones(window) == told


# ------------------------------------------------------------------------- register


class Register:
    """A register in parts of two, which notes where it was looked into."""

    def __init__(self, *certificates: Certificate) -> None:
        self.held = certificates
        self.asked: list[tuple[Any, ...]] = []
        self.rulebooks, self.criteria = published_rulebooks(), CriteriaSets()
        self.store = self

    def products(
        self, province: str, cursor: str, limit: int, *, star: int, place: RegisterEntry | None
    ) -> Page[Certificate]:
        self.asked.append((star, place, limit))
        at = int(cursor or 0)
        part, more = self.held[at : at + min(2, limit)], at + min(2, limit)
        return Page(tuple(part), str(more) if more < len(self.held) else "")

    def named_products(self, province: str, words: str, cursor: str, limit: int) -> Page[Named]:
        self.asked.append((words, limit))
        every = (
            Named(entry.value, one)
            for one in self.held
            for entry in places_of(self, one)  # type: ignore[arg-type]
            if entry.kind == "n" and entry.value.startswith(words)
        )
        return Page(tuple(every), "")

    def find(self, wanted: Wanted, cursor: str = "", limit: int = 10) -> tuple[list[str], str]:
        found = find_products(self, "99", wanted, cursor, limit)  # type: ignore[arg-type]
        return [one.number for one in found.items], found.cursor


def listed(number: str, **told: Any) -> Certificate:
    return replace(CERTIFICATE, number=number, **told)


HONEY, TEA = listed("A"), listed("B", product="Trà hoa vàng", organisation="HTX Chè", star=3)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, ["A", "B"]),
        ({"star": 3}, ["B"]),
        ({"unit": "10105"}, ["A", "B"]),
        ({"unit": "10106"}, []),
        ({"words": "mat ong"}, ["A"]),
        ({"words": "ong mật"}, ["A"]),
        ({"words": "song ong"}, ["A"]),
        ({"words": "hoa va"}, ["B"]),
        ({"words": "hoa", "star": 4}, []),
        ({"words": "ngoài"}, []),
        ({"organisation": "htx chè"}, ["B"]),
        ({"organisation": "htx"}, []),
    ],
)
def test_a_product_is_found_by_the_beginnings_of_its_words_and_its_exact_facts(
    wanted: dict[str, Any], numbers: list[str]
) -> None:
    assert Register(HONEY, TEA).find(Wanted(**wanted)) == (numbers, "")


def test_what_is_found_by_words_is_listed_once_however_often_they_stand_in_its_names() -> None:
    twice = listed("C", product="Ong và ong", organisation="HTX Ong")
    assert Register(twice).find(Wanted(words="ong"))[0] == ["C"]


def test_a_part_is_as_long_as_was_asked_for_and_told_where_the_next_begins() -> None:
    many = Register(*(listed(str(n)) for n in range(30)))
    assert many.find(Wanted(), limit=3) == (["0", "1", "2"], "3")
    assert many.asked == [(0, None, 3), (0, None, 1)]
    assert many.find(Wanted(), "28") == (["28", "29"], "")


def test_a_few_places_are_looked_into_and_then_the_rest_is_left() -> None:
    many = Register(*(listed(str(n)) for n in range(30)))
    assert many.find(Wanted(unit="none")) == ([], "10")
    assert len(many.asked) == 5
    assert many.asked[0][1] == RegisterEntry("u", "none")


def test_where_the_register_lists_a_certificate() -> None:
    svc = Register()
    places = places_of(svc, HONEY)  # type: ignore[arg-type]
    by_kind: dict[str, list[str]] = {}
    for one in places:
        by_kind.setdefault(one.kind, []).append(one.value)
    assert (by_kind["u"], by_kind["d"]) == (["10105"], [LAST.isoformat()])
    assert (len(by_kind["g"]), len(by_kind["s"])) == (1, 1)
    names = {"mat ong", "ong", "htx song mat", "song mat", "mat", "a"}
    assert set(by_kind["n"]) == names
    assert by_kind["n"] == sorted(names)
    assert places_of(svc, replace(HONEY, replaced_on=LAST)) == ()  # type: ignore[arg-type]
    gone = {one.kind for one in places_of(svc, replace(HONEY, set_number=99))}  # type: ignore[arg-type]
    assert gone == {"u", "d", "n"}


def test_a_long_name_is_listed_by_its_first_eight_words_and_so_many_letters() -> None:
    words = " ".join(f"w{n}" for n in range(12))
    endings = [
        one.value
        for one in places_of(Register(), listed("x", product=words))  # type: ignore[arg-type]
        if one.kind == "n" and one.value.startswith("w")
    ]
    assert {one.split()[0] for one in endings} == {f"w{n}" for n in range(8)}
    long = listed("x", product="m" * 200)
    [name] = [
        one.value
        for one in places_of(Register(), long)  # type: ignore[arg-type]
        if one.value.startswith("mm")
    ]
    assert len(name) == 80


def test_the_statement_that_is_signed_has_every_part_by_its_name() -> None:
    """The very text: what was signed before an update has to be what is stated after it."""
    told = {
        "version": "sao-xa/certificate/1",
        "number": "OCOP-99-10105-001-2026",
        "reference": "99-10105-001-2026",
        "product_code": "99-10105-001-2026",
        "province": "99",
        "unit": "10105",
        "product": "Mật ong",
        "organisation": "HTX Sông Mật",
        "star": 4,
        "points": "82",
        "decision": "12/QĐ-UBND",
        "issuer": "Tỉnh Sông Xanh",
        "signer": "",
        "issued": "2026-07-01",
        "valid_to": "2029-07-01",
        "rulebook": "26-2026",
        "set": 4,
        "case": "hash",
    }
    stated = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert statement_of(CERTIFICATE, "hash").text == stated
