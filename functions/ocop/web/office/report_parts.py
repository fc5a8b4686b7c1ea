"""What a report says, on its page: indicators by clause, what was done, units, corrections."""

from collections.abc import Iterator, Mapping, Sequence

from ocop.base.text import pick
from ocop.catalogue.texts import say
from ocop.html import (
    Component,
    Folded,
    Notice,
    Paragraph,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    show,
)
from ocop.plans.plan import ProgrammePlan
from ocop.programme.board import ids_by_section
from ocop.programme.content import ReportContent
from ocop.programme.corrections import SINCE_PLAN
from ocop.programme.wording import clauses_text, section_text, state_text
from ocop.web.office.compiled_reports import told_figure
from ocop.web.office.report_view import ReportView
from ocop.web.showing import ProgrammeNames


def content_parts(view: ReportView) -> list[Component]:
    """What was put forward, else what would be now."""
    content = view.content
    if content is None:
        missing = [] if view.is_altered else [Notice(tone="info", title=view.say("no_figures"))]
        return [*missing]
    now = [] if view.report.content else [Paragraph(text=view.say("figures_now"), tone="soft")]
    return [
        Subheading(text=view.say("figures")),
        *now,
        *_sections(view, content),
        _done(view, content),
        *_duties(view, content),
        *_below(view, content),
        *_corrections(view, content),
    ]


def _names(view: ReportView) -> ProgrammeNames:
    desk = view.office.desk
    return ProgrammeNames(view.by.svc, desk.svc.criteria, view.by.province, view.office.lang)


def _sections(view: ReportView, content: ReportContent) -> Iterator[Folded]:
    """The indicators under the section of the plan that wants them."""
    lang, svc = view.office.lang, view.by.svc
    plan, indicators = svc.plans.at(content["plan"]), svc.indicators.at(content["indicators"])
    told = {one["id"]: one for one in content["figures"]}
    for section, ids in _filled(ids_by_section(plan, told)):
        rows = []
        for one in (indicators.get(id) for id in ids):
            figure = told_figure(told[one.id], one, lang)
            state = state_text(told[one.id]["state"], lang)
            place = clauses_text(plan, one.clauses, lang)
            name = TableCell(text=pick(one.title, lang), note=place)
            rows.append(TableRow(cells=[name, TableCell(text=figure), TableCell(text=state)]))
        named = next(section_text(one, lang) for one in plan.sections if one.id == section)
        title = view.say("section", section=named, n=len(ids))
        heads = [say(lang, f"programme.column_{one}") for one in ("counted", "figure", "state")]
        yield Folded(title=title, parts=[_table(title, heads, rows, "")])


def _filled(sections: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    return ((section, ids) for section, ids in sections.items() if ids)


def _done(view: ReportView, content: ReportContent) -> Folded:
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
    title = view.say("done", n=len(rows))
    heads = [say(lang, "programme.column_counted"), view.say("in_period"), view.say("since_plan")]
    counted = Paragraph(text=f"{view.say('records')}: {len(content['records'])}", tone="soft")
    return Folded(title=title, parts=[counted, _table(title, heads, rows, view.say("done_none"))])


def _duties(view: ReportView, content: ReportContent) -> list[Component]:
    """How the plan's duties stood when the report was put forward."""
    told = content.get("duties", ())
    plan = view.by.svc.plans.at(content["plan"])
    rows = [_duty_row(view, plan, one) for one in told]
    heads = [view.say(name) for name in ("duty", "owed", "met", "explained", "late")]
    title = view.say("duties", n=len(rows))
    return [Folded(title=title, parts=[_table(title, heads, rows, "")])] if rows else []


def _duty_row(view: ReportView, plan: ProgrammePlan, told: ReportContent) -> TableRow:
    duty, lang = view.by.house.duties.at(told["of"]).duty(told["duty"]), view.office.lang
    figures = (told["owed"], told["met"], told["nothing"] + told["waived"], told["late"])
    name = TableCell(text=pick(duty.title, lang), note=clauses_text(plan, duty.clauses, lang))
    return TableRow(cells=[name, *(TableCell(text=str(one)) for one in figures)])


def _below(view: ReportView, content: ReportContent) -> list[Component]:
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
    title = view.say("below")
    table = _table(title, [view.say("unit"), view.say("state")], rows, "")
    return [Folded(title=f"{title} ({len(rows)})", parts=[table])] if rows else []


def _corrections(view: ReportView, content: ReportContent) -> list[Component]:
    """The annex: what earlier reports said and what holds now, with the records between."""
    lines = content["corrections"]
    rows = [_correction(view, one) for one in lines]
    heads = [view.say(name) for name in ("period", "was", "is", "why")]
    title = view.say("corrections", n=len(lines))
    return [Folded(title=title, parts=[_table(title, heads, rows, "")])] if lines else []


def _correction(view: ReportView, line: ReportContent) -> TableRow:
    names, lang = _names(view), view.office.lang
    beyond = line["period"] == SINCE_PLAN
    period = view.say("before_reports") if beyond else view.office.period_name(line["period"])
    measure = line["measure"]
    what = names.measure(measure) if measure else view.say("no_figure_changed")
    why = [
        view.say(
            "record_voided" if one["act"] == "voided" else "record_changed",
            register=names.register(one["register"]),
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


def _table(title: str, heads: Sequence[str], rows: list[TableRow], empty: str) -> Table:
    columns = [TableColumn(title=head) for head in heads]
    return Table(caption=title, columns=columns, rows=rows, empty=empty)
