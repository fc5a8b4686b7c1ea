"""A plan of the programme as published: every normative sentence, with what answers it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

from ocop.base.pointers import Json
from ocop.base.structs import struct
from ocop.base.text import Text


def lies_under(clause: str, ref: str) -> bool:
    """Whether a clause is the one named, or one of the paragraph, section or chapter named.

    II.2a is a paragraph of II.2; IVb, the second chapter IV, is none of IV.
    """
    rest = clause.removeprefix(ref)
    if rest == clause:
        return False
    return rest[:1] in ("", ".") or (ref[-1].isdigit() and rest[0].isalpha())


@struct(frozen=True)
class Owner:
    """Whom the plan charges, by function and not by department: a merger changes who holds it."""

    id: str
    title: Text
    level: str


@struct(frozen=True)
class PlanTerm:
    """Something with a name: a narrative of reports, a source of money."""

    id: str
    title: Text


@struct(frozen=True)
class OpenPoint:
    """What the plan leaves open: what is done unless the province says otherwise, and the doubt."""

    id: str
    default: Json
    title: Text
    doubt: Text


@struct(frozen=True)
class MoneyGroup:
    """The sources that one heading of a view sums up."""

    id: str
    sources: tuple[str, ...]


@struct(frozen=True)
class MoneyView:
    """One way in which the plan groups money; each source stands in exactly one group.

    `indicator` is the one whose target has a part for each group, if any.
    """

    id: str
    clause: str
    title: Text
    groups: tuple[MoneyGroup, ...]
    indicator: str = ""


@struct(frozen=True)
class PlannedMoney:
    """Where the programme's money comes from, in whole dong, and the views of it."""

    sources: tuple[PlanTerm, ...]
    views: tuple[MoneyView, ...]

    def view(self, id: str) -> MoneyView:
        """The view of that name. Raises KeyError."""
        return {one.id: one for one in self.views}[id]


@struct(frozen=True)
class ClauseTarget:
    """A number that a clause prints; `part` names the part of the indicator's target it is.

    `printed_share` is a share as printed, in hundredths; it is never reckoned with.
    """

    indicator: str
    at: date
    part: str = ""
    least: Fraction | None = None
    most: Fraction | None = None
    about: bool = False
    printed_share: Fraction | None = None


@struct(frozen=True)
class Answers:
    """What of the programme does what a clause says, by name."""

    registers: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    narratives: tuple[str, ...] = ()

    @property
    def any_given(self) -> bool:
        """Whether anything answers at all."""
        return any((self.registers, self.duties, self.indicators, self.processes, self.narratives))


@struct(frozen=True)
class Clause:
    """One normative sentence, or one item of a list in it, in the printed words.

    `open` names the settings for what it leaves open.
    """

    id: str
    kind: str
    owner: str
    text: str
    answers: Answers = Answers()
    open: tuple[str, ...] = ()
    targets: tuple[ClauseTarget, ...] = ()
    note: Text | None = None

    @property
    def paragraph(self) -> str:
        """The paragraph it is an item of."""
        return self.id.rpartition(".")[0]


@struct(frozen=True)
class PlanSection:
    """What the plan prints under one heading."""

    id: str
    title: Text
    clauses: tuple[Clause, ...]


@struct(frozen=True)
class ProgrammePlan:
    """One version of a plan; `duties` and `indicators` name the documents that go with it."""

    id: str
    version: str
    title: Text
    starts: date
    ends: date
    duties: str
    indicators: str
    money: PlannedMoney
    owners: tuple[Owner, ...]
    narratives: tuple[PlanTerm, ...]
    settings: tuple[OpenPoint, ...]
    sections: tuple[PlanSection, ...]

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses in the order of the print."""
        return tuple(clause for section in self.sections for clause in section.clauses)

    @cached_property
    def paragraphs(self) -> Mapping[str, str]:
        """The printed words of each paragraph, by its id."""
        words: dict[str, list[str]] = {}
        for clause in self.clauses:
            words.setdefault(clause.paragraph, []).append(clause.text)
        return {id: " ".join(pieces) for id, pieces in words.items()}

    def under(self, ref: str) -> tuple[Clause, ...]:
        """The clause, or all clauses of the paragraph, section or chapter."""
        return tuple(clause for clause in self.clauses if lies_under(clause.id, ref))

    def setting(self, id: str) -> OpenPoint:
        """What is done about a point that the plan leaves open. Raises KeyError."""
        return {one.id: one for one in self.settings}[id]
