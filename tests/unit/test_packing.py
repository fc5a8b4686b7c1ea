"""Bodies of rows: short, told apart when broken, and read for good."""

import json
import zlib
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.aws.packing import Body, BrokenBody, pack, unpack
from ocop.aws.words import ROW_WORDS
from ocop.base.errors import Unreadable

DIGEST = "3d6996457f46655a5d65bad12218b93f00fb4eb5bc646b011e19f7b950f624a1"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_the_words_never_change() -> None:
    """Rows that were written with them could not be read any more."""
    assert (
        sha256(ROW_WORDS).hexdigest()
        == "3d6996457f46655a5d65bad12218b93f00fb4eb5bc646b011e19f7b950f624a1"
    )


@given(VALUES)
def test_a_value_comes_back(value: object) -> None:
    assert unpack(pack(value)) == value


@given(VALUES)
def test_so_does_one_of_0_2(value: object) -> None:
    assert unpack(zlib.compress(json.dumps(value).encode(), 6)) == value


@pytest.mark.parametrize("body", [b"", b"not a body", pack({"a": 1})[:-3], zlib.compress(b"{")])
def test_what_is_no_body_is_told_and_kept(body: bytes) -> None:
    with pytest.raises(Unreadable):
        unpack(body)
    broken = Body().deserialize(body)
    assert isinstance(broken, BrokenBody)
    assert Body().serialize(broken) == body
