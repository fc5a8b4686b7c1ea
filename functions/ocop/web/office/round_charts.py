"""How a round has been scored so far, in charts and side by side: nothing is decided by them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from ocop.base.points import show_points
from ocop.base.text import pick
from ocop.council.progress import ProductProgress, severity_of
from ocop.council.sheet_matrix import MatrixLine, matrix_of
from ocop.html import Bar, BarChart, Component, Folded, MatrixRow, ScoreMatrix, Subheading
from ocop.web.office.round_view import RoundView

BAR_STEP, WHOLE_SHEET = 10, 100  # points in one bar, points of a whole sheet


def score_charts(view: RoundView, products: Sequence[ProductProgress]) -> list[Component]:
    """How the totals of the sheets that are in lie, and how far each member stands from the others
    on the same products; nothing before there is a sheet to be seen.
    """
    totals = [total for one in products if one.opinions for total in one.opinions.totals.values()]
    if not totals:
        return []
    parts = [_distribution(view, totals), _severity(view, severity_of(products))]
    return [Folded(title=view.say("charts"), parts=parts)]


def _distribution(view: RoundView, totals: Sequence[int]) -> BarChart:
    counts = Counter(min(total // BAR_STEP * BAR_STEP, WHOLE_SHEET - BAR_STEP) for total in totals)
    most = max(counts.values())
    bars = [
        Bar(
            label=view.say("from_to", first=first, last=_last(first)),
            figure=view.say("sheets_count", count=counts[first]),
            share=WHOLE_SHEET * counts[first] // most,
        )
        for first in range(min(counts), max(counts) + 1, BAR_STEP)
    ]
    return BarChart(title=view.say("distribution"), bars=bars, empty="")


def _last(first: int) -> int:
    return WHOLE_SHEET if first == WHOLE_SHEET - BAR_STEP else first + BAR_STEP - 1


def _severity(view: RoundView, severity: Mapping[str, Fraction]) -> BarChart:
    furthest = max((abs(apart) for apart in severity.values()), default=Fraction())
    bars = [
        Bar(
            label=view.name(person),
            figure=_apart(view, apart),
            share=int(WHOLE_SHEET * abs(apart) / furthest) if furthest else 0,
        )
        for person, apart in sorted(severity.items(), key=lambda pair: (pair[1], pair[0]))
    ]
    return BarChart(
        title=view.say("severity"),
        bars=bars,
        empty=view.say("severity_none"),
        note=view.say("severity_note"),
    )


def _apart(view: RoundView, apart: Fraction) -> str:
    if not apart:
        return view.say("severity_even")
    points = show_points(abs(apart), view.lang)
    return view.say("severity_above" if apart > 0 else "severity_below", points=points)


def score_matrix(view: RoundView, dossier: str) -> list[Component]:
    """The sheets of one product side by side, as far as the reader may see them."""
    seen = matrix_of(view.desk.svc, view.who, view.group, dossier)
    if seen is None:
        return []
    title, people = view.say("matrix"), seen.people
    matrix = ScoreMatrix(
        title=title,
        members=[view.name(person) for person in people],
        rows=[_row(view, line, people) for line in seen.lines],
        totals=[str(seen.totals[person]) for person in people],
    )
    return [Subheading(text=title), matrix]


def _row(view: RoundView, line: MatrixLine, people: Sequence[str]) -> MatrixRow:
    return MatrixRow(
        code=line.criterion.printed,
        title=pick(line.criterion.title, view.lang),
        points=[str(line.points.get(person, "")) for person in people],
        mean="" if line.mean is None else show_points(line.mean, view.lang),
        apart=str(line.apart),
        marked=line.apart > 0,
    )
