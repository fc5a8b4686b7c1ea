"""Who an officer is, and which cases they may read or act on."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from ocop.domain.dossier import Assignment, Dossier
from ocop.domain.errors import Forbidden, NotFound, NotSignedIn
from ocop.domain.province import Person, Province
from ocop.usecases.ports import Services
from ocop.usecases.records import Page
from ocop.web.request import Asked

SESSION_COOKIE = "office"
ADMINISTRATOR = "administrator"


class Session(Protocol):
    """A sign-in's answer: a token, or the challenge of choosing a first password."""

    @property
    def token(self) -> str: ...
    @property
    def challenge(self) -> str: ...
    @property
    def state(self) -> str: ...


class Accounts(Protocol):
    """Officers' accounts."""

    def sign_in(self, email: str, password: str) -> Session:
        """Raises NotSignedIn, the same for a wrong address and a wrong password."""

    def choose_password(self, email: str, state: str, password: str) -> Session:
        """Answer the challenge of a first sign-in; raises NotSignedIn."""

    def email(self, token: str) -> str:
        """The address behind a session's token; raises NotSignedIn."""


@dataclass(frozen=True, slots=True)
class Officer:
    """A signed-in person with the province whose officer they are."""

    person: Person
    province: Province

    @property
    def scopes(self) -> list[str]:
        """The worklists that are theirs: by role and unit, and their own."""
        shared = [f"W#{held.role}#{held.unit}" for held in self.person.roles]
        return [*shared, f"P#{self.person.id}"]

    @property
    def administers(self) -> bool:
        return any(held.role == ADMINISTRATOR for held in self.person.roles)

    def may_act(self, assignment: Assignment) -> bool:
        """Whether an assignment is theirs, or their office's."""
        office = {(held.role, held.unit) for held in self.person.roles}
        own = assignment.person == self.person.id
        return own or (assignment.role, assignment.unit) in office

    def may_read(self, svc: Services, dossier: Dossier) -> bool:
        """Whether a case lies in one of their units, or waits for them."""
        if dossier.province != self.province.code:
            return False
        if {held.unit for held in self.person.roles} & self._above(dossier.unit):
            return True
        return any(one.person == self.person.id for one in svc.store.assignments(dossier.id))

    def _above(self, commune: str) -> set[str]:
        """The commune and every unit above it."""
        found, code = set(), commune
        while code in self.province.units:
            found.add(code)
            code = self.province.units[code].parent
        return found

    def work(self, svc: Services, cursor: str, limit: int) -> Page[Assignment]:
        """What waits for them, earliest due first."""
        return svc.store.worklist(self.scopes, cursor, limit)


def officer(svc: Services, accounts: Accounts, asked: Asked) -> Officer:
    """Who asks: by the claims the gateway has checked, on pages by the session's cookie.

    Raises NotSignedIn without either, Forbidden for an account that no province knows.
    """
    email = asked.claims.get("email", "") if asked.is_api else _of_session(accounts, asked)
    if not email:
        raise NotSignedIn
    for fresh in (False, True):  # somebody named within the last minute is found too
        for province in svc.store.provinces(fresh=fresh):
            with suppress(NotFound):
                return Officer(province.person_by_email(email), province)
    raise Forbidden


def _of_session(accounts: Accounts, asked: Asked) -> str:
    token = asked.cookies.get(SESSION_COOKIE, "")
    return accounts.email(token) if token else ""


def readable(svc: Services, who: Officer, dossier: str) -> Dossier:
    """A dossier the officer may read; for others there is none. Raises NotFound."""
    found = svc.store.dossier(dossier)
    if not who.may_read(svc, found):
        raise NotFound
    return found


def actionable(svc: Services, who: Officer, dossier: str, assignment: str) -> Assignment:
    """An assignment the officer may answer. Raises NotFound, Forbidden."""
    found = svc.store.assignment(dossier, assignment)
    if not who.may_act(found):
        raise Forbidden
    return found
