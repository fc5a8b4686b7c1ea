"""Bodies of rows: short, told apart when broken, and read for good."""

import json
import zlib
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.aws.packing import Body, BrokenBody, pack, unpack
from ocop.aws.phrases import PHRASES
from ocop.aws.words import ROW_WORDS
from ocop.base.errors import Unreadable

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("words", "digest"),
    [
        (ROW_WORDS, "3d6996457f46655a5d65bad12218b93f00fb4eb5bc646b011e19f7b950f624a1"),
        (PHRASES, "83f041cdc26cde46d587f0c63895d4cb76c8fb6c9df022846e46f11c32df6dfc"),
    ],
)
def test_the_words_never_change(words: bytes, digest: str) -> None:
    """Rows that were written with them could not be read any more."""
    assert sha256(words).hexdigest() == digest


@given(VALUES)
def test_a_value_comes_back(value: object) -> None:
    assert unpack(pack(value)) == value


@given(VALUES)
def test_so_does_one_of_0_2(value: object) -> None:
    assert unpack(zlib.compress(json.dumps(value).encode(), 6)) == value


@given(VALUES)
def test_so_does_one_that_was_written_with_the_first_list(value: object) -> None:
    compressor = zlib.compressobj(6, zdict=ROW_WORDS)
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    assert unpack(compressor.compress(data) + compressor.flush()) == value


def test_a_body_of_a_list_that_is_not_known_yet_is_told_and_kept() -> None:
    """A later version of the code has written it, and was taken back."""
    compressor = zlib.compressobj(zdict=b"a third list")
    body = compressor.compress(b'"a third list"') + compressor.flush()
    with pytest.raises(Unreadable):
        unpack(body)
    assert isinstance(Body().deserialize(body), BrokenBody)


@pytest.mark.parametrize("body", [b"", b"not a body", pack({"a": 1})[:-3], zlib.compress(b"{")])
def test_what_is_no_body_is_told_and_kept(body: bytes) -> None:
    with pytest.raises(Unreadable):
        unpack(body)
    broken = Body().deserialize(body)
    assert isinstance(broken, BrokenBody)
    assert Body().serialize(broken) == body
