"""Records as they are read: labels with their values."""

from collections.abc import Sequence
from datetime import datetime

from ocop.html.components.files import FileLine
from ocop.html.view import Component, View


class FactLine(View):
    """One label with its value, or with files."""

    label: str
    value: str = ""
    files: Sequence[FileLine] = ()
    figures: bool = False


class Facts(Component):
    """A record: facts one below the other."""

    facts: Sequence[FactLine]


SHOWN_AT_ONCE = 12  # lines of a record; more of them are folded, part by part


class FactGroup(View):
    """A section of a record, or one row of a table in it."""

    title: str
    facts: Sequence[FactLine] = ()
    groups: "Sequence[FactGroup]" = ()

    @property
    def lines(self) -> int:
        """How many facts there are, with those of the groups below."""
        return len(self.facts) + sum(group.lines for group in self.groups)

    @property
    def folds(self) -> bool:
        """Whether the groups below are folded, since all of them together are a long way down."""
        return self.lines > SHOWN_AT_ONCE

    @property
    def runs(self) -> Sequence[Sequence[FactLine]]:
        """Its own facts, so many at a time."""
        starts = range(0, len(self.facts), SHOWN_AT_ONCE)
        return [self.facts[start : start + SHOWN_AT_ONCE] for start in starts]


class FactSheet(Component):
    """Facts in titled groups, as a filed form or a register's record is read."""

    groups: Sequence[FactGroup]


class FiledForm(Component):
    """A form that was filed, folded under its title; `version` counts its filings. `elsewhere` is
    where it is read by itself, when it is long.
    """

    title: str
    at: datetime
    by: str
    version: int
    groups: Sequence[FactGroup]
    open: bool = False
    elsewhere: str = ""

    @property
    def folds(self) -> bool:
        """Whether its sections are folded."""
        return sum(group.lines for group in self.groups) > SHOWN_AT_ONCE
