"""A struct behaves as the frozen dataclass it is to everybody else."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import pytest

from ocop.base import structs
from ocop.base.structs import struct


@struct(frozen=True)
class Point:
    """Two numbers and what is said of them."""

    x: int
    y: int = 2
    notes: list[str] = field(default_factory=list, compare=False)
    secret: str = field(default="s", repr=False)

    @property
    def sum(self) -> int:
        return self.x + self.y


@struct(frozen=True)
class Placed(Point):
    """One with a name."""

    name: str = ""

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("left of everything")


@dataclass(frozen=True)
class Usual:
    """What the standard library would have made."""

    x: int
    y: int = 2
    notes: list[str] = field(default_factory=list, compare=False)
    secret: str = field(default="s", repr=False)


GIVEN: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((1,), {}),
    ((1, 3), {"secret": "t"}),
    ((), {"x": 1, "notes": ["a"]}),
    ((1, 2, ["b"], "u"), {}),
)
REFUSED: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((), {}),
    ((1, 2, [], "s", 5), {}),
    ((1,), {"x": 1}),
    ((1,), {"z": 1}),
)


@pytest.mark.parametrize(("args", "named"), GIVEN)
def test_it_holds_and_shows_what_a_dataclass_would(
    args: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, usual = Point(*args, **named), Usual(*args, **named)
    assert asdict(ours) == asdict(usual)
    assert repr(ours) == repr(usual).replace("Usual", "Point")
    assert hash(ours) == hash(usual)
    assert [one.name for one in fields(ours)] == [one.name for one in fields(usual)]
    assert asdict(replace(ours, y=9)) == asdict(replace(usual, y=9))


@pytest.mark.parametrize(("args", "named"), REFUSED)
def test_it_refuses_what_a_dataclass_would(args: tuple[Any, ...], named: dict[str, Any]) -> None:
    for made in (Point, Usual):
        with pytest.raises(TypeError):
            made(*args, **named)


def test_it_is_equal_by_its_parts_within_its_class() -> None:
    assert Point(1, notes=["a"]) == Point(1, notes=["b"])
    assert Point(1) != Point(2)
    others: tuple[object, ...] = (Usual(1), Placed(1))
    assert [other for other in others if Point(1) == other] == []
    assert Point(1).notes is not Point(1).notes


def test_it_cannot_be_changed() -> None:
    point: Any = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 3
    with pytest.raises(FrozenInstanceError):
        del point.x
    with pytest.raises(TypeError, match="frozen"):
        struct(frozen=False)


def test_it_may_build_on_another_and_check_itself() -> None:
    placed = Placed(1, name="here")
    assert (placed.sum, placed.name, placed.y) == (3, "here", 2)
    with pytest.raises(ValueError, match="left"):
        Placed(-1)


def test_it_keeps_the_methods_of_its_own() -> None:
    @struct(frozen=True)
    class Doubled:
        """Made of half of what it holds."""

        n: int

        def __init__(self, half: int) -> None:
            self.__dict__["n"] = 2 * half

        def __repr__(self) -> str:
            return f"twice {self.n // 2}"

    assert (Doubled(3).n, repr(Doubled(3))) == (6, "twice 3")


def test_it_can_be_copied_and_packed() -> None:
    point = Point(1, notes=["a"])
    for other in (copy.copy(point), copy.deepcopy(point), pickle.loads(pickle.dumps(point))):
        assert other == point
        assert other.notes == ["a"]


@struct(frozen=True)
class Counted:
    """What is found out once, and belongs to one value alone."""

    x: int

    @cached_property
    def twice(self) -> int:
        return 2 * self.x


def test_our_own_replace_makes_what_the_librarys_makes() -> None:
    first = Placed(1, notes=["a"], name="Mật ong")
    for changes in ({}, {"y": 3}, {"notes": ["b"], "name": "x"}):
        ours, theirs = structs.replace(first, **changes), replace(first, **changes)
        assert type(ours) is Placed
        assert vars(ours) == vars(theirs)
    assert vars(first) == vars(Placed(1, notes=["a"], name="Mật ong"))


def test_our_own_replace_checks_as_the_making_of_a_value_does() -> None:
    with pytest.raises(TypeError):
        structs.replace(Point(1), z=1)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="left of everything"):
        structs.replace(Placed(1), x=-1)


def test_what_was_found_out_of_a_value_is_not_told_of_another() -> None:
    counted = Counted(2)
    assert counted.twice == 4
    assert structs.replace(counted, x=5).twice == 10
