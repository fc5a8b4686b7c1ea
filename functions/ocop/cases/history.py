"""Recording: every act becomes one event, and the event with its consequences one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import wraps
from itertools import pairwise
from typing import Any, Concatenate, ParamSpec, TypeVar

from ocop.base.errors import KeyReused, OcopError, StaleVersion, Unavailable
from ocop.base.hashing import digest, short_id
from ocop.base.roles import PRODUCER
from ocop.base.structs import replace, struct
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import Effect, KeepRegister, LeaveCouncil, MakePapers
from ocop.cases.event import Event
from ocop.cases.ports import CaseServices
from ocop.cases.records import Change, Neighbours, Repeated, Taken
from ocop.cases.signed import SignedDecision
from ocop.cases.task_held import task_held
from ocop.forms.checked import CheckedForm
from ocop.registers.change import RegisterChange

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound=CaseServices)
RETRIES = 3
ALONE = Neighbours()
CLOCK = "clock"
# Acts that may call for papers (schemas/papers says which); what opens a case is not confirmed yet.
ON_PAPER = frozenset({"confirmed", "submitted", "decided", "tallied", "handled"})


@struct(frozen=True)
class Act:
    """What somebody does: the kind of event, for which assignment or role (`actor`), under which
    idempotency key, what they sent, and who it was (`by`) by which way in (`channel`).

    `sent` is the request as it came, `data` what of it is kept: a checked form's data if there is
    one. `files` are the pins of the files handed over with it.
    """

    kind: str
    actor: str
    key: str
    sent: Mapping[str, Any]
    form: CheckedForm | None = None
    kept: Mapping[str, Any] | None = None
    files: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    channel: str = "link"

    @property
    def signature(self) -> tuple[str, str]:
        """Who did it and by which way they came; what nobody does, the clock does."""
        if self.by or self.actor == PRODUCER:
            return self.by or PRODUCER, self.channel
        return CLOCK, CLOCK

    def event_id(self, dossier: str) -> str:
        """The event's id: the same for a repeat of the same act."""
        return short_id(dossier, self.actor, self.key)

    @property
    def data(self) -> Mapping[str, Any]:
        """What the event keeps."""
        if self.kept is not None:
            return self.kept
        return self.form.data if self.form else self.sent

    @property
    def request(self) -> str:
        """The digest of what was asked, to tell a repeat from another request under the same
        key.
        """
        return digest([self.kind, self.sent])


def earlier(svc: CaseServices, dossier: str, act: Act) -> Event | None:
    """The event this act caused before, if this is a repeat.

    Raises KeyReused when the same key came with other content.
    """
    event = svc.store.event(dossier, act.event_id(dossier))
    return _the_same(event, act) if event else None


def _the_same(event: Event, act: Act) -> Event:
    """The event under an act's key, if the act caused it; raises KeyReused."""
    if event.request != act.request:
        raise KeyReused
    return event


def once(
    svc: CaseServices, dossier: str, act: Act, do: Callable[[], T], again: Callable[[Event], T]
) -> T:
    """Do an act; `again` answers a repeat from the event it caused the first time.

    Nothing is read beforehand: the table itself refuses a repeat. One that no longer gets so far,
    since the case has moved on, the form has changed or nothing is left of an allowance, gets the
    first answer too. Raises KeyReused for other content under the same key, and what `do` raises.
    """
    try:
        return do()
    except Repeated as repeat:
        return again(repeat.event)
    except (KeyReused, Unavailable):
        raise
    except OcopError:
        if event := earlier(svc, dossier, act):
            return again(event)
        raise


