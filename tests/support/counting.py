"""Random acts on random records, with the running totals that they leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from types import SimpleNamespace
from typing import Any

from ocop.forms.serve import served_schema
from ocop.people.province import Province, Unit
from ocop.plans.course import CountedFigure
from ocop.plans.indicator import Counted
from ocop.programme.figures import BY_UNIT, PLAN, Counting, HeadFigures
from ocop.programme.reading import specs_of
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
FEWEST_COMMUNES, MERGED_UNTIL = 40, date(2025, 6, 30)
NAME = {"vi": "Đơn vị", "en": "Unit"}
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
    at = datetime(2021 + random.randrange(years), random.randint(1, 12), 15, tzinfo=UTC)
    id = f"r{random.getrandbits(80):x}"
    return replace(record, id=id, unit=random.choice(COMMUNES), counted=day, at=at)


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
    """Records, and the heads that acts on them leave; `merges` is how likely each act is a merger
    of two communes.
    """

    def __init__(self, random: Random, merges: float = 0.01) -> None:
        self.random, self.merges = random, merges
        self.heirs: dict[str, str] = {}
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
        """One act: mostly a new record, else one of those there corrected, moved, void, erased; or
        two communes merge, whose records stay where they are.
        """
        if self.random.random() < self.merges:
            self._merge()
        if self.random.random() < 0.6 or not self.records:
            register = ALL_REGISTERS.get(self.random.choice(ALL_REGISTERS.ids()))
            drawn = drawn_record(self.random, register)
            self._put(None, replace(drawn, unit=self.heir(drawn.unit)))
            return
        before = self.records[self.random.choice(self._ids)]
        self._put(before, self._changed(before))

    def heir(self, unit: str) -> str:
        """The commune that answers for what was one's."""
        while unit in self.heirs:
            unit = self.heirs[unit]
        return unit

    def _merge(self) -> None:
        living = [unit for unit in COMMUNES if unit not in self.heirs]
        if len(living) > FEWEST_COMMUNES:
            ended, heir = self.random.sample(living, 2)
            self.heirs[ended] = heir

    def province(self) -> Province:
        """The province as it stands after its mergers."""
        top = Unit("99", NAME, "province", "")
        units = {
            code: Unit(
                code, NAME, "commune", "99",
                until=MERGED_UNTIL if code in self.heirs else None,
                successor=self.heirs.get(code, ""),
            )
            for code in COMMUNES
        }  # fmt: skip
        return Province("99", NAME, (), {"99": top, **units}, {}, (), {})

    def figures(self) -> dict[str, dict[str, CountedFigure]]:
        """Every measure by commune, folded from the heads."""
        return _by_commune(self.province(), list(self.heads.values()))

    def figures_as_if_moved(self) -> dict[str, dict[str, CountedFigure]]:
        """The same, had every record been filed by who answers for it now."""
        moved = (replace(one, unit=self.heir(one.unit)) for one in self.records.values())
        counted = refolded((ALL_REGISTERS.get(one.register_id), one) for one in moved)
        heads = [TotalsHead(place, amounts) for place, amounts in counted.items()]
        return _by_commune(self.province(), heads)

    def _changed(self, before: RegisterRecord) -> RegisterRecord:
        register = ALL_REGISTERS.get(before.register_id)
        other = drawn_record(self.random, register)
        changes: tuple[dict[str, Any], ...] = (
            {"data": other.data, "counted": other.counted, "state": "recorded", "at": other.at},
            {"counted": other.counted},
            {"unit": self.heir(other.unit)},
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


def _by_commune(
    province: Province, heads: Sequence[TotalsHead]
) -> dict[str, dict[str, CountedFigure]]:
    svc: Any = SimpleNamespace(registers=ALL_REGISTERS)
    counting = Counting(province, "99", date(2027, 12, 31), date(2000, 1, 1))
    specs = specs_of(svc)
    figures = HeadFigures(counting, heads, specs)
    found = {name: figures.split(Counted(name, since=PLAN), BY_UNIT) for name in specs}
    return {
        name: {unit: figure for unit, figure in split.items() if figure}
        for name, split in found.items()
    }
