"""What a producer owes, told to it once and filled in behind a link, without an account.

The link is derived from a task's own id, so nothing of it is stored. It opens what the producer
owes for the task's period, as long as a producer's link to a case does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ocop.base.errors import (
    FieldError,
    InvalidInput,
    LinkExpired,
    LinkRevoked,
    NotFound,
    StaleVersion,
)
from ocop.base.hashing import short_id
from ocop.base.moment import local_date, show_date
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.cases.effects import SendMail
from ocop.cases.inviting import GUEST
from ocop.cases.lookup import province_of
from ocop.catalogue.messages import field_text
from ocop.catalogue.texts import say
from ocop.duties.ports import DutyServices
from ocop.links.tokens import LinkId, LinkUnknown, open_token
from ocop.people.province import Province
from ocop.people.rights import Officer
from ocop.plans.task import DutyTask, task_id
from ocop.registers.acts import Keeping
from ocop.registers.beside import record_beside
from ocop.registers.filling import FilledIn, demand_unlike
from ocop.registers.inviting import rule_in
from ocop.registers.places import BY_DAY, id_at
from ocop.registers.ports import KeyTurned, RegisterServices, Span
from ocop.registers.record import Entered, RegisterRecord
from ocop.registers.register import Register

OWED_DOOR = "/r/owed/"
OPENS_FOR = timedelta(days=400)  # after the last day, as a producer's link to a case does
MOST_OWN = 400  # records of a unit that are looked through for the producer's own


@struct(frozen=True)
class OwedPage:
    """What a producer owes for a period: its tasks, all of them and those that are open, and the
    register that it may fill in; None once nothing of that is open.
    """

    province: Province
    producer: RegisterRecord
    tasks: tuple[DutyTask, ...]
    register: Register | None

    @property
    def open_tasks(self) -> tuple[DutyTask, ...]:
        """Those that wait."""
        return tuple(one for one in self.tasks if one.is_open)


def own_tasks(svc: DutyServices, task: DutyTask) -> list[DutyTask]:
    """All that the producer of a task owes for the same period, in the order of the duties."""
    duties = svc.duties.at(task.duties)
    ids = [
        task_id(task.province, duties.id, one.id, task.producer, task.period)
        for one in duties.duties
        if one.is_of_producers
    ]
    found = {one.id: one for one in svc.tasks.tasks(task.province, ids)}
    return [found[id] for id in ids if id in found]


def first_told(svc: DutyServices, tasks: Iterable[DutyTask]) -> list[DutyTask]:
    """Of tasks that are told of now, as they stood before, one for each producer that was never
    told of its period.
    """
    found: dict[tuple[str, str], DutyTask] = {}
    for task in tasks:
        owes = (task.producer, task.period)
        if task.producer and owes not in found and not any(t.looks for t in own_tasks(svc, task)):
            found[owes] = task
    return list(found.values())


def address_of_producer(svc: RegisterServices, producer: RegisterRecord) -> str:
    """Where a producer gets mail: the field of its record that invitations go to; "" where it has
    told none.
    """
    known = (svc.registers.get(id) for id in svc.registers.ids())
    rules = [rule_in(one) for one in known if one.invitation]
    fields = [one.address for one in rules if one.guests == producer.register_id]
    return str(at(producer.data, fields[0]) or "") if fields else ""


def _own_key(task: str) -> str:
    """The part of the link that no link to a case or an invitation has."""
    return short_id(task, "owed", size=10)


def owed_behind(svc: DutyServices, place: str, token: str) -> OwedPage:
    """What a link opens, of the province `place`.

    Raises LinkUnknown, LinkRevoked where the producer's record is void, LinkExpired.
    """
    link = open_token(token, svc.keys())
    if link.assignment != _own_key(link.dossier):
        raise LinkUnknown
    try:
        province = province_of(svc, place)
        task = svc.tasks.task(place, link.dossier)
        producer = svc.registers.store.record(place, task.producer)
    except NotFound:
        raise LinkUnknown from None
    if producer.state == "void":
        raise LinkRevoked
    if svc.now() > task.due + OPENS_FOR:
        raise LinkExpired
    tasks = tuple(own_tasks(svc, task))
    return OwedPage(province, producer, tasks, _register_of(svc, producer, tasks))


def _register_of(
    svc: DutyServices, producer: RegisterRecord, tasks: Sequence[DutyTask]
) -> Register | None:
    """The first register that meets something open and has a field for the producer."""
    published = svc.registers.registers
    for task in tasks:
        expects = svc.duties.at(task.duties).duty(task.duty).expects.of if task.is_open else ()
        for id in (one.register for one in expects if one.register in published.ids()):
            if producer.register_id in published.get(id).links.values():
                return published.get(id)
    return None


def given_answers(page: OwedPage) -> dict[str, Any]:
    """The answers that are known already: who it is, and the year or last day of the period."""
    register, told = page.register, dict[str, Any]()
    if register is None:
        return told
    for field, to in register.links.items():
        if to == page.producer.register_id and field.count("/") == 1:
            told[field[1:]] = page.producer.id
    counted = register.fields.get(register.counted_on)
    if counted and counted.schema["type"] == "integer":
        told[register.counted_on[1:]] = page.tasks[0].last.year
    return told


def own_records(svc: RegisterServices, page: OwedPage, register: Register) -> list[RegisterRecord]:
    """The records of a register in the producer's unit that lead to the producer."""
    code, unit = page.province.code, page.producer.unit
    places = svc.store.listed(code, register.id, unit, BY_DAY, Span(down=True), MOST_OWN)
    found = svc.store.records(code, list(dict.fromkeys(map(id_at, places))))
    return [one for one in found if one.state != "void" and _leads_to(one, register, page)]


