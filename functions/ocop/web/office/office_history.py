"""What people of offices did about a report, a year or a task, as pages tell it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from ocop.html import Timeline, TimelineEntry
from ocop.people.province import Province


class DoneByOfficer(Protocol):
    """An act: when it was done, and by which person."""

    @property
    def at(self) -> datetime: ...

    @property
    def by(self) -> str: ...


Done = TypeVar("Done", bound=DoneByOfficer)


def office_history(
    province: Province, acts: Sequence[Done], said: Callable[[Done], tuple[str, str]]
) -> Timeline:
    """The acts, the newest first; `said` gives what an act is called, and what it says beside."""
    people = province.people
    return Timeline(
        entries=[
            TimelineEntry(
                title=title,
                at=one.at,
                by=people[one.by].name if one.by in people else "",
                detail=detail,
            )
            for one in reversed(acts)
            for title, detail in [said(one)]
        ]
    )
