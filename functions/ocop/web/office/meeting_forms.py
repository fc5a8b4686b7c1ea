"""The forms of a meeting's record: time and place, who is there, one product."""

from collections.abc import Callable, Mapping
from typing import Any

from ocop.base.codec import encode
from ocop.base.digits import plain_number
from ocop.base.errors import NotFound
from ocop.base.pointers import Schema
from ocop.cases.meeting import AgendaItem, CouncilMeeting
from ocop.catalogue.texts import say
from ocop.council.meeting_samples import samples_held
from ocop.council.meetings import (
    ATTENDANCE_FORM,
    PRODUCT_FORM,
    TIME_FORM,
    VOTES,
    Minuted,
    call_meeting,
    meeting_question,
    record_attendance,
    record_product,
)
from ocop.forms.serve import Served
from ocop.html import (
    VERSION,
    Component,
    Heading,
    Link,
    LinkRow,
    PageFilling,
    Panel,
    Paragraph,
    Posted,
    WebPage,
)
from ocop.http import Reply, Request, see_other
from ocop.people.bodies import Council, Member
from ocop.web.asking import answer, status_of_page
from ocop.web.office.councils import agency_name
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.meeting_samples import samples_notice
from ocop.web.office.meetings import MEETING_HOME, MeetingView, act_on_meeting, meeting_view

_READ_OUT = ("chair", "vice", "secretary")  # before the other members
PRESENT = "present"  # in the form: which members are there
Recording = Callable[[Minuted], CouncilMeeting]


def show_meeting_part(desk: OfficeDesk, request: Request, id: str, part: str) -> Reply:
    """The form of time and place, or of who is there."""
    view = meeting_view(desk, request, id)
    return _show(view, request, _filling(view, part))


def take_meeting_part(desk: OfficeDesk, request: Request, id: str, part: str) -> Reply:
    """Records it, or shows the form with what is wrong with it; ends the meeting."""
    if part == "close":
        return act_on_meeting(desk, request, id, part)
    view = meeting_view(desk, request, id)

    def record(minuted: Minuted) -> CouncilMeeting:
        if part == "time":
            return call_meeting(desk.svc, view.who, id, minuted, view.lang)
        return record_attendance(desk.svc, view.who, id, minuted, view.lang)

    return _take(view, request, _filling(view, part), record, part)


def show_meeting_product(desk: OfficeDesk, request: Request, id: str, dossier: str) -> Reply:
    """What is noted of one product, to note more."""
    view = meeting_view(desk, request, id)
    return _show(view, request, _of_product(view, _item(view, dossier)), dossier)


def take_meeting_product(desk: OfficeDesk, request: Request, id: str, dossier: str) -> Reply:
    """Calls the product up and notes what was said of it."""
    view = meeting_view(desk, request, id)

    def record(minuted: Minuted) -> CouncilMeeting:
        return record_product(desk.svc, view.who, id, dossier, minuted, view.lang)

    filling = _of_product(view, _item(view, dossier))
    return _take(view, request, filling, record, "product", dossier)


def _item(view: MeetingView, dossier: str) -> AgendaItem:
    item = view.meeting.item(dossier)
    if item is None:
        raise NotFound
    return item


def _take(
    view: MeetingView,
    request: Request,
    filling: PageFilling,
    record: Recording,
    told: str,
    dossier: str = "",
) -> Reply:
    def act(posted: Posted, _: PageFilling) -> Reply:
        record(Minuted(_data(posted), _version(posted)))
        return see_other(f"{MEETING_HOME}/{view.meeting.id}?done={told}")

    def again(filled: PageFilling) -> Reply:
        return _show(view, request, filled, dossier)

    return answer(request, filling, act, again)


def _data(posted: Posted) -> Mapping[str, Any]:
    """The answers, with those who are there as a list."""
    data: dict[str, Any] = dict(posted.data)
    if PRESENT in data:
        ticks = data[PRESENT]
        data[PRESENT] = [one for one, is_there in ticks.items() if is_there]
    return data


def _version(posted: Posted) -> int:
    return plain_number(str(posted.hidden.get(VERSION, ""))) or 0


def _filling(view: MeetingView, part: str) -> PageFilling:
    """The form of a part as it is filled in. Raises NotFound for a part that there is not."""
    if part == "time":
        return _of_time(view)
    if part == "attendance":
        return _of_attendance(view)
    raise NotFound


def _of_time(view: MeetingView) -> PageFilling:
    meeting = view.meeting
    day = meeting.day.isoformat() if meeting.day else ""
    values = {"day": day, "opens": meeting.opens, "place": meeting.place}
    known = {name: value for name, value in values.items() if value}
    return _form(view, TIME_FORM, f"{view.home}/time", known)


