"""One task of an office on an officer's screen: why it is owed, what meets it, and what may be done
where there was nothing to do.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from ocop.base.errors import InvalidInput, NotFound
from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.duties.acts import (
    Deed,
    answer_task,
    ask_waiver,
    declare_nothing,
    may_answer,
    may_ask_waiver,
    may_explain,
    may_waive,
    waive,
)
from ocop.duties.owing import counts_records, expects_reports
from ocop.html import (
    VERSION,
    ActButton,
    Component,
    FactLine,
    Facts,
    Heading,
    Link,
    LinkRow,
    Notice,
    Panel,
    Paragraph,
    Split,
    Subheading,
    Timeline,
    WebPage,
    posted_version,
)
from ocop.http import Reply, Request, see_other
from ocop.plans.duty import Expectation
from ocop.plans.task import DutyEvent, DutyTask
from ocop.registers.register import EACH, Register
from ocop.registers.rights import units_filled
from ocop.web.asking import WRONG, reason_typed
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.duty_cases import cases_in_words, links_to_cases
from ocop.web.office.duty_given import answer_form, given_facts, may_open
from ocop.web.office.duty_reports import links_to_reports, way_to_report
from ocop.web.office.duty_seat import DutySeat, duty_seat
from ocop.web.office.office_history import office_history
from ocop.web.office.register_seat import REGISTERS, filter_name


def show_duty(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """A task of the plan."""
    return _show_duty(duty_seat(desk, request, id))


def _show_duty(seat: DutySeat, problem: str = "", status: int = 200) -> Reply:
    reading, history = seat.reading, seat.say("history")
    saved = Notice(tone="good", title=seat.say("saved"))
    page = WebPage(
        title=reading.title,
        wide=True,
        wrong=bool(problem),
        parts=[
            Heading(
                title=reading.title,
                byline=f"{reading.holder} · {reading.period}",
                back=Link(label=say(seat.request.lang, "office.worklist"), href="/office"),
            ),
            *([saved] if "saved" in seat.request.query else []),
            Split(
                label=history,
                main=[
                    Panel(title=reading.standing, parts=_doing(seat, problem)),
                    *_why(seat),
                ],
                aside=[Subheading(text=history), _history(seat)],
            ),
        ],
    )
    return seat.desk.show(
        seat.request, page, status, person=seat.who.person.name, at=seat.who.province
    )


def _doing(seat: DutySeat, problem: str) -> list[Component]:
    """Until when, and what the officer may do about it."""
    due = seat.reading.due
    words = "answered" if seat.task.is_given and seat.task.state == "met" else "reason_given"
    told = [Paragraph(text=seat.say(words, reason=seat.task.reason))]
    return [
        *([due] if due else []),
        *(told if seat.task.reason else []),
        *_records(seat),
        *((*_filling(seat), *way_to_report(seat.desk, seat.reading)) if seat.task.is_open else ()),
        *_acts(seat, problem),
    ]


def _records(seat: DutySeat) -> Iterator[Component]:
    """The records that met it."""
    store, code = seat.desk.registers.store, seat.who.province.code
    for record in store.records(code, seat.task.records):
        if may_open(seat, record):
            address = f"{REGISTERS}/{record.register_id}/{record.id}"
            yield Paragraph(text=seat.say("met_by"), link=Link(label=record.name, href=address))
    yield from links_to_reports(seat.reading, seat.task.records)
    yield from links_to_cases(seat.reading, seat.task.records)


def _filling(seat: DutySeat) -> Iterator[Component]:
    """The ways to the forms whose record meets it, with the answers that it asks for."""
    links = [
        Link(
            label=seat.say("fill_in", register=pick(register.title, seat.request.lang)),
            href=f"{REGISTERS}/{register.id}/new?{urlencode(_answers(seat, expected))}",
            primary=not place,
        )
        for place, (register, expected) in enumerate(_fillable(seat))
    ]
    if links:
        yield Paragraph(text=seat.say("closes_itself", first=seat.reading.first_day,
                                      last=seat.reading.last_day))  # fmt: skip
        yield LinkRow(links=links)


def _fillable(seat: DutySeat) -> Iterator[tuple[Register, Expectation]]:
    duty = seat.reading.duty
    for expected in duty.expects.of if duty else ():
        if counts_records(expected) and not expects_reports(expected):
            register = seat.desk.registers.registers.get(expected.register)
            if seat.task.holder in units_filled(seat.who, register):
                yield register, expected


def _answers(seat: DutySeat, expected: Expectation) -> dict[str, str]:
    """The unit, of a producer's duty the producer, and the first answer at each field that
    decides.
    """
    who, links = seat.reading.duties.producers, _links(seat, expected)
    told_of = {
        filter_name(at): seat.task.title
        for at, to in links.items()
        if who and seat.task.producer and to == who.register
    }
    told = {
        filter_name(one.at): str(one.values[0])
        for one in expected.where
        if one.values and EACH not in one.at
    }
    return {"unit": seat.task.holder, **told_of, **told}


def _links(seat: DutySeat, expected: Expectation) -> Mapping[str, str]:
    return seat.desk.registers.registers.get(expected.register).links


def _acts(seat: DutySeat, problem: str) -> Iterator[Component]:
    who, task = seat.who, seat.task
    hidden = {VERSION: str(task.version)}
    if may_explain(who, task, seat.reading.duty):
        yield _reasoned(seat, "nothing", hidden, problem)
    if may_answer(who, task):
        yield answer_form(seat, problem)
    if may_ask_waiver(who, task):
        yield _reasoned(seat, "waiver", hidden, problem)
    if task.is_open and task.asker:
        yield Paragraph(text=seat.say("waiver_waits", asker=_name(seat, task.asker)))
    if may_waive(who, task):
        action = f"{seat.address}/waive"
        yield ActButton(action=action, label=seat.say("waive"), hidden=hidden, tone="primary")


def _reasoned(seat: DutySeat, act: str, hidden: Mapping[str, str], problem: str) -> ActButton:
    return ActButton(
        action=f"{seat.address}/{act}",
        label=seat.say(act),
        hidden=hidden,
        note=seat.say(f"{act}_note"),
        why="reason",
        problem=problem,
        typed=reason_typed(seat.request) if problem else "",
        folded=not problem,
    )


def _why(seat: DutySeat) -> list[Component]:
    """Where it comes from, and what meets it."""
    reading = seat.reading
    if seat.task.is_given:
        return given_facts(seat)
    owner = [FactLine(label=seat.say("owed_by"), value=reading.owner)]
    return [
        Subheading(text=seat.say("why")),
        Facts(
            facts=[
                *(FactLine(label=place, value=one.text) for place, one in reading.clauses),
                *(owner if seat.task.unit != seat.task.holder else []),
                FactLine(label=seat.say("period"), value=reading.days),
                FactLine(label=seat.say("meets"), value=_meets(seat)),
            ]
        ),
    ]


def _meets(seat: DutySeat) -> str:
    if not seat.reading.duty:
        return ""
    expects = seat.reading.duty.expects
    parts = [cases_in_words(seat.reading, one) or _in_words(seat, one) for one in expects.of]
    return seat.say(f"needs_{expects.needs}").join(parts)


def _in_words(seat: DutySeat, expected: Expectation) -> str:
    if expects_reports(expected):
        return seat.say("meets_report")
    register = seat.desk.registers.registers.get(expected.register)
    told = [
        words for one in expected.where for words in _chosen(seat, register, one.at, one.values)
    ]
    title = pick(register.title, seat.request.lang)
    return f"{title} ({', '.join(told)})" if told else title


def _chosen(seat: DutySeat, register: Register, at: str, values: tuple[Any, ...]) -> Iterator[str]:
    field, lang = register.fields.get(at), seat.request.lang
    if field is None:
        return
    for value in values:
        choice = field.choices.get(value)
        yield pick(choice or field.schema["title"], lang)


def _history(seat: DutySeat) -> Timeline:
    def said(one: DutyEvent) -> tuple[str, str]:
        return seat.say(_act_name(seat, one.kind)), one.reason if one.kind != "moved" else ""

    acts = seat.desk.svc.tasks.acts(seat.task.province, seat.task.id)
    return office_history(seat.who.province, acts, said)


def _act_name(seat: DutySeat, kind: str) -> str:
    given = {"opened": "act_given", "met": "act_answered"} if seat.task.is_given else {}
    return given.get(kind, f"act_{kind}".replace("-", "_"))


def _name(seat: DutySeat, id: str) -> str:
    person = seat.who.province.people.get(id)
    return person.name if person else ""


def act_on_duty(desk: OfficeDesk, request: Request, id: str, act: str) -> Reply:
    """Says that there was nothing to do, proposes a waiver, or agrees to one."""
    seat = duty_seat(desk, request, id)
    fields = request.form()
    deed = deed_of(seat, posted_version(fields))
    try:
        act_named(act)(replace(deed, record=fields.get("record", "")), fields.get("reason", ""))
    except InvalidInput as error:
        return _show_duty(seat, error.errors[0].detail, WRONG)
    return see_other(f"{seat.address}?saved=1")


def deed_of(seat: DutySeat, version: int) -> Deed:
    """The officer as somebody who acts on what was seen at a version."""
    return Deed(seat.desk.svc, seat.who, seat.task.id, version, seat.request.lang)


def act_named(act: str) -> Callable[[Deed, object], DutyTask]:
    """What an address's last part does. Raises NotFound."""
    if act not in _ACTS:
        raise NotFound
    return _ACTS[act]


_ACTS: dict[str, Callable[[Deed, object], DutyTask]] = {
    "answer": answer_task,
    "nothing": declare_nothing,
    "waiver": ask_waiver,
    "waive": lambda deed, _: waive(deed),
}
