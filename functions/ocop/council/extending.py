"""More time for members of a released round whose sheets are awaited."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from ocop.base.calendar import end_of_day
from ocop.base.errors import FieldError, InvalidInput, NotFound
from ocop.base.moment import local_date, named_day, show_date
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.asking import give_next_link
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound
from ocop.cases.effects import Effect, ResumeWorkflow
from ocop.cases.flow import first_look
from ocop.cases.history import Act, earlier, record, retried
from ocop.cases.letters import mail_for
from ocop.cases.lookup import calendar_of
from ocop.catalogue.messages import sentence
from ocop.catalogue.stated import stated_reason
from ocop.council.ports import CouncilServices
from ocop.council.rounds import cases_of_round, convened_by, released_round
from ocop.council.sitting import Sitting, sitting_of
from ocop.people.rights import Officer

EXTENDED = "due-extended"
OFFERED = 3  # working days that a desk offers, where so many are left


@struct(frozen=True)
class Extension:
    """Until when sheets may come in that are awaited, and why: `person`'s on the product of
    `dossier`; without a person those of everybody who is late, on that product or on all.
    """

    until: str
    reason: str
    dossier: str = ""
    person: str = ""


def last_day_of(group: CouncilRound, who: Officer, dossier: str = "") -> date:
    """The last day until which a round may be given time: the law's for its products, or for one
    of them, and so many days after the round's own as the council's regulation lets.
    """
    spare = convened_by(who, group.council).regulation.extends_days
    ends = [group.terms.finish_by + timedelta(days=spare)]
    some = (one for one in group.products if dossier in ("", one.dossier))
    return min([*ends, *(local_date(one.due) for one in some if one.due)])


def day_offered(
    svc: CouncilServices, who: Officer, group: CouncilRound, dossier: str = ""
) -> date | None:
    """The day that a desk offers as the new one for its products, or for one of them; None once
    nobody can be given more time.
    """
    today, last = local_date(svc.now()), last_day_of(group, who, dossier)
    if last <= today:
        return None
    return min(calendar_of(svc, who.province).add_working_days(today, OFFERED), last)


def extend_due(svc: CouncilServices, who: Officer, id: str, wanted: Extension, lang: Lang) -> int:
    """Give those awaited until the end of a day; each is told of it. How many are; a repeat tells
    nobody again. Raises InvalidInput without a reason, or for a day that is none, is over, or is
    later than law and regulation let; NotFound for who is not awaited; WrongState.
    """
    group = released_round(svc, who, id)
    reason, until = _stated(svc, wanted, last_day_of(group, who, wanted.dossier), lang)
    if wanted.person and not wanted.dossier:
        raise NotFound
    cases = [one for one in cases_of_round(svc, group) if wanted.dossier in ("", one.id)]
    if wanted.dossier and not cases:
        raise NotFound
    more = _MoreTime(end_of_day(until), reason, who.person.id, wanted.person)
    return sum(_extend(svc, one.id, more) for one in cases)


def _stated(svc: CouncilServices, wanted: Extension, last: date, lang: Lang) -> tuple[str, date]:
    """The reason and the day. Raises InvalidInput naming both where both are wrong."""
    wrong: list[FieldError] = []
    reason, until = "", named_day(wanted.until) or date.min
    first = local_date(svc.now())
    if not first <= until <= last:
        told = {"first": show_date(first, lang), "last": show_date(last, lang)}
        wrong.append(FieldError("/until", "extension-day", sentence("extension-day", lang, told)))
    try:
        reason = stated_reason(wanted.reason, lang)
    except InvalidInput as error:
        wrong.extend(error.errors)
    if wrong:
        raise InvalidInput(wrong)
    return reason, until


@struct(frozen=True)
class _MoreTime:
    """Until when, why, by whom, and for whom; "": for everybody who is late."""

    until: datetime
    reason: str
    by: str
    person: str


@retried
def _extend(svc: CouncilServices, id: str, more: _MoreTime) -> int:
    sitting = sitting_of(svc, svc.store.case(id))
    if sitting.case.position.inquiry:  # its clock stands still: there is no day to move
        return 0
    given = [_given(svc, sitting, one, more.until) for one in _meant(svc, sitting, more)]
    act = _act(sitting, given, more)
    if not given or earlier(svc, id, act):
        return 0
    timed = _timed(svc, sitting, more.until)
    mails = [_told(sitting, timed, one, more.reason) for one in given]
    # Whoever waits for the old day waits for the new one from now on.
    look = ResumeWorkflow(id, timed.position.visit, timed.position.scoring_round)
    record(svc, sitting.case, timed, act, assignments=given, effects=(look, *mails))
    return len(given)


def _meant(svc: CouncilServices, sitting: Sitting, more: _MoreTime) -> Iterator[Assignment]:
    """Whose time is meant, as far as it would be more. Raises NotFound for a person of whom
    nothing is awaited.
    """
    named = [one for one in sitting.open if one.person == more.person]
    if more.person and not named:
        raise NotFound
    for one in named if more.person else sitting.open:
        late = one.due is not None and svc.now() >= one.due
        if (more.person or late) and (one.due is None or one.due < more.until):
            yield one


def _given(svc: CouncilServices, sitting: Sitting, one: Assignment, until: datetime) -> Assignment:
    """The same until another day, by a link that opens until then."""
    longer = replace(one, due=until)
    if one.grant.expires > until:
        return longer
    return give_next_link(svc, longer, sitting.rulebook.link_grace_days)


def _act(sitting: Sitting, given: list[Assignment], more: _MoreTime) -> Act:
    position, people = sitting.case.position, sorted(one.person for one in given)
    day = local_date(more.until).isoformat()
    key = f"extend:{position.visit}:{position.scoring_round}:{day}:{','.join(people)}"
    kept = {"until": day, "reason": more.reason, "people": people}
    return Act(EXTENDED, "council", key, {}, kept=kept, by=more.by, channel="account")


def _timed(svc: CouncilServices, sitting: Sitting, until: datetime) -> Case:
    """The case, waiting as long as the latest of its members may take."""
    case = sitting.case
    due = max(until, case.position.due) if case.position.due else until
    look = first_look(due, svc.now(), sitting.rulebook.checkpoints)
    position = replace(case.position, due=due, next_look=look, looks=0)
    return replace(case, position=position)


def _told(sitting: Sitting, timed: Case, one: Assignment, reason: str) -> Effect:
    values = {"reason": reason}
    return mail_for("council-extended", one, timed, sitting.province, values, guard=True)
