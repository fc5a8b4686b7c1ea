"""Emailed links: what opens, what is refused, and what a link's whole life allows."""

import hmac
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.errors import (
    Forbidden,
    LinkDead,
    LinkExpired,
    LinkRevoked,
    LinkUsed,
    OcopError,
    TooEarly,
)
from ocop.links import tokens as links
from ocop.links.tokens import Grant, LinkId, LinkKeys, LinkUnknown, Verb

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
KEYS = LinkKeys("k1", {"k1": b"a key of thirty-two bytes length"})
LINK = LinkId("d" * 26, "a" * 16, 1)
TOKEN = links.mint(KEYS, LINK)

link_ids = st.builds(
    LinkId,
    st.text(BASE32, min_size=26, max_size=26),
    st.text(BASE32, min_size=16, max_size=16),
    st.integers(1, 999_999),
)
secret_keys = st.binary(min_size=16, max_size=64)


def a_grant(**changes: object) -> Grant:
    fields: dict[str, object] = {
        "purpose": "member",
        "verbs": links.VERBS["member"],
        "digest": links.token_digest(TOKEN),
        "kid": "k1",
        "not_before": NOW,
        "expires": NOW + 30 * DAY,
    }
    return Grant(**(fields | changes))  # type: ignore[arg-type]


def refusal(grant: Grant, token: str, verb: Verb, at: datetime) -> str:
    try:
        links.check_link(grant, token, verb, at)
    except OcopError as error:
        return error.code
    return ""


def test_a_token_is_the_agreed_text_and_carries_160_bits() -> None:
    version, kid, link, secret = TOKEN.split(".")
    assert (version, kid, link) == ("v1", "k1", f"{'d' * 26}-{'a' * 16}-1")
    assert len(secret) == 32
    assert set(secret) <= set(BASE32)


@given(link_ids, secret_keys)
def test_minting_twice_gives_the_same_token_and_it_opens(link: LinkId, key: bytes) -> None:
    keys = LinkKeys("k9", {"k9": key})
    token = links.mint(keys, link)
    assert token == links.mint(LinkKeys("k9", {"k9": bytes(key)}), link)
    assert links.open_token(token, keys) == link == LinkId.parse(str(link))


def test_a_key_has_sixteen_bytes_at_least() -> None:
    assert LinkKeys("k1", {"k1": b"x" * 16}).current == "k1"
    with pytest.raises(ValueError, match="under 16 bytes"):
        LinkKeys("k1", {"k1": b"x" * 15})


def test_the_first_link_of_an_assignment_is_its_first() -> None:
    assert str(LinkId("d" * 26, "a" * 16)).endswith("-1")


@given(link_ids, link_ids)
def test_two_links_never_share_a_secret(one: LinkId, other: LinkId) -> None:
    same = links.token_digest(links.mint(KEYS, one)) == links.token_digest(links.mint(KEYS, other))
    assert same == (one == other)


@given(st.integers(0, len(TOKEN) - 1), st.integers(0, 7))
def test_one_flipped_bit_anywhere_is_refused(position: int, bit: int) -> None:
    flipped = chr(ord(TOKEN[position]) ^ (1 << bit))
    with pytest.raises(LinkUnknown):
        links.open_token(TOKEN[:position] + flipped + TOKEN[position + 1 :], KEYS)


@pytest.mark.parametrize("position", range(len(TOKEN)))
def test_one_changed_or_missing_character_is_refused(position: int) -> None:
    for change in ("", "a", "z", "2", "A", ".", "-", "é", "\n", "\0", TOKEN[position] * 2):
        mangled = TOKEN[:position] + change + TOKEN[position + 1 :]
        if mangled != TOKEN:
            with pytest.raises(LinkUnknown):
                links.open_token(mangled, KEYS)


@given(st.one_of(st.text(), st.from_regex(r"v1\.k1\.[a-z2-7-]{45}\.[a-z2-7]{32}")))
def test_junk_is_refused_without_any_other_error(junk: str) -> None:
    with pytest.raises(LinkUnknown):
        links.open_token(junk, KEYS)


