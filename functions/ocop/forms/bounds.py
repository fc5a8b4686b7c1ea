"""Between which years a day may lie, as data in the forms.

`x-earliest` and `x-latest` stand in a form as a first of January and a last of December, or as
"+20" for so many years after the year the form is served in. A served schema says the same by a
pattern, so that every JSON Schema validator holds it.
"""

from collections.abc import Iterator, Mapping
from typing import Any


def bounded(schema: Mapping[str, Any], year: int) -> dict[str, Any]:
    """A day's field with its bounds as days and as a pattern."""
    earliest = _day(str(schema["x-earliest"]), year, "01-01")
    latest = _day(str(schema["x-latest"]), year, "12-31")
    years = "|".join(_years(int(earliest[:4]), int(latest[:4])))
    pattern = f"^({years})-[0-9]{{2}}-[0-9]{{2}}$"
    return {**schema, "x-earliest": earliest, "x-latest": latest, "pattern": pattern}


def _day(bound: str, year: int, of_the_year: str) -> str:
    if bound.startswith(("+", "-")):
        return f"{year + int(bound):04d}-{of_the_year}"
    return bound


def _years(first: int, last: int) -> Iterator[str]:
    """The years by decade: "202[6-9]", "203[0-9]", "204[0-6]"."""
    for decade in range(first // 10, last // 10 + 1):
        low, high = max(first - decade * 10, 0), min(last - decade * 10, 9)
        yield f"{decade:03d}[{low}-{high}]"
