"""Adding files and taking them back: first what it is, then the file, straight to the bucket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ocop.base.errors import FieldError, Forbidden, InvalidInput, NotFound, WrongState
from ocop.base.roles import PRODUCER
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.evidence import GENERAL
from ocop.cases.records import UploadTicket
from ocop.catalogue.texts import say
from ocop.filing.uploads import (
    LONGEST_NAME,
    Sender,
    announce,
    announced,
    may_upload,
    remove,
    ticket,
    told_limits,
)
from ocop.forms.serve import Served
from ocop.forms.uploads import takes_files
from ocop.html import (
    Component,
    Empty,
    FileLine,
    Heading,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Paragraph,
    Subheading,
    UploadForm,
    WebPage,
    draw_inner,
    read_posted,
    repeated,
)
from ocop.http import Reply, Request, framed_reply, page_reply, see_other
from ocop.web.asking.answering import WRONG, is_pressed
from ocop.web.asking.questions import question_to
from ocop.web.desk import Desk
from ocop.web.reading import Reading, exhibits_for, slot_choices
from ocop.web.showing import file_lines, file_panel

# Without HEIC a telephone hands a photo over as JPEG, which every office can open.
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx"


@dataclass(frozen=True)
class Drawer:
    """One person's files in a case: at `base` they are added, below `files` they open."""

    reading: Reading
    holder: Sender
    base: str
    files: str
    back: Link
    person: str = ""

    @property
    def address(self) -> str:
        """The drawer's own page."""
        return f"{self.base}/evidence"

    @property
    def is_open(self) -> bool:
        """Whether files may be added and taken back now."""
        try:
            may_upload(self.reading.desk.svc, self.reading.case, self.holder)
        except (Forbidden, WrongState):
            return False
        return True

    def own(self) -> dict[str, FileLine]:
        """The holder's files by id, with the way to take each back."""
        lines = file_lines(self.reading, self.files, self.holder.id)
        own = {id: line for id, line in lines.items() if line.own}
        return self._removable(own) if self.is_open else own

    def _removable(self, files: Mapping[str, FileLine]) -> dict[str, FileLine]:
        return {
            id: line if line.filed else line.but(remove=f"{self.address}/{id}/remove")
            for id, line in files.items()
        }


def look(desk: Desk, request: Request, drawer: Drawer) -> Reply:
    """The files there are and the form for the next; with `?ticket=`, the upload it was given."""
    named = request.query.get("ticket", "")
    if not named:
        return _show(desk, request, drawer)
    try:
        upload = announced(desk.svc, drawer.holder, named)
        post = ticket(desk.svc, upload, f"{desk.svc.base_url}{drawer.address}")
    except (NotFound, WrongState):
        return _show(desk, request, drawer, notice=_closed(drawer.reading))
    return _show(desk, request, drawer, adding=[_upload(desk, drawer, upload.name, post)])


def _upload(desk: Desk, drawer: Drawer, name: str, post: UploadTicket) -> UploadForm:
    return UploadForm(
        action=post.url,
        fields=post.fields,
        accept=ACCEPT,
        max_bytes=desk.svc.limits.file_bytes,
        title=name,
        back=f"{drawer.address}?{urlencode({'key': post.fields['key']})}",
    )


def add(desk: Desk, request: Request, drawer: Drawer) -> Reply:
    """Announces a file and leads on to its upload, or says what is missing."""
    served = _form(drawer)
    posted = read_posted(request, served)
    errors = [
        FieldError(f"/{name}", "required", drawer.reading.say("evidence.answer", label=f["title"]))
        for name, f in served["schema"]["properties"].items()
        if not posted.data.get(name)
    ]
    try:
        if not errors:
            described = {"slot": GENERAL, **posted.data}
            lang = request.lang
            upload = announce(desk.svc, drawer.holder, described, lang, by_program=False)
            return see_other(f"{drawer.address}?ticket={upload.id}")
    except InvalidInput as error:
        errors = list(error.errors)
    filling = PageFilling(
        served=served,
        action=drawer.address,
        values=posted.data,
        errors=errors,
        hidden=repeated(posted),
        submit=drawer.reading.say("evidence.go_on"),
    )
    return _show(desk, request, drawer, filling=filling)


def take_back(desk: Desk, request: Request, drawer: Drawer, file: str) -> Reply:
    """Takes a file out of the dossier that has not been filed. An empty form, as a mail scanner
    sends it, takes out nothing.
    """
    if not is_pressed(request):
        if file not in {one.upload.id for one in exhibits_for(drawer.reading, drawer.holder.id)}:
            raise NotFound
        return look(desk, request, drawer)
    remove(desk.svc, drawer.holder, file)
    return see_other(f"{drawer.address}?removed=1")


