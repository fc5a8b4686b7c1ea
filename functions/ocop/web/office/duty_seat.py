"""A task of an office before an officer."""

from ocop.base.structs import struct
from ocop.catalogue.texts import say
from ocop.duties.acts import open_task
from ocop.http import Request
from ocop.people.rights import Officer
from ocop.plans.task import DutyTask
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.duty_parts import DUTIES, DutyReading


@struct(frozen=True)
class DutySeat:
    """A task before an officer."""

    desk: OfficeDesk
    request: Request
    who: Officer
    task: DutyTask

    @property
    def reading(self) -> DutyReading:
        """The task in words."""
        return DutyReading(self.desk.svc, self.who.province, self.task, self.request.lang)

    @property
    def address(self) -> str:
        """Where it stands."""
        return f"{DUTIES}/{self.task.id}"

    def say(self, name: str, **values: object) -> str:
        """Words about duties."""
        return say(self.request.lang, f"duties.{name}", **values)


def duty_seat(desk: OfficeDesk, request: Request, id: str) -> DutySeat:
    """The seat before a task. Raises NotFound for one that is not the officer's to see."""
    who = desk.who(request)
    return DutySeat(desk, request, who, open_task(desk.svc, who, id))
