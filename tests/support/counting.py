"""Random acts on random records, with the running totals that they leave."""

from dataclasses import replace
from random import Random
from typing import Any

from ocop.forms.serve import served_schema
from ocop.registers.erasing import without_persons
from ocop.registers.measures import (
    Amounts,
    HeadPlace,
    HeadShift,
    TotalsHead,
    refolded,
    shifts_between,
)
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register, published_registers
from tests.support.registers import bare_record
from tests.support.samples import sample

ACTS = 1000
COMMUNES = tuple(f"1{number:04d}" for number in range(129))
ALL_REGISTERS = published_registers()
CHOICES = {
    "communes": [(code, {"vi": code, "en": code}) for code in COMMUNES[:2]],
    "units": [("10101", {"vi": "Xã A", "en": "A"}), ("9901", {"vi": "Sở B", "en": "B"})],
    "criteria-sets": [("04", {"vi": "Mật ong", "en": "Honey"})],
}
SAMPLES = {
    id: sample(served_schema(ALL_REGISTERS.get(id).form, "vi", CHOICES), "full")
    for id in ALL_REGISTERS.ids()
}


def drawn_record(random: Random, register: Register, years: int = 5) -> RegisterRecord:
    """A record of some unit with some answers."""
    data = {name: _drawn(random, value) for name, value in SAMPLES[register.id].items()}
    for field in register.fields.values():
        if field.choices and not field.in_rows:
            data[field.at[1:]] = random.choice(list(field.choices))
    day = f"{2021 + random.randrange(years)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    record = bare_record(register, data)
    id = f"r{random.getrandbits(80):x}"
    return replace(record, id=id, unit=random.choice(COMMUNES), counted=day)


def _drawn(random: Random, value: Any) -> Any:
    if isinstance(value, bool):
        return random.random() < 0.5
    if isinstance(value, int):
        return random.randint(0, 10**9)
    if isinstance(value, list):
        rows = [dict(value[0]) for _ in range(random.randint(0, 5))] if value else []
        return [{name: _drawn(random, one) for name, one in row.items()} for row in rows]
    if isinstance(value, str) and len(value) == 10 and value[4] == "-":
        return f"{random.randint(2020, 2027)}-{random.randint(1, 12):02}-15"
    return f"{value}{random.randint(1, 40)}" if random.random() < 0.7 else value


class Ledger:
    """Records, and the heads that acts on them leave."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.records: dict[str, RegisterRecord] = {}
        self.heads: dict[HeadPlace, TotalsHead] = {}
        self._ids: list[str] = []

    @property
    def kept(self) -> dict[HeadPlace, Amounts]:
        """What stands in the heads."""
        return {place: head.amounts for place, head in self.heads.items() if head.amounts}

    def recounted(self) -> dict[HeadPlace, Amounts]:
        """What the records give."""
        kept = self.records.values()
        return refolded((ALL_REGISTERS.get(one.register_id), one) for one in kept)

    def act(self) -> None:
        """One act: mostly a new record, else one of those there corrected, moved, void, erased."""
        if self.random.random() < 0.6 or not self.records:
            register = ALL_REGISTERS.get(self.random.choice(ALL_REGISTERS.ids()))
            self._put(None, drawn_record(self.random, register))
            return
        before = self.records[self.random.choice(self._ids)]
        self._put(before, self._changed(before))

    def _changed(self, before: RegisterRecord) -> RegisterRecord:
        register = ALL_REGISTERS.get(before.register_id)
        other = drawn_record(self.random, register)
        changes: tuple[dict[str, Any], ...] = (
            {"data": other.data, "counted": other.counted, "state": "recorded"},
            {"counted": other.counted},
            {"unit": other.unit},
            {"state": "void"},
            {"data": without_persons(register, before.data)},
        )
        return replace(before, version=before.version + 1, **self.random.choice(changes))

    def _put(self, before: RegisterRecord | None, after: RegisterRecord) -> None:
        register = ALL_REGISTERS.get(after.register_id)
        was = (register, before) if before else None
        for shift in shifts_between(was, (register, after)):
            self._move(shift)
        if after.id not in self.records:
            self._ids.append(after.id)
        self.records[after.id] = after

    def _move(self, shift: HeadShift) -> None:
        head = self.heads.get(shift.place, TotalsHead(shift.place))
        self.heads[shift.place] = head.moved(shift.by)
