"""What the members of a council are told of a meeting: that it has to be, when and where."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ocop.base.moment import show_date
from ocop.base.text import pick
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.letters import mail_for_officer
from ocop.cases.meeting import AgendaItem, CouncilMeeting
from ocop.cases.records import Wake
from ocop.catalogue.texts import say
from ocop.people.bodies import Council
from ocop.people.province import Person, Province


def invitations_to(
    province: Province, council: Council, meeting: CouncilMeeting, now: datetime
) -> list[Wake]:
    """What mails a meeting's time and place to everybody of its council, with the next version of
    the meeting.
    """
    mails = tuple(_mails(province, council, meeting))
    return [Wake(f"meets-{meeting.id}-{meeting.version + 1}", mails, now)] if mails else []


def _mails(province: Province, council: Council, meeting: CouncilMeeting) -> Iterator[SendMail]:
    for member in council.members:
        yield _mail(province, meeting, province.people[member.person])


def _mail(province: Province, meeting: CouncilMeeting, person: Person) -> SendMail:
    lang, lines = person.lang, [_line(one) for one in meeting.items]
    day = show_date(meeting.day, lang) if meeting.day else ""
    return SendMail(
        template="council-meets",
        to=person.email,
        lang=lang,
        values={
            "name": person.name,
            "reference": meeting.items[0].product.reference,
            "province": pick(province.name, lang),
            "meets": say(lang, "meetings.meets", hour=meeting.opens, day=day),
            "place": meeting.place,
            "products": "\n".join(lines),
        },
        province=province.code,
    )


def _line(item: AgendaItem) -> str:
    return f"{item.product.product} ({item.product.reference})"


def convening_mails(province: Province, council: Council, case: Case) -> list[SendMail]:
    """What tells who convenes a council that it has to meet on a case, and where they set when."""
    page = f"/office/meetings/{case.position.meeting}"
    people = [province.people[one.person] for one in council.members]
    keepers = [one for one in people if council.keeps_papers(one.id)]
    told = [mail_for_officer("meeting-needed", one, case, province, {}) for one in keepers]
    return [replace(mail, page=page) for mail in told]
