"""Samples for a council's meeting: those its office has, and whether they are there in time."""

from collections.abc import Iterator
from datetime import date, timedelta

from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.custody import complete_since, movements, now_held
from ocop.cases.lookup import calendar_of
from ocop.cases.meeting import CouncilMeeting
from ocop.cases.subject import Rating
from ocop.council.ports import CouncilServices
from ocop.law.citing import cited
from ocop.people.province import Province


@struct(frozen=True)
class SampleTerm:
    """What the law of a case wants of its samples: `count` of them in the council's office, or
    handed on to its members (`to_members`), on the day `until` (`days` working days before the
    meeting), and since when they are; None: they lack.
    """

    count: int
    days: int
    until: date
    since: date | None
    blocks: bool
    article: str
    to_members: bool = False

    @property
    def no_such_day(self) -> str:
        """The code by which a day is refused that is too early for them."""
        return "meeting-before-samples-out" if self.to_members else "meeting-before-samples"

    @property
    def came_late(self) -> str:
        """The code by which a product is not called up."""
        return "meeting-samples-out-late" if self.to_members else "meeting-samples-late"

    @property
    def kept(self) -> bool:
        """Whether they were there in time."""
        return self.since is not None and self.since <= self.until

    def reachable(self, today: date) -> bool:
        """Whether they are there in time, or may still be."""
        return (self.since or today) <= self.until


def may_show_samples(svc: CouncilServices, meeting: CouncilMeeting, case: Case) -> bool:
    """Whether there is a sample to show by the book of custody: in the council's office or, where
    the law has them with members, handed on to these.
    """
    asked = svc.rulebooks.at(case.process).meeting.samples
    chain = movements(svc.store.events(case.id))
    held = now_held(chain, "samples", meeting.unit)
    out = (
        asked
        and asked.to_members
        and complete_since(chain, "samples", meeting.unit, 1, move="handed-on")
    )
    return bool(held or out)


def samples_held(svc: CouncilServices, meeting: CouncilMeeting, dossier: str) -> int:
    """How many samples of a product the council's office has by the book of custody."""
    return now_held(movements(svc.store.events(dossier)), "samples", meeting.unit)


def sample_term(
    svc: CouncilServices, province: Province, meeting: CouncilMeeting, case: Case, day: date
) -> SampleTerm | None:
    """What is asked of a case's samples for a meeting on a day; None where its law asks nothing, as
    of tourism (Decision 1048 as provinces carried it out: two working days before they meet).
    """
    law = svc.rulebooks.at(case.process)
    rule = law.meeting
    asked = rule.samples
    if asked is None or not isinstance(case.subject, Rating):
        return None
    if case.subject.set_number in asked.except_sets:
        return None
    return SampleTerm(
        count=asked.count,
        days=rule.days_before,
        until=_days_before(svc, province, day, rule.days_before),
        since=complete_since(
            movements(svc.store.events(case.id)),
            "samples",
            meeting.unit,
            asked.count,
            move="handed-on" if asked.to_members else "received",
        ),
        blocks=asked.blocks,
        article=cited(law.decision, asked.article),
        to_members=asked.to_members,
    )


def _days_before(svc: CouncilServices, province: Province, day: date, days: int) -> date:
    """The last day from which so many working days lead to a day."""
    calendar, since = calendar_of(svc, province), day
    while calendar.working_days_between(since, day) < days:
        since -= timedelta(days=1)
    return since


def out_of_reach(
    svc: CouncilServices,
    province: Province,
    meeting: CouncilMeeting,
    cases: list[Case],
    day: date,
) -> Iterator[tuple[Case, SampleTerm]]:
    """The cases whose samples cannot be there in time for a meeting on a day, though they have to
    be.
    """
    today = local_date(svc.now())
    for case in cases:
        term = sample_term(svc, province, meeting, case, day)
        if term and term.blocks and not term.reachable(today):
            yield case, term
