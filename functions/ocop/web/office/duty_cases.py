"""What cases have to do for a duty, in words, and the cases that met it."""

from collections.abc import Iterator, Sequence

from ocop.base.errors import NotFound
from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.duties.owing import law_of_day
from ocop.html import Component, Link, Paragraph
from ocop.plans.duty import FILED, OF_CASES, STAGE, Expectation, RecordMatch
from ocop.web.office.duty_parts import DutyReading


def cases_in_words(reading: DutyReading, expected: Expectation) -> str:
    """What is expected of cases; "" where records are."""
    if expected.stage:
        return say(reading.lang, "duties.meets_none_late", what=_stage(reading, expected.stage))
    if expected.register != OF_CASES:
        return ""
    return ", ".join(_fact(reading, one) for one in expected.where)


def _fact(reading: DutyReading, match: RecordMatch) -> str:
    named = {STAGE: _stage, FILED: _form}.get(match.at)
    told = {"what": ", ".join(named(reading, str(one)) for one in match.values)} if named else {}
    return say(reading.lang, f"duties.meets_{match.at.removeprefix('/')}", **told)


def _form(reading: DutyReading, id: str) -> str:
    return pick(reading.svc.forms.get(id).title, reading.lang)


def _stage(reading: DutyReading, id: str) -> str:
    """A stage by its title under the law of the period, or under another that knows it."""
    laws, own = reading.svc.rulebooks, law_of_day(reading.province, reading.last)
    for law in (own, *reversed(laws.ids())) if own else reversed(laws.ids()):
        stage = laws.get(law).stages.get(id)
        if stage:
            return pick(stage.title, reading.lang)
    return id


def links_to_cases(reading: DutyReading, ids: Sequence[str]) -> Iterator[Component]:
    """The cases that met it."""
    of_cases = [one for one in (reading.duty.expects.of if reading.duty else ()) if one.register]
    if not any(one.register == OF_CASES for one in of_cases):
        return
    for id in ids:
        try:
            case = reading.svc.store.case(id)
        except NotFound:
            continue
        link = Link(label=case.reference, href=f"/office/dossiers/{case.id}")
        yield Paragraph(text=say(reading.lang, "duties.met_by_case"), link=link)