def _of_attendance(view: MeetingView) -> PageFilling:
    present = view.meeting.present
    ticks = {one.person: True for one in present if not one.deputy}
    deputies = [
        {"member": one.person, "deputy": one.deputy, "document": one.document}
        for one in present
        if one.deputy
    ]
    values = {PRESENT: ticks, **({"deputies": deputies} if deputies else {})}
    filling = _form(view, ATTENDANCE_FORM, f"{view.home}/attendance", values)
    return filling.but(served=_with_members(view, filling.served))


def _with_members(view: MeetingView, served: Served) -> Served:
    """The form with a box for each member, who presides first, as a list of those present is read
    out, and members to choose from where somebody is sent.
    """
    members = sorted(_council(view).members, key=_rank)
    boxes = {one.person: {"type": "boolean", "title": _called(view, one)} for one in members}
    group = {"type": "object", "title": view.say("ticks"), "properties": boxes}
    choices = [{"const": one.person, "title": view.name(one.person)} for one in members]
    schema = served["schema"]
    deputies = schema["properties"]["deputies"]
    fields = deputies["items"]["properties"]
    member = {**fields["member"], "oneOf": choices}
    items = {**deputies["items"], "properties": {**fields, "member": member}}
    properties = {PRESENT: group, "deputies": {**deputies, "items": items}}
    return {"schema": {**schema, "properties": properties}, "uiSchema": served["uiSchema"]}


def _rank(member: Member) -> int:
    return _READ_OUT.index(member.seat) if member.seat in _READ_OUT else len(_READ_OUT)


def _called(view: MeetingView, member: Member) -> str:
    """A member with seat and agency: in a council of thirty names alone say too little."""
    seat = say(view.lang, f"papers.seat_{member.seat}")
    return " · ".join((view.name(member.person), seat, agency_name(member.agency, view.lang)))


def _council(view: MeetingView) -> Council:
    return next(one for one in view.who.province.councils if one.id == view.meeting.council)


def _of_product(view: MeetingView, item: AgendaItem) -> PageFilling:
    """The form of one product; without votes where the council's regulation has none."""
    values = {"sample": item.sample, "questions": item.questions}
    known = {name: value for name, value in values.items() if value}
    votes = encode(item.votes) if item.votes else {}
    address = f"{view.home}/products/{item.product.dossier}"
    filling = _form(view, PRODUCT_FORM, address, {**known, **votes})
    voting = _council(view).regulation.votes
    asked = _with_votes if voting else _without_votes
    schema = asked(view, filling.served["schema"])
    return filling.but(served={"schema": schema, "uiSchema": filling.served["uiSchema"]})


def _with_votes(view: MeetingView, schema: Schema) -> Schema:
    """The form with how many votes there have to be, those in favour at least written down."""
    first = VOTES[0]
    told = view.say("votes_hint", count=view.attendance.present)
    field = {**schema["properties"][first], "description": told}
    required = [*schema.get("required", ()), first]
    return {**schema, "properties": {**schema["properties"], first: field}, "required": required}


def _without_votes(_: MeetingView, schema: Schema) -> Schema:
    asked = {name: field for name, field in schema["properties"].items() if name not in VOTES}
    return {**schema, "properties": asked}


def _form(view: MeetingView, form: str, action: str, values: Mapping[str, Any]) -> PageFilling:
    served = meeting_question(view.desk.svc, view.who.province, form).serve(view.lang)
    version = {VERSION: str(view.meeting.version)}
    return PageFilling(served=served, action=action, values=values, hidden=version)


def _show(view: MeetingView, request: Request, filled: PageFilling, dossier: str = "") -> Reply:
    item = view.meeting.item(dossier) if dossier else None
    heading = Heading(
        title=item.product.product if item else filled.title,
        back=Link(label=view.say("title"), href=view.home),
        byline=item.product.organisation if item else "",
        reference=item.product.reference if item else "",
    )
    parts = [filled.summary, heading, *_samples(view, dossier), Panel(parts=[filled.form])]
    page = WebPage(title=heading.title, wide=True, wrong=bool(filled.errors), parts=parts)
    status, who = status_of_page(filled), view.who
    return view.desk.show(request, page, status, person=who.person.name, at=who.province)


def _samples(view: MeetingView, dossier: str) -> list[Component]:
    """How many samples there are to show, by the book, and whether they came in time."""
    if not dossier:
        return []
    count = samples_held(view.desk.svc, view.meeting, dossier)
    link = Link(label=view.say("to_custody"), href=f"/office/dossiers/{dossier}/custody")
    looked = Link(
        label=say(view.lang, "inquiries.title"), href=f"/office/dossiers/{dossier}/inquiry"
    )
    held = Paragraph(text=view.say("held", count=count), link=link)
    late = samples_notice(view.desk, view.who.province, view.meeting, view.lang, dossier)
    return [*late, held, LinkRow(links=[looked])]
