"""A register's form: filled in anew, or with other answers for a record that there is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ocop.base.errors import Forbidden, StaleVersion
from ocop.base.pointers import Json
from ocop.cases.records import Upload
from ocop.catalogue.stated import LONGEST_STATED
from ocop.catalogue.texts import say
from ocop.forms.serve import Served
from ocop.html import (
    VERSION,
    Component,
    Heading,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Posted,
    WebPage,
    posted_key,
    posted_version,
)
from ocop.http import Reply, Request, see_other
from ocop.registers.acts import correct, enter, open_record
from ocop.registers.filling import DuplicateRecord
from ocop.registers.record import Entered, RegisterRecord
from ocop.registers.register import EACH, RegisterField
from ocop.registers.rights import may_list
from ocop.web.asking import answer, status_of_page
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_files import nameable_files
from ocop.web.office.register_seat import RegisterSeat, filter_name, seat_of, with_names

ANYWAY, WHY = "_anyway", "_why"
CONFLICT, STALE = 409, 412
COMMUNE_LEVEL = "commune"


def show_new(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """An empty form; who fills in for several units says first for which."""
    seat = seat_of(desk, request, register)
    unit = _unit(seat)
    return _show_form(seat, _new_form(seat, unit)) if unit else _choose_unit(seat)


def take_new(desk: OfficeDesk, request: Request, register: str) -> Reply:
    """Keeps a new record, or shows the form again."""
    seat = seat_of(desk, request, register)
    unit = _unit(seat)
    if not unit:
        raise Forbidden

    def act(entered: Entered, _: int) -> RegisterRecord:
        return enter(seat.keeping, entered)

    return _take(seat, _new_form(seat, unit), unit, act)


def _unit(seat: RegisterSeat) -> str:
    """The unit that a new record is for; "" where it is not known yet. Raises Forbidden."""
    if not seat.fills:
        raise Forbidden
    only = seat.fills[0] if len(seat.fills) == 1 else ""
    return seat.request.query.get("unit", "") or only


def _choose_unit(seat: RegisterSeat) -> Reply:
    title = say(seat.lang, "registers.new")
    links = [
        Link(label=seat.unit_name(unit), href=f"{seat.address}/new?unit={unit}")
        for unit in seat.fills
    ]
    lead = say(seat.lang, "registers.choose_unit")
    back = Link(label=seat.title, href=seat.address)
    heading = Heading(title=title, back=back, lead=lead)
    return seat.show(WebPage(title=title, parts=[heading, LinkRow(links=links)]))


def _new_form(seat: RegisterSeat, unit: str) -> PageFilling:
    return PageFilling(
        served=_without_files(seat),
        action=f"{seat.address}/new?unit={unit}",
        values={**_own_commune(seat, unit), **_given(seat)},
        submit=say(seat.lang, "registers.save"),
    )


def _own_commune(seat: RegisterSeat, unit: str) -> dict[str, Json]:
    """Where a commune fills in, itself wherever a record says in which commune it is."""
    home = seat.who.province.units.get(unit)
    if home is None or home.level != COMMUNE_LEVEL:
        return {}
    fields = seat.register.fields.items()
    asked = [at for at, one in fields if one.schema.get("x-options") == "communes"]
    return {at[1:]: unit for at in asked if at.count("/") == 1}


def _without_files(seat: RegisterSeat) -> Served:
    """The form as long as there is no record that files could be sent for."""
    served = seat.served()
    schema, places = served["schema"], seat.register.file_places
    fields = {name: one for name, one in schema["properties"].items() if name not in places}
    return {**served, "schema": {**schema, "properties": fields}}


def _given(seat: RegisterSeat) -> dict[str, Json]:
    """The answers that the address brings along, of fields that are no rows."""
    given: dict[str, Json] = {}
    for at, field in seat.register.fields.items():
        text = seat.request.query.get(filter_name(at), "")
        if text and not field.in_rows and at.count("/") == 1:
            given[at[1:]] = text == "True" if field.schema["type"] == "boolean" else text
    names = seat.linked([given])
    return dict(_typed_again(with_names(given, names), given, names))


def show_correction(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """The form with a record's answers in it."""
    seat = seat_of(desk, request, register)
    record = open_record(seat.keeping, id)
    if record.unit not in seat.fills:
        raise Forbidden
    return _show_form(seat, _correction(seat, record))


def take_correction(desk: OfficeDesk, request: Request, register: str, id: str) -> Reply:
    """Puts other answers in a record, or shows the form again."""
    seat = seat_of(desk, request, register)
    record = open_record(seat.keeping, id)

    def act(entered: Entered, version: int) -> RegisterRecord:
        return correct(seat.keeping, id, version, entered)

    return _take(seat, _correction(seat, record), record.unit, act)


