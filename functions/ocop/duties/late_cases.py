"""Open cases of a province as far as duties look at them: what is late where, and what went on."""

from collections.abc import Iterator
from functools import cached_property

from ocop.base.errors import Unreadable
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.duties.case_facts import CaseFacts
from ocop.duties.ports import DutyServices
from ocop.people.province import Province

_PAGE = 100


@struct(frozen=True)
class LateCases:
    """The open cases of a province, read once when they are first asked for."""

    svc: DutyServices
    province: Province

    @cached_property
    def facts(self) -> CaseFacts:
        """What all cases did."""
        return CaseFacts(self.svc, self.province)

    @cached_property
    def open_cases(self) -> list[Case]:
        """All open cases."""
        return list(self._read())

    def at_stage(self, stage: str) -> tuple[str, ...]:
        """The units in whose hands a case is late at a stage, each as often as one is."""
        now = self.svc.now()
        late = [
            one
            for one in self.open_cases
            if one.position.stage == stage and one.position.due and one.position.due < now
        ]
        return tuple(self._unit(one) for one in late)

    def _unit(self, case: Case) -> str:
        """The unit of the stage's level that the case lies in."""
        level = self.svc.rulebooks.at(case.process).stage(case.position.stage).level
        return self.province.unit_at(case.unit, "province" if level == "centre" else level).code

    def _read(self) -> Iterator[Case]:
        cursor = ""
        while True:
            page = self.svc.store.cases_to_look_at(self.province.code, None, _PAGE, cursor)
            yield from filter(None, map(self._case, page.items))
            if not (cursor := page.cursor):
                return

    def _case(self, id: str) -> Case | None:
        """A case; None for one that cannot be read, which the clock's own look tells of."""
        try:
            return self.svc.store.case(id)
        except Unreadable:
            return None
