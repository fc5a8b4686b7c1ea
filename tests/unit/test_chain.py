"""A chain of acts: what was altered, moved or lost is named by its number."""

from dataclasses import replace

from ocop.base.chain import broken_links, chained
from ocop.base.structs import struct


@struct(frozen=True)
class Deed:
    """An act that says one thing."""

    number: int
    said: str
    previous: str = ""
    hash: str = ""


def chain(*words: str) -> list[Deed]:
    acts: list[Deed] = []
    for number, said in enumerate(words, 1):
        acts.append(chained(Deed(number, said, acts[-1].hash if acts else "")))
    return acts


ACTS = chain("trình", "trả lại", "duyệt")
HEAD = ACTS[-1].hash


def test_a_chain_that_nobody_touched_is_whole() -> None:
    assert broken_links(ACTS, 3, HEAD) == []
    assert broken_links([], 0, "") == []


def test_an_altered_act_is_named_and_with_a_hash_of_its_own_the_next() -> None:
    altered = replace(ACTS[1], said="duyệt")
    assert broken_links([ACTS[0], altered, ACTS[2]], 3, HEAD) == [2]
    assert broken_links([ACTS[0], chained(altered), ACTS[2]], 3, HEAD) == [3]


def test_moved_and_lost_acts_are_named() -> None:
    assert broken_links([ACTS[1], ACTS[0], ACTS[2]], 3, HEAD) == [1, 2, 3]
    assert broken_links([ACTS[0], ACTS[2]], 3, HEAD) == [2, 3]
    assert broken_links(ACTS[:2], 3, HEAD) == [3]
    assert broken_links([], 3, HEAD) == [3]


def test_an_act_more_or_another_head_shows_on_what_the_acts_are_about() -> None:
    assert broken_links(ACTS, 2, HEAD) == [2]
    assert broken_links(ACTS, 3, ACTS[1].hash) == [3]


def test_an_act_with_another_s_number_breaks_it_though_its_hash_fits() -> None:
    odd = chained(replace(ACTS[2], number=4))
    assert broken_links([*ACTS[:2], odd], 3, odd.hash) == [3]
