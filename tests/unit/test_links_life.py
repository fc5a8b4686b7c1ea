"""The life of one assignment's links, in any order of events, against a plain model of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ocop.base.errors import OcopError
from ocop.links import tokens as links
from ocop.links.tokens import Grant, LinkId, LinkKeys, Verb

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class LinkLife(RuleBasedStateMachine):
    """Issue, view, act, revoke, let expire, renew, rotate: what opens must follow the model."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.keys = LinkKeys("k1", {"k1": b"the first key, long enough"})
        self.mailed: list[tuple[str, LinkId]] = []
        self.stored: dict[LinkId, Grant] = {}
        self.acts = 0
        self.closed = False
        self.revoked: set[LinkId] = set()

    def _mail(self, link: LinkId) -> None:
        expires = links.expiry(START + 10 * DAY, links.GRACE_DAYS, self.now)
        token, grant = links.issue(self.keys, link, "member", self.now, expires)
        self.stored[link] = grant.closed(self.now) if self.closed else grant
        self.mailed.append((token, link))

    def _try(self, token: str, verb: Verb) -> str:
        """What the portal does with a token; the error's code, or "" if the verb passes."""
        try:
            link = links.open_token(token, self.keys)
            links.check_link(self.stored[link], token, verb, self.now)
        except OcopError as refusal:
            return refusal.code
        return ""

    def _expected(self, link: LinkId, verb: Verb) -> str:
        if link in self.revoked:
            return "link-revoked"
        if self.now >= self.stored[link].expires:
            return "link-expired"
        if verb not in links.VERBS["member"]:
            return "forbidden"
        return "link-used" if self.closed and verb != "view" else ""

    @initialize()
    def invite(self) -> None:
        self._mail(LinkId("d" * 26, "a" * 16))

    @rule(days=st.integers(1, 12))
    def wait(self, days: int) -> None:
        self.now += days * DAY

    @rule(data=st.data(), verb=st.sampled_from(["view", "declare", "score", "decide"]))
    def use(self, data: st.DataObject, verb: Verb) -> None:
        token, link = data.draw(st.sampled_from(self.mailed))
        expected = self._expected(link, verb)
        assert self._try(token, verb) == expected
        if verb == "score" and not expected:
            self.acts += 1
            self.closed = True
            self.stored = {k: g.closed(self.now) for k, g in self.stored.items()}

    @rule()
    def renew(self) -> None:
        """A new link calls the one before back."""
        last = self.mailed[-1][1]
        self.stored[last] = self.stored[last].revoked(self.now)
        self.revoked.add(last)
        self._mail(replace(last, n=last.n + 1))

    @rule()
    def revoke(self) -> None:
        last = self.mailed[-1][1]
        self.stored[last] = self.stored[last].revoked(self.now)
        self.revoked.add(last)

    @rule()
    def rotate(self) -> None:
        kid = f"k{len(self.keys.keys) + 1}"
        self.keys = LinkKeys(kid, {**self.keys.keys, kid: f"another key: {kid}".encode() * 2})

    @invariant()
    def one_act_at_most(self) -> None:
        assert self.acts <= 1

    @invariant()
    def one_link_at_most_is_alive(self) -> None:
        alive = [link for token, link in self.mailed if not self._try(token, "view")]
        assert alive in ([], [self.mailed[-1][1]])

    @invariant()
    def a_lost_mail_is_made_again_the_same(self) -> None:
        for token, link in self.mailed:
            assert links.mint(self.keys, link, self.stored[link].kid) == token

    @invariant()
    def the_table_holds_no_secret(self) -> None:
        rows = repr(self.stored)
        assert not any(token.rpartition(".")[2] in rows for token, _ in self.mailed)

    @invariant()
    def the_first_revocation_stands(self) -> None:
        for link in self.revoked:
            grant = self.stored[link]
            assert grant.revoked(self.now + DAY).revoked_at == grant.revoked_at


TestLinkLife = LinkLife.TestCase
LinkLife.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
