"""The values that the paper of a report is filled with: agencies, figures, duties, corrections."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from ocop.base.text import Lang, pick
from ocop.catalogue.naming import ministry_on
from ocop.catalogue.texts import say
from ocop.documents.layout import Rows, Values
from ocop.documents.wording import day_in_words, short_day
from ocop.duties.wording import period_in_words
from ocop.html import show
from ocop.papers.places import committee, place_name
from ocop.papers.report_scene import ReportScene
from ocop.people.serving import right_above
from ocop.plans.indicator import Indicator, Target
from ocop.plans.plan import ProgrammePlan, lies_under
from ocop.programme.board import held_to, ids_by_section
from ocop.programme.corrections import SINCE_PLAN
from ocop.programme.figures import BY_YEAR
from ocop.programme.periods import PLAN_LENGTH, ReportPeriod
from ocop.programme.report import SENT
from ocop.programme.wording import (
    clauses_text,
    measure_name,
    number_text,
    register_name,
    section_text,
    state_text,
)

_VI: Lang = "vi"  # papers are in Vietnamese
MOST_EXPLAINED = 10  # records of one line of the annex


def values_of_report(scene: ReportScene) -> Values:
    """Everything that the layout of a report may name; what is not known is left out."""
    values: dict[str, str | Rows] = {
        **_facts(scene),
        **_narrative(scene),
        **_below(scene),
        "figures_of_years" if _is_final(scene) else "figures": list(_figures(scene)),
        "activities": list(_activities(scene)),
        "duties": list(_duties(scene)),
        "corrections": list(_corrections(scene)),
    }
    return {name: value for name, value in values.items() if value}


def _facts(scene: ReportScene) -> dict[str, str]:
    report, unit, content = scene.report, scene.unit, scene.content
    above = scene.province.units.get(right_above(scene.province, unit.code))
    plan = scene.programme.plans.at(content["plan"])
    kind = "final" if _is_final(scene) else "periodic"
    return {
        "agency": committee(unit),
        "above": committee(above) if above else ministry_on(scene.day, _VI),
        "place": place_name(unit),
        "date": day_in_words(scene.day),
        "number": str(scene.entered.get("number", "")),
        "signer": str(scene.entered.get("signer", "")),
        "period": period_in_words(report.period, _VI),
        "subject": say(_VI, f"papers.report_{kind}", period=period_in_words(report.period, _VI)),
        "first_day": short_day(report.first),
        "last_day": short_day(report.last),
        "plan": pick(plan.title, _VI),
        "records": show.grouped(len(content["records"]), _VI),
        "digest": str(content["sha256"]),
        "of_commune": unit.code if unit.level == "commune" else "",
        "of_district": unit.code if unit.level == "district" else "",
        "of_province": unit.code if unit.level == "province" else "",
    }


def _is_final(scene: ReportScene) -> bool:
    """Whether it is on the plan's years, before which there is no period to compare with."""
    report = scene.report
    return ReportPeriod(report.period, report.first, report.last).every == PLAN_LENGTH


def _narrative(scene: ReportScene) -> dict[str, Rows]:
    """What people wrote, by field, a row for each of its paragraphs."""
    told = scene.content["narrative"]
    return {
        f"narrative_{name}": [[line.strip()] for line in str(text).splitlines() if line.strip()]
        for name, text in told.items()
    }


def _below(scene: ReportScene) -> dict[str, str]:
    """How many units below have reported, and which have not or were late."""
    lines = scene.content["below"]
    if not lines:
        return {}
    lacking = [one["unit"] for one in lines if one["state"] not in SENT]
    late = [one["unit"] for one in lines if one["state"] in SENT and one["late"]]
    return {
        "below_all": str(len(lines)),
        "below_came": str(len(lines) - len(lacking)),
        "below_lacking": _names(scene, lacking),
        "below_late": _names(scene, late),
    }


def _names(scene: ReportScene, units: Sequence[str]) -> str:
    return ", ".join(pick(scene.province.unit_name(one), _VI) for one in units)


def _figures(scene: ReportScene) -> Iterator[list[str]]:
    """The indicators under the section of the plan that wants them."""
    content, programme = scene.content, scene.programme
    plan = programme.plans.at(content["plan"])
    indicators = programme.indicators.at(content["indicators"])
    told = {one["id"]: one for one in content["figures"]}
    before = {one["id"]: one for one in scene.previous["figures"]} if scene.previous else {}
    titles = {one.id: section_text(one, _VI) for one in plan.sections}
    for section, ids in ids_by_section(plan, told).items():
        if ids:
            yield ["", titles[section], "", "", "", ""]
        for id in ids:
            one = held_to(indicators.get(id), scene.province, scene.report.unit)
            place = clauses_text(plan, _within(plan, section, one.clauses), _VI)
            yield [place, *_figure(scene, one, told[id], before.get(id))]


