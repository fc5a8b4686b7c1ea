"""The products of the demo and what happens to each, as `products.json` tells it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILE = HERE / "products.json"
SATURDAY = 5


@dataclass(frozen=True)
class Step:
    """One act on one day; `said` is everything else the story tells of it."""

    day: date
    act: str
    said: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A word of the story, "" where it says nothing."""
        return str(self.said.get(name, ""))

    def number(self, name: str) -> int:
        """A number of the story, 0 where it says nothing."""
        return int(self.said.get(name, 0))


@dataclass(frozen=True)
class Expected:
    """What a story says becomes of its product; star 0 and no total where nothing is scored."""

    ending: str
    star: int = 0
    total: str = ""


@dataclass(frozen=True)
class Product:
    """One product, its producer and its story.

    With `by_pages` its producer uses pages, else a portal of their own that speaks JSON. `there` is
    what happens after its case was handed over to another stack; nothing for most.
    """

    name: str
    law: str
    set_number: int
    commune: str
    organisation: str
    kind: str
    representative: str
    phone: str
    email: str
    description: str
    core_value: str
    materials: str
    improvements: str
    target_star: str
    steps: tuple[Step, ...]
    expected: Expected
    language: str = "vi"
    by_pages: bool = False
    there: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Life:
    """What is told of a product after its story: acts on days of their own."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Season:
    """A province's year: its document, the first day, its products."""

    file: Path
    starts: date
    products: tuple[Product, ...]


def seasons() -> list[Season]:
    """Everything the demo plays, in order."""
    told = json.loads(FILE.read_text("utf-8"))
    return [_season(season) for season in told["seasons"]]


def lives() -> list[Life]:
    """What becomes of products once their stories have ended."""
    told = json.loads(FILE.read_text("utf-8"))
    return [_life(told["lives"]["ways"], one) for one in told["lives"]["products"]]


def _life(ways: Mapping[str, Any], told: Mapping[str, Any]) -> Life:
    starts = date.fromisoformat(told["starts"])
    return Life(told["name"], tuple(_steps(starts, ways, told["story"])))


def _season(told: Mapping[str, Any]) -> Season:
    starts, ways = date.fromisoformat(told["starts"]), told["ways"]
    products = tuple(_product(told["law"], starts, ways, said) for said in told["products"])
    first = min(product.steps[0].day for product in products)
    return Season(HERE / "provinces" / told["province"], first, products)


def _product(law: str, starts: date, ways: Mapping[str, Any], said: dict[str, Any]) -> Product:
    starts = date.fromisoformat(said.pop("starts", starts.isoformat()))
    steps = tuple(_steps(starts, ways, said.pop("story")))
    there = tuple(_steps(steps[-1].day, ways, said.pop("there", ())))
    ends = Expected(**said.pop("expected"))
    return Product(law=law, steps=steps, expected=ends, there=there, **said)


def _steps(starts: date, ways: Mapping[str, Any], story: Sequence[Any]) -> Iterator[Step]:
    day = starts
    for told in _spelt_out(ways, story):
        day += timedelta(days=told.get("after", 0))
        yield Step(_working(day), told["act"], told)


def _spelt_out(ways: Mapping[str, Any], story: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    """A story's steps; a word stands for the part of the way of that name."""
    for part in story:
        if isinstance(part, str):
            yield from _spelt_out(ways, ways[part])
        else:
            yield part


def _working(day: date) -> date:
    """The day, or the Monday after its weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)
