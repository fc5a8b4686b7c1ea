"""Who may read a case and who may act on it: one rule over province, role and unit."""

from collections.abc import Iterable
from typing import Protocol

from ocop.base.errors import Forbidden
from ocop.base.roles import ADMINISTRATOR, PRODUCER
from ocop.base.structs import struct
from ocop.people.former import HEIRS
from ocop.people.province import OF_DISTRICTS, Person, Province
from ocop.people.serving import heirs


class Placed(Protocol):
    """A case, as far as rights look at it: its id, its province and its unit there."""

    @property
    def id(self) -> str: ...
    @property
    def province(self) -> str: ...
    @property
    def unit(self) -> str: ...
    def at(self, visit: int) -> bool: ...


class Task(Protocol):
    """What somebody was asked about a case, as far as rights look at it."""

    @property
    def dossier(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def visit(self) -> int: ...
    @property
    def has_left(self) -> bool: ...
    @property
    def blind(self) -> bool: ...


@struct(frozen=True)
class Officer:
    """A person of one province with a role there. Codes and ids mean something in that province
    alone: another may use the same ones for others.
    """

    person: Person
    province: Province

    @property
    def offices(self) -> frozenset[tuple[str, str]]:
        """The roles held, each with its unit."""
        return frozenset((held.role, held.unit) for held in self.person.roles)

    @property
    def answers_at(self) -> frozenset[tuple[str, str]]:
        """The offices whose work is theirs to do: those they hold, those of units that became part
        of theirs, and what the law of old cases asks of a district, which their own office is asked
        under the district's name where there are none.
        """
        roles = {held for held, _ in self.offices} | {role for role, _ in HEIRS}
        inherited = {
            (role, gone.code)
            for gone in self.province.former.values()
            for role in roles
            if heirs(self.province, role, gone) & self.offices
        }
        return self.offices | inherited | self._in_a_district_s_place

    @property
    def _in_a_district_s_place(self) -> frozenset[tuple[str, str]]:
        units = self.province.units
        if any(one.level in OF_DISTRICTS for one in units.values()):
            return frozenset()
        return frozenset(
            (role, unit)
            for held, unit in self.offices
            for (role, level), heir in HEIRS.items()
            if heir == held and unit in units and units[unit].level == level
        )

    @property
    def administers(self) -> bool:
        """Whether the person administers the province."""
        return (ADMINISTRATOR, self.province.code) in self.offices

    def may_read(self, case: Placed, assignments: Iterable[Task]) -> bool:
        """Whether a case lies in one of their units, or they were asked something about it. Who is
        not to know its producer reads it by the link alone for as long as the council has it,
        whatever else they do; who convenes the council or administers the province knows them all.
        What somebody was asked opens nothing once they have given it up or were taken off.
        """
        own = [one for one in assignments if self._asked(case, one)]
        asked = [one for one in own if not one.has_left]
        if any(one.blind and case.at(one.visit) for one in asked) and not self._knows_producers:
            return False
        open_to = any(not one.blind for one in asked) and case.province == self.province.code
        return open_to or self.serves(case)

    @property
    def _knows_producers(self) -> bool:
        """Whether they convene a council of their province, or administer it."""
        councils = self.province.councils
        return self.administers or any(one.keeps_papers(self.person.id) for one in councils)

    def serves(self, case: Placed) -> bool:
        """Whether a case lies in one of their units, or in what became part of one; cases of a
        province that became part of theirs are the province's offices' where nothing is said of
        their commune.
        """
        if not self.province.answers_for(case.province):
            return False
        known = case.province == self.province.code or case.unit in self.province.former
        return self.serves_unit(case.unit if known else self.province.code)

    def serves_unit(self, unit: str) -> bool:
        """Whether a unit of their province is theirs, or lies in one."""
        units = {held for _, held in self.offices}
        return bool(units & self.province.above(unit))

    def may_act(self, case: Placed, assignment: Task) -> bool:
        """Whether what an assignment asks is theirs to do, or their office's; of a province that
        became part of theirs what its offices were asked, and not who was asked by name. Whether
        that province has a document of its own in the stack is for who finds the case to see.
        """
        if not self.province.answers_for(case.province) or assignment.dossier != case.id:
            return False
        theirs = (assignment.role, assignment.unit) in self.answers_at
        if case.province != self.province.code:  # its people are others, also where ids are alike
            return theirs and assignment.unit in self.province.former
        return theirs or self._asked(case, assignment)

    def may_export(self, case: Placed) -> bool:
        """Whether they may take a whole case with its producer's personal data out of the system:
        the provincial OCOP office alone, which answers for that.
        """
        return self.administers and self.province.answers_for(case.province)

    def demand_administrator(self) -> None:
        """Raises Forbidden for everybody else."""
        if not self.administers:
            raise Forbidden

    def _asked(self, case: Placed, assignment: Task) -> bool:
        # The producer's own link goes by a name that a person of the document might bear as an id.
        named = (assignment.dossier, assignment.person) == (case.id, self.person.id)
        return named and assignment.role != PRODUCER
