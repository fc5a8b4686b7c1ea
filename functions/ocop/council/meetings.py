"""Meetings of a council: time and place, who is there, products called up one by one, the end."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, NotFound, StaleVersion, WrongState
from ocop.base.moment import local_date
from ocop.base.repeats import once_more
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.effects import ResumeWorkflow
from ocop.cases.lookup import calendar_of
from ocop.cases.meeting import CouncilMeeting, MeetingVotes, Presence, SampleShown
from ocop.cases.questions import Question, open_question
from ocop.cases.records import Wake
from ocop.catalogue.messages import sentence
from ocop.council.meeting_letters import invitations_to
from ocop.council.meeting_record import (
    attendance_at,
    cases_of_meeting,
    meeting_convened,
)
from ocop.council.meeting_samples import SampleTerm, may_show_samples, out_of_reach, sample_term
from ocop.council.ports import CouncilServices
from ocop.council.rounds import AT_ONCE, convened_by
from ocop.people.bodies import Council
from ocop.people.province import Province
from ocop.people.rights import Officer

TIME_FORM, ATTENDANCE_FORM, PRODUCT_FORM = "meeting-time", "meeting-attendance", "meeting-product"
VOTES = ("in_favour", "against", "abstained")
SAMPLES: dict[str, SampleShown] = {
    "shown": "shown",
    "not-shown": "not-shown",
    "none-needed": "none-needed",
}


@struct(frozen=True)
class Minuted:
    """What somebody records of a meeting: answers to its form, and the version they looked at."""

    data: Mapping[str, Any]
    version: int


def meeting_question(svc: CouncilServices, province: Province, form: str) -> Question:
    """What is asked of who keeps a meeting's record: one of its three forms."""
    return open_question(svc, lambda: province, form)


def call_meeting(
    svc: CouncilServices, who: Officer, id: str, minuted: Minuted, lang: Lang
) -> CouncilMeeting:
    """Set day, hour and place, and mail them with the agenda to the whole council.

    A repeat mails nobody. Raises InvalidInput, StaleVersion, WrongState once it is closed.
    """
    question = meeting_question(svc, who.province, TIME_FORM)
    data = question.check(minuted.data, lang).data
    day = date.fromisoformat(data["day"])

    def called(meeting: CouncilMeeting) -> CouncilMeeting:
        changed = replace(meeting, day=day, opens=data["opens"], place=data["place"])
        if day != meeting.day:
            _demand_reading_time(svc, who.province, changed, day, lang)
        _demand_samples_by(svc, who.province, changed, day, lang)
        return changed

    return _recorded(svc, who, id, minuted, called, mails=True)


def _demand_reading_time(
    svc: CouncilServices, province: Province, meeting: CouncilMeeting, day: date, lang: Lang
) -> None:
    """Members have each dossier for so many working days before they meet as its law has it.
    Raises InvalidInput.
    """
    days = calendar_of(svc, province)
    for case in cases_of_meeting(svc, meeting):
        least = svc.rulebooks.at(case.process).meeting.days_before
        since = local_date(case.position.opened)
        if least and days.working_days_between(since, day) < least:
            raise InvalidInput([_wrong("/day", "meeting-too-soon", lang, days=str(least))])


def _demand_samples_by(
    svc: CouncilServices, province: Province, meeting: CouncilMeeting, day: date, lang: Lang
) -> None:
    """Let nobody set a day for which samples that have to be there come too late. Raises
    InvalidInput with each product.
    """
    cases = cases_of_meeting(svc, meeting)
    errors = [
        _wrong("/day", term.no_such_day, lang, reference=case.reference, **_told(term))
        for case, term in out_of_reach(svc, province, meeting, cases, day)
    ]
    if errors:
        raise InvalidInput(errors)


def _told(term: SampleTerm) -> dict[str, str]:
    return {"count": str(term.count), "days": str(term.days), "date": term.until.isoformat()}