def test_every_refusal_of_a_token_reads_the_same() -> None:
    other_key = links.mint(LinkKeys("k1", {"k1": b"another key, also long enough"}), LINK)
    unknown_kid = links.mint(LinkKeys("k2", {"k2": KEYS.keys["k1"]}), LINK)
    said = set()
    for token in ("", "junk", other_key, unknown_kid, TOKEN[:-1], TOKEN.upper(), f"{TOKEN}\n"):
        with pytest.raises(LinkUnknown) as refused:
            links.open_token(token, KEYS)
        said.add((type(refused.value), refused.value.code, str(refused.value)))
    assert said == {(LinkUnknown, "link-unknown", "link-unknown")}


@given(link_ids, secret_keys, secret_keys)
def test_rotation_keeps_old_links_until_their_key_is_retired(
    link: LinkId, old: bytes, new: bytes
) -> None:
    before = LinkKeys("k1", {"k1": old})
    overlap = LinkKeys("k2", {"k1": old, "k2": new})
    after = LinkKeys("k2", {"k2": new})
    mailed = links.mint(before, link)
    assert links.open_token(mailed, overlap) == link
    assert links.mint(overlap, link, kid="k1") == mailed
    assert links.open_token(links.mint(overlap, link), after) == link
    refused: tuple[Callable[[], object], ...] = (
        lambda: links.open_token(mailed, after),
        lambda: links.mint(after, link, kid="k1"),
    )
    for act in refused:
        with pytest.raises(LinkUnknown):
            act()


@given(link_ids, secret_keys)
def test_the_same_key_under_another_name_signs_otherwise(link: LinkId, key: bytes) -> None:
    keys = LinkKeys("k1", {"k1": key, "k2": key})
    with pytest.raises(LinkUnknown):
        links.open_token(links.mint(keys, link).replace("v1.k1.", "v1.k2."), keys)


def test_secrets_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[object, object]] = []

    def compare(left: str, right: str) -> bool:
        compared.append((left, right))
        return left == right

    monkeypatch.setattr(hmac, "compare_digest", compare)
    links.open_token(TOKEN, KEYS)
    links.check_link(a_grant(), TOKEN, "view", NOW)
    secret = TOKEN.rpartition(".")[2]
    assert compared == [(secret, secret), (links.token_digest(TOKEN), links.token_digest(TOKEN))]


@pytest.mark.parametrize(
    ("dossier", "assignment", "n"),
    [("d" * 25, "a" * 16, 1), ("D" * 26, "a" * 16, 1), ("d" * 26, "", 1), ("d" * 26, "a" * 16, 0)],
)
def test_a_wrong_link_id_cannot_be_made_or_read(dossier: str, assignment: str, n: int) -> None:
    with pytest.raises(ValueError, match="not a link id"):
        LinkId(dossier, assignment, n)
    with pytest.raises(LinkUnknown):
        LinkId.parse(f"{dossier}-{assignment}-{n}")


@pytest.mark.parametrize(
    ("current", "keys"),
    [("k2", {"k1": b"x" * 32}), ("k1", {"k1": b"short"}), ("k.1", {"k.1": b"x" * 32})],
)
def test_unusable_keys_are_refused_at_start(current: str, keys: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="key"):
        LinkKeys(current, keys)


@pytest.mark.parametrize("text", [f"{LINK}0000000", f"{LINK}x", f"x{LINK}", f"{LINK}\n", "", "--1"])
def test_a_link_id_is_read_whole_or_not_at_all(text: str) -> None:
    with pytest.raises(LinkUnknown):
        LinkId.parse(text)


def test_keys_do_not_show_in_a_log_line() -> None:
    assert "thirty-two" not in repr(KEYS)


@pytest.mark.parametrize(
    ("grant", "verb", "at", "error"),
    [
        (a_grant(digest="0" * 64), "view", NOW, LinkUnknown),
        (a_grant(revoked_at=NOW), "view", NOW, LinkRevoked),
        (a_grant(), "view", NOW + 30 * DAY, LinkExpired),
        (a_grant(), "view", NOW - DAY, TooEarly),
        (a_grant(), "decide", NOW, Forbidden),
        (a_grant(), "file", NOW, Forbidden),
        (a_grant(closed_at=NOW), "score", NOW, LinkUsed),
        (a_grant(closed_at=NOW), "decline", NOW + DAY, LinkUsed),
        (a_grant(closed_at=NOW), "view", NOW + 31 * DAY, LinkExpired),
    ],
)
def test_what_a_grant_refuses(
    grant: Grant, verb: Verb, at: datetime, error: type[OcopError]
) -> None:
    with pytest.raises(error) as refused:
        links.check_link(grant, TOKEN, verb, at)
    assert type(refused.value) is error


