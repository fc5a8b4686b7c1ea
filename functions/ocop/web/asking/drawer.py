"""Adding files and taking them back: first what it is, then the file, straight to the bucket."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from ocop.base.errors import FieldError, Forbidden, InvalidInput, NotFound, WrongState
from ocop.base.roles import PRODUCER
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.evidence import GENERAL
from ocop.cases.records import UploadTicket
from ocop.filing.uploads import (
    LONGEST_NAME,
    announce,
    announced,
    may_upload,
    remove,
    ticket,
    told_limits,
)
from ocop.forms.serve import Served
from ocop.forms.uploads import takes_files
from ocop.html.formpage import Filling, again, sent
from ocop.html.views import Evidence, Link, Notice, Upload
from ocop.html.views_pages import FilesPage, SentPage
from ocop.http.reply import Reply, framed, see_other
from ocop.http.request import Asked
from ocop.web.asking.questions import question_to
from ocop.web.desk import Desk, say
from ocop.web.reading import evidence_words as words
from ocop.web.reading.exhibits import shown, slot_choices
from ocop.web.reading.reading import Reading

# Without HEIC a telephone hands a photo over as JPEG, which every office can open.
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx"


@dataclass(frozen=True)
class Drawer:
    """One person's files in a case: at `base` they are added, below `files` they open."""

    reading: Reading
    holder: Assignment
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

    def own(self) -> dict[str, Evidence]:
        """The holder's files by id, with the way to take each back."""
        found = shown(self.reading, self.files, self.holder.id)
        listed = {id: file for id, file in found.items() if file.own}
        return self._removable(listed) if self.is_open else listed

    def _removable(self, files: Mapping[str, Evidence]) -> dict[str, Evidence]:
        return {
            id: file if file.filed else replace(file, remove=f"{self.address}/{id}/remove")
            for id, file in files.items()
        }


def look(desk: Desk, asked: Asked, drawer: Drawer) -> Reply:
    """The files there are and the form for the next; with `?ticket=`, the upload it was given."""
    wanted = asked.query.get("ticket", "")
    if not wanted:
        return _show(desk, asked, drawer)
    try:
        upload = announced(desk.svc, drawer.holder, wanted)
        given = ticket(desk.svc, upload, f"{desk.svc.base_url}{drawer.address}")
    except (NotFound, WrongState):
        return _show(desk, asked, drawer, notice=_closed(asked))
    return _show(desk, asked, drawer, upload=_upload(desk, drawer, upload.name, given))


def _upload(desk: Desk, drawer: Drawer, name: str, given: UploadTicket) -> Upload:
    back = f"{drawer.address}?{urlencode({'key': given.fields['key']})}"
    most = desk.svc.limits.file_bytes
    return Upload(given.url, given.fields, ACCEPT, most, name, back)


def add(desk: Desk, asked: Asked, drawer: Drawer) -> Reply:
    """Announces a file and leads on to its upload, or says what is missing."""
    served = _form(drawer)
    form = sent(asked, served)
    wanted = {"slot": GENERAL, **form.data}
    errors = [
        FieldError(f"/{name}", "required", say(asked.lang)(words.ANSWER, label=field["title"]))
        for name, field in served["schema"]["properties"].items()
        if not form.data.get(name)
    ]
    try:
        if not errors:
            upload = announce(
                desk.svc, drawer.reading.case, drawer.holder, wanted, asked.lang, by_program=False
            )
            return see_other(f"{drawer.address}?ticket={upload.id}")
    except InvalidInput as error:
        errors = list(error.errors)
    filling = Filling(served, drawer.address, form.data, errors, hidden=again(form))
    return _show(desk, asked, drawer, ask=filling, status=422)


def take_back(desk: Desk, asked: Asked, drawer: Drawer, file: str) -> Reply:
    """Takes a file out of the dossier that has not been filed."""
    asked.form()
    remove(desk.svc, drawer.holder, file)
    return see_other(f"{drawer.address}?removed=1")


def _form(drawer: Drawer) -> Served:
    lang = drawer.reading.lang
    name = {
        "type": "string",
        "title": pick(words.WHAT, lang),
        "description": pick(words.WHAT_HINT, lang),
        "maxLength": LONGEST_NAME,
    }
    properties: dict[str, Any] = {"name": name}
    if drawer.holder.role == PRODUCER:
        listed = slot_choices(drawer.reading)
        slots = [{"const": slot, "title": pick(text, lang)} for slot, text in listed]
        title = pick(words.FOR_WHAT, lang)
        properties["slot"] = {"type": "string", "title": title, "oneOf": slots}
    schema = {"title": pick(words.ADD, lang), "type": "object", "properties": properties}
    return {"schema": {**schema, "required": list(properties)}, "uiSchema": {}}


def _show(
    desk: Desk,
    asked: Asked,
    drawer: Drawer,
    *,
    ask: Filling | None = None,
    upload: Upload | None = None,
    notice: Notice | None = None,
    status: int = 200,
) -> Reply:
    reading, found = drawer.reading, drawer.own()
    if ask is None and upload is None and drawer.is_open:
        ask = Filling(_form(drawer), drawer.address, submit=pick(words.GO_ON, asked.lang))
    view = FilesPage(
        reading.case.reference,
        reading.case.subject.product,
        drawer.back,
        list(found.values()),
        ask.view() if ask else None,
        upload,
        notice or _happened(asked, found),
        say(asked.lang)(words.LIMITS, **told_limits(desk.svc, asked.lang)),
        closed=not drawer.is_open,
    )
    return desk.show(asked, "file_page", view, status, person=drawer.person, at=reading.province)


def _happened(asked: Asked, files: Mapping[str, Evidence]) -> Notice | None:
    """The bucket leads back here with the key of what it has taken."""
    if "removed" in asked.query:
        return Notice("good", pick(words.REMOVED, asked.lang))
    key = asked.query.get("key", "")
    if not key:
        return None
    id = key.rpartition("/")[2].partition("-")[0]
    if id not in files:
        return Notice("bad", pick(words.NOT_THERE, asked.lang))
    file = files[id]
    if file.state == "refused":
        return Notice("bad", say(asked.lang)(words.REFUSED, name=file.name), file.why)
    return Notice("good", say(asked.lang)(words.ARRIVED, name=file.name))


def _closed(asked: Asked) -> Notice:
    title, text = words.TICKET_OVER
    return Notice("bad", pick(title, asked.lang), pick(text, asked.lang))


def in_frame(desk: Desk, asked: Asked, address: str) -> Reply | None:
    """The bucket's answer inside the page's own frame, for browsers without a script: it says that
    the file was sent and leads out of the frame. Nobody has to be known for it.
    """
    key = asked.query.get("key", "")
    if asked.headers.get("sec-fetch-dest") != "iframe" or not key:
        return None
    href = f"{address}?{urlencode({'key': key})}"
    view = SentPage(Link(pick(words.SEE_RESULT, asked.lang), href))
    return framed(desk.show(asked, "sent", view), desk.site)


def link_to(reading: Reading, holder: Assignment, base: str) -> Link | None:
    """The way to a reviewer's papers, where the form of the stage has room for any."""
    if not takes_files(question_to(reading, holder).form):
        return None
    note = pick(words.PAPERS_FIRST, reading.lang)
    return Link(pick(words.PAPERS, reading.lang), f"{base}/evidence", note)
