"""Who an account of the user pool belongs to: bound once, by what its holder cannot change."""

from datetime import datetime, timedelta

from ocop.base.hashing import short_id
from ocop.base.structs import struct

INVITED_FOR = timedelta(days=7)
RESET_FOR = timedelta(hours=2)
RESET_PAUSE = timedelta(hours=1)


@struct(frozen=True)
class Account:
    """One account and its person. `sub` is the pool's own name for it, given once and never again.

    `n` counts the links mailed to set a password: only the newest opens, until `expires`, and only
    until it is used. An account that is not `active` opens nothing; one that is not `settled`
    has been made, but its person has not been told yet.
    """

    sub: str
    province: str
    person: str
    email: str
    active: bool = True
    settled: bool = False
    n: int = 0
    kid: str = ""
    mailed: datetime | None = None
    expires: datetime | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """The account's key, of the letters that links are made of."""
        return account_id(self.sub)


def account_id(sub: str) -> str:
    """The key of the account that the pool knows as `sub`."""
    return short_id("account", sub)
