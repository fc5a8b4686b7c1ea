"""What the pages of officers' accounts show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["password", "code", "new-password"]


@dataclass(frozen=True)
class SignIn:
    """The officers' door: password, then a code or a new password when the pool asks."""

    stage: Stage = "password"
    email: str = ""
    problem: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


@dataclass(frozen=True)
class Forgotten:
    """Asks for an address, says that a mail is on its way, or that a link opens nothing."""

    sent: bool = False
    dead: bool = False


@dataclass(frozen=True)
class NewPassword:
    """One field for a password, posted to the link's own address."""

    action: str
    email: str
    problem: str = ""


@dataclass(frozen=True)
class Security:
    """An officer's own account. `secret` is shown once, in groups of four letters, and `address` is
    the same for an app on this phone; `done` names what has just been changed.
    """

    on: bool
    demanded: bool
    secret: str = ""
    address: str = ""
    problem: str = ""
    done: str = ""
