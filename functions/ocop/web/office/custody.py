"""The book of samples and paper dossiers of a case, in the console and for programs."""

from collections.abc import Iterator
from typing import Any

from ocop.base.moment import show_date
from ocop.base.text import pick
from ocop.cases.custody import (
    Movement,
    commune_slip_of,
    movements,
    not_received,
    now_held,
    slip_of,
)
from ocop.deciding.custody import custody_question, handle
from ocop.deciding.officer import readable_case
from ocop.html import (
    Component,
    FactLine,
    Facts,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Posted,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    posted_key,
)
from ocop.http import Reply, Request, json_reply, see_other
from ocop.law.citing import cited
from ocop.law.custody import Handed
from ocop.web.asking import answer, data_in, key_for
from ocop.web.desk import Desk
from ocop.web.office.case_form import show_case_form
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading

HANDED: tuple[Handed, ...] = ("samples", "dossier")
BOOK_COLUMNS = (
    "custody.day",
    "custody.movement",
    "custody.place",
    "custody.other",
    "custody.recorded",
)


def custody_of(reading: Reading) -> tuple[Movement, ...]:
    """The chain of a case, oldest first."""
    return movements(reading.events)


def custody_notice(reading: Reading) -> list[Notice]:
    """What the province's office has not received yet and should have, where a council is next."""
    if not reading.case.is_open or reading.stage.level != "province":
        return []
    return [Notice(tone="info", title=text) for text in _missing(reading)]


def _missing(reading: Reading) -> list[str]:
    return [
        reading.say(
            f"custody.missing_{rule.what}",
            count=str(rule.count),
            article=cited(reading.rulebook.decision, rule.article),
        )
        for rule in not_received(reading.rulebook, reading.case, custody_of(reading))
    ]


def custody_link(reading: Reading) -> list[Component]:
    """The way to the book, beside the slip number."""
    href = f"/office/dossiers/{reading.case.id}/custody"
    return [LinkRow(links=[Link(label=reading.say("custody.to_custody"), href=href)])]


def show_custody(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """What was received and handed on, what is held, and the form for the next movement."""
    who = desk.who(request)
    reading = Reading(desk, readable_case(desk.svc, who, id), request.lang)
    return _show(desk, request, reading, _filling(desk, reading))


def record_custody(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """Records a movement, or shows the page again with what is wrong with it."""
    who = desk.who(request)
    case = readable_case(desk.svc, who, id)
    reading = Reading(desk, case, request.lang)

    def act(posted: Posted, _: PageFilling) -> Reply:
        handle(desk.svc, who, case, posted.data, request.lang, posted_key(posted))
        return see_other(f"/office/dossiers/{id}/custody?recorded=1")

    def again(filled: PageFilling) -> Reply:
        return _show(desk, request, reading, filled)

    return answer(request, _filling(desk, reading), act, again)


def send_custody(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The book as JSON."""
    who = desk.who(request)
    reading = Reading(desk, readable_case(desk.svc, who, id), request.lang)
    return json_reply(custody_document(reading))


def record_by_program(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """Records a movement and answers with the book."""
    who = desk.who(request)
    case = readable_case(desk.svc, who, id)
    data = data_in(request.json(), request.lang)
    key = key_for(desk, request, data)
    stored = handle(desk.svc, who, case, data, request.lang, key, channel="api")
    return json_reply(custody_document(Reading(desk, stored, request.lang)), 201)


def custody_document(reading: Reading) -> dict[str, Any]:
    """The chain with what is held where and what is missing, as JSON."""
    chain = custody_of(reading)
    return {
        "slip": slip_of(reading.case, chain),
        "commune_slip": commune_slip_of(reading.case, chain),
        "held": [
            {"what": what, "unit": unit, "count": count} for what, unit, count in _held(chain)
        ],
        "missing": _missing(reading),
        "movements": [_document(one) for one in chain],
    }


def _document(one: Movement) -> dict[str, Any]:
    return {
        "what": one.what,
        "move": one.move,
        "count": one.count,
        "day": one.day.isoformat(),
        "place": one.place,
        "other": one.other,
        "note": one.note,
        "unit": one.unit,
        "by": one.by,
        "at": one.at.isoformat(),
    }


def _held(chain: tuple[Movement, ...]) -> Iterator[tuple[Handed, str, int]]:
    for what in HANDED:
        for unit in sorted({one.unit for one in chain}):
            if count := now_held(chain, what, unit):
                yield what, unit, count


def _filling(desk: Desk, reading: Reading) -> PageFilling:
    served = custody_question(desk.svc, reading.case).serve(reading.lang)
    return PageFilling(served=served, action=f"/office/dossiers/{reading.case.id}/custody")


def _show(desk: OfficeDesk, request: Request, reading: Reading, filled: PageFilling) -> Reply:
    done = [Notice(tone="good", title=reading.say("custody.recorded_now"))]
    parts: list[Component] = [
        *(done if "recorded" in request.query else []),
        *custody_notice(reading),
        _facts(reading),
        _book(reading),
    ]
    return show_case_form(
        desk, request, reading=reading, filled=filled, section="custody", parts=parts
    )


def _facts(reading: Reading) -> Facts:
    chain = custody_of(reading)
    slips = {"custody.commune_slip": commune_slip_of, "custody.slip": slip_of}
    lines = [
        FactLine(
            label=reading.say(name),
            value=slip(reading.case, chain) or reading.say("custody.no_slip"),
        )
        for name, slip in slips.items()
    ]
    for what in HANDED:
        label = reading.say("custody.held", what=reading.say(f"custody.what_{what}"))
        told = [
            reading.say("custody.held_at", count=str(count), unit=_unit(reading, unit))
            for kind, unit, count in _held(chain)
            if kind == what
        ]
        lines.append(
            FactLine(label=label, value="; ".join(told) or reading.say("custody.held_nowhere"))
        )
    return Facts(facts=lines)


def _unit(reading: Reading, code: str) -> str:
    unit = reading.province.units.get(code)
    return pick(unit.name, reading.lang) if unit else code


def _book(reading: Reading) -> Table:
    return Table(
        caption=reading.say("custody.title"),
        columns=[TableColumn(title=reading.say(name)) for name in BOOK_COLUMNS],
        rows=[_row(reading, one) for one in custody_of(reading)],
        empty=reading.say("custody.none"),
    )


def _row(reading: Reading, one: Movement) -> TableRow:
    move = reading.say(f"custody.move_{one.move.replace('-', '_')}")
    what = reading.say(f"custody.what_{one.what}")
    person = reading.province.people.get(one.by)
    line = reading.say("custody.line", move=move, count=str(one.count), what=what)
    return TableRow(
        cells=[
            TableCell(text=show_date(one.day, reading.lang)),
            TableCell(text=line, note=one.note),
            TableCell(text=_unit(reading, one.unit), note=one.place),
            TableCell(text=one.other),
            TableCell(text=person.name if person else one.by),
        ]
    )
