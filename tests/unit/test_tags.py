"""What a mail carries of its cause comes back as it went."""

import re

import pytest

from ocop.base.tags import effect_of, tag_of


@pytest.mark.parametrize("length", range(40))
def test_a_tag_names_its_effect_whatever_its_length(length: int) -> None:
    effect = "nhắc/d:1@x~"[:length].ljust(length, "q")
    assert re.fullmatch(r"[A-Za-z0-9_-]*", tag_of(effect))  # all that a tag may hold
    assert effect_of(tag_of(effect)) == effect


@pytest.mark.parametrize("tag", ["a", "_w", "gICA"])
def test_a_tag_that_is_none_of_ours_names_nothing(tag: str) -> None:
    assert effect_of(tag) == ""