def _correction(seat: RegisterSeat, record: RegisterRecord) -> PageFilling:
    names = seat.linked([record.data])
    values = _typed_again(with_names(record.data, names), record.data, names)
    files = nameable_files(seat, record)
    served = seat.served() if files else _without_files(seat)
    return PageFilling(
        served=_with_reason(seat, served),
        action=f"{seat.address}/{record.id}/correct",
        values=_with_file(seat, values, files),
        files={id: one.name for id, one in files.items()},
        hidden={VERSION: str(record.version)},
        submit=say(seat.lang, "registers.save"),
    )


def _with_reason(seat: RegisterSeat, served: Served) -> Served:
    """The form, and at its end why the record is corrected: reports say it in their annex."""
    told = {name: say(seat.lang, f"registers.{name}") for name in ("why_corrected", "why_note")}
    asked = {"type": "string", "title": told["why_corrected"], "description": told["why_note"]}
    fields = {**served["schema"]["properties"], WHY: {**asked, "maxLength": LONGEST_STATED}}
    return {**served, "schema": {**served["schema"], "properties": fields}}


def _with_file(
    seat: RegisterSeat, values: Mapping[str, Json], files: Mapping[str, Upload]
) -> Mapping[str, Json]:
    """The answers with the file that the address brings along, where it was sent for; in a list as
    a row of its own, titled by its name.
    """
    sent = files.get(seat.request.query.get("file", ""))
    if sent is None:
        return values
    at = seat.register.file_places[sent.slot].at
    if at == f"/{sent.slot}":
        return {**values, sent.slot: sent.id}
    rows, file = values.get(sent.slot, []), at.rpartition("/")[2]
    if any(row.get(file) == sent.id for row in rows):
        return values
    titles = {one.at.rpartition("/")[2]: sent.name[: _room(one)] for one in _titles(seat, sent)}
    return {**values, sent.slot: [*rows, {**titles, file: sent.id}]}


def _titles(seat: RegisterSeat, sent: Upload) -> list[RegisterField]:
    """The first question of a file's row that is answered in words."""
    inside = f"/{sent.slot}/{EACH}/"
    rows = [one for at, one in seat.register.fields.items() if at.startswith(inside)]
    plain = {"type", "title", "description", "maxLength"}
    return [one for one in rows if one.schema.keys() <= plain and one.schema["type"] == "string"][
        :1
    ]


def _room(field: RegisterField) -> int:
    return int(field.schema["maxLength"])


def _typed_again(
    named: Mapping[str, Json], data: Mapping[str, Json], names: Mapping[str, RegisterRecord]
) -> Mapping[str, Json]:
    """Names in the place of ids, unless two records share one: then the ids stay."""
    words = [one.name for one in names.values()]
    return named if len(set(words)) == len(words) else data


def _take(
    seat: RegisterSeat,
    question: PageFilling,
    unit: str,
    keep: Callable[[Entered, int], RegisterRecord],
) -> Reply:
    def act(posted: Posted, filled: PageFilling) -> Reply:
        data = {name: told for name, told in posted.data.items() if name != WHY}
        plain = Entered(data, unit, posted_key(posted), seat.lang, anyway=ANYWAY in posted.hidden)
        entered = replace(plain, reason=posted.data.get(WHY, ""))
        try:
            record = keep(entered, posted_version(posted.hidden))
        except DuplicateRecord as error:
            return _show_alike(seat, filled, error)
        except StaleVersion:
            return _show_changed(seat, question, filled)
        return see_other(f"{seat.address}/{record.id}?saved=1")

    def again(filled: PageFilling) -> Reply:
        return _show_form(seat, filled)

    return answer(seat.request, question, act, again)


def _show_alike(seat: RegisterSeat, filled: PageFilling, error: DuplicateRecord) -> Reply:
    """The form once more, with the button that says it is another record, and links to those that
    are like it, as far as the officer may know of them.
    """
    known = [one for one in error.found if may_list(seat.who, seat.register, one.unit)]
    links = [Link(label=one.name, href=f"{seat.address}/{one.id}") for one in known]
    told = Notice(
        tone="info",
        title=say(seat.lang, "registers.alike"),
        text=say(seat.lang, "registers.alike_names", names=error.params["names"]),
    )
    sure = filled.but(
        hidden={**filled.hidden, ANYWAY: "1"}, submit=say(seat.lang, "registers.save_anyway")
    )
    return _show_form(seat, sure, [told, LinkRow(links=links)], CONFLICT)


def _show_changed(seat: RegisterSeat, question: PageFilling, filled: PageFilling) -> Reply:
    told = Notice(tone="bad", title=say(seat.lang, "registers.changed"))
    fresh = filled.but(hidden={VERSION: question.hidden.get(VERSION, "0")})
    return _show_form(seat, fresh, [told], STALE)


def _show_form(
    seat: RegisterSeat, filled: PageFilling, news: Sequence[Component] = (), status: int = 0
) -> Reply:
    page = WebPage(
        title=filled.title,
        wrong=bool(filled.errors),
        parts=[
            filled.summary,
            Heading(title=filled.title, back=Link(label=seat.title, href=seat.address)),
            *news,
            filled.form,
        ],
    )
    return seat.show(page, status or status_of_page(filled))
