"""The files of a record: sent, opened, taken back. It names one with its next correction."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from ocop.base.errors import FieldError, InvalidInput, NotFound, WrongState
from ocop.cases.evidence import why
from ocop.cases.records import Upload
from ocop.catalogue.texts import say
from ocop.filing.materials import (
    announce_for_record,
    demand_taking,
    files_known,
    files_sent,
    sent_file,
    take_back_file,
)
from ocop.filing.uploads import LONGEST_NAME, ticket, told_limits
from ocop.forms.serve import Served
from ocop.html import (
    Component,
    Empty,
    FileLine,
    FileList,
    Heading,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Panel,
    Paragraph,
    Subheading,
    UploadForm,
    WebPage,
    read_posted,
    repeated,
)
from ocop.http import Reply, Request, see_other
from ocop.registers.acts import open_record
from ocop.registers.attached import files_readable
from ocop.registers.record import RegisterRecord
from ocop.web.asking import ACCEPT, WRONG, in_frame, is_pressed
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_seat import RegisterSeat, seat_of


def show_record_files(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """The files sent for a record, and the form for the next; with `?ticket=`, its upload."""
    if inside := in_frame(desk, request, request.path):
        return inside
    seat, record = taking_seat(desk, request, register, id)
    named = request.query.get("ticket", "")
    if not named:
        return _show(seat, record)
    try:
        return _show(seat, record, adding=[_upload(seat, record, named)])
    except (NotFound, WrongState):
        title, text = (
            say(seat.lang, f"evidence.{one}") for one in ("ticket_over", "ticket_over_how")
        )
        return _show(seat, record, adding=[Notice(tone="bad", title=title, text=text)])


def taking_seat(
    desk: OfficeDesk, request: Request, register: str, id: str
) -> tuple[RegisterSeat, RegisterRecord]:
    """The seat before a register with one of its records, for who may send files for it. Raises
    what `demand_taking` raises.
    """
    seat = seat_of(desk, request, register)
    record = open_record(seat.keeping, id)
    demand_taking(seat.keeping, record)
    return seat, record


def _here(seat: RegisterSeat, record: RegisterRecord) -> str:
    return f"{seat.address}/{record.id}/files"


def _upload(seat: RegisterSeat, record: RegisterRecord, named: str) -> UploadForm:
    svc, back = seat.desk.svc, _here(seat, record)
    own = [one for one in files_sent(svc, record) if one.id == named]
    if not own:
        raise NotFound
    post = ticket(svc, own[0], f"{svc.base_url}{back}")
    return UploadForm(
        action=post.url,
        fields=post.fields,
        accept=ACCEPT,
        max_bytes=svc.limits.file_bytes,
        title=own[0].name,
        back=f"{back}?{urlencode({'key': post.fields['key']})}",
    )


def add_record_file(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Announces a file and leads on to its upload, or says what is missing."""
    seat, record = taking_seat(desk, request, register, id)
    served = _form(seat)
    posted = read_posted(request, served)
    errors = [
        FieldError(f"/{name}", "required", say(seat.lang, "evidence.answer", label=one["title"]))
        for name, one in served["schema"]["properties"].items()
        if not posted.data.get(name)
    ]
    try:
        if not errors:
            told = {"slot": next(iter(seat.register.file_places)), **posted.data}
            sent = announce_for_record(desk.svc, seat.keeping, record, told, seat.lang)
            return see_other(f"{_here(seat, record)}?ticket={sent.id}")
    except InvalidInput as error:
        errors = list(error.errors)
    filling = _filling(seat, record).but(values=posted.data, errors=errors, hidden=repeated(posted))
    return _show(seat, record, filling=filling)


def _form(seat: RegisterSeat) -> Served:
    lang, places = seat.lang, _place_titles(seat)
    properties: dict[str, Any] = {
        "name": {
            "type": "string",
            "title": say(lang, "evidence.what"),
            "description": say(lang, "attached.what_hint"),
            "maxLength": LONGEST_NAME,
        }
    }
    if len(places) > 1:
        choices = [{"const": name, "title": title} for name, title in places.items()]
        title = say(lang, "attached.place")
        properties["slot"] = {"type": "string", "title": title, "oneOf": choices}
    schema = {"title": say(lang, "evidence.add"), "type": "object", "properties": properties}
    return {"schema": {**schema, "required": list(properties)}, "uiSchema": {}}


def _place_titles(seat: RegisterSeat) -> dict[str, str]:
    return {name: one.over[0][seat.lang] for name, one in seat.register.file_places.items()}


def _filling(seat: RegisterSeat, record: RegisterRecord) -> PageFilling:
    submit = say(seat.lang, "evidence.go_on")
    return PageFilling(served=_form(seat), action=_here(seat, record), submit=submit)


