"""A code to the mailbox that a link was mailed to, and the devices that have typed one.

Whoever has a forwarded link does not have the mailbox. So a link that decides opens on a device
only once somebody has typed there the six digits that were mailed to the same address. Codes and
devices are derived from the link keys like the links themselves: no row holds either.
"""

import hashlib
import hmac
import re
from base64 import b32encode
from datetime import UTC, datetime, timedelta

from ocop.base.structs import struct
from ocop.links.tokens import LinkId, LinkKeys, LinkUnknown

CODE_LIFE = timedelta(minutes=10)
DEVICE_LIFE = timedelta(days=30)
CODE_STEP = 60  # seconds: a code asked for twice within a minute is the same code
CODE_FORM = re.compile(r"[0-9]{6}")
_DIGITS = 6
_MAC_BYTES = 20


@struct(frozen=True)
class CodeRequest:
    """One request for a code: for which link, in which minute (Unix seconds), by which key."""

    link: LinkId
    minute: int
    kid: str

    @classmethod
    def at(cls, link: LinkId, kid: str, now: datetime) -> "CodeRequest":
        """The request of the minute that `now` lies in."""
        return cls(link, int(now.timestamp()) // CODE_STEP * CODE_STEP, kid)

    @property
    def asked(self) -> datetime:
        """The beginning of its minute."""
        return datetime.fromtimestamp(self.minute, UTC)

    def is_over(self, now: datetime) -> bool:
        """Whether its code has gone out of date; also one from a minute still to come."""
        return not timedelta(0) <= now - self.asked < CODE_LIFE

    def __str__(self) -> str:
        return f"{self.link}@{self.minute}"

    @classmethod
    def parse(cls, text: str, kid: str) -> "CodeRequest":
        """Read `<link id>@<minute>`; raises LinkUnknown for anything else."""
        link, _, minute = text.partition("@")
        if not (minute.isascii() and minute.isdigit()):
            raise LinkUnknown
        return cls(LinkId.parse(link), int(minute), kid)


def mailed_code(keys: LinkKeys, request: CodeRequest) -> str:
    """The six digits of a request, always the same. Raises LinkUnknown for a retired key."""
    key = keys.key(request.kid)
    if key is None:
        raise LinkUnknown
    mac = hmac.digest(key, f"code|{request.kid}|{request}".encode(), "sha256")
    return f"{int.from_bytes(mac) % 10**_DIGITS:0{_DIGITS}}"


def is_code(keys: LinkKeys, request: CodeRequest, typed: str) -> bool:
    """Whether somebody typed the code of a request; in constant time."""
    return hmac.compare_digest(mailed_code(keys, request).encode(), typed.encode())


def device_owner(province: str, email: str) -> str:
    """Whose device it is: one mailbox in one province, as a digest."""
    return hashlib.sha256(f"{province}|{email.casefold()}".encode()).hexdigest()


def device_token(keys: LinkKeys, owner: str, until: datetime) -> str:
    """What a device keeps, `d1.<until>.<secret>`. It opens nothing without a link."""
    ends = int(until.timestamp())
    return f"d1.{ends}.{_device_secret(keys, owner, ends)}"


def knows_device(keys: LinkKeys, owner: str, token: str, now: datetime) -> bool:
    """Whether a device's token is that owner's and has not run out.

    Only the current key counts: with another key every device is asked again.
    """
    version, _, rest = token.partition(".")
    ends, _, secret = rest.partition(".")
    if version != "d1" or not (ends.isascii() and ends.isdigit()) or len(ends) > _MAC_BYTES:
        return False
    right = _device_secret(keys, owner, int(ends))
    return hmac.compare_digest(right.encode(), secret.encode()) and now.timestamp() < int(ends)


def _device_secret(keys: LinkKeys, owner: str, ends: int) -> str:
    key = keys.keys[keys.current]
    mac = hmac.digest(key, f"device|{owner}|{ends}".encode(), "sha256")
    return b32encode(mac[:_MAC_BYTES]).decode().lower()
