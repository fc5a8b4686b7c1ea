"""Recording: every act becomes one event, and the event with its consequences one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from functools import wraps
from itertools import pairwise
from typing import Any, Concatenate, ParamSpec, TypeVar

from ocop.base.errors import KeyReused, StaleVersion
from ocop.base.hashing import digest, short_id
from ocop.base.roles import PRODUCER
from ocop.base.structs import struct
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.effects import Effect
from ocop.cases.event import Event
from ocop.cases.ports import CaseServices
from ocop.cases.records import Change
from ocop.forms.checked import CheckedForm

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound=CaseServices)
RETRIES = 3
CLOCK = "clock"


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
    if event is not None and event.request != act.request:
        raise KeyReused
    return event


def record(
    svc: CaseServices,
    before: Case | None,
    after: Case,
    act: Act,
    *,
    assignments: Sequence[Assignment] = (),
    effects: Sequence[Effect] = (),
    certificate: Certificate | None = None,
    number: int = 0,
) -> Case:
    """Commit one act and return the dossier as stored; raises StaleVersion.

    `number` is the running number that a case's first act takes.
    """
    origin = before or after
    by, channel = act.signature
    event = Event(
        dossier=after.id,
        id=act.event_id(after.id),
        seq=0,
        at=svc.now(),
        kind=act.kind,
        actor=act.actor,
        stage=origin.position.stage,
        visit=origin.position.visit,
        data=act.data,
        form=act.form.form if act.form else "",
        form_version=act.form.version if act.form else "",
        form_hash=act.form.sha256 if act.form else "",
        request=act.request,
        files=act.files,
        by=by,
        channel=channel,
    ).chained(origin)
    filed = {**after.filed, event.form: event.id} if event.form else after.filed
    stored = replace(after, version=after.version + 1, seq=event.seq, head=event.hash, filed=filed)
    told = (tuple(assignments), tuple(effects), certificate, number)
    svc.store.commit(Change(before, stored, event, *told))
    return stored


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
