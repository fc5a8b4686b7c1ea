"""A sheet of thousands of records: sent to the bucket, looked at, stored; its page says how far it
is, and goes on looking by itself.
"""

from dataclasses import replace
from urllib.parse import urlencode

from ocop.base.errors import WrongState
from ocop.base.sheets import safe_csv
from ocop.cases.records import Upload, UploadTicket
from ocop.catalogue.texts import say
from ocop.html import (
    ActButton,
    Component,
    Heading,
    Link,
    LinkRow,
    Notice,
    Paragraph,
    UploadForm,
    WebPage,
    show,
)
from ocop.http import Reply, Request, see_other
from ocop.registers.import_steps import parts_of
from ocop.registers.imports import (
    MOST_IMPORTED,
    announce_large_sheet,
    check_large_sheet,
    is_meant,
    own_import,
    store_large_sheet,
)
from ocop.registers.large_sheet import BUSY, SheetImport
from ocop.registers.sheet_error import SheetError
from ocop.web.asking import in_frame, is_pressed
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_seat import RegisterSeat
from ocop.web.office.register_sheets import cell_in_words, filling_seat

LOOKS_AGAIN = "4"  # seconds, after which the page of a sheet that is being taken looks again
MISTAKES_SHOWN, SHEET_ENDINGS = 50, ".xlsx,.csv"
LARGE_SHEET_ACTS = ("check", "anyway", "store")


