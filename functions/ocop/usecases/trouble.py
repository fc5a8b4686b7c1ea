"""What did not go out: rows that still wait, and mails that will never be delivered."""

from dataclasses import dataclass

from ocop.domain.errors import Forbidden
from ocop.domain.province import Person
from ocop.usecases.dispatch import dispatch
from ocop.usecases.effects import SendMail
from ocop.usecases.ports import Services
from ocop.usecases.records import OutboxRow

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Trouble:
    """One row for the administrator: what waits or failed, for whom, and why if it is known."""

    row: str
    what: str
    to: str
    reason: str


def troubles(svc: Services, person: Person) -> list[Trouble]:
    """Waiting rows first, then refused mails; raises Forbidden for all but administrators."""
    _administrators_only(person)
    waiting = [t for row in svc.outbox.peek(SHOWN) for t in _waiting(row)]
    refused = [
        Trouble("", kept["template"], kept["to"], kept["reason"])
        for kept in svc.outbox.refusals(SHOWN)
    ]
    return [*waiting, *refused]


def redrive(svc: Services, person: Person, row: str) -> bool:
    """Try a waiting row again now; False if it is gone or being carried out. Raises Unavailable."""
    _administrators_only(person)
    return dispatch(svc, row)


def _administrators_only(person: Person) -> None:
    if not any(role.role == "administrator" for role in person.roles):
        raise Forbidden


def _waiting(row: OutboxRow) -> list[Trouble]:
    left = [e for at, e in enumerate(row.effects) if at not in row.done]
    return [
        Trouble(row.id, effect.template, effect.to, "")
        if isinstance(effect, SendMail)
        else Trouble(row.id, type(effect).__name__, getattr(effect, "dossier", ""), "")
        for effect in left
    ]