def record_attendance(
    svc: CouncilServices, who: Officer, id: str, minuted: Minuted, lang: Lang
) -> CouncilMeeting:
    """Record who is there: `present` names members, `deputies` who stands for whom by which paper.

    Raises InvalidInput, StaleVersion, WrongState before the day, or once it is closed.
    """
    question = meeting_question(svc, who.province, ATTENDANCE_FORM)
    data = dict(minuted.data)
    ticks = data.pop("present", ())
    deputies = question.check(data, lang).data.get("deputies", ())

    def attended(meeting: CouncilMeeting) -> CouncilMeeting:
        _demand_day(svc, meeting)
        council = convened_by(who, meeting.council)
        return replace(meeting, present=_present(council, ticks, deputies, lang))

    return _recorded(svc, who, id, minuted, attended)


def _present(council: Council, ticks: Any, deputies: Any, lang: Lang) -> tuple[Presence, ...]:
    """Who takes part, in the council's order. Raises InvalidInput for who is no member, or is said
    to be there and to be stood for.
    """
    known = [one.person for one in council.members]
    here = {str(one) for one in ticks}
    sent = {
        one["member"]: Presence(one["member"], one["deputy"], one["document"]) for one in deputies
    }
    wrong = []
    if not {*here, *sent} <= {*known}:
        wrong.append(_wrong("/deputies", "meeting-no-member", lang))
    if here & sent.keys() or len(sent) < len(deputies):
        wrong.append(_wrong("/deputies", "meeting-there-twice", lang))
    if wrong:
        raise InvalidInput(wrong)
    return tuple(sent.get(one, Presence(one)) for one in known if one in here or one in sent)


def _wrong(pointer: str, code: str, lang: Lang, **params: str) -> FieldError:
    return FieldError(pointer, code, sentence(code, lang, params))


def record_product(
    svc: CouncilServices, who: Officer, id: str, dossier: str, minuted: Minuted, lang: Lang
) -> CouncilMeeting:
    """Call a product up, or correct what is noted of it: sample, questions and answers, votes.

    Raises NotFound for a product that is not on the agenda, InvalidInput, also for a sample that no
    book of custody knows; StaleVersion; WrongState without a quorum, or once it is closed.
    """
    question = meeting_question(svc, who.province, PRODUCT_FORM)
    data = question.check(minuted.data, lang).data

    def noted(meeting: CouncilMeeting) -> CouncilMeeting:
        item = meeting.item(dossier)
        if item is None:
            raise NotFound
        _demand_quorum(svc, who, meeting)
        votes = _votes(svc, who, meeting, data, lang)
        _demand_sample(svc, meeting, dossier, data["sample"], lang)
        _demand_samples_kept(svc, who.province, meeting, dossier, lang)
        return meeting.with_item(
            replace(
                item,
                called=item.called or svc.now(),
                sample=SAMPLES[data["sample"]],
                questions=data.get("questions", ""),
                votes=votes,
            )
        )

    return _recorded(svc, who, id, minuted, noted)


def _votes(
    svc: CouncilServices, who: Officer, meeting: CouncilMeeting, data: Mapping[str, Any], lang: Lang
) -> MeetingVotes | None:
    """How those present voted, where the council's regulation wants a vote. Raises InvalidInput for
    more or fewer votes than people.
    """
    if not convened_by(who, meeting.council).regulation.votes:
        return None
    votes = MeetingVotes(*(int(data.get(name, 0)) for name in VOTES))
    present = attendance_at(svc, who, meeting).present
    if votes.in_favour + votes.against + votes.abstained != present:
        raise InvalidInput([_wrong("/in_favour", "meeting-votes", lang, count=str(present))])
    return votes


def _demand_sample(
    svc: CouncilServices, meeting: CouncilMeeting, dossier: str, sample: str, lang: Lang
) -> None:
    """Let nobody note a sample as shown that by the book neither the council's office has nor,
    where the law has samples with members, these have.
    """
    if sample == "shown" and not may_show_samples(svc, meeting, svc.store.case(dossier)):
        raise InvalidInput([_wrong("/sample", "meeting-no-sample", lang)])


