"""Requests for support: whom they are for, and what an answer leaves in the registers in the same
act: what was done, and a line of money where some was granted.
"""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.figures import show_number
from ocop.base.moment import local_date
from ocop.base.text import Lang
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.lookup import province_of
from ocop.cases.subject import SupportRequest
from ocop.catalogue.messages import sentence
from ocop.deciding.ports import DecidingServices
from ocop.law.rulebook import Outcome
from ocop.people.province import Person, Province
from ocop.people.rights import Officer
from ocop.registers.acts import Keeping
from ocop.registers.beside import record_beside
from ocop.registers.change import RegisterChange
from ocop.registers.filling import records_meant
from ocop.registers.record import Entered, RegisterRecord

SUPPORT, FUNDING, ORGANISATIONS = "support", "funding", "organisations"
_Told = Mapping[str, Any]


def demand_support(
    svc: DecidingServices, case: Case, outcome: Outcome, data: _Told, lang: Lang
) -> str:
    """The record of the organisation that the support is for, "" where the outcome needs none.

    Raises InvalidInput for a name that is not in the register, or is there several times, and for
    more money than was granted.
    """
    if not isinstance(case.subject, SupportRequest):
        return ""
    granted = case.subject.money
    if outcome.needs_report and granted and int(data.get("value", 0)) > granted:
        raise _wrong("/value", "support-over-grant", lang, {"amount": show_number(granted, lang)})
    if not outcome.needs_support:
        return case.subject.supported
    province, name = province_of(svc, case.province), str(data["organisation"])
    known = records_meant(svc.registers.store, province, ORGANISATIONS, name)
    if len(known) != 1:
        code = "several-organisations" if known else "unknown-organisation"
        raise _wrong("/organisation", code, lang, {"name": name})
    return known[0].id


def _wrong(pointer: str, code: str, lang: Lang, params: Mapping[str, str]) -> InvalidInput:
    return InvalidInput([FieldError(pointer, code, sentence(code, lang, params))])


def support_records(
    svc: DecidingServices, case: Case, holder: Assignment, outcome: Outcome, data: _Told
) -> tuple[RegisterChange, ...]:
    """What the registers keep of support that was given; nothing of any other decision."""
    if not outcome.keeps_record or not isinstance(case.subject, SupportRequest):
        return ()
    keeping = _Beside(svc, province_of(svc, case.province), case, holder)
    told = _support(svc, case.subject, data)
    support = keeping.record(SUPPORT, told)
    spent = int(told.get("value", 0))
    if not case.subject.source or not spent:
        return (support,)
    line = {
        "state": "spent",
        "source": case.subject.source,
        "content": "support",
        "amount": spent,
        "date": told["date"],
        "document": case.subject.document,
        "organisation": case.subject.supported,
        "record": support.after.id,
    }
    return (support, keeping.record(FUNDING, line, support.after))


def _support(svc: DecidingServices, asked: SupportRequest, data: _Told) -> dict[str, Any]:
    told = {
        "content": asked.content,
        "policy": asked.policy,
        "form": data.get("way", "advice"),
        "date": data.get("visited_on", local_date(svc.now()).isoformat()),
        "organisation": asked.supported,
        "reference": svc.store.case(asked.about).reference,
        "findings": data.get("findings"),
        "answer": "concur" if asked.source else "none",
        "value": data.get("value"),
        "in_kind": data.get("in_kind"),
        "result": str(data.get("reason", ""))[:LONGEST_RESULT],
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


LONGEST_RESULT = 1000  # as the register has it


class _Beside:
    """Whoever answers a request, as the one who fills in registers for the commune by that."""

    def __init__(
        self, svc: DecidingServices, province: Province, case: Case, holder: Assignment
    ) -> None:
        self.registers, self.case, party = svc.registers, case, holder.party
        person = Person(holder.person, party.name, party.email, party.lang, holder.agency, ())
        self.who = Officer(person, province)

    def record(self, register: str, data: _Told, *beside: RegisterRecord) -> RegisterChange:
        """One record, which may lead to those beside it."""
        kept = self.registers.registers.get(register)
        entered = Entered(data, self.case.unit, f"{self.case.id}-{register}", "vi", "case")
        return record_beside(Keeping(self.registers, self.who, kept, "case"), entered, beside)
