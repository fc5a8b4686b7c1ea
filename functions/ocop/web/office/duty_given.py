"""Work that a record gives, on its page: where it comes from, and what was done about it."""

from collections.abc import Iterator
from contextlib import suppress

from ocop.base.errors import NotFound
from ocop.base.text import pick
from ocop.html import (
    VERSION,
    Box,
    Component,
    FactLine,
    Facts,
    Link,
    LinkRow,
    Panel,
    SmallForm,
    Subheading,
)
from ocop.registers.record import RegisterRecord
from ocop.registers.rights import readable_record
from ocop.registers.row_tasks import LONGEST_ANSWER
from ocop.web.office.duty_seat import DutySeat
from ocop.web.office.register_seat import REGISTERS


def answer_form(seat: DutySeat, problem: str) -> Component:
    """Where whoever has to do it says what was done."""
    typed = seat.request.form() if problem else {}
    words = Box(
        id="answer-words", name="reason", label=seat.say("answer_words"), type="long",
        value=typed.get("reason", ""), hint=seat.say("answer_hint"), error=problem,
        max_length=LONGEST_ANSWER,
    )  # fmt: skip
    return SmallForm(
        action=f"{seat.address}/answer",
        submit=seat.say("answer"),
        boxes=[words, *_shown_by(seat, typed.get("record", ""))],
        hidden={VERSION: str(seat.task.version)},
        boxed=False,
    )


def _shown_by(seat: DutySeat, value: str) -> Iterator[Box]:
    if seat.reading.rule and seat.reading.rule.record:
        label, hint = seat.say("shown_by"), seat.say("shown_by_hint")
        yield Box(id="answer-record", name="record", label=label, hint=hint, value=value)


def given_facts(seat: DutySeat) -> list[Component]:
    """Who gave it, of which kind it is, and the record that it stands in."""
    reading, lang, ways = seat.reading, seat.request.lang, list(_source(seat))
    kind = pick(reading.rule.title, lang) if reading.rule else ""
    named = [] if ways or not seat.task.about else [seat.task.about]
    facts = [
        FactLine(label=seat.say("kind"), value=kind),
        *(FactLine(label=seat.say("source"), value=one) for one in named),
        FactLine(label=seat.say("giver"), value=reading.giver),
        FactLine(label=seat.say("source_day"), value=reading.first_day),
    ]
    return [Subheading(text=seat.say("why")), Facts(facts=facts), *ways]


def _source(seat: DutySeat) -> Iterator[Component]:
    for record in seat.desk.registers.store.records(seat.who.province.code, [seat.task.source]):
        if may_open(seat, record):
            address = f"{REGISTERS}/{record.register_id}/{record.id}"
            link = Link(label=record.name, href=address)
            yield Panel(title=seat.say("source"), parts=[LinkRow(links=[link])])


def may_open(seat: DutySeat, record: RegisterRecord) -> bool:
    """Whether the officer may read a record."""
    register = seat.desk.registers.registers.get(record.register_id)
    with suppress(NotFound):
        readable_record(seat.who, register, record)
        return True
    return False
