"""What a report says, on its page: indicators by clause, what was done, units, corrections."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.html import (
    Card,
    Cards,
    Component,
    Notice,
    Paragraph,
    Subheading,
    TableCell,
    TableRow,
    show,
)
from ocop.plans.indicator import Indicator
from ocop.plans.plan import ProgrammePlan
from ocop.programme.board import ids_by_section
from ocop.programme.content import ReportContent
from ocop.programme.corrections import SINCE_PLAN
from ocop.programme.wording import clauses_text, section_text, state_text
from ocop.web.office.compiled_reports import told_figure
from ocop.web.office.report_view import ReportView
from ocop.web.showing import ProgrammeNames


@struct(frozen=True)
class ReportPart:
    """A part of what a report says, which has a page of its own: rows of a table, in groups where
    it has some.
    """

    name: str
    title: str
    heads: Sequence[str]
    groups: Sequence[tuple[str, list[TableRow]]]
    note: str = ""
    empty: str = ""

    @property
    def rows(self) -> list[TableRow]:
        """All its rows."""
        return [row for _, rows in self.groups for row in rows]


def content_parts(view: ReportView) -> list[Component]:
    """The ways to what was put forward, else to what would be now."""
    if view.content is None:
        missing = [] if view.is_altered else [Notice(tone="info", title=view.say("no_figures"))]
        return [*missing]
    now = [] if view.report.content else [Paragraph(text=view.say("figures_now"), tone="soft")]
    cards = [
        Card(title=one.title, href=f"{view.home}?part={one.name}", note=one.note)
        for one in report_tables(view, view.content)
    ]
    return [Subheading(text=view.say("content")), *now, Cards(cards=cards)]


def report_tables(view: ReportView, content: ReportContent) -> list[ReportPart]:
    """Every part of what a report says; those that would be empty are left out."""
    optional = [_duties(view, content), _below(view, content), _corrections(view, content)]
    return [
        _indicators(view, content),
        _done(view, content),
        *(one for one in optional if one.rows),
    ]


def _names(view: ReportView) -> ProgrammeNames:
    desk = view.office.desk
    return ProgrammeNames(view.by.svc, desk.svc.criteria, view.by.province, view.office.lang)


def _indicators(view: ReportView, content: ReportContent) -> ReportPart:
    """The indicators under the section of the plan that wants them."""
    lang, svc = view.office.lang, view.by.svc
    plan, indicators = svc.plans.at(content["plan"]), svc.indicators.at(content["indicators"])
    told = {one["id"]: one for one in content["figures"]}
    titles = {one.id: section_text(one, lang) for one in plan.sections}
    groups = []
    for section, ids in _filled(ids_by_section(plan, told)):
        rows = [_indicator(plan, indicators.get(id), told[id], lang) for id in ids]
        groups.append((view.say("section", section=titles[section], n=len(ids)), rows))
    states = Counter(state_text(one["state"], lang) for one in content["figures"])
    return ReportPart(
        name="figures",
        title=f"{view.say('figures')} ({len(told)})",
        heads=[say(lang, f"programme.column_{one}") for one in ("counted", "figure", "state")],
        groups=groups,
        note=", ".join(f"{state}: {n}" for state, n in states.items()),
    )


def _indicator(
    plan: ProgrammePlan, indicator: Indicator, told: ReportContent, lang: Lang
) -> TableRow:
    place = clauses_text(plan, indicator.clauses, lang)
    name = TableCell(text=pick(indicator.title, lang), note=place)
    figure = TableCell(text=told_figure(told, indicator, lang))
    return TableRow(cells=[name, figure, TableCell(text=state_text(told["state"], lang))])


def _filled(sections: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    return ((section, ids) for section, ids in sections.items() if ids)


def _done(view: ReportView, content: ReportContent) -> ReportPart:
    """What was done in the period, and since the plan began."""
    names, lang = _names(view), view.office.lang
    done, since = content["done"], content["since_plan"]
    rows = [
        TableRow(
            cells=[
                TableCell(text=names.measure(name), note=names.register(name.partition(".")[0])),
                TableCell(text=show.grouped(done.get(name, 0), lang)),
                TableCell(text=show.grouped(since.get(name, 0), lang)),
            ]
        )
        for name in sorted(done.keys() | since.keys())
        if done.get(name) or since.get(name)
    ]
    counted = show.grouped(len(content["records"]), lang)
    return ReportPart(
        name="done",
        title=view.say("done", n=len(rows)),
        heads=[
            say(lang, "programme.column_counted"),
            view.say("in_period"),
            view.say("since_plan"),
        ],
        groups=[("", rows)],
        note=f"{view.say('records')}: {counted}",
        empty=view.say("done_none"),
    )


def _duties(view: ReportView, content: ReportContent) -> ReportPart:
    """How the plan's duties stood when the report was put forward."""
    told = content.get("duties", ())
    plan = view.by.svc.plans.at(content["plan"])
    rows = [_duty_row(view, plan, one) for one in told]
    heads = [view.say(name) for name in ("duty", "owed", "met", "explained", "overdue")]
    return ReportPart("duties", view.say("duties", n=len(rows)), heads, [("", rows)])


def _duty_row(view: ReportView, plan: ProgrammePlan, told: ReportContent) -> TableRow:
    duty, lang = view.by.house.duties.at(told["of"]).duty(told["duty"]), view.office.lang
    figures = (told["owed"], told["met"], told["nothing"] + told["waived"], told["late"])
    name = TableCell(text=pick(duty.title, lang), note=clauses_text(plan, duty.clauses, lang))
    return TableRow(cells=[name, *(TableCell(text=str(one)) for one in figures)])


def _below(view: ReportView, content: ReportContent) -> ReportPart:
    """Who below has reported."""
    rows = [
        TableRow(
            cells=[
                TableCell(text=view.office.unit_name(one["unit"])),
                TableCell(
                    text=view.say(f"state_{one['state']}"),
                    note=view.say("late") if one["late"] else "",
                ),
            ]
        )
        for one in content["below"]
    ]
    heads = [view.say("unit"), view.say("state")]
    return ReportPart("below", f"{view.say('below')} ({len(rows)})", heads, [("", rows)])


def _corrections(view: ReportView, content: ReportContent) -> ReportPart:
    """The annex: what earlier reports said and what holds now, with the records between."""
    lines = content["corrections"]
    rows = [_correction(view, one) for one in lines]
    heads = [view.say(name) for name in ("period", "was", "is", "why")]
    return ReportPart("corrections", view.say("corrections", n=len(rows)), heads, [("", rows)])


def _correction(view: ReportView, line: ReportContent) -> TableRow:
    names, lang = _names(view), view.office.lang
    beyond = line["period"] == SINCE_PLAN
    period = view.say("before_reports") if beyond else view.office.period_name(line["period"])
    measure = line["measure"]
    what = names.measure(measure) if measure else view.say("no_figure_changed")
    why = [
        view.say(
            "record_voided" if one["act"] == "voided" else "record_changed",
            register=one.get("name") or names.register(one["register"]),
            reason=one["reason"],
        ).strip()
        for one in line["records"]
    ]
    return TableRow(
        cells=[
            TableCell(text=period, note=what),
            TableCell(text=show.grouped(line["was"], lang) if measure else "–"),
            TableCell(text=show.grouped(line["is"], lang) if measure else "–"),
            TableCell(text="; ".join(why)),
        ]
    )