def _form(drawer: Drawer) -> Served:
    reading = drawer.reading
    properties: dict[str, Any] = {
        "name": {
            "type": "string",
            "title": reading.say("evidence.what"),
            "description": reading.say("evidence.what_hint"),
            "maxLength": LONGEST_NAME,
        }
    }
    if drawer.holder.role == PRODUCER:
        slots = [
            {"const": slot, "title": pick(text, reading.lang)}
            for slot, text in slot_choices(reading)
        ]
        title = reading.say("evidence.for_what")
        properties["slot"] = {"type": "string", "title": title, "oneOf": slots}
    schema = {"title": reading.say("evidence.add"), "type": "object", "properties": properties}
    return {"schema": {**schema, "required": list(properties)}, "uiSchema": {}}


def _show(
    desk: Desk,
    request: Request,
    drawer: Drawer,
    *,
    filling: PageFilling | None = None,
    adding: Sequence[UploadForm] = (),
    notice: Notice | None = None,
) -> Reply:
    """The drawer's page, with the form for a file or the post of one it was asked for."""
    if filling is None and not adding and drawer.is_open:
        filling = _empty_form(drawer)
    page = WebPage(
        title=drawer.reading.say("evidence.title"),
        parts=_parts(desk, request, drawer, filling, [*_told(request, drawer, notice), *adding]),
        wrong=bool(filling and filling.errors),
        script="upload.js" if adding else "",
    )
    status = WRONG if page.wrong else 200
    at = drawer.reading.province
    return desk.show(request, page, status, person=drawer.person, at=at)


def _empty_form(drawer: Drawer) -> PageFilling:
    submit = drawer.reading.say("evidence.go_on")
    return PageFilling(served=_form(drawer), action=drawer.address, submit=submit)


def _parts(
    desk: Desk,
    request: Request,
    drawer: Drawer,
    filling: PageFilling | None,
    news: Sequence[Component],
) -> list[Component]:
    reading = drawer.reading
    heading = Heading(
        back=drawer.back,
        title=reading.say("evidence.title"),
        byline=reading.case.subject.title,
        reference=reading.case.reference,
    )
    return [
        *([filling.summary] if filling else []),
        heading,
        *news,
        _room(desk, request, drawer),
        *([filling.form] if filling else []),
        Subheading(text=reading.say("evidence.already")),
        file_panel(reading, drawer.own()),
    ]


def _room(desk: Desk, request: Request, drawer: Drawer) -> Component:
    """What may still be added, or that nothing may."""
    if not drawer.is_open:
        return Empty(text=drawer.reading.say("evidence.closed"))
    limits = told_limits(desk.svc, request.lang)
    return Paragraph(text=drawer.reading.say("evidence.limits", **limits), tone="soft small")


def _told(request: Request, drawer: Drawer, notice: Notice | None) -> list[Notice]:
    """What has just happened. The bucket leads back here with the key of what it has taken."""
    reading, key = drawer.reading, request.query.get("key", "")
    if notice:
        return [notice]
    if "removed" in request.query:
        return [Notice(tone="good", title=reading.say("evidence.removed"))]
    return [_arrived(drawer, key)] if key else []


def _arrived(drawer: Drawer, key: str) -> Notice:
    reading, files = drawer.reading, drawer.own()
    id = key.rpartition("/")[2].partition("-")[0]
    if id not in files:
        return Notice(tone="bad", title=reading.say("evidence.not_there"))
    file = files[id]
    if file.state == "refused":
        refused = reading.say("evidence.refused", name=file.name)
        return Notice(tone="bad", title=refused, text=file.why)
    return Notice(tone="good", title=reading.say("evidence.arrived", name=file.name))


def _closed(reading: Reading) -> Notice:
    title, text = reading.say("evidence.ticket_over"), reading.say("evidence.ticket_over_how")
    return Notice(tone="bad", title=title, text=text)


def in_frame(desk: Desk, request: Request, address: str) -> Reply | None:
    """The bucket's answer inside the page's own frame, for browsers without a script: it says that
    the file was sent and leads out of the frame. Nobody has to be known for it.
    """
    key = request.query.get("key", "")
    if request.headers.get("sec-fetch-dest") != "iframe" or not key:
        return None
    title = say(request.lang, "evidence.sent")
    out = Link(
        label=say(request.lang, "evidence.see_result"),
        href=f"{address}?{urlencode({'key': key})}",
        primary=True,
    )
    page = WebPage(title=title, parts=[Heading(title=title), LinkRow(links=[out], target="_top")])
    return framed_reply(page_reply(draw_inner(page, request.lang)), desk.site)


def way_to_papers(reading: Reading, holder: Assignment, base: str) -> Link | None:
    """The way to a reviewer's papers, where the form of the stage has room for any."""
    if not takes_files(question_to(reading, holder).form):
        return None
    return Link(
        label=reading.say("evidence.papers"),
        href=f"{base}/evidence",
        note=reading.say("evidence.papers_first"),
        sign="upload",
    )