def begin_large_import(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """Makes room for a sheet and leads to where it is sent."""
    seat = filling_seat(desk, request, register)
    if not is_pressed(request):
        return see_other(f"{seat.address}/import")
    name = say(seat.lang, "imports_large.sheet")
    begun = announce_large_sheet(seat.keeping, seat.svc.imports, name, seat.lang)
    return see_other(_here(seat, begun))


def show_large_import(desk: OfficeDesk, request: Request, register: str, sheet: str) -> Reply:
    """Where a sheet is sent, then how far it is, what is wrong with it, and what to do next."""
    if inside := in_frame(desk, request, request.path):
        return inside
    seat = filling_seat(desk, request, register)
    found = own_import(seat.keeping, seat.svc.imports, sheet)
    if request.query.get("format") == "csv":
        return _errors_as_sheet(seat, found)
    reply = _show(seat, found)
    if found.state in BUSY:
        return replace(reply, headers={**reply.headers, "Refresh": LOOKS_AGAIN})
    return reply


def act_on_large_import(desk: OfficeDesk, request: Request, register: str, sheet: str) -> Reply:
    """Has a sheet looked at, or its records stored. An empty form does nothing."""
    seat = filling_seat(desk, request, register)
    found = own_import(seat.keeping, seat.svc.imports, sheet)
    act = request.form().get("act", "")
    if act in LARGE_SHEET_ACTS:
        go_on_with(seat, found, act)
    return see_other(_here(seat, found))


def go_on_with(seat: RegisterSeat, found: SheetImport, act: str) -> SheetImport:
    """What an officer wishes of a sheet of theirs. Raises WrongState."""
    if act == "store":
        return store_large_sheet(seat.keeping, seat.svc.imports, found)
    version = found.file_version or version_sent(seat, found)
    if not version:
        raise WrongState("import-not-there")
    anyway = act == "anyway"
    return check_large_sheet(seat.keeping, seat.svc.imports, found, version, anyway=anyway)


def version_sent(seat: RegisterSeat, found: SheetImport) -> str:
    """The version of the file that came first, "" before one has."""
    sent = [one for one in seat.desk.svc.files.first(found.file) if one.key == found.file]
    return sent[0].version or "null" if sent else ""


def place_for(seat: RegisterSeat, found: SheetImport, back: str) -> UploadTicket:
    """Where the sheet is posted."""
    name, home = found.name, found.province
    upload = Upload(home, found.id, found.by, "", found.file, name, found.at)
    return seat.desk.svc.files.ticket(upload, seat.desk.svc.limits.file_bytes, back)


def errors_of(seat: RegisterSeat, found: SheetImport) -> list[SheetError]:
    """Everything that is wrong with a sheet, in its order."""
    return [one for part in parts_of(seat.desk.svc.shelf, found) for one in part.errors]


def _here(seat: RegisterSeat, found: SheetImport) -> str:
    return f"{seat.address}/imports/{found.id}"


def _show(seat: RegisterSeat, found: SheetImport) -> Reply:
    lang, title = seat.lang, say(seat.lang, "imports_large.title")
    parts = _parts(seat, found)
    page = WebPage(
        title=f"{title} – {seat.title}",
        script="upload.js" if any(isinstance(one, UploadForm) for one in parts) else "",
        parts=[
            Heading(
                title=title,
                back=Link(label=say(lang, "registers.import"), href=f"{seat.address}/import"),
                byline=seat.title,
            ),
            *parts,
        ],
    )
    return seat.show(page)


def _parts(seat: RegisterSeat, found: SheetImport) -> list[Component]:
    if found.state == "announced":
        return _sending(seat, found)
    if found.state in BUSY:
        state = found.state if found.records else "reading"
        return [_told(seat, found, "info", state, "going")]
    if found.state == "wrong":
        return _wrong(seat, found)
    if found.state == "sound":
        told = _told(seat, found, "good", "sound", "sound_how")
        return [told, *([_button(seat, found, "store")] if found.ready else [_back(seat)])]
    if found.state == "stopped":
        why = "gone" if found.why == "gone" else "unreadable"
        return [_told(seat, found, "bad", "stopped", f"why_{why}"), _back(seat)]
    missed = [cell_in_words(seat, one) for one in found.missed[:MISTAKES_SHOWN]]
    news = [_told(seat, found, "good", "stored", "stored_how")]
    if missed:
        title = say(seat.lang, "imports_large.missed", count=found.lost)
        news.append(Notice(tone="bad", title=title, points=missed))
    return [*news, LinkRow(links=[Link(label=seat.title, href=seat.address, primary=True)])]


def _told(seat: RegisterSeat, found: SheetImport, tone: str, title: str, how: str) -> Notice:
    numbers = {
        "records": found.records,
        "done": found.done,
        "ready": found.ready,
        "unchanged": found.unchanged,
        "stored": found.stored,
    }
    words = {name: show.grouped(number, seat.lang) for name, number in numbers.items()}
    key = f"imports_large.{title}"
    told = say(seat.lang, f"imports_large.{how}", **words)
    return Notice(tone=tone, title=say(seat.lang, key, **words), text=told)  # type: ignore[arg-type]


def _sending(seat: RegisterSeat, found: SheetImport) -> list[Component]:
    lang = seat.lang
    if version_sent(seat, found):
        came = Notice(tone="good", title=say(lang, "imports_large.came"))
        return [came, _button(seat, found, "check")]
    base, back = seat.desk.svc.base_url, _here(seat, found)
    post = place_for(seat, found, f"{base}{back}")
    lead = say(lang, "imports_large.lead", most=show.grouped(MOST_IMPORTED, lang))
    form = UploadForm(
        action=post.url,
        fields=post.fields,
        accept=SHEET_ENDINGS,
        max_bytes=seat.desk.svc.limits.file_bytes,
        title=found.name,
        back=f"{back}?{urlencode({'key': post.fields['key']})}",
    )
    return [Paragraph(text=lead), form]


def _wrong(seat: RegisterSeat, found: SheetImport) -> list[Component]:
    errors = errors_of(seat, found)
    points = [cell_in_words(seat, one) for one in errors[:MISTAKES_SHOWN]]
    title = say(seat.lang, "registers.wrong", count=show.grouped(len(errors), seat.lang))
    label = say(seat.lang, "imports_large.all_errors")
    ways = LinkRow(links=[Link(label=label, href=f"{_here(seat, found)}?format=csv")])
    meant = [_button(seat, found, "anyway")] if is_meant(errors) else []
    return [Notice(tone="bad", title=title, points=points), ways, *meant, _back(seat)]


def _errors_as_sheet(seat: RegisterSeat, found: SheetImport) -> Reply:
    head = [say(seat.lang, f"imports_large.column_{one}") for one in ("line", "what")]
    lines = [[str(one.line), cell_in_words(seat, one)] for one in errors_of(seat, found)]
    headers = {"Content-Disposition": f'attachment; filename="{seat.register.id}-errors.csv"'}
    return Reply(200, safe_csv([head, *lines]), "text/csv; charset=utf-8", headers)


def _button(seat: RegisterSeat, found: SheetImport, act: str) -> ActButton:
    tone = "plain" if act == "anyway" else "primary"
    label = say(seat.lang, f"imports_large.act_{act}", count=show.grouped(found.ready, seat.lang))
    here = _here(seat, found)
    return ActButton(action=here, label=label, hidden={"act": act}, tone=tone)  # type: ignore[arg-type]


def _back(seat: RegisterSeat) -> Component:
    label = say(seat.lang, "imports_large.another")
    return LinkRow(links=[Link(label=label, href=f"{seat.address}/import")])