def _within(plan: ProgrammePlan, section: str, refs: Sequence[str]) -> Sequence[str]:
    """Those of some places of a plan that lie in a section; all where none does."""
    own = next(one.clauses for one in plan.sections if one.id == section)
    return [ref for ref in refs if any(lies_under(one.id, ref) for one in own)] or refs


def _figure(
    scene: ReportScene, one: Indicator, told: Mapping[str, Any], before: Mapping[str, Any] | None
) -> list[str]:
    target = one.target_on(scene.report.last)
    return [
        _name(scene, one),
        _goal(target) if target else "",
        _number(_at_first(scene, one, before)),
        _number(told["actual"]),
        state_text(told["state"], _VI) if target else "",
    ]


def _name(scene: ReportScene, one: Indicator) -> str:
    """What an indicator is called, with the year where its figure begins anew with each."""
    told = {"what": pick(one.title, _VI), "unit": pick(one.unit, _VI)}
    if any(counted.since == BY_YEAR for counted in one.part.of):
        return say(_VI, "papers.of_year_with_unit", year=scene.report.last.year, **told)
    return say(_VI, "papers.with_unit", **told)


def _at_first(scene: ReportScene, one: Indicator, before: Mapping[str, Any] | None) -> str | None:
    """Where an indicator stood in the period before, or when the plan began."""
    if _is_final(scene):
        of_whole = scene.report.unit == scene.province.code
        return str(one.baseline.value) if one.baseline and of_whole else None
    return before["actual"] if before else None


def _number(actual: str | None) -> str:
    """A figure; that nobody has counted is no nought."""
    return number_text(Fraction(actual), _VI) if actual is not None else ""


def _goal(target: Target) -> str:
    ends = [number_text(one, _VI) for one in (target.least, target.most) if one is not None]
    kind = "range" if len(ends) > 1 else "least" if target.least is not None else "most"
    told = {"goal": "–".join(ends), "day": short_day(target.at)}
    return say(_VI, f"papers.goal_{kind}", **told)


def _activities(scene: ReportScene) -> Iterator[list[str]]:
    """What was done in the period and since the plan began, register by register."""
    done, since = scene.content["done"], scene.content["since_plan"]
    names = [one for one in sorted(done.keys() | since.keys()) if done.get(one) or since.get(one)]
    for register, measures in groupby(names, key=lambda name: name.partition(".")[0]):
        yield ["", register_name(scene.programme, register, _VI), "", ""]
        for number, name in enumerate(measures, 1):
            figures = (show.grouped(one.get(name, 0), _VI) for one in (done, since))
            yield [str(number), measure_name(scene.programme, name, _VI), *figures]


def _duties(scene: ReportScene) -> Iterator[list[str]]:
    """How the plan's duties stood, in the order in which the plan gives them."""
    plan = scene.programme.plans.at(scene.content["plan"])
    owed = [
        (scene.svc.duties.at(one["of"]).duty(one["duty"]), one)
        for one in scene.content.get("duties", ())
    ]
    for duty, one in sorted(owed, key=lambda pair: _place(plan, pair[0].clauses[0])):
        figures = (one["owed"], one["met"], one["nothing"] + one["waived"], one["late"])
        named = clauses_text(plan, duty.clauses, _VI)
        yield [named, pick(duty.title, _VI), *map(str, figures)]


def _place(plan: ProgrammePlan, ref: str) -> int:
    """How many clauses of a plan stand before a place in it."""
    places = enumerate(plan.clauses)
    return next((at for at, one in places if lies_under(one.id, ref)), len(plan.clauses))


def _corrections(scene: ReportScene) -> Iterator[list[str]]:
    """What earlier reports said and what holds now, with the reasons."""
    for number, line in enumerate(scene.content["corrections"], 1):
        earlier = line["period"] == SINCE_PLAN
        name = "reports.before_reports" if earlier else ""
        measure = line["measure"]
        yield [
            str(number),
            say(_VI, name) if name else period_in_words(line["period"], _VI),
            measure_name(scene.programme, measure, _VI)
            if measure
            else say(_VI, "reports.no_figure_changed"),
            show.grouped(line["was"], _VI) if measure else "",
            show.grouped(line["is"], _VI) if measure else "",
            "; ".join(_explained(scene, line["records"])),
        ]


def _explained(scene: ReportScene, records: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The records that make a difference, each with the reason."""
    for one in records[:MOST_EXPLAINED]:
        name = one.get("name") or register_name(scene.programme, one["register"], _VI)
        told = {"name": name, "reason": one["reason"] or say(_VI, "papers.no_reason")}
        act = "voided" if one["act"] == "voided" else "corrected"
        yield say(_VI, f"papers.record_{act}", **told)
    if len(records) > MOST_EXPLAINED:
        yield say(_VI, "papers.records_more", count=len(records) - MOST_EXPLAINED)
