"""Certificates that exist, taken in from a sheet: first looked at, then stored."""

from collections.abc import Sequence
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.sheets import read_csv
from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.certificates.import_sheet import CellError, CheckedSheet
from ocop.certificates.importing import Taker, check_import, take_in
from ocop.html import Box, Component, Heading, Link, Notice, Paragraph, SmallForm, WebPage
from ocop.http import Reply, Request, json_reply, see_other
from ocop.web.asking import WRONG
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.sent_sheets import sent_sheet

IMPORT = "/office/certificates"
MOST_TOLD = 50


def show_import(desk: OfficeDesk, request: Request) -> Reply:
    """Where the sheet is pasted; administrators only."""
    desk.who(request).demand_administrator()
    count = plain_number(request.query.get("stored", ""))
    if count is None:
        return _show(desk, request, [], "")
    told = say(request.lang, "imports.stored", count=count)
    return _show(desk, request, [Notice(tone="good", title=told)], "")


def take_sheet_in(desk: OfficeDesk, request: Request) -> Reply:
    """Checks the sheet and shows what is wrong, or stores it once that was seen."""
    who, lang = desk.who(request), request.lang
    who.demand_administrator()
    fields = request.form()
    text = fields.get("sheet", "")
    checked = check_import(desk.svc, who.province, read_csv(text))
    if checked.errors:
        return _show(desk, request, [_wrong(checked.errors, lang)], text, status=WRONG)
    if fields.get("act") == "store":
        new = take_in(desk.svc, who.province, checked.rows, Taker(who.person.id))
        return see_other(f"{IMPORT}?stored={new}")
    sound = Notice(tone="good", title=say(lang, "imports.sound"))
    return _show(desk, request, [sound], text, ready=len(checked.rows))


def import_by_program(desk: OfficeDesk, request: Request) -> Reply:
    """The same for programs: looks, and with `store` stores when nothing is wrong."""
    who = desk.who(request)
    who.demand_administrator()
    asked = request.json()
    checked = check_import(desk.svc, who.province, sent_sheet(asked))
    stored = 0
    if asked.get("store") is True:
        stored = take_in(desk.svc, who.province, checked.rows, Taker(who.person.id, "api"))
    return json_reply(_document(checked, stored, request.lang))


def _document(checked: CheckedSheet, stored: int, lang: Lang) -> dict[str, Any]:
    errors = [
        {
            "row": error.row,
            "column": error.column,
            "code": error.code,
            "value": error.value,
            "detail": say(lang, f"imports.{error.code.replace('-', '_')}"),
        }
        for error in checked.errors
    ]
    return {"rows": len(checked.rows), "stored": stored, "errors": errors}


def _wrong(errors: Sequence[CellError], lang: Lang) -> Notice:
    title = say(lang, "imports.wrong", count=len(errors))
    return Notice(
        tone="bad", title=title, points=[_in_words(error, lang) for error in errors[:MOST_TOLD]]
    )


def _in_words(error: CellError, lang: Lang) -> str:
    place = say(lang, "imports.row", row=error.row)
    if error.column:
        column = say(lang, f"imports.column_{error.column}")
        place = say(lang, "imports.cell", row=error.row, column=column)
    why = say(lang, f"imports.{error.code.replace('-', '_')}")
    return f"{place}: {why}" + (f" ({error.value})" if error.value else "")


def _show(
    desk: OfficeDesk,
    request: Request,
    news: Sequence[Component],
    text: str,
    *,
    ready: int = 0,
    status: int = 200,
) -> Reply:
    who, lang = desk.who(request), request.lang
    title = say(lang, "imports.title")
    back = Link(label=say(lang, "office.worklist"), href="/office")
    page = WebPage(
        title=title,
        wide=True,
        wrong=status == WRONG,
        parts=[
            Heading(title=title, back=back, lead=say(lang, "imports.lead")),
            *news,
            Paragraph(text=say(lang, "imports.columns"), tone="soft"),
            *(_store_form(text, ready, lang) if ready else ()),
            _check_form(text, lang),
        ],
    )
    return desk.show(request, page, status, person=who.person.name, at=who.province)


def _check_form(text: str, lang: Lang) -> SmallForm:
    box = Box(id="sheet", name="sheet", type="long", label=say(lang, "imports.sheet"), value=text)
    return SmallForm(
        action=IMPORT, submit=say(lang, "imports.check"), boxes=[box], hidden={"act": "check"}
    )


def _store_form(text: str, ready: int, lang: Lang) -> list[Component]:
    label = say(lang, "imports.store", count=ready)
    return [SmallForm(action=IMPORT, submit=label, hidden={"act": "store", "sheet": text})]
