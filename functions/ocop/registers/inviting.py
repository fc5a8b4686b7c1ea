"""Events to which organisations are invited by mail: which registers hold such, where the
invitations are kept and what was answered, as the registers' files declare it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ocop.base.collation import folded
from ocop.base.errors import FieldError, InvalidInput
from ocop.base.pointers import at
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.base.visible import reason
from ocop.catalogue.messages import field_text
from ocop.registers.acts import Keeping, RecordStep, demand_open, held_already, write_step
from ocop.registers.places import KEYS_LIST, id_at
from ocop.registers.ports import RegisterServices, Span
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register


@struct(frozen=True)
class InvitationRule:
    """What is kept of an invitation, by field, in the register `kept_in`.

    `guest` leads to who is invited, whose own record has the mail's address in its field `address`.
    `waits`, `comes` and `stays` are the answers; `holds` stands in their place until the mail is
    released, "" where none is held. `chosen_from`: the registers that guests are
    chosen from; `at_once` and `most`: how many are invited at once and to one event, at most.
    `told_of`: when and where the last mail said that the event takes place, "" where that is not
    kept.
    """

    kept_in: Register
    event: str
    guest: str
    address: str
    email: str
    sent: str
    answer: str
    waits: str
    comes: str
    stays: str
    answered: str
    reason: str
    chosen_from: tuple[str, ...]
    at_once: int
    most: int
    told_of: str
    holds: str

    @property
    def guests(self) -> str:
        """The register of who may be invited."""
        return self.kept_in.links[self.guest]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it names in its own register."""
        own = (self.event, self.guest, self.email, self.sent)
        told = (self.told_of,) if self.told_of else ()
        return (*own, self.answer, self.answered, self.reason, *told)

    def told(self, record: RegisterRecord, field: str) -> str:
        """What an invitation says in a field, "" where nothing."""
        return str(at(record.data, field) or "")

    def is_held(self, record: RegisterRecord) -> bool:
        """Whether an invitation waits to be released: its guest was told of nothing."""
        return bool(self.holds) and self.told(record, self.answer) == self.holds


@struct(frozen=True)
class GuestAnswer:
    """What a guest answers: one of the rule's answers, in words what they add, and when."""

    answer: str
    note: object
    day: date
    lang: Lang


def rule_in(register: Register) -> InvitationRule:
    """The rule of a register that keeps invitations."""
    told = {**register.invitation, "chosen_from": tuple(register.invitation["chosen_from"])}
    may = {"told_of": told.pop("told", ""), "holds": told.pop("holds", "")}
    return InvitationRule(register, **may, **told)


def rule_for(svc: RegisterServices, events: Register) -> InvitationRule | None:
    """How the events of a register invite; None where they do not."""
    return rule_in(svc.registers.get(events.invites["register"])) if events.invites else None


def invitations_for(
    svc: RegisterServices, rule: InvitationRule, event: RegisterRecord
) -> list[RegisterRecord]:
    """The invitations to an event, by name."""
    first = f"0:{folded(event.id)}|"  # the first key of their register: the event, then the guest
    listed = svc.store.listed(
        event.province, rule.kept_in.id, event.province, KEYS_LIST, Span(first, f"{first}~"),
        rule.most,
    )  # fmt: skip
    found = svc.store.records(event.province, list(map(id_at, listed)))
    return sorted((one for one in found if one.state != "void"), key=lambda one: folded(one.name))


def guest_ids(
    rule: InvitationRule, register: Register, records: Iterable[RegisterRecord]
) -> list[str]:
    """Whom records of a register to choose from stand for: themselves, or who they lead to."""
    if register.id == rule.guests:
        return [one.id for one in records]
    leads = [at_field for at_field, to in register.links.items() if to == rule.guests]
    ids = (str(at(one.data, leads[0]) or "") for one in records)
    return list(dict.fromkeys(id for id in ids if id))


def is_answered(rule: InvitationRule, record: RegisterRecord, told: GuestAnswer) -> bool:
    """Whether an invitation says already what a guest answers. Raises InvalidInput."""
    note = _checked_note(rule, told)
    if told.answer not in (rule.comes, rule.stays):
        raise InvalidInput([_wrong(rule, rule.answer, "oneOf", told.lang)])
    kept = rule.told(record, rule.answer), rule.told(record, rule.reason)
    return (told.answer, note) == kept


def keep_answer(
    keeping: Keeping, rule: InvitationRule, record: RegisterRecord, told: GuestAnswer
) -> RegisterRecord:
    """Write a guest's answer into their invitation.

    Raises InvalidInput, WrongState for a void one, StaleVersion.
    """
    note = _checked_note(rule, told)
    demand_open(record, record.version)
    answers = {rule.answer: told.answer, rule.answered: told.day.isoformat(), rule.reason: note}
    data: dict[str, Any] = {**record.data, **{name[1:]: text for name, text in answers.items()}}
    kept = {name: value for name, value in data.items() if value != ""}
    filled = replace(held_already(record), data=kept)
    step = RecordStep("answered", record.state, filled, f"answered-{record.version}")
    return write_step(keeping, record, record, step)


def guest_told(rule: InvitationRule, record: RegisterRecord, told: str) -> RecordStep:
    """The step by which an invitation says what its guest is told of when and where."""
    data: dict[str, Any] = {**record.data, rule.told_of[1:]: told}
    filled = replace(held_already(record), data=data)
    return RecordStep("told", record.state, filled, f"told-{record.version}")


def invitation_released(
    rule: InvitationRule, record: RegisterRecord, data: Mapping[str, Any]
) -> RecordStep:
    """The step by which an invitation that was held becomes one that went, on the day it says."""
    filled = replace(held_already(record), data=data, counted=str(at(data, rule.sent)))
    return RecordStep("released", record.state, filled, f"released-{record.version}")


def _checked_note(rule: InvitationRule, told: GuestAnswer) -> str:
    longest = int(rule.kept_in.fields[rule.reason].schema["maxLength"])
    note = reason(told.note, longest + 1)
    if len(note) > longest:
        raise InvalidInput([_wrong(rule, rule.reason, "maxLength", told.lang, limit=str(longest))])
    return note


def _wrong(rule: InvitationRule, field: str, broken: str, lang: Lang, **params: str) -> FieldError:
    label = rule.kept_in.fields[field].schema["title"][lang]
    return FieldError(field, broken, field_text((broken,), lang, {"label": label, **params}))
