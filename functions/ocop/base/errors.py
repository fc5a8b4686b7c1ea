"""Everything that can be refused, in one hierarchy.

OcopError
├── Malformed            the request cannot be read at all (400)
├── NotSignedIn          no valid session (401)
├── Forbidden            known, but not allowed to do this (403)
├── NotFound             no such thing, or nothing the asker may know of (404)
├── Conflict             (409)
│   ├── WrongState       the case is at another step
│   ├── Busy             somebody else is doing it just now
│   ├── TooEarly         a waiting time still runs
│   ├── TooLate          a closing time has passed
│   ├── CalendarEnds     a deadline beyond the last year whose days off are known
│   ├── StaleVersion     somebody changed it in between (412)
│   ├── VersionNeeded    nothing said which version is replaced (428)
│   └── KeyReused        the same idempotency key with other content (422)
├── LinkDead             an emailed link that no longer opens (410)
│   ├── LinkExpired
│   ├── LinkRevoked
│   └── LinkUsed
├── TooLarge             (413)
├── InvalidInput         field by field, all at once (422)
├── WeakPassword         the user pool refuses this password (422)
├── TooMany              more than one sender may do in this time (429)
├── MailRefused          the mail service will never take this message
├── Unreadable           a stored record that this version of the code cannot read (500)
└── Unavailable          a service did not answer; trying again may help (503)

`ocop.http.problem` is the only place that maps these to HTTP.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from ocop.base.structs import struct


class OcopError(Exception):
    """Base of all refusals: a stable `code` for programs, `params` for the sentence people read."""

    default_code: ClassVar[str] = "error"

    def __init__(self, code: str = "", params: Mapping[str, str] | None = None) -> None:
        self.code = code or self.default_code
        self.params = dict(params or {})
        super().__init__(f"{self.code} {self.params}" if self.params else self.code)


class Malformed(OcopError):
    """The request cannot be read: not JSON, not UTF-8, not an object."""

    default_code = "malformed-json"


class NotSignedIn(OcopError):
    """The officer's session is missing or over."""

    default_code = "not-signed-in"


class Forbidden(OcopError):
    """The asker is known but may not do this."""

    default_code = "forbidden"


class SecondFactorNeeded(Forbidden):
    """The province asks this role to sign in with a second step, and this account has none."""

    default_code = "second-factor-needed"


class NotFound(OcopError):
    """Nothing there, or nothing that the asker may know of."""

    default_code = "not-found"


class Conflict(OcopError):
    """The request does not fit the present state."""

    default_code = "wrong-state"


class WrongState(Conflict):
    """The case stands at another step."""


class Busy(Conflict):
    """Somebody else has taken it up and is not done yet."""

    default_code = "busy"


class TooEarly(Conflict):
    """A waiting time still runs; params: `date`."""

    default_code = "too-early"


class TooLate(Conflict):
    """A closing time has passed; params: `date`."""

    default_code = "too-late"


class CalendarEnds(Conflict):
    """A deadline would fall in a year whose days off are not known; params: `year`."""

    default_code = "calendar-ends"


class StaleVersion(Conflict):
    """Somebody changed the record since it was read."""

    default_code = "stale-version"


class VersionNeeded(Conflict):
    """Somebody's work could be lost: the request has to say which version it replaces (428)."""

    default_code = "version-needed"


class KeyReused(Conflict):
    """The same idempotency key came with other content."""

    default_code = "key-reused"


class LinkDead(OcopError):
    """An emailed link that was good once."""

    default_code = "link-expired"


class LinkExpired(LinkDead):
    """The link's time is over."""


class LinkRevoked(LinkDead):
    """The link was called back."""

    default_code = "link-revoked"


class LinkUsed(LinkDead):
    """What the link was for has been done."""

    default_code = "link-used"


class TooLarge(OcopError):
    """More bytes than allowed; params: `limit`."""

    default_code = "too-large"


class TooMany(OcopError):
    """More of one kind than one subject may do for now.

    Params: `date` (an instant, ISO 8601), `time` (that instant's hour in Vietnam), `seconds` until
    then.
    """

    default_code = "too-many"


class MailRefused(OcopError):
    """The mail service refuses this message for good (bad address, suppressed recipient)."""

    default_code = "mail-refused"


class WeakPassword(OcopError):
    """The user pool's policy refuses this password."""

    default_code = "weak-password"


class Unreadable(OcopError):
    """What is stored cannot be the record it should be; params: `record`, `why`."""

    default_code = "unreadable"


class Unavailable(OcopError):
    """A service behind us did not answer; the same request may succeed later."""

    default_code = "unavailable"


@struct(frozen=True)
class FieldError:
    """One mistake: JSON Pointer to the field, the broken rule's name, a sentence."""

    pointer: str
    code: str
    detail: str


class InvalidInput(OcopError):
    """The input breaks rules; `errors` names every field at once."""

    default_code = "invalid-input"

    def __init__(self, errors: Sequence[FieldError], code: str = "") -> None:
        super().__init__(code)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "; ".join(f"{e.pointer}: {e.detail}" for e in self.errors)
