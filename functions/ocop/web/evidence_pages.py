"""Adding evidence without a script: first what it is, then the file, straight to the bucket."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from ocop.domain.errors import FieldError, InvalidInput
from ocop.domain.text import Lang, pick
from ocop.library.form_serve import Served
from ocop.usecases.uploads import MOST_BYTES, upload_ticket
from ocop.web import words
from ocop.web.casebook import Case
from ocop.web.desk import Desk, Route, producer, say
from ocop.web.filed import by_id, evidence_of, slot_choices
from ocop.web.formpage import Filling, again, sent
from ocop.web.reply import Reply, see_other
from ocop.web.request import Asked
from ocop.web.views import Evidence, Link, Notice, Upload
from ocop.web.views_pages import FilesPage

ASKED_FOR = ("slot", "name", "type")


def evidence(desk: Desk, asked: Asked, id: str) -> Reply:
    """The files there are, and the form for the next; with its answers in the address, the upload.

    A presigned post writes nothing until the browser sends the file to the bucket.
    """
    holder = producer(desk, asked, id)
    case = Case.open(desk, id, asked.lang)
    wanted = {name: asked.query[name] for name in ASKED_FOR if name in asked.query}
    if len(wanted) < len(ASKED_FOR):
        return _show(desk, asked, case, ask=Filling(_form(case), _address(id)))
    producer(desk, asked, id, "file")
    ticket = upload_ticket(desk.svc, holder, wanted, asked.lang)
    upload = Upload(ticket.url, ticket.fields, wanted["type"], MOST_BYTES, wanted["name"])
    return _show(desk, asked, case, upload=upload)


def evidence_asked(desk: Desk, asked: Asked, id: str) -> Reply:
    """Checks what the file is said to be and leads on to its upload."""
    holder = producer(desk, asked, id, "file")
    case = Case.open(desk, id, asked.lang)
    served = _form(case)
    form = sent(asked, served)
    errors = _missing(served["schema"], form.data, asked.lang)
    if not errors:
        try:
            upload_ticket(desk.svc, holder, form.data, asked.lang)
        except InvalidInput as error:
            errors = error.errors
    if errors:
        filling = Filling(served, _address(id), form.data, errors, hidden=again(form))
        return _show(desk, asked, case, ask=filling, status=422)
    return see_other(f"{_address(id)}?{urlencode(form.data)}")


def _address(dossier: str) -> str:
    return f"/dossiers/{dossier}/evidence"


def _missing(
    schema: Mapping[str, Any], data: Mapping[str, Any], lang: Lang
) -> Sequence[FieldError]:
    text = {"vi": "Xin trả lời: {label}", "en": "Please answer: {label}"}
    return [
        FieldError(f"/{name}", "required", say(lang)(text, label=field["title"]))
        for name, field in schema["properties"].items()
        if not data.get(name)
    ]


def _form(case: Case) -> Served:
    lang = case.lang
    titles = {
        "vi": ("Giấy tờ này là gì", "Minh chứng cho", "Loại tệp", "Thêm một tệp"),
        "en": ("What is it", "Evidence for", "Kind of file", "Add a file"),
    }[lang]
    hint = {"vi": "Ví dụ: Phiếu kiểm nghiệm tháng 3.", "en": "For example: lab report, March."}
    slots = [{"const": slot, "title": pick(t, lang)} for slot, t in slot_choices(case)]
    kinds = [{"const": media, "title": pick(t, lang)} for media, t in words.KINDS_OF_FILE]
    name = {"type": "string", "title": titles[0], "description": hint[lang], "maxLength": 120}
    properties = {
        "name": name,
        "slot": {"type": "string", "title": titles[1], "oneOf": slots},
        "type": {"type": "string", "title": titles[2], "oneOf": kinds},
    }
    schema = {"title": titles[3], "type": "object", "properties": properties}
    schema["required"] = list(properties)
    return {"schema": schema, "uiSchema": {}}


def _show(
    desk: Desk,
    asked: Asked,
    case: Case,
    *,
    ask: Filling | None = None,
    upload: Upload | None = None,
    status: int = 200,
) -> Reply:
    base = f"/dossiers/{case.dossier.id}"
    found = evidence_of(case, base)
    label = {"vi": "Hồ sơ của tôi", "en": "My case"}[asked.lang]
    view = FilesPage(
        case.dossier.reference,
        case.dossier.product,
        Link(label, base),
        [file for files in found.values() for file in files],
        ask.view() if ask else None,
        upload,
        _arrived(asked, by_id(found)),
    )
    return desk.show(asked, "files", view, status, at=case.province)


def _arrived(asked: Asked, files: Mapping[str, Evidence]) -> Notice | None:
    """The bucket leads back here with the key of what it has taken."""
    id = asked.query.get("key", "").rpartition("/")[2].partition("-")[0]
    if id not in files:
        return None
    text = say(asked.lang)(
        {"vi": "Đã nhận tệp {name}", "en": "Received {name}"}, name=files[id].name
    )
    return Notice("good", text)


ROUTES: tuple[Route, ...] = (
    ("GET", "/dossiers/<id>/evidence", evidence),
    ("POST", "/dossiers/<id>/evidence", evidence_asked),
)