def record(
    svc: CaseServices,
    before: Case | None,
    after: Case,
    act: Act,
    *,
    assignments: Sequence[Assignment] = (),
    effects: Sequence[Effect] = (),
    certificate: Certificate | None = None,
    turned: Sequence[Certificate] = (),
    takes: Sequence[Taken] = (),
    signed: SignedDecision | None = None,
    seats: Sequence[Assignment] = (),
    slip: str = "",
    registered: Sequence[RegisterChange] = (),
    beside: Neighbours = ALONE,
) -> Case:
    """Commit one act and return the case as stored.

    `takes` count with it, `signed` keeps its number; `turned` are the certificates that it changes,
    as they will be; `seats` a council's that it asks, `slip` a number that it takes, `registered`
    records of registers that it makes; `beside` are cases that have to be as they were read. Raises
    Repeated when the act was done before, KeyReused when another was under its key, StaleVersion,
    TooMany, NumberUsed.
    """
    event = _event(before or after, act, svc.now())
    filed = {**after.filed, event.form: event.id} if event.form else after.filed
    held = task_held(before, after, assignments)
    stored = replace(after, version=after.version + 1, seq=event.seq, head=event.hash, filed=filed)
    stored = replace(stored, task=held.task)
    papers = [MakePapers(after.id, event.id)] if before and act.kind in ON_PAPER else []
    kept = register_effects(before, after, certificate, turned)
    effects = (*effects, *left_council(before, after), *kept, *papers)
    told = (held.own, effects, certificate, tuple(takes), signed, tuple(turned))
    rest = (tuple(seats), slip, tuple(registered), beside, held.over, held.left)
    try:
        svc.store.commit(Change(before, stored, event, *told, *rest))
    except Repeated as repeat:
        _the_same(repeat.event, act)
        raise
    return stored


def _event(case: Case, act: Act, now: datetime) -> Event:
    """The act as the next event of its case."""
    by, channel = act.signature
    return Event(
        dossier=case.id,
        id=act.event_id(case.id),
        seq=0,
        at=now,
        kind=act.kind,
        actor=act.actor,
        stage=case.position.stage,
        visit=case.position.visit,
        data=act.data,
        form=act.form.form if act.form else "",
        form_version=act.form.version if act.form else "",
        form_hash=act.form.sha256 if act.form else "",
        request=act.request,
        files=act.files,
        by=by,
        channel=channel,
    ).chained(case)


def left_council(before: Case | None, after: Case) -> list[LeaveCouncil]:
    """What an act that ends a visit before a council leaves to be done. The entry goes after it, in
    a write that costs half; who reads the list meanwhile sees by the case that the visit is over.
    """
    if before is None or not before.position.seated:
        return []
    was, now = before.position, after.position
    if (was.seated, was.visit) == (now.seated, now.visit):
        return []
    return [LeaveCouncil(before.province, before.id, was.visit, was.seated)]


def register_effects(
    before: Case | None, after: Case, certificate: Certificate | None, turned: Sequence[Certificate]
) -> list[KeepRegister]:
    """What an act leaves to be brought up to date in the register of certificates: those that it
    gives or changes, and the one that a case which it moves on began from.
    """
    numbers = [one.number for one in (certificate, *turned) if one]
    previous = getattr(after.subject, "previous", "")
    moves = before is None or before.position.visit != after.position.visit or not after.is_open
    renewed = [KeepRegister(previous, after.id)] if previous and moves else []
    return [*(KeepRegister(number) for number in numbers), *renewed]


def retried(act: Callable[P, T]) -> Callable[P, T]:
    """The use case, tried again from fresh state when somebody else's change came in between.

    Right only for a use case that reads everything it stands on itself.
    """

    @wraps(act)
    def repeated(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(RETRIES):
            try:
                return act(*args, **kwargs)
            except StaleVersion:
                continue
        return act(*args, **kwargs)

    return repeated


def refreshed(
    act: Callable[Concatenate[S, Case, Assignment, P], T],
) -> Callable[Concatenate[S, Case, Assignment, P], T]:
    """The use case of a case and somebody's assignment there as the caller has read them, tried
    again from fresh ones when somebody else's change came in between.
    """

    @wraps(act)
    def repeated(
        svc: S, case: Case, assignment: Assignment, /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        for _ in range(RETRIES):
            try:
                return act(svc, case, assignment, *args, **kwargs)
            except StaleVersion:
                case = svc.store.case(case.id)
                assignment = svc.store.assignment(case.id, assignment.id)
        return act(svc, case, assignment, *args, **kwargs)

    return repeated


def verify(events: Sequence[Event], case: Case | None = None) -> list[str]:
    """What is wrong with a dossier's history, oldest event first: ids of events that were altered
    or moved, or that follow a lost one; "head" when the newest are gone that the dossier, read
    before them, knows of.
    """
    broken = [event.id for event in events if not event.intact()]
    broken += [event.id for event in events[:1] if event.previous]
    for previous, event in pairwise(events):
        if event.previous != previous.hash:
            broken.append(event.id)
    if case and case.head not in ("", *(event.hash for event in events)):
        broken.append("head")
    return broken
