"""What an act on a report sets off: its papers, and mails to those whose turn it is or who wait."""

from collections.abc import Iterator
from typing import Protocol

from ocop.base.text import pick
from ocop.cases.effects import Effect, MakeReportPapers, SendMail
from ocop.catalogue.texts import say
from ocop.duties.wording import period_in_words
from ocop.people.province import Person, Province
from ocop.people.serving import right_above
from ocop.programme.report import ProgrammeReport, ReportAct, ReportEvent
from ocop.programme.report_kind import ReportKind
from ocop.programme.report_rights import collectors_at, heads_of, writers_of

WITH_FILES: frozenset[ReportAct] = frozenset(
    {"drafted", "approved", "submitted", "issued", "received"}
)
NEWS = "report-told"
REPORT_PAGES = "/office/reports"


class _Told(Protocol):
    """Whom an act concerns."""

    def __call__(
        self, province: Province, kind: ReportKind, report: ProgrammeReport, /
    ) -> tuple[Person, ...]:
        """The people, perhaps with who acted among them."""


def set_off(
    province: Province, kind: ReportKind, after: ProgrammeReport, event: ReportEvent
) -> tuple[Effect, ...]:
    """The effects of an act, to be stored with it."""
    files = [MakeReportPapers(after.province, after.id, event.number)]
    mails = _mails(province, kind, after, event)
    return (*(files if event.kind in WITH_FILES else ()), *mails)


def _mails(
    province: Province, kind: ReportKind, after: ProgrammeReport, event: ReportEvent
) -> Iterator[SendMail]:
    """One to each whom it concerns, but to who acted."""
    if event.kind not in _TELLS:
        return
    for person in _TELLS[event.kind](province, kind, after):
        if person.id != event.by and person.email:
            yield _mail(province, kind, after, event, person)


def _mail(
    province: Province, kind: ReportKind, after: ProgrammeReport, event: ReportEvent, person: Person
) -> SendMail:
    lang = person.lang
    values = {
        **province.shown_on_mails(lang),
        "name": person.name,
        "unit": pick(province.unit_name(after.unit), lang),
        "reference": f"{after.period} {after.unit}",
        "what": f"{pick(kind.title, lang)}, {period_in_words(after.period, lang)}",
        "outcome_label": say(lang, f"reports.news_{event.kind}"),
        "next_step": say(lang, f"reports.then_{event.kind}"),
        "reason": event.reason,
    }
    return SendMail(
        template=NEWS,
        to=person.email,
        lang=lang,
        values={name: told for name, told in values.items() if told},
        page=f"{REPORT_PAGES}/{after.id}",
        province=province.code,
    )


def _heads(province: Province, kind: ReportKind, report: ProgrammeReport) -> tuple[Person, ...]:
    level = kind.at_level(report.level)
    return heads_of(province, level, report) if level else ()


def _writers(province: Province, kind: ReportKind, report: ProgrammeReport) -> tuple[Person, ...]:
    level = kind.at_level(report.level)
    return writers_of(province, level, report) if level else ()


def _above(province: Province, kind: ReportKind, report: ProgrammeReport) -> tuple[Person, ...]:
    above = right_above(province, report.unit)
    return collectors_at(province, kind, above) if above else ()


_TELLS: dict[ReportAct, _Told] = {
    "drafted": _heads,
    "reworked": _writers,
    "approved": _writers,
    "submitted": _above,
    "received": _writers,
    "returned": _writers,
}
