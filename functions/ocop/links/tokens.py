"""Emailed links: what a token is, what it opens, and when it dies.

A link is a capability: whoever holds it acts for the person it was mailed to. So it names exactly
one assignment, lists the verbs it allows, expires, and can be called back. Reading is multi-use;
an act happens once, because acting closes the assignment.

The secret is *derived*, not drawn: HMAC-SHA256 over the link's id. A crash between the commit and
the mail then re-makes the very same link, the table keeps only a digest, and junk is refused
without a read.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, Self

from ocop.base.errors import Forbidden, LinkExpired, LinkRevoked, LinkUsed, NotFound, TooEarly
from ocop.base.hashing import encode_id, short_id
from ocop.base.roles import PRODUCER
from ocop.base.structs import struct

Verb = Literal["view", "declare", "score", "decline", "delegate", "decide", "file", "list"]
Purpose = Literal["member", "advisor", "decider", "producer", "list"]

VERBS: Mapping[Purpose, frozenset[Verb]] = {
    "member": frozenset({"view", "declare", "score", "decline"}),
    "advisor": frozenset({"view", "decide", "delegate"}),
    "decider": frozenset({"view", "decide", "delegate"}),
    "producer": frozenset({"view", "file"}),
    "list": frozenset({"list"}),
}

GRACE_DAYS = 7
REVIEWER_LONGEST_DAYS = 30
PRODUCER_LONGEST_DAYS = 400  # a case may take a year from the idea to the certificate
SHORTEST_KEY = 16
IDS_KEPT = 64  # of producers' links: an act asks for its own several times

_SECRET_BYTES = 20  # 160 bits fill 32 base32 characters exactly: no bit of a token is ignored
_KID = r"[A-Za-z0-9_-]{1,32}"
_LINK_ID = r"(?P<dossier>[a-z2-7]{26})-(?P<assignment>[a-z2-7]{16})-(?P<n>[1-9][0-9]{0,5})"
_LINK_ID_FORM = re.compile(_LINK_ID)
_TOKEN_FORM = re.compile(rf"v1\.(?P<kid>{_KID})\.(?P<link>{_LINK_ID})\.(?P<secret>[a-z2-7]{{32}})")
# Wider than a valid token on purpose: a mangled one (upper case, percent-encoded dots, cut short)
# still gives most of its secret away. As text: `re` compiles it when it is first asked for.
_SECRET_IN_TEXT = (
    rf"(?i)(v1(?:\.|%2e){_KID}(?:\.|%2e)[a-z0-9]{{1,32}}-[a-z0-9]{{1,32}}-[0-9]{{1,9}}(?:\.|%2e))"
    r"[a-z0-9]+"
)


class LinkUnknown(NotFound):
    """No such link. Malformed, forged, foreign and unknown-key tokens all get this same answer."""

    default_code = "link-unknown"


@struct(frozen=True)
class LinkId:
    """The n-th link of one assignment of one dossier; a renewed link has the next n."""

    dossier: str
    assignment: str
    n: int = 1

    def __post_init__(self) -> None:
        if not _LINK_ID_FORM.fullmatch(str(self)):
            raise ValueError(f"not a link id: {self}")

    def __str__(self) -> str:
        return f"{self.dossier}-{self.assignment}-{self.n}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `<dossier>-<assignment>-<n>`; raises LinkUnknown for anything else."""
        match = _LINK_ID_FORM.fullmatch(text)
        if match is None:
            raise LinkUnknown
        return cls(match["dossier"], match["assignment"], int(match["n"]))


