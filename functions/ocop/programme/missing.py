"""Which reports have not come, told to the unit above: once on each day that the kind names."""

from collections.abc import Iterator
from datetime import date, timedelta

from ocop.base.moment import local_date, show_date
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.effects import SendMail
from ocop.cases.records import Wake
from ocop.catalogue.texts import say
from ocop.duties.owing import duties_of
from ocop.duties.ports import DutyServices
from ocop.duties.wording import period_in_words
from ocop.people.province import Person, Province
from ocop.programme.below import BelowLine, owing_levels, reports_below
from ocop.programme.periods import ReportPeriod, periods_until
from ocop.programme.ports import ProgrammeServices
from ocop.programme.report_kind import PROGRAMME_REPORT, ReportKind
from ocop.programme.report_news import REPORT_PAGES
from ocop.programme.report_rights import collectors_at
from ocop.programme.report_seat import report_due

MISSING = "reports-missing"
_DAY = timedelta(days=1)


@struct(frozen=True)
class Lacking:
    """The reports on a period that a unit above lacks, of all that are owed to it."""

    unit: str
    period: ReportPeriod
    due: date
    lacking: tuple[BelowLine, ...]
    all: int


def missing_wakes(
    svc: ProgrammeServices, house: DutyServices, province: Province, days: tuple[date, date]
) -> Iterator[Wake]:
    """The mails for the days from the first through the last, a row for each unit above, period
    and day: named alike however often they are asked for.
    """
    kind = svc.kinds.get(PROGRAMME_REPORT)
    for lacking in _all_lacking(svc, house, province, days[1]):
        for after in kind.tells_after_days:
            day = lacking.due + timedelta(days=after)
            if days[0] <= day <= days[1]:
                mails = tuple(_mails(province, kind, lacking))
                name = f"{day.isoformat()}#missing#{province.code}#{lacking.unit}"
                yield Wake(f"{name}#{lacking.period.id}", mails, svc.now())


def _all_lacking(
    svc: ProgrammeServices, house: DutyServices, province: Province, today: date
) -> Iterator[Lacking]:
    kind, duties = svc.kinds.get(PROGRAMME_REPORT), duties_of(house, province)
    parents = sorted({unit.parent for unit in province.units.values() if unit.parent})
    for period in (one for one in periods_until(today) if one.last < today):
        due = local_date(report_due(house, province, period.last))
        levels = owing_levels(duties, kind, province, period)
        if not levels or due + max(kind.tells_after_days, default=0) * _DAY < today - _DAY * 30:
            continue
        lines = svc.reports.lines(province.code, period)
        for parent in parents:
            below = reports_below(province, parent, period, lines, levels)
            lacking = tuple(one for one in below if not one.has_come)
            if lacking:
                yield Lacking(parent, period, due, lacking, len(below))


def _mails(province: Province, kind: ReportKind, lacking: Lacking) -> Iterator[SendMail]:
    for person in collectors_at(province, kind, lacking.unit):
        if person.email:
            yield _mail(province, kind, lacking, person)


def _mail(province: Province, kind: ReportKind, lacking: Lacking, person: Person) -> SendMail:
    lang, period = person.lang, lacking.period.id
    names = [pick(province.unit_name(one.unit), lang) for one in lacking.lacking]
    counted = {"came": lacking.all - len(names), "all": lacking.all}
    return SendMail(
        template=MISSING,
        to=person.email,
        lang=lang,
        values={
            **province.shown_on_mails(lang),
            "name": person.name,
            "reference": f"{period} {lacking.unit}",
            "unit": pick(province.unit_name(lacking.unit), lang),
            "what": f"{pick(kind.title, lang)}, {period_in_words(period, lang)}",
            "note": say(lang, "reports.missing_count", **counted, day=show_date(lacking.due, lang)),
            "lacking": "\n".join(names),
        },
        page=f"{REPORT_PAGES}?unit={lacking.unit}&period={period}",
        province=province.code,
    )
