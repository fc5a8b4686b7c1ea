"""Sheets that are late, told to who convenes a council and who administers its province: all of one
day in one mail.
"""

from collections.abc import Iterator
from datetime import date, datetime

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.roles import ADMINISTRATOR
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.records import Wake
from ocop.catalogue.texts import say
from ocop.council.ports import CouncilServices
from ocop.people.province import Person, Province

LATE_SHEETS = "sheets-late"
LATE_IN_MAIL = 20  # products in one mail; the desk has them all
SHEETS_PAGE = "/office/rounds"


@struct(frozen=True)
class LateProduct:
    """A product that waits for these members beyond their time."""

    case: Case
    members: tuple[str, ...]


def late_wakes(svc: CouncilServices, province: Province) -> Iterator[Wake]:
    """The mails of today about sheets that are late, a row for each unit that has a council: named
    alike however often they are asked for.
    """
    day = local_date(svc.now()).isoformat()
    for unit in sorted({council.unit for council in province.councils}):
        late = list(_late(svc, province, unit))
        mails = tuple(_mail(province, unit, late, one) for one in _told(svc, province, unit))
        if late and mails:
            yield Wake(f"{day}#late#{province.code}#{unit}", mails, svc.now())


def _late(svc: CouncilServices, province: Province, unit: str) -> Iterator[LateProduct]:
    """The products with sheets whose last day is over; those that stand still are not late."""
    today = local_date(svc.now())
    for case in svc.store.before_council(province.code, unit, seated=True):
        if case.position.inquiry or not _is_over(case.position.due, today):
            continue
        asked = [a for a in svc.store.assignments(case.id) if a.seat and case.awaits(a)]
        if names := tuple(sorted(a.party.name for a in asked if _is_over(a.due, today))):
            yield LateProduct(case, names)


def _is_over(due: datetime | None, today: date) -> bool:
    return due is not None and local_date(due) < today


def _told(svc: CouncilServices, province: Province, unit: str) -> list[Person]:
    """The administrator, and the secretaries of the unit's councils of today; each once."""
    today, people = local_date(svc.now()), province.people
    councils = (one for one in province.councils if one.unit == unit)
    sitting = (one for one in councils if one.starts <= today <= one.ends)
    seats = (member for one in sitting for member in one.members if member.seat == "secretary")
    told = {member.person: people[member.person] for member in seats if member.person in people}
    try:
        boss, _ = province.holder(ADMINISTRATOR, province.code, "province")
    except NotFound:
        return [*told.values()]
    return [*{boss.id: boss, **told}.values()]


def _mail(province: Province, unit: str, late: list[LateProduct], person: Person) -> SendMail:
    lang = person.lang
    sheets, more = sum(len(one.members) for one in late), len(late) - LATE_IN_MAIL
    lines = [
        f"{one.case.subject.title} [{one.case.reference}]: {', '.join(one.members)}"
        for one in late[:LATE_IN_MAIL]
    ]
    rest = [say(lang, "rounds.late_more", count=more)] if more > 0 else []
    return SendMail(
        template=LATE_SHEETS,
        to=person.email,
        lang=lang,
        values={
            **province.shown_on_mails(lang),
            "name": person.name,
            "reference": unit,
            "unit": pick(province.unit_name(unit), lang),
            "note": say(lang, "rounds.late_count", sheets=sheets, products=len(late)),
            "lacking": "\n".join([*lines, *rest]),
        },
        page=SHEETS_PAGE,
        province=province.code,
    )