def _leads_to(record: RegisterRecord, register: Register, page: OwedPage) -> bool:
    leads = [field for field, to in register.links.items() if to == page.producer.register_id]
    return any(at(record.data, field) == page.producer.id for field in leads)


def file_own(
    svc: DutyServices, page: OwedPage, answers: Mapping[str, Any], key: str, lang: Lang
) -> RegisterRecord:
    """Keep what a producer tells of itself, under a key once; a repeat gets the same record.

    Raises NotFound where nothing is asked, InvalidInput, also for what is another producer's,
    DuplicateRecord.
    """
    if page.register is None:
        raise NotFound
    keeping = Keeping(svc.registers, Officer(GUEST, page.province), page.register, "link")
    data = {**answers, **given_answers(page)}
    entered = Entered(data, page.tasks[0].holder, f"{page.tasks[0].id}-{key}", lang, "link")
    change = record_beside(keeping, entered)
    record = change.after
    if wrong := list(_strangers(svc.registers, page, record, lang)):
        raise InvalidInput(wrong)
    filled = FilledIn(record.data, record.name, record.counted)
    looked = demand_unlike(svc.registers, page.province, page.register, filled, record.id)
    try:
        svc.registers.store.write(replace(change, looked=looked))
    except KeyTurned:  # one alike came in the same moment, and is asked about
        return file_own(svc, page, answers, key, lang)
    except StaleVersion:  # it is there already
        return svc.registers.store.record(page.province.code, record.id)
    return record


def _strangers(
    svc: RegisterServices, page: OwedPage, record: RegisterRecord, lang: Lang
) -> Iterator[FieldError]:
    """Fields that lead to what is another producer's."""
    register = svc.registers.at(record.register)
    for field, to in register.links.items():
        id = str(at(record.data, field) or "")
        if to not in svc.registers.ids() or to == page.producer.register_id or not id:
            continue
        led = svc.registers.get(to)
        if page.producer.register_id in led.links.values():
            found = svc.store.records(page.province.code, [id])
            if not any(_leads_to(one, led, page) for one in found):
                label = register.fields[field].schema["title"][lang]
                yield FieldError(field, "link", field_text(("link",), lang, {"label": label}))


def mails_to_producers(
    svc: DutyServices, province: Province, told: Iterable[DutyTask]
) -> Iterator[SendMail]:
    """The one mail to each producer of whose period nobody was told before, where it has an
    address. `told`: the tasks that are told of now, as they stood before.
    """
    for task in first_told(svc, told):
        for producer in svc.registers.store.records(province.code, [task.producer]):
            to = address_of_producer(svc.registers, producer)
            if to and producer.state != "void":
                yield _mail(svc, province, task, producer, to)


def _mail(
    svc: DutyServices, province: Province, task: DutyTask, producer: RegisterRecord, to: str
) -> SendMail:
    lang: Lang = "vi"
    waiting = [one for one in own_tasks(svc, task) if one.is_open]
    values = {
        **province.shown_on_mails(lang),
        "name": producer.name,
        "producer": producer.name,
        "unit": pick(province.unit_name(task.holder), lang),
        "reference": f"{task.period} {task.holder}",
        "tasks": "\n".join(owed_line(svc, one, lang) for one in waiting),
    }
    return SendMail(
        template="producer-owes",
        to=to,
        lang=lang,
        values=values,
        link=str(LinkId(task.id, _own_key(task.id))),
        door=f"{OWED_DOOR}{province.code}/",
        province=province.code,
    )


def owed_line(svc: DutyServices, task: DutyTask, lang: Lang) -> str:
    """What is owed and by when, in a line."""
    title = pick(svc.duties.at(task.duties).duty(task.duty).title, lang)
    return say(lang, "owed.line", title=title, day=show_date(local_date(task.due), lang))
