"""A product is judged in one case at a time, also where two are begun in the same moment."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from ocop.aws.store import TableStore
from ocop.base.errors import WrongState
from tests.integration import test_redo_results
from tests.integration.test_again import begun, filed_again, judged, on
from tests.integration.test_redo import order, to_be_redone
from tests.support.meanwhile import meanwhile
from tests.support.play import Story
from tests.support.world import World

NEXT_YEAR = date(2027, 1, 4)


def of_next_year(world: World) -> Story:
    """A product of four stars that may be rated for more."""
    story = to_be_redone(world)
    on(world, NEXT_YEAR)
    return story


def test_no_redo_is_ordered_while_an_upgrade_is_open(world: World) -> None:
    story = of_next_year(world)
    upgrade = begun(story, "upgrade")
    with pytest.raises(WrongState) as refused:
        order(story)
    assert (refused.value.code, refused.value.params) == (
        "again-open", {"reference": upgrade.case.reference},
    )  # fmt: skip
    assert not story.case.is_open


def test_no_result_is_redone_while_the_certificate_s_own_case_is(world: World) -> None:
    story = of_next_year(world)
    failed = judged(filed_again(begun(story, "upgrade")), 45, 0)
    order(story)
    with pytest.raises(WrongState) as refused:
        test_redo_results.order(failed, document_date=NEXT_YEAR.isoformat())
    assert refused.value.params == {"reference": story.case.reference}


@pytest.mark.parametrize("first", ["redo", "upgrade"])
def test_of_a_redo_and_an_upgrade_in_one_moment_the_first_alone_is_open(
    world: World, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    story = of_next_year(world)
    ways: dict[str, Callable[[], Any]] = {
        "redo": partial(order, story),
        "upgrade": partial(begun, story, "upgrade"),
    }
    [second] = ways.keys() - {first}
    won = meanwhile(monkeypatch, TableStore, "commit", ways[first])
    with pytest.raises(WrongState) as refused:
        ways[second]()
    assert refused.value.code == "again-open"
    assert len(won) == 1
    assert story.case.is_open == (first == "redo")


def test_of_two_redos_of_one_product_the_first_alone_is_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = of_next_year(world)
    failed = judged(filed_again(begun(story, "upgrade")), 45, 0)
    meanwhile(monkeypatch, TableStore, "commit", lambda: order(story))
    with pytest.raises(WrongState) as refused:
        test_redo_results.order(failed, document_date=NEXT_YEAR.isoformat())
    assert refused.value.params == {"reference": story.case.reference}
    assert (story.case.is_open, failed.case.is_open) == (True, False)
