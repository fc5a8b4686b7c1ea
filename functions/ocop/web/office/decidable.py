"""Which decision an officer may take on a case, and as whom they read its files."""

from ocop.base.errors import WrongState
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.deciding.officer import actionable, in_hand
from ocop.people.rights import Officer
from ocop.web.desk import Desk
from ocop.web.office.inquiries import inquiry_reader
from ocop.web.reading import Reading


def decision_of(desk: Desk, who: Officer, reading: Reading) -> Assignment | None:
    """The decision this officer may take now; score sheets are filled in behind their own link."""
    if not in_hand(desk.svc, who, reading.case):
        return None
    return next(
        (
            holder
            for holder in desk.svc.store.assignments(reading.case.id)
            if reading.case.awaits(holder)
            and "decide" in holder.grant.verbs
            and who.may_act(reading.case, holder)
        ),
        None,
    )


def reading_as(desk: Desk, who: Officer, reading: Reading) -> str:
    """As whom the officer reads the files: papers not filed yet are their uploader's alone."""
    holder = decision_of(desk, who, reading)
    return holder.id if holder else inquiry_reader(reading, who)


def decidable(desk: Desk, who: Officer, dossier: str, assignment: str) -> tuple[Case, Assignment]:
    """A decision the officer may take, with its case.

    Raises what `actionable` raises, WrongState for a sheet.
    """
    case, holder = actionable(desk.svc, who, dossier, assignment)
    if "decide" not in holder.grant.verbs:
        raise WrongState
    return case, holder