def _show(
    seat: RegisterSeat,
    record: RegisterRecord,
    *,
    filling: PageFilling | None = None,
    adding: Sequence[Component] = (),
) -> Reply:
    title, svc = say(seat.lang, "attached.title"), seat.desk.svc
    sent = files_sent(svc, record)
    asked = filling or (None if adding else _filling(seat, record))
    limits = say(seat.lang, "attached.limits", **told_limits(svc, seat.lang))
    page = WebPage(
        title=f"{title} – {record.name}",
        wrong=bool(filling),
        script="upload.js" if adding else "",
        parts=[
            *([filling.summary] if filling else []),
            Heading(
                title=title,
                back=Link(label=record.name, href=f"{seat.address}/{record.id}"),
                byline=seat.title,
            ),
            *_told(seat, sent),
            *adding,
            Paragraph(text=limits, tone="soft small"),
            *([asked.form] if asked else []),
            Subheading(text=say(seat.lang, "attached.sent")),
            _listed(seat, record, sent),
        ],
    )
    return seat.show(page, WRONG if filling else 200)


def _told(seat: RegisterSeat, sent: Sequence[Upload]) -> list[Component]:
    """What has just happened. The bucket leads back here with the key of what it has taken."""
    if "removed" in seat.request.query:
        return [Notice(tone="good", title=say(seat.lang, "attached.taken_back"))]
    key = seat.request.query.get("key", "")
    if not key:
        return []
    id = key.rpartition("/")[2]
    found = next((one for one in sent if one.id == id and one.is_settled), None)
    if found is None:
        return [Notice(tone="bad", title=say(seat.lang, "attached.not_there"))]
    if found.state == "refused":
        title = say(seat.lang, "evidence.refused", name=found.name)
        return [Notice(tone="bad", title=title, text=why(found, seat.lang))]
    return [Notice(tone="good", title=say(seat.lang, "evidence.arrived", name=found.name))]


def _listed(seat: RegisterSeat, record: RegisterRecord, sent: Sequence[Upload]) -> Component:
    """Those that the record names, and those that wait to be: each of these with its way in."""
    kept = files_readable(seat.svc.registers, record, record.data)
    lines = [
        _line(seat, record, one).but(
            filed=one.id in kept,
            remove="" if one.id in kept else f"{_here(seat, record)}/{one.id}/remove",
        )
        for one in sent
        if one.is_settled
    ]
    if not lines:
        return Empty(text=say(seat.lang, "files.none"))
    waiting = [one for one in sent if one.state == "sound" and one.id not in kept]
    ways = [
        Link(
            label=say(seat.lang, "attached.enter", name=one.name),
            href=f"{seat.address}/{record.id}/correct?file={one.id}",
            primary=True,
        )
        for one in waiting
    ]
    return Panel(parts=[FileList(files=lines), *([LinkRow(links=ways)] if ways else [])])


def _line(seat: RegisterSeat, record: RegisterRecord, upload: Upload) -> FileLine:
    is_refused = upload.state == "refused"
    return FileLine(
        name=upload.name,
        kind=_place_titles(seat).get(upload.slot, ""),
        size=upload.size,
        href="" if is_refused else f"{_here(seat, record)}/{upload.id}",
        state="refused" if is_refused else "clean",
        added=upload.arrived,
        why=why(upload, seat.lang),
        own=True,
    )


def file_lines_of(
    seat: RegisterSeat, record: RegisterRecord, data: Mapping[str, Any]
) -> dict[str, FileLine]:
    """The files that some data of a record names, by id, each with the way to open it."""
    named = files_readable(seat.svc.registers, record, data)
    sent = files_known(seat.desk.svc, record) if named else []
    return {one.id: _line(seat, record, one) for one in sent if one.id in named}


def nameable_files(seat: RegisterSeat, record: RegisterRecord) -> dict[str, Upload]:
    """The files that a correction of the record may name, by id."""
    if not seat.register.file_places:
        return {}
    return {one.id: one for one in files_sent(seat.desk.svc, record) if one.state == "sound"}


def open_record_file(
    desk: OfficeDesk, request: Request, register: str, id: str, file: str
) -> Reply:
    """Leads to a file for who may read the field that names it, or fills the record in."""
    seat = seat_of(desk, request, register)
    record = open_record(seat.keeping, id)
    own = {file} if record.unit in seat.fills else frozenset()
    ids = files_readable(seat.svc.registers, record, seat.seen(record)) | own
    return see_other(desk.svc.files.link(sent_file(desk.svc, record, ids, file)))


def remove_record_file(
    desk: OfficeDesk, request: Request, register: str, id: str, file: str
) -> Reply:
    """Takes a file back that the record has never named. An empty form takes nothing back."""
    seat, record = taking_seat(desk, request, register, id)
    if file not in {one.id for one in files_known(desk.svc, record)}:
        raise NotFound
    if not is_pressed(request):
        return _show(seat, record)
    take_back_file(desk.svc, seat.keeping, record, file)
    return see_other(f"{_here(seat, record)}?removed=1")
