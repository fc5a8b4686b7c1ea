"""Officers' accounts without Cognito."""

from dataclasses import dataclass, field

from ocop.base.errors import InvalidInput, NotSignedIn, WeakPassword
from tests.support.world import sub_of

PASSWORD = "mat-khau-dung"
CODE = "123456"


@dataclass(frozen=True)
class Session:
    token: str
    refresh: str = ""
    challenge: str = ""
    state: str = ""
    user: str = ""


@dataclass(frozen=True)
class Holder:
    sub: str
    second_factor: bool = False


@dataclass
class Pool:
    """Everybody's password is PASSWORD until another is set; sessions end when signed out.

    `new` have to choose one first, `codes` have a second step. As directory it knows whom it has
    enrolled; `down` holds addresses that fail.
    """

    new: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    passwords: dict[str, str] = field(default_factory=dict)
    enrolled: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)
    down: dict[str, Exception] = field(default_factory=dict)
    turns: dict[str, int] = field(default_factory=dict)

    def sign_in(self, email: str, password: str) -> Session:
        if password != self.passwords.get(sub_of(email), PASSWORD):
            raise NotSignedIn("sign-in-failed")
        if email in self.new:
            return Session("", "", "NEW_PASSWORD_REQUIRED", "state-1", email)
        if email in self.codes:
            return Session("", "", "SOFTWARE_TOKEN_MFA", "state-2", email)
        return self._opened(email)

    def _opened(self, email: str) -> Session:
        named = self._named(email)
        return Session(f"session:{named}", f"more:{named}")

    def _named(self, email: str) -> str:
        """Whose session it is, and after how many times that all of theirs were ended."""
        return email + "#" * self.turns.get(email, 0)

    def _email(self, token: str, kind: str) -> str:
        """Raises NotSignedIn."""
        told, _, named = token.partition(":")
        email = named.rstrip("#")
        if told != kind or token in self.ended or named != self._named(email):
            raise NotSignedIn
        return email

    def _end_all(self, email: str) -> None:
        self.turns[email] = self.turns.get(email, 0) + 1

    def choose_password(self, user: str, state: str, password: str) -> Session:
        if state != "state-1":
            raise NotSignedIn("sign-in-failed")
        if len(password) < 12:
            raise WeakPassword
        return self._opened(user)

    def enter_code(self, user: str, state: str, code: str) -> Session:
        if state != "state-2":
            raise NotSignedIn("sign-in-failed")
        if code != CODE:
            raise InvalidInput((), "wrong-code")
        return self._opened(user)

    def holder(self, token: str) -> Holder:
        email = self._email(token, "session")
        return Holder(sub_of(email), email in self.codes)

    def renew(self, refresh: str) -> Session:
        return Session(f"session:{self._named(self._email(refresh, 'more'))}", refresh)

    def sign_out(self, token: str, refresh: str) -> None:
        if not refresh:
            self._end_all(self._email(token, "session"))
        self.ended |= {token, refresh, refresh.replace("more:", "session:")}

    def start_second_factor(self, token: str) -> str:
        self.holder(token)
        return "ABCDEFGHIJKLMNOP"

    def finish_second_factor(self, token: str, code: str) -> None:
        if code != CODE:
            raise InvalidInput((), "wrong-code")
        self.codes.add(self._email(token, "session"))

    def change_password(self, token: str, old: str, new: str) -> None:
        sub = self.holder(token).sub
        if old != self.passwords.get(sub, PASSWORD):
            raise NotSignedIn("sign-in-failed")
        self._keep(sub, new)

    # ------------------------------------------------------------ as directory

    def enrol(self, email: str) -> tuple[str, bool]:
        if email in self.down:
            raise self.down[email]
        new = email not in self.enrolled
        self.enrolled.add(email)
        return sub_of(email), new

    def close(self, sub: str) -> None:
        self.closed.append(sub)

    def set_password(self, sub: str, password: str) -> None:
        self._keep(sub, password)
        self._end_all(sub.removeprefix(sub_of("")))

    def _keep(self, sub: str, password: str) -> None:
        if len(password) < 12:
            raise WeakPassword
        self.passwords[sub] = password

    def has_second_factor(self, sub: str) -> bool:
        return sub in {sub_of(email) for email in self.codes}
