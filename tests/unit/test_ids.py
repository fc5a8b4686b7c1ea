"""Ids are base32 as everybody writes it: rows and links that are there already depend on it."""

from base64 import b32encode

from hypothesis import given
from hypothesis import strategies as st

from ocop.base.hashing import encode_id, short_id


@given(st.binary(min_size=1, max_size=40))
def test_an_id_is_lowercase_base32_without_padding(raw: bytes) -> None:
    assert encode_id(raw) == b32encode(raw).decode().rstrip("=").lower()


def test_an_id_stays_what_it_was() -> None:
    assert short_id("a", "b", size=10) == "6bgnz3mxg2tj3jqq"
