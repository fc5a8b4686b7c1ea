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


class FactGroup(View):
    """A section of a record, or one row of a table in it."""

    title: str
    facts: Sequence[FactLine] = ()
    groups: "Sequence[FactGroup]" = ()


class FactSheet(Component):
    """Facts in titled groups, as a filed form or a register's record is read."""

    groups: Sequence[FactGroup]


class FiledForm(Component):
    """A form that was filed, folded under its title; `version` counts its filings."""

    title: str
    at: datetime
    by: str
    version: int
    groups: Sequence[FactGroup]
    open: bool = False
