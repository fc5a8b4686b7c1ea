"""Recording what offices receive, hand on, use up and give back: samples and paper dossiers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, StaleVersion
from ocop.base.moment import local_date
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.custody import HANDLED, Movement, movements, not_received, now_held, slip_at
from ocop.cases.history import RETRIES, Act, once, record
from ocop.cases.lookup import next_reference, province_of
from ocop.cases.questions import Question, question_for
from ocop.catalogue.messages import sentence
from ocop.deciding.ports import DecidingServices
from ocop.people.rights import Officer

CUSTODY = "custody"
# The numbers of "Phiếu số … /PĐK" (26/2026/QĐ-TTg, Mẫu số 01): the province's and each commune's.
SLIPS, COMMUNE_SLIPS = "PDK", "PDX"


def custody_question(svc: DecidingServices, case: Case) -> Question:
    """What an office says of one movement."""
    return question_for(svc, case, CUSTODY)


def handle(
    svc: DecidingServices,
    who: Officer,
    case: Case,
    data: Mapping[str, Any],
    lang: Lang,
    key: str,
    *,
    channel: str = "account",
) -> Case:
    """Record one movement in the officer's office and return the case.

    The first receipt of a dossier by the province's office, and by its commune, takes the next slip
    number of that office's year, without a gap. A repeat under the same key changes nothing. Raises
    InvalidInput, also for a day to come and for more than the office has; KeyReused; StaleVersion.
    """
    act = Act(HANDLED, who.person.id, key, data, by=who.person.id, channel=channel)
    return once(
        svc,
        case.id,
        act,
        lambda: _tried(svc, who, case, act, lang),
        lambda _: svc.store.case(case.id),
    )


def _tried(svc: DecidingServices, who: Officer, case: Case, act: Act, lang: Lang) -> Case:
    for _ in range(RETRIES):
        try:
            return _recorded(svc, who, case, act, lang)
        except StaleVersion:
            case = svc.store.case(case.id)
    return _recorded(svc, who, case, act, lang)


def _recorded(svc: DecidingServices, who: Officer, case: Case, act: Act, lang: Lang) -> Case:
    form = custody_question(svc, case).check(act.sent, lang)
    chain, unit = movements(svc.store.events(case.id)), office_of(who)
    if errors := _errors(svc, chain, unit, form.data, lang):
        raise InvalidInput(errors)
    slip = _slip(svc, case, chain, unit, form.data)
    named = {"form": f"{form.form}@{form.version}", "unit": unit}
    kept = {**form.data, **named, **({"slip": slip} if slip else {})}
    whole = Act(act.kind, act.actor, act.key, act.sent, kept=kept, by=act.by, channel=act.channel)
    return record(svc, case, case, whole, slip=slip)


def office_of(who: Officer) -> str:
    """The unit an officer records for: the province where they have an office there."""
    units = [unit for _, unit in sorted(who.offices)]
    return who.province.code if who.province.code in units else units[0]


def _errors(
    svc: DecidingServices,
    chain: tuple[Movement, ...],
    unit: str,
    data: Mapping[str, Any],
    lang: Lang,
) -> list[FieldError]:
    found, today = [], local_date(svc.now())
    if date.fromisoformat(data["day"]) > today:
        said = sentence("moved-later", lang, {"date": today.isoformat()})
        found.append(FieldError("/day", "moved-later", said))
    there = now_held(chain, data["what"], unit)
    if data["move"] != "received" and data["count"] > there:
        said = sentence("more-than-held", lang, {"count": str(there)})
        found.append(FieldError("/count", "more-than-held", said))
    return found


def _slip(
    svc: DecidingServices,
    case: Case,
    chain: tuple[Movement, ...],
    unit: str,
    data: Mapping[str, Any],
) -> str:
    """The slip number that this movement takes, "" where it takes none."""
    series = SLIPS if unit == case.province else COMMUNE_SLIPS
    receipt = (data["what"], data["move"]) == ("dossier", "received")
    if not receipt or slip_at(chain, unit) or not _numbers_slips(svc, case, unit):
        return ""
    year = local_date(svc.now()).year
    return next_reference(svc.store, series, unit, year)


def _numbers_slips(svc: DecidingServices, case: Case, unit: str) -> bool:
    """Whether an office is one of the two that receive a dossier by number: the province's OCOP
    office and the commune of the case, or what the commune became.
    """
    commune = province_of(svc, case.province).unit_at(case.unit, "commune")
    return unit in (case.province, commune.code)


def demand_received(svc: DecidingServices, case: Case, to: str, lang: Lang) -> None:
    """Let a case go on to a stage with what the law wants to be there by then, where its rulebook
    closes the way otherwise. Raises InvalidInput.
    """
    law = svc.rulebooks.at(case.process)
    if not any(rule.blocks and rule.before == to for rule in law.custody):
        return
    chain = movements(svc.store.events(case.id))
    errors = [
        FieldError("/outcome", code, sentence(code, lang, {"count": str(rule.count)}))
        for rule in not_received(law, case, chain)
        if rule.blocks and rule.before == to
        for code in (f"{rule.what}-missing",)
    ]
    if errors:
        raise InvalidInput(errors)
