"""A visit or test that a council asks for: opened and recorded by who convenes it."""

from collections.abc import Mapping
from typing import Any

from ocop.base.codec import encode
from ocop.base.errors import NotFound
from ocop.base.moment import local_date, show_date
from ocop.base.text import pick
from ocop.cases.inquiry import InquiryKeeper, InquiryWish, inquiries_in, wishes_in
from ocop.council.inquiring import (
    INQUIRY_FORM,
    RECORD_FORM,
    InquirySent,
    inquiry_question,
    open_inquiry,
    record_inquiry,
    sitting_convened,
)
from ocop.council.rounds import convened_in
from ocop.council.sitting import council_before, uncounted
from ocop.html import (
    Component,
    FileList,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Panel,
    Paragraph,
    Posted,
    posted_key,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.people.rights import Officer
from ocop.web.asking import answer, data_in, key_for
from ocop.web.office.case_form import show_case_form
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading
from ocop.web.showing import file_lines, inquiry_parts

INQUIRY_FORMS: Mapping[str, str] = {"open": INQUIRY_FORM, "record": RECORD_FORM}
INQUIRY_ACTS = {"open": open_inquiry, "record": record_inquiry}


def inquiry_link(reading: Reading, who: Officer) -> list[Component]:
    """The way to a council's inquiries on a case that is before it, for who convenes it."""
    if not _convenes(reading, who):
        return []
    href = f"/office/dossiers/{reading.case.id}/inquiry"
    return [LinkRow(links=[Link(label=reading.say("inquiries.title"), href=href)])]


def _convenes(reading: Reading, who: Officer) -> bool:
    if reading.case.position.waits_for != "council":
        return False
    council = council_before(uncounted(reading.desk.svc, reading.case))
    return council is not None and council in convened_in(who)


def inquiry_reader(reading: Reading, who: Officer) -> str:
    """As whom an officer reads the files of a visit or test that has no record yet: they are those
    of who convenes the council; "" for everybody else.
    """
    position = reading.case.position
    if not position.inquiry or not _convenes(reading, who):
        return ""
    return _keeper(reading)


def show_inquiry(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """What was looked into, what members wish, and the form of what comes next."""
    who = desk.who(request)
    sitting = sitting_convened(desk.svc, who, id)
    reading = Reading(desk, sitting.case, request.lang)
    return _show(desk, request, reading, _filling(desk, reading))


def _filling(desk: OfficeDesk, reading: Reading, act: str = "") -> PageFilling:
    act = act or ("record" if reading.case.position.inquiry else "open")
    served = inquiry_question(desk.svc, reading.province, INQUIRY_FORMS[act]).serve(reading.lang)
    return PageFilling(served=served, action=f"/office/dossiers/{reading.case.id}/inquiry/{act}")


def _show(desk: OfficeDesk, request: Request, reading: Reading, filled: PageFilling) -> Reply:
    done = [Notice(tone="good", title=reading.say("inquiries.done"))]
    parts: list[Component] = [
        *(done if "done" in request.query else []),
        *(_wish(reading, one) for one in wishes_in(reading.events, reading.case.position.visit)),
        *inquiry_parts(reading, f"/office/dossiers/{reading.case.id}", _keeper(reading)),
        *_sending(reading),
    ]
    return show_case_form(
        desk, request, reading=reading, filled=filled, section="inquiries", parts=parts
    )


def _keeper(reading: Reading) -> str:
    return InquiryKeeper(reading.case.id, reading.case.position.visit).id


def _sending(reading: Reading) -> list[Component]:
    """The files that go with the record of what is open, and the way to send another."""
    if not reading.case.position.inquiry:
        return []
    base = f"/office/dossiers/{reading.case.id}"
    lines = file_lines(reading, base, _keeper(reading)).values()
    sent = [one for one in lines if one.own and not one.filed]
    way = Link(
        label=reading.say("inquiries.send_file"), href=f"{base}/inquiry/evidence", sign="upload"
    )
    note = Paragraph(text=reading.say("inquiries.files_go"), tone="soft small")
    listed: list[Component] = [FileList(files=sent)] if sent else []
    return [
        Panel(title=reading.say("inquiries.files"), parts=[note, *listed, LinkRow(links=[way])])
    ]


def _wish(reading: Reading, one: InquiryWish) -> Notice:
    person = reading.province.people.get(one.person)
    told = {
        "name": person.name if person else one.person,
        "day": show_date(local_date(one.at), reading.lang),
    }
    title = reading.say(f"inquiries.wish_{one.kind}", **told)
    return Notice(tone="info", title=title, text=one.matter)


def act_on_inquiry(desk: OfficeDesk, request: Request, id: str, act: str) -> Reply:
    """Opens or records it, or shows the page again with what is wrong."""
    who = desk.who(request)
    sitting = sitting_convened(desk.svc, who, id)
    if act not in INQUIRY_ACTS:
        raise NotFound
    reading = Reading(desk, sitting.case, request.lang)

    def take(posted: Posted, _: PageFilling) -> Reply:
        sent = InquirySent(posted.data, posted_key(posted))
        INQUIRY_ACTS[act](desk.svc, who, id, sent, request.lang)
        return see_other(f"/office/dossiers/{id}/inquiry?done=1")

    def again(filled: PageFilling) -> Reply:
        return _show(desk, request, reading, filled)

    return answer(request, _filling(desk, reading, act), take, again)


def send_inquiry(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """A case's inquiries and wishes as JSON."""
    sitting = sitting_convened(desk.svc, desk.who(request), id)
    return json_reply(_document(Reading(desk, sitting.case, request.lang)))


def _document(reading: Reading) -> dict[str, Any]:
    position = reading.case.position
    return {
        "open": position.inquiry or None,
        "left": position.left,
        "due": position.due.isoformat() if position.due else None,
        "stage": pick(reading.stage.title, reading.lang),
        "inquiries": [encode(one) for one in inquiries_in(reading.events, position.visit)],
        "wishes": [encode(one) for one in wishes_in(reading.events, position.visit)],
    }


def act_on_inquiry_by_program(desk: OfficeDesk, request: Request, id: str, act: str) -> Reply:
    """Opens or records it for a program, and answers with what there is then."""
    who = desk.who(request)
    sitting_convened(desk.svc, who, id)
    if act not in INQUIRY_ACTS:
        raise NotFound
    data = data_in(request.json(), request.lang)
    sent = InquirySent(data, key_for(desk, request, data), "api")
    case = INQUIRY_ACTS[act](desk.svc, who, id, sent, request.lang)
    return json_reply(_document(Reading(desk, case, request.lang)))
