"""Indicators and charts of the programme, as offices and everybody see them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.html import Bar, BarChart, Component, Folded, TargetLine, show
from ocop.programme.board import BoardLine
from ocop.programme.figures import BY_YEAR, PERIOD
from ocop.programme.periods import quarter_of
from ocop.programme.snapshots import SnapshotLine
from ocop.programme.wording import figure_text, goal_text, state_text, value_shown

WHOLE = 100
Naming = Callable[[str], str]


def reached_share(actual: Fraction | None, goal: Fraction | None) -> int | None:
    """How much of a goal is reached in hundredths, cut, at most the whole."""
    if actual is None or goal is None:
        return None
    return WHOLE if goal <= 0 else max(0, min(WHOLE, int(actual * WHOLE / goal)))


def snapshot_target(line: SnapshotLine, lang: Lang, why: str = "", href: str = "") -> TargetLine:
    """An indicator on a page."""
    goal = line.least if line.least is not None else line.most
    return TargetLine(
        title=pick(line.title, lang),
        href=href,
        figure=figure_text(line.actual, pick(line.unit, lang), lang),
        goal=goal_text(line, lang),
        standing=line.state,
        state=state_text(line.state, lang),
        why=why,
        share=reached_share(line.actual, goal),
    )


def why_text(line: BoardLine, lang: Lang, register_name: Naming) -> str:
    """Why an indicator stands where it does."""
    indicator, progress = line.indicator, line.progress
    unit = pick(indicator.unit, lang)
    if progress.state == "no-data":
        names = dict.fromkeys(register_name(one.partition(".")[0]) for one in line.missing)
        return say(lang, "programme.why_no_data", registers="; ".join(names))
    if progress.target is None:
        return say(lang, "programme.why_no_target")
    if progress.actual is None:
        return say(lang, "programme.why_no_whole")
    until = show.day(progress.target.at, lang)
    expected = progress.expected
    goal = progress.target.goal(indicator.better)
    wanted = expected if expected is not None and progress.state != "missed" else goal
    short = None if wanted is None else abs(value_shown(wanted) - value_shown(progress.actual))
    told = {
        "expected": figure_text(wanted, unit, lang),
        "short": figure_text(short, unit, lang),
        "day": until,
    }
    name = "beyond" if progress.beyond else progress.state.replace("-", "_")
    return say(lang, f"programme.why_{name}", **told)


def span_text(line: BoardLine, day: date, lang: Lang) -> str:
    """Of which year or quarter a figure is that begins anew with each; "" for any other."""
    spans = {one.since for one in line.indicator.part.of if line.progress.state != "no-data"}
    if BY_YEAR in spans:
        return say(lang, "programme.figure_of_year", year=day.year)
    if PERIOD in spans:
        return say(lang, "programme.figure_of_quarter", n=quarter_of(day), year=day.year)
    return ""


def expected_share(line: BoardLine) -> int | None:
    """Where on the bar the figure would be that is on course."""
    target = line.progress.target
    goal = target.goal(line.indicator.better) if target else None
    return reached_share(line.progress.expected, goal)


def bars_of(
    figures: Mapping[str, int], names: Naming, unit: str, lang: Lang, href: Naming | None = None
) -> list[Bar]:
    """Bars of figures by name, each as long as its part of the greatest."""
    greatest = max(figures.values(), default=0)
    return [
        Bar(
            label=names(key),
            figure=figure_text(Fraction(figure), unit, lang),
            share=figure * WHOLE // greatest if greatest else 0,
            href=href(key) if href else "",
        )
        for key, figure in figures.items()
    ]


def money_bars(
    planned: Mapping[str, int], used: Mapping[str, int], names: Naming, lang: Lang
) -> list[Bar]:
    """Money by source: what is planned, and in front of it what was used."""
    greatest = max([*planned.values(), *used.values()], default=0) or 1
    return [
        Bar(
            label=names(source),
            figure=say(
                lang,
                "programme.used_of_planned",
                used=show.grouped(used.get(source, 0), lang),
                planned=show.grouped(planned.get(source, 0), lang),
            ),
            share=planned.get(source, 0) * WHOLE // greatest,
            over=used.get(source, 0) * WHOLE // greatest,
        )
        for source in dict.fromkeys([*planned, *used])
    ]


def charts_of(
    charts: Mapping[str, Mapping[str, int]], names: Mapping[str, Naming], lang: Lang
) -> Sequence[Component]:
    """The programme's charts: the first in sight, each other in a fold, since a province's communes
    alone fill a phone's page many times.
    """
    first, *others = _charts(charts, names, lang)
    return [first, *(Folded(title=one.title, parts=[one.but(title="")]) for one in others)]


def _charts(
    charts: Mapping[str, Mapping[str, int]], names: Mapping[str, Naming], lang: Lang
) -> Sequence[BarChart]:
    empty = say(lang, "programme.no_figure")
    told = [
        BarChart(
            title=say(lang, f"programme.chart_{name}"),
            bars=bars_of(
                charts.get(name, {}), names[name], say(lang, f"programme.of_{name}"), lang
            ),
            empty=empty,
        )
        for name in ("stars", "groups", "communes", "years", "organisations")
    ]
    money = money_bars(charts.get("planned", {}), charts.get("used", {}), names["planned"], lang)
    note = say(lang, "programme.chart_money_note")
    title = say(lang, "programme.chart_money")
    return [*told, BarChart(title=title, bars=money, empty=empty, note=note)]


def line_document(line: SnapshotLine, lang: Lang) -> dict[str, object]:
    """An indicator as JSON; figures are exact decimals or fractions as text, null where nobody has
    counted.
    """
    told = {"actual": line.actual, "least": line.least, "most": line.most}
    return {
        "id": line.id,
        "title": pick(line.title, lang),
        "unit": pick(line.unit, lang),
        "state": line.state,
        **{name: None if one is None else str(one) for name, one in told.items()},
        "until": line.until.isoformat() if line.until else None,
        "about": line.about,
    }