def test_reading_goes_on_after_acting() -> None:
    closed = a_grant(closed_at=NOW)
    assert refusal(closed, TOKEN, "view", NOW + 29 * DAY) == ""


@given(st.sampled_from(get_args(links.Purpose)), st.sampled_from(get_args(links.Verb)))
def test_a_purpose_opens_its_verbs_and_no_other(purpose: links.Purpose, verb: Verb) -> None:
    token, grant = links.issue(KEYS, LINK, purpose, NOW, NOW + DAY)
    expected = "" if verb in links.VERBS[purpose] else "forbidden"
    assert refusal(grant, token, verb, NOW) == expected


@given(
    st.integers(-60, 90), st.integers(1, 20), st.integers(5, 400), st.one_of(st.none(), st.just(1))
)
def test_a_new_link_lives_but_never_longer_than_allowed(
    due_in: int, grace: int, longest: int, has_due: int | None
) -> None:
    due = NOW + due_in * DAY if has_due else None
    expires = links.expiry(due, grace, NOW, longest)
    assert NOW < expires <= NOW + longest * DAY


def test_a_producer_s_link_names_its_case_and_lasts_400_days() -> None:
    case = "a" * 26
    link = links.LinkId(case, links.producer_assignment_id(case))
    assert links.LinkId.parse(str(link)) == link
    life = links.expiry(None, 0, NOW, links.PRODUCER_LONGEST_DAYS) - NOW
    assert life == 400 * DAY


@pytest.mark.parametrize(("due_in", "days"), [(10, 17), (29, 30), (-5, 7), (None, 30)])
def test_expiry_is_the_due_date_with_grace_within_thirty_days(
    due_in: int | None, days: int
) -> None:
    due = None if due_in is None else NOW + due_in * DAY
    assert links.expiry(due, links.GRACE_DAYS, NOW) == NOW + days * DAY


def test_all_dead_links_are_one_kind_of_error() -> None:
    assert {LinkExpired, LinkRevoked, LinkUsed} == set(LinkDead.__subclasses__())


@given(link_ids, st.text(), st.text())
def test_redacting_leaves_the_link_id_and_no_secret(link: LinkId, before: str, after: str) -> None:
    token = links.mint(KEYS, link)
    text = links.redact(f"{before}/r/{token} {after}")
    assert token.rpartition(".")[2] not in text
    assert str(link) in text


@pytest.mark.parametrize(
    "line",
    [
        f"GET https://sao-xa.example.vn/r/{TOKEN}?lang=vi 303",
        f"cookie: t_{'a' * 16}={TOKEN}; other=1",
        f"Bearer {TOKEN.upper()}",
        f"next=%2Fr%2F{TOKEN.replace('.', '%2E')}",
        f"{TOKEN},{TOKEN}",
        f"cut short: {TOKEN[:-6]}",
        f"stored {links.mint(KEYS, replace(LINK, n=2))}x",
    ],
)
def test_redacting_finds_mangled_tokens_too(line: str) -> None:
    clean = links.redact(line).lower()
    for token in (TOKEN, links.mint(KEYS, replace(LINK, n=2))):
        secret = token.rpartition(".")[2]
        assert not any(secret[i : i + 8] in clean for i in range(len(secret) - 8))


def test_redacting_leaves_other_text_alone() -> None:
    line = "hồ sơ 99-10101-003-2026, v1.2.3, botocore/1.43.106"
    assert links.redact(line) == line


def test_errors_never_quote_the_token(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(LinkUnknown) as refused:
        links.open_token(f"{TOKEN}a", KEYS)
    logging.getLogger("test").error("refused", exc_info=refused.value)
    assert TOKEN.rpartition(".")[2] not in str(refused.value) + caplog.messages[0]
