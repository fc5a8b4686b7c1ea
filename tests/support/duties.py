"""Duties in a world: records that meet them, and how the tasks stand."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ocop.plans.task import DutyLine
from ocop.registers.acts import enter
from ocop.registers.record import Entered, RegisterRecord
from tests.support.registers import acting_on
from tests.support.world import World

COMMUNES = tuple(f"1010{number}" for number in range(1, 7))


def told_people(day: str) -> Mapping[str, Any]:
    """An act of communication on a day."""
    return {"form": "conference", "title": f"Hội nghị ngày {day}", "date": day}


def communicate(world: World, unit: str, day: str) -> RegisterRecord:
    """A commune enters an act of communication, and what that sets off is carried out."""
    acting = acting_on(world, "communication", unit=unit)
    record = enter(acting, Entered(told_people(day), unit, f"{unit}-{day}", "vi", anyway=True))
    world.settle()
    return record


def morning(world: World, year: int, month: int, day: int) -> None:
    """Move the clock to nine in the morning of a day, and let it make its round."""
    world.clock.now = datetime(year, month, day, 2, tzinfo=UTC)
    world.sweep()


def lines_of(world: World, year: str = "2026", period: str = "") -> dict[tuple[str, str], DutyLine]:
    """The tasks of a year by duty and unit."""
    lines = world.svc.tasks.lines("99", year, period)
    return {(line.duty, line.unit): line for line in lines}


def mails(world: World, to: str) -> list[str]:
    """The mails about duties that somebody has had, by template."""
    return [
        post.template
        for post in world.post.sent
        if post.to == to and post.template.startswith("duties-")
    ]