def _demand_samples_kept(
    svc: CouncilServices, province: Province, meeting: CouncilMeeting, dossier: str, lang: Lang
) -> None:
    """Let no product be called up whose samples were not there in time and had to be; the meeting
    may be set for a later day.
    """
    if meeting.day is None:
        return
    term = sample_term(svc, province, meeting, svc.store.case(dossier), meeting.day)
    if term and term.blocks and not term.kept:
        raise InvalidInput([_wrong("/sample", term.came_late, lang, **_told(term))])


@once_more
def close_meeting(svc: CouncilServices, who: Officer, id: str, version: int) -> CouncilMeeting:
    """End a meeting: its record is fixed, and its products go on as soon as their sheets are in.

    A repeat returns it as closed. Raises WrongState without day and place, without a quorum or
    while a product that is still before the council has not been called up; StaleVersion.
    """
    meeting = meeting_convened(svc, who, id)
    if meeting.closed:
        return meeting
    if hindrance := hindrance_to_closing(svc, who, meeting):
        raise WrongState(hindrance)
    if meeting.version != version:
        raise StaleVersion
    cases = cases_of_meeting(svc, meeting)
    closed = replace(meeting, closed=svc.now(), by=who.person.id)
    return svc.store.save_meeting(closed, list(_wakes(closed, cases, svc.now())))


def hindrance_to_closing(svc: CouncilServices, who: Officer, meeting: CouncilMeeting) -> str:
    """Why a meeting cannot end yet, as the code of a sentence; "" where it can."""
    if not meeting.place:
        return "meeting-not-called"
    if not attendance_at(svc, who, meeting).quorate:
        return "meeting-not-quorate"
    waiting = {case.id for case in cases_of_meeting(svc, meeting)}
    if any(one.called is None and one.product.dossier in waiting for one in meeting.items):
        return "meeting-not-through"
    return "meeting-before-hour" if meeting.begins_after(svc.now()) else ""


def _wakes(meeting: CouncilMeeting, cases: list[Case], now: datetime) -> Iterator[Wake]:
    """What has the cases look whether they can go on, so many at once."""
    places = [(one.id, one.position.visit, one.position.scoring_round) for one in cases]
    looks = [ResumeWorkflow(*place) for place in sorted(places)]
    for first in range(0, len(looks), AT_ONCE):
        id = f"meeting-{meeting.id}-{meeting.version + 1}-{first}"
        yield Wake(id, tuple(looks[first : first + AT_ONCE]), now)


@once_more
def _recorded(
    svc: CouncilServices,
    who: Officer,
    id: str,
    minuted: Minuted,
    change: Callable[[CouncilMeeting], CouncilMeeting],
    *,
    mails: bool = False,
) -> CouncilMeeting:
    """A change of an open meeting, from the version that was looked at; what changes nothing, as a
    repeat, is not stored.
    """
    meeting = meeting_convened(svc, who, id)
    if meeting.closed:
        raise WrongState("meeting-closed")
    changed = change(meeting)
    if changed == meeting and meeting.version:
        return meeting
    if meeting.version != minuted.version:
        raise StaleVersion
    council = convened_by(who, meeting.council)
    told = invitations_to(svc, who.province, council, changed) if mails else ()
    return svc.store.save_meeting(replace(changed, by=who.person.id), told)


def _demand_day(svc: CouncilServices, meeting: CouncilMeeting) -> None:
    """Nobody is there before the day has come."""
    if not meeting.place or meeting.day is None:
        raise WrongState("meeting-not-called")
    if local_date(svc.now()) < meeting.day:
        raise WrongState("meeting-not-yet", {"date": meeting.day.isoformat()})


def _demand_quorum(svc: CouncilServices, who: Officer, meeting: CouncilMeeting) -> None:
    if not attendance_at(svc, who, meeting).quorate:
        raise WrongState("meeting-not-quorate")
