"""Codes to a mailbox, and devices that have typed one: whose they are, how long they hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ocop.links.codes import (
    CODE_FORM,
    CODE_LIFE,
    DEVICE_LIFE,
    CodeRequest,
    device_owner,
    device_token,
    is_code,
    knows_device,
    mailed_code,
)
from ocop.links.tokens import LinkId, LinkKeys, LinkUnknown

NOW = datetime(2026, 11, 23, 2, 0, 30, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
KEYS = LinkKeys("k1", {"k1": b"a key of thirty-two bytes length"})
NEWER = LinkKeys("k2", {**KEYS.keys, "k2": b"another key, long enough as well"})
LINK = LinkId("d" * 26, "a" * 16, 1)
REQUEST = CodeRequest.at(LINK, "k1", NOW)
OWNER = device_owner("99", "an@example.vn")


def test_a_code_holds_for_ten_minutes_from_the_minute_it_was_asked_in() -> None:
    assert REQUEST.asked == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    ends = REQUEST.asked + timedelta(minutes=10)
    assert timedelta(minutes=10) == CODE_LIFE
    assert not REQUEST.is_over(REQUEST.asked)
    assert not REQUEST.is_over(ends - MOMENT)
    assert REQUEST.is_over(ends)
    assert REQUEST.is_over(REQUEST.asked - MOMENT)


def test_a_code_asked_for_twice_in_a_minute_is_one_and_then_another() -> None:
    last = REQUEST.asked + timedelta(minutes=1) - MOMENT
    assert CodeRequest.at(LINK, "k1", last) == REQUEST
    following = CodeRequest.at(LINK, "k1", last + MOMENT)
    assert following.minute == REQUEST.minute + 60
    assert mailed_code(KEYS, following) != mailed_code(KEYS, REQUEST)


def test_a_request_is_read_as_it_is_written() -> None:
    assert str(REQUEST) == f"{LINK}@{REQUEST.minute}"
    assert CodeRequest.parse(str(REQUEST), "k1") == REQUEST


@pytest.mark.parametrize(
    "text", [str(LINK), f"{LINK}@", f"{LINK}@-60", f"{LINK}@٣", f"{LINK}@1@2", "@60", f"x{LINK}@60"]
)
def test_what_is_no_request_is_refused(text: str) -> None:
    with pytest.raises(LinkUnknown):
        CodeRequest.parse(text, "k1")


def test_a_code_is_six_digits_made_of_key_link_and_minute_alone() -> None:
    """The very digits: a code that was mailed has to hold after an update too."""
    assert mailed_code(KEYS, REQUEST) == "434683"
    codes = [mailed_code(KEYS, replace(REQUEST, minute=60 * n)) for n in range(60)]
    assert all(CODE_FORM.fullmatch(code) for code in codes)
    assert any(code.startswith("0") for code in codes)
    assert len(set(codes)) > 55
    assert mailed_code(NEWER, REQUEST) == mailed_code(KEYS, REQUEST)
    for other in (replace(REQUEST, link=replace(LINK, n=2)), replace(REQUEST, kid="k2")):
        assert mailed_code(NEWER, other) != mailed_code(KEYS, REQUEST)


def test_a_code_by_a_retired_key_is_none() -> None:
    with pytest.raises(LinkUnknown):
        mailed_code(LinkKeys("k2", {"k2": NEWER.keys["k2"]}), REQUEST)


def test_only_the_code_itself_is_taken() -> None:
    code = mailed_code(KEYS, REQUEST)
    assert is_code(KEYS, REQUEST, code)
    for typed in ("", code[:-1], f"{code} ", code[::-1] if code != code[::-1] else "000000", "é"):
        assert not is_code(KEYS, REQUEST, typed)


def test_a_device_is_known_to_its_last_second_for_its_mailbox() -> None:
    until = NOW.replace(microsecond=0) + DEVICE_LIFE
    assert until - NOW == timedelta(days=30)
    token = device_token(KEYS, OWNER, until)
    assert token == "d1.1797991230.yt7onvsrhbzd4yzqdwpz4ajehqtkvo5h"
    assert knows_device(KEYS, OWNER, token, NOW)
    assert knows_device(KEYS, OWNER, token, until - MOMENT)
    assert not knows_device(KEYS, OWNER, token, until)
    assert not knows_device(KEYS, OWNER, token, until + timedelta(days=1))


def test_whose_a_device_is_goes_by_province_and_mailbox() -> None:
    assert device_owner("99", "An@Example.vn") == OWNER
    for other in (device_owner("98", "an@example.vn"), device_owner("99", "binh@example.vn")):
        assert not knows_device(KEYS, other, device_token(KEYS, OWNER, NOW + DEVICE_LIFE), NOW)


def test_with_another_key_every_device_is_asked_again() -> None:
    token = device_token(KEYS, OWNER, NOW + DEVICE_LIFE)
    assert not knows_device(NEWER, OWNER, token, NOW)


def test_no_token_lasts_longer_than_it_was_given_for_or_is_read_in_part() -> None:
    token = device_token(KEYS, OWNER, NOW + DEVICE_LIFE)
    version, ends, secret = token.split(".")
    changed = (
        *(f"{version}.{int(ends) + 1}.{secret}", f"d2.{ends}.{secret}", f"{version}.{ends}."),
        *(f"{version}.{ends}", f"{version}.²{ends}.{secret}", f"{version}.-{ends}.{secret}"),
        *(f"{version}.{'9' * 5000}.{secret}", f"{version}..{secret}", "", f"{token}a", f"{token}é"),
    )
    for one in changed:
        assert not knows_device(KEYS, OWNER, one, NOW), one
