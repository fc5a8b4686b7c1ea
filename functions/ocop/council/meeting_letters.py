"""What the members of a council are told of a meeting: that it has to be, when and where."""

from collections.abc import Iterator
from dataclasses import replace

from ocop.base.moment import show_date
from ocop.base.text import pick
from ocop.cases.blind import veil_of
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.letters import mail_for_officer
from ocop.cases.meeting import AgendaItem, CouncilMeeting, case_of_meeting
from ocop.cases.records import Wake
from ocop.catalogue.texts import say
from ocop.council.ports import CouncilServices
from ocop.people.bodies import Council
from ocop.people.province import Person, Province


def invitations_to(
    svc: CouncilServices, province: Province, council: Council, meeting: CouncilMeeting
) -> list[Wake]:
    """What mails a meeting's time and place to everybody of its council, with the next version of
    the meeting. Where the producers are hidden, only who convenes the council reads of them.
    """
    mails = tuple(_mails(province, council, meeting, _veiled(svc, meeting)))
    return [Wake(f"meets-{meeting.id}-{meeting.version + 1}", mails, svc.now())] if mails else []


def _mails(
    province: Province, council: Council, meeting: CouncilMeeting, veiled: CouncilMeeting
) -> Iterator[SendMail]:
    for member in council.members:
        agenda = meeting if council.keeps_papers(member.person) else veiled
        yield _mail(province, agenda, province.people[member.person])


def _veiled(svc: CouncilServices, meeting: CouncilMeeting) -> CouncilMeeting:
    """The meeting as members read of it who are not to know the producers."""
    if not _hides_producers(svc, meeting):
        return meeting
    return replace(meeting, items=tuple(_veiled_item(svc, one) for one in meeting.items))


def _hides_producers(svc: CouncilServices, meeting: CouncilMeeting) -> bool:
    about = case_of_meeting(meeting.id)
    if about is None:
        return svc.store.council_round(meeting.province, meeting.id).terms.hides_producer
    dossier, visit = about
    asked = svc.store.assignments(dossier)
    return any(one.blind for one in asked if one.visit == visit)


def _veiled_item(svc: CouncilServices, item: AgendaItem) -> AgendaItem:
    veil, named = veil_of(svc, svc.store.case(item.product.dossier)), item.product
    reference, product = veil.over(named.reference), veil.over(named.product)
    return replace(item, product=replace(named, reference=reference, product=product))


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
    keepers = province.who_convenes(council)
    told = [mail_for_officer("meeting-needed", one, case, province, {}) for one in keepers]
    return [replace(mail, page=page) for mail in told]