@struct(frozen=True)
class LinkKeys:
    """Signing keys by key id. `current` signs; the others still open links mailed before. `newer`
    finds a key that came after these were read, or None.
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    newer: Callable[[str], bytes | None] = field(repr=False, compare=False, default=lambda _: None)

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise ValueError(f"no key {self.current!r} among the link keys")
        for kid, key in self.keys.items():
            if not re.fullmatch(_KID, kid) or len(key) < SHORTEST_KEY:
                raise ValueError(f"link key {kid!r}: bad name, or under {SHORTEST_KEY} bytes")

    def key(self, kid: str) -> bytes | None:
        """The key of a name, None where it is retired."""
        return self.keys.get(kid) or self.newer(kid)


def mint(keys: LinkKeys, link: LinkId, kid: str = "") -> str:
    """The token `v1.<kid>.<link id>.<secret>`, always the same for one key and link.

    `kid` (default: the current key) re-makes a link issued before a rotation.
    Raises LinkUnknown if that key has been retired: issue the next link instead.
    """
    kid = kid or keys.current
    key = keys.key(kid)
    if key is None:
        raise LinkUnknown
    return f"v1.{kid}.{link}.{_secret(key, kid, link)}"


def open_token(token: str, keys: LinkKeys) -> LinkId:
    """The link a token names, after a constant-time check of its secret.

    Raises LinkUnknown, alike for every reason. A token that passes was ours once; whether it still
    opens anything is for `check` to say.
    """
    match = _TOKEN_FORM.fullmatch(token)
    key = keys.key(match["kid"]) if match else None
    if match is None or key is None:
        raise LinkUnknown
    link = LinkId.parse(match["link"])
    if not hmac.compare_digest(match["secret"], _secret(key, match["kid"], link)):
        raise LinkUnknown
    return link


def token_digest(token: str) -> str:
    """SHA-256 of the token's secret in hex: all that a table may keep of it."""
    return hashlib.sha256(token.rpartition(".")[2].encode()).hexdigest()


def redact(text: str) -> str:
    """`text` with the secret of every token in it blotted out; link ids stay for tracing."""
    return re.sub(_SECRET_IN_TEXT, r"\1***", text)


@struct(frozen=True)
class Grant:
    """What one link allows, as the table keeps it.

    `closed_at` is set when the assignment is done: acting ends, reading goes on until `expires`.
    """

    purpose: Purpose
    verbs: frozenset[Verb]
    digest: str
    kid: str
    not_before: datetime
    expires: datetime
    revoked_at: datetime | None = None
    closed_at: datetime | None = None

    def revoked(self, now: datetime) -> "Grant":
        """The same grant called back; the first time stands."""
        return replace(self, revoked_at=self.revoked_at or now)

    def closed(self, now: datetime) -> "Grant":
        """The same grant after its assignment is done; the first time stands."""
        return replace(self, closed_at=self.closed_at or now)


def issue(
    keys: LinkKeys, link: LinkId, purpose: Purpose, now: datetime, expires: datetime
) -> tuple[str, Grant]:
    """A token to mail and the grant to store, with the verbs of its purpose."""
    token = mint(keys, link)
    return token, Grant(purpose, VERBS[purpose], token_digest(token), keys.current, now, expires)


def expiry(
    due: datetime | None,
    grace_days: int,
    issued: datetime,
    longest_days: int = REVIEWER_LONGEST_DAYS,
) -> datetime:
    """When a link dies: `grace_days` after it is due, at most `longest_days` after its issue.

    The grace counts from the issue if the work is overdue by then, so a renewed link always opens.
    Without a due date the longest life holds.
    """
    longest = issued + timedelta(days=longest_days)
    if due is None:
        return longest
    return min(max(due, issued) + timedelta(days=grace_days), longest)


def check_link(grant: Grant, token: str, verb: Verb, now: datetime) -> None:
    """Let `verb` pass at `now`, or say why not.

    Raises LinkUnknown (another link's secret), LinkRevoked, LinkExpired, TooEarly, Forbidden (a
    verb outside the grant) or LinkUsed (the assignment is done; only `view` is left).
    """
    if not hmac.compare_digest(token_digest(token), grant.digest):
        raise LinkUnknown
    _check_alive(grant, now)
    if verb not in grant.verbs:
        raise Forbidden
    if verb != "view" and grant.closed_at is not None:
        raise LinkUsed


def _check_alive(grant: Grant, now: datetime) -> None:
    if grant.revoked_at is not None:
        raise LinkRevoked
    if now >= grant.expires:
        raise LinkExpired
    if now < grant.not_before:
        raise TooEarly(params={"date": grant.not_before.isoformat()})


def _secret(key: bytes, kid: str, link: LinkId) -> str:
    mac = hmac.digest(key, f"v1|{kid}|{link}".encode(), "sha256")
    return encode_id(mac[:_SECRET_BYTES])


@lru_cache(maxsize=IDS_KEPT)
def producer_assignment_id(dossier: str) -> str:
    """The id of the producer's own link to a dossier."""
    return short_id(dossier, PRODUCER, size=10)
