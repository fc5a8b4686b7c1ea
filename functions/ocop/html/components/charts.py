"""Figures as bars: drawn by us as SVG, said in words beside it."""

from collections.abc import Sequence
from typing import Literal

from ocop.html.view import Component, View

TargetState = Literal["met", "on-course", "behind", "missed", "no-data", "cannot-tell"]


class Bar(View):
    """One bar: its name, its figure in words, how long it is in hundredths of the longest; `over`
    is a second figure of the same kind in front of it. `href` leads to what it counts.
    """

    label: str
    figure: str
    share: int
    over: int | None = None
    href: str = ""


class BarChart(Component):
    """Bars below a title, where it has one; `empty` is said where there is no bar."""

    title: str
    bars: Sequence[Bar]
    empty: str
    note: str = ""


class TargetLine(View):
    """An indicator: its figure, what is to be reached, where it stands and why. `share` is how much
    of the goal is reached and `expected` how much would be on course, in hundredths.
    """

    title: str
    href: str
    figure: str
    standing: TargetState
    state: str
    why: str
    goal: str = ""
    share: int | None = None
    expected: int | None = None


class TargetList(Component):
    """Indicators below the clauses that ask for them."""

    label: str
    lines: Sequence[TargetLine]
