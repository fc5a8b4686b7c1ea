"""A case that waits for a round of its council: how it waits, and what the round makes of it.

The round's row is the truth: whoever wakes a case has it agree with its round, so that a release or
its undoing that is cut short is finished by the next look, and a repeat changes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ocop.base.calendar import end_of_day
from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound
from ocop.cases.effects import Effect, ResumeWorkflow
from ocop.cases.event import Event
from ocop.cases.flow import first_look
from ocop.cases.history import Act, record
from ocop.cases.letters import list_mail, mail_for
from ocop.cases.onward import start
from ocop.cases.timing import timing_of
from ocop.council.member_list import lists_begun
from ocop.council.ports import CouncilServices
from ocop.council.sitting import Sitting, uncounted

ROUND = "round"  # in the event of an invitation: the round by which it came


def asks_in_rounds(svc: CouncilServices, case: Case) -> bool:
    """Whether the council before which a case stands is asked in rounds."""
    sitting = uncounted(svc, case)
    day = local_date(svc.now())
    try:
        council = sitting.province.council_for(case.unit, sitting.stage.level, day)
    except NotFound:
        return False
    return council.regulation.rounds


def wait_for_round(svc: CouncilServices, sitting: Sitting) -> None:
    """List a case with what waits for a round of its council, once. Until when it waits is the
    law's to say: days that the rulebook alone gives a council are those of who is asked at once.
    """
    case = sitting.case
    if case.position.seated:
        return
    waits = replace(sitting, case=_due(svc, sitting, _latest(svc, sitting)))
    act = Act("round-awaited", "council", f"await:{case.position.visit}", {})
    record(svc, case, before_its_council(waits), act)


def _latest(svc: CouncilServices, sitting: Sitting) -> datetime | None:
    """Until when the law lets a council take its time, if it says so."""
    timing = timing_of(svc, sitting.province, sitting.case)
    limit = sitting.stage.limit
    bounds = [timing.ends.get(sitting.stage.level), timing.latest]
    if limit and limit.article:
        bounds.append(sitting.case.position.due)
    return min((bound for bound in bounds if bound), default=None)


def before_its_council(sitting: Sitting) -> Case:
    """The case, before its council."""
    unit = sitting.province.unit_at(sitting.case.unit, sitting.stage.level).code
    return replace(sitting.case, position=sitting.case.position.before_council(unit))


def due_by_round(svc: CouncilServices, sitting: Sitting, group: CouncilRound) -> Sitting:
    """The visit as its round has it done: never later than the law, and with its meeting."""
    case = sitting.case
    last = end_of_day(group.terms.finish_by)
    due = min(last, case.position.due) if case.position.due else last
    timed = _due(svc, sitting, due)
    meeting = group.id if group.terms.mode == "meeting" else ""
    return replace(sitting, case=replace(timed, position=replace(timed.position, meeting=meeting)))


def _due(svc: CouncilServices, sitting: Sitting, due: datetime | None) -> Case:
    look = first_look(due, svc.now(), sitting.rulebook.checkpoints)
    position = replace(sitting.case.position, due=due, next_look=look, looks=0)
    return replace(sitting.case, position=position)


def invited_by(events: Sequence[Event], visit: int) -> list[Event]:
    """The acts by which a council was asked about a visit, oldest first: only they tell, a stored
    row alone does not.
    """
    return [one for one in events if one.kind == "council-assigned" and one.visit == visit]


def is_undone(svc: CouncilServices, sitting: Sitting, invitations: Sequence[Event]) -> bool:
    """Whether the round by which the council was asked is undone, and nobody has begun to score."""
    id = invitations[0].data.get(ROUND, "") if invitations else ""
    if not id or begun(sitting):
        return False
    return svc.store.council_round(sitting.case.province, id).state == "undone"


def begun(sitting: Sitting) -> bool:
    """Whether anybody has begun to score a visit."""
    return any(one.status == "done" or one.sheet for one in sitting.assignments)


def wait_again(svc: CouncilServices, sitting: Sitting, invitation: Event) -> None:
    """Take an invitation back: its links are dead, and the case waits for another round as it did
    before, in a visit of its own.
    """
    case, was = sitting.case, invitation.data.get("due", "")
    due = datetime.fromisoformat(was) if was else None
    back = _due(svc, sitting, due)
    visit = case.position.visit + 1
    position = replace(
        back.position, visit=visit, scoring_round=0, meeting="", inquiry="", left=None
    )
    again = before_its_council(replace(sitting, case=replace(back, position=position)))
    closed = [one.taken_back(svc.now()) for one in sitting.open]
    lists = [one.taken_back(svc.now()) for one in lists_begun(sitting, _named(invitation))]
    mails = [
        *(list_mail("round-withdrawn", one, again, sitting.province, {}) for one in lists),
        *(
            mail_for("invitation-withdrawn", a, again, sitting.province, {})
            for a in closed
            if not a.list_link
        ),
    ]
    act = Act("round-undone", "council", f"undo:{case.position.visit}", {ROUND: _named(invitation)})
    old = ResumeWorkflow(case.id, case.position.visit)
    told: list[Effect] = [old, start(svc, again), *mails]
    record(svc, case, again, act, assignments=(*closed, *lists), effects=told)


def _named(invitation: Event) -> str:
    return str(invitation.data[ROUND])
