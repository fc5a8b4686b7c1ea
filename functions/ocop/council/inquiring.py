"""A visit or a test in a council's work: its clock stops, and goes on with the record.

The law does not say what becomes of sheets that were handed in before: they are opened again as
they were, so that nobody's points stand against what was found.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from ocop.base.calendar import end_of_day
from ocop.base.errors import FieldError, InvalidInput, NotFound, StaleVersion, WrongState
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.allowances import inquiries_wished_by
from ocop.cases.asking import give_next_link
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import Effect, ResumeWorkflow
from ocop.cases.evidence import unfiled_pins
from ocop.cases.flow import Timing, first_look
from ocop.cases.history import Act, earlier, once, record, retried
from ocop.cases.inquiry import (
    INQUIRY_KINDS,
    INQUIRY_OPENED,
    INQUIRY_RECORDED,
    INQUIRY_WISHED,
    InquiryKeeper,
    InquiryKind,
)
from ocop.cases.questions import Question, open_question
from ocop.cases.records import Taken
from ocop.cases.timing import timing_of
from ocop.catalogue.messages import sentence
from ocop.catalogue.stated import stated_reason
from ocop.catalogue.texts import say
from ocop.council.inquiry_letters import inquiry_mails, mail_to_member, mail_to_producer
from ocop.council.ports import CouncilServices
from ocop.council.rounds import convened_in
from ocop.council.sitting import Sitting, council_before, demand_awaited, sitting_of
from ocop.people.province import Province
from ocop.people.rights import Officer

INQUIRY_FORM, RECORD_FORM = "council-inquiry", "inquiry-record"
LEAST_LEFT = 1  # days: who has the record is left one at least to score by it


@struct(frozen=True)
class InquirySent:
    """What somebody sends of an inquiry: answers to its form, the key under which, the way in."""

    data: Mapping[str, Any]
    key: str
    channel: str = "account"


def inquiry_question(svc: CouncilServices, province: Province, form: str) -> Question:
    """What is asked of who opens an inquiry, or keeps its record."""
    return open_question(svc, lambda: province, form)


def sitting_convened(svc: CouncilServices, who: Officer, dossier: str) -> Sitting:
    """A case before a council that an officer convenes. Raises NotFound."""
    case = svc.store.case(dossier)
    if case.province != who.province.code or case.position.waits_for != "council":
        raise NotFound
    sitting = sitting_of(svc, case)
    if not sitting.assignments or council_before(sitting) not in convened_in(who):
        raise NotFound
    return sitting


def wish_inquiry(
    svc: CouncilServices, member: Assignment, kind: str, matter: str, lang: Lang
) -> None:
    """A member asks for a visit or a test; who convenes the council is told and decides.

    The same wish again tells nobody. Raises InvalidInput without a matter, LinkUsed for who is not
    awaited, TooMany after ten in a day.
    """
    if kind not in INQUIRY_KINDS:
        raise InvalidInput([FieldError("/kind", "enum", say(lang, "inquiries.choose"))])
    wished = {"kind": kind, "matter": stated_reason(matter, lang)}
    _wish(svc, member, wished)


@retried
def _wish(svc: CouncilServices, member: Assignment, wished: Mapping[str, str]) -> None:
    case = svc.store.case(member.dossier)
    key = f"wish:{case.position.visit}:{wished['kind']}:{wished['matter']}"
    act = Act(INQUIRY_WISHED, member.id, key, wished, by=member.person)
    if earlier(svc, case.id, act):
        return
    demand_awaited(case, member)
    sitting = sitting_of(svc, case)
    mails = inquiry_mails(sitting, "inquiry-wished", case, wished)
    takes = (Taken(inquiries_wished_by(member.id), key),)
    record(svc, case, case, act, effects=mails, takes=takes)


def open_inquiry(
    svc: CouncilServices, who: Officer, dossier: str, sent: InquirySent, lang: Lang
) -> Case:
    """Have something looked into: the clock of the stage stops with the days that are left, the
    producer and the members awaited are told, and nothing is counted before the record is in.

    A repeat under the same key changes nothing. Raises NotFound, InvalidInput, also for a day that
    is over, WrongState while one is open already, KeyReused.
    """
    act = _sent_act(who, INQUIRY_OPENED, sent)
    return _done(svc, who, dossier, act, lambda one: _opened(svc, one, act, lang))


def record_inquiry(
    svc: CouncilServices, who: Officer, dossier: str, sent: InquirySent, lang: Lang
) -> Case:
    """Bring the record of the open visit or test: the clock goes on with the days that were left,
    never beyond the law's last day, and all sheets are open as they were. The sound files that were
    sent for it go with it, each pinned by version and SHA-256.

    A repeat under the same key changes nothing. Raises NotFound, InvalidInput, also for a day to
    come, WrongState while none is open, KeyReused.
    """
    act = _sent_act(who, INQUIRY_RECORDED, sent)
    return _done(svc, who, dossier, act, lambda one: _recorded(svc, one, act, lang))


def _sent_act(who: Officer, kind: str, sent: InquirySent) -> Act:
    by = who.person.id
    return Act(kind, by, sent.key, sent.data, by=by, channel=sent.channel)


def _done(
    svc: CouncilServices, who: Officer, dossier: str, act: Act, do: Callable[[Sitting], Case]
) -> Case:
    sitting_convened(svc, who, dossier)

    @retried
    def tried(services: CouncilServices) -> Case:
        return do(sitting_convened(services, who, dossier))

    return once(svc, dossier, act, lambda: tried(svc), lambda _: svc.store.case(dossier))


def _opened(svc: CouncilServices, sitting: Sitting, act: Act, lang: Lang) -> Case:
    case = sitting.case
    if case.position.inquiry:
        raise WrongState("inquiry-open")
    data = inquiry_question(svc, sitting.province, INQUIRY_FORM).check(act.sent, lang).data
    until = date.fromisoformat(data["until"])
    if until < local_date(svc.now()):
        raise InvalidInput([FieldError("/until", "inquiry-over", sentence("inquiry-over", lang))])
    kind: InquiryKind = INQUIRY_KINDS[data["kind"]]
    stopped = replace(
        case.position,
        inquiry=kind,
        left=_days_left(sitting, timing_of(svc, sitting.province, case)),
        due=None,
        guessed=False,
        looks=0,
        next_look=end_of_day(until),
    )
    waits = [replace(one, due=None) for one in sitting.open]
    mails = [mail_to_member("council-paused", sitting, one, data) for one in _reached(svc, sitting)]
    after = replace(case, position=stopped)
    effects: list[Effect] = [_look(case), mail_to_producer(svc, sitting, "inquiry-told", data)]
    effects += mails
    whole = replace(act, kept=data)
    return record(svc, case, after, whole, assignments=waits, effects=effects)


def _look(case: Case) -> ResumeWorkflow:
    """Whoever waits for the old instant waits for the new one from now on."""
    return ResumeWorkflow(case.id, case.position.visit, case.position.scoring_round)


def _unit(sitting: Sitting) -> Literal["working", "calendar"]:
    limit = sitting.stage.limit
    return "working" if limit and limit.unit == "working" else "calendar"


def _days_left(sitting: Sitting, timing: Timing) -> int | None:
    """The days that the council still had, as its stage counts them; None where it had no end."""
    due = sitting.case.position.due
    if due is None:
        return None
    today, last = local_date(timing.now), local_date(due)
    if _unit(sitting) == "working":
        return max(0, timing.days.working_days_between(today, last))
    return max(0, (last - today).days)


def _due_again(sitting: Sitting, timing: Timing) -> datetime | None:
    """Until when the council has from now on: the days that were left, within its evaluation round
    and the time of its law.
    """
    left = sitting.case.position.left
    if left is None:
        return None
    ends = [timing.days.deadline(timing.now, max(left, LEAST_LEFT), _unit(sitting))]
    level = sitting.stage.level
    ends += [timing.ends[level]] if level in timing.ends else []
    ends += [timing.latest] if timing.latest else []
    return min(ends)


def _recorded(svc: CouncilServices, sitting: Sitting, act: Act, lang: Lang) -> Case:
    case = sitting.case
    if not case.position.inquiry:
        raise WrongState("inquiry-not-open")
    data = inquiry_question(svc, sitting.province, RECORD_FORM).check(act.sent, lang).data
    if date.fromisoformat(data["day"]) > local_date(svc.now()):
        raise InvalidInput([FieldError("/day", "inquiry-later", sentence("inquiry-later", lang))])
    told = {**data, "kind": case.position.inquiry}
    timing = timing_of(svc, sitting.province, case)
    due = _due_again(sitting, timing)
    going = replace(
        case.position,
        inquiry="",
        left=None,
        due=due,
        guessed=due is not None and timing.days.is_guess(due),
        looks=0,
        next_look=first_look(due, svc.now(), sitting.rulebook.checkpoints),
    )
    awaited = [_open_again(svc, sitting, one, due) for one in (*sitting.open, *sitting.scored)]
    again = replace(sitting, case=replace(case, position=going), assignments=tuple(awaited))
    mails = [mail_to_member("council-resumed", again, one, told) for one in _reached(svc, again)]
    effects: list[Effect] = [_look(case), mail_to_producer(svc, sitting, "inquiry-over", told)]
    effects += mails
    sender = InquiryKeeper(case.id, case.position.visit).id
    whole = replace(act, kept=data, files=unfiled_pins(svc, case.id, sender))
    return record(svc, case, again.case, whole, assignments=awaited, effects=effects)


def _open_again(
    svc: CouncilServices, sitting: Sitting, one: Assignment, due: datetime | None
) -> Assignment:
    """A seat awaited until the new day, its sheet as it was, by a link that opens until then."""
    opened = replace(one if one.is_open else one.recalled(), due=due, woke=None)
    expires = opened.grant.expires
    if opened.is_called_back or (svc.now() < expires and (due is None or due < expires)):
        return opened
    return give_next_link(svc, opened, sitting.rulebook.link_grace_days)


def _reached(svc: CouncilServices, sitting: Sitting) -> list[Assignment]:
    """Whose links still open, of those awaited."""
    now = svc.now()
    return [one for one in sitting.open if not one.is_called_back and now < one.grant.expires]


def look_at_inquiry(svc: CouncilServices, case: Case) -> Case:
    """The day of a visit or test is over and no record in: who convenes the council is told, again
    as often as of anything late.
    """
    sitting, looks = sitting_of(svc, case), case.position.looks
    rule = sitting.rulebook.checkpoints
    more = looks + 1 < rule.most
    following = svc.now() + timedelta(days=rule.overdue_every_days) if more else None
    looked = replace(case, position=replace(case.position, looks=looks + 1, next_look=following))
    told = {"kind": case.position.inquiry}
    mails = inquiry_mails(sitting, "inquiry-late", looked, told)
    due = case.position.next_look.isoformat() if case.position.next_look else ""
    kept = {"late": True, "inquiry": case.position.inquiry}
    act = Act("reminded", "clock", f"inquiry:{case.position.visit}:{due}", kept)
    try:
        return record(svc, case, looked, act, effects=mails)
    except StaleVersion:
        return svc.store.case(case.id)
