"""Who an officer is: by the claims the gateway has checked, on pages by the session's cookie."""

from dataclasses import dataclass
from typing import Protocol

from ocop.base.errors import NotSignedIn, SecondFactorNeeded
from ocop.cases.services import Services
from ocop.deciding.officer import officer_of
from ocop.http import Request
from ocop.people.rights import Officer
from ocop.setup.ports import Directory

SESSION_COOKIE = "office"
REFRESH_COOKIE = "office_more"


class OfficeSession(Protocol):
    """A sign-in's answer: tokens, or a challenge to answer with `state` as `user`."""

    @property
    def token(self) -> str: ...
    @property
    def refresh(self) -> str: ...
    @property
    def challenge(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def user(self) -> str: ...


class SessionHolder(Protocol):
    """Whose session it is, and whether signing in asks for a second step."""

    @property
    def sub(self) -> str: ...
    @property
    def second_factor(self) -> bool: ...


class Accounts(Protocol):
    """Officers' accounts, as their holders use them."""

    def sign_in(self, email: str, password: str) -> OfficeSession:
        """Raises NotSignedIn, the same for a wrong address and a wrong password."""

    def choose_password(self, user: str, state: str, password: str) -> OfficeSession:
        """Answer the challenge of a first sign-in; raises NotSignedIn, WeakPassword."""

    def enter_code(self, user: str, state: str, code: str) -> OfficeSession:
        """Answer the challenge of a second step; raises NotSignedIn, InvalidInput."""

    def holder(self, token: str) -> SessionHolder:
        """Whose a session's token is; raises NotSignedIn once the session has ended."""

    def renew(self, refresh: str) -> OfficeSession:
        """Fresh tokens for a session that goes on; raises NotSignedIn."""

    def sign_out(self, token: str, refresh: str) -> None:
        """End the session and all its tokens."""

    def start_second_factor(self, token: str) -> str:
        """The secret for an app that makes codes."""

    def finish_second_factor(self, token: str, code: str) -> None:
        """Ask for codes from now on; raises InvalidInput for a wrong code."""

    def change_password(self, token: str, old: str, new: str) -> None:
        """Raises NotSignedIn for a wrong old password, WeakPassword."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """Whose token a program sent. The pool is asked about the second step only when it matters."""

    sub: str
    directory: Directory

    @property
    def second_factor(self) -> bool:
        return self.directory.has_second_factor(self.sub)


def officer(
    svc: Services,
    accounts: Accounts,
    directory: Directory,
    request: Request,
    *,
    any_step: bool = False,
) -> Officer:
    """Who asks.

    Raises NotSignedIn without a session or an ID token of a proven address, Forbidden for an
    account that is bound to nobody, SecondFactorNeeded unless `any_step` will do.
    """
    holder: SessionHolder = (
        claimed(request, directory) if request.is_api else of_session(accounts, request)
    )
    who = officer_of(svc, holder.sub)
    demanded = not any_step and who.province.asks_second_factor(who.person)
    if demanded and not holder.second_factor:
        raise SecondFactorNeeded
    return who


def claimed(request: Request, directory: Directory) -> Claimed:
    """Whose ID token the gateway has checked. Raises NotSignedIn for any other claims."""
    claims = request.claims
    proven = claims.get("email_verified", "").lower() == "true"
    if claims.get("token_use") != "id" or not proven or not claims.get("sub"):
        raise NotSignedIn
    return Claimed(claims["sub"], directory)


def of_session(accounts: Accounts, request: Request) -> SessionHolder:
    """Whose cookie came along. Raises NotSignedIn."""
    token = request.cookies.get(SESSION_COOKIE, "")
    if not token:
        raise NotSignedIn
    return accounts.holder(token)
