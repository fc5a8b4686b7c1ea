"""How far something has come: steps, tasks, a history, a closing time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from ocop.html.view import Component, View

Standing = Literal["done", "now", "next"]
Urgency = Literal["calm", "soon", "late"]


class StepMark(View):
    """One step of a way, by its number."""

    number: int
    title: str
    state: Standing = "next"


class StepBar(Component):
    """The steps of a way with where it stands; `label` names the way."""

    steps: Sequence[StepMark]
    label: str


class Rung(View):
    """One line of a ladder."""

    text: str
    note: str = ""


class Ladder(Component):
    """What happens one after the other, numbered."""

    rungs: Sequence[Rung]


class TaskLine(View):
    """Something to do; `href` "" is not open yet, `primary` the one to do next."""

    label: str
    href: str
    note: str = ""
    primary: bool = False


class TaskList(Component):
    """What somebody can do now; `wait` says until when nothing is open."""

    tasks: Sequence[TaskLine]
    wait: str = ""


class Due(Component):
    """A closing time; `words` says how far away it is ("còn 3 ngày làm việc")."""

    at: datetime
    words: str
    urgency: Urgency = "calm"


class TimelineEntry(View):
    """One line of a timeline; `at` is None for what is still to come."""

    title: str
    state: Standing = "done"
    at: datetime | None = None
    by: str = ""
    detail: str = ""


class Timeline(Component):
    """What has happened, and what is still to come."""

    entries: Sequence[TimelineEntry]
