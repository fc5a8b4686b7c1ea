"""The page of a report: what to do next, figures by clause, narrative, corrections, digest."""

from collections.abc import Iterator

from ocop.base.moment import local_date
from ocop.base.text import pick
from ocop.html import (
    Component,
    FactLine,
    Facts,
    Heading,
    Link,
    LinkRow,
    Notice,
    Panel,
    Paragraph,
    Split,
    Subheading,
    Timeline,
    WebPage,
    show,
)
from ocop.http import Reply, Request
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.office_history import office_history
from ocop.web.office.report_forms import NO_MISTAKE, ReportMistake, next_acts
from ocop.web.office.report_papers import paper_parts
from ocop.web.office.report_parts import content_parts
from ocop.web.office.report_rows import show_report_part
from ocop.web.office.report_view import REPORT_HOME, ReportView, report_view


def show_report(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """A report as it stands, or a part of what it says."""
    view = report_view(desk, request, id)
    part = request.query.get("part", "")
    return show_report_part(view, part) if part else show_view(view)


def show_view(view: ReportView, mistake: ReportMistake = NO_MISTAKE, status: int = 200) -> Reply:
    """The page, where something was wrong with what was sent with that on it."""
    office, report = view.office, view.report
    title = f"{pick(view.kind.title, office.lang)}: {office.period_name(report.period)}"
    back = f"{REPORT_HOME}?unit={report.unit}&period={report.period}"
    history = view.say("history")
    saved = Notice(tone="good", title=view.say("saved"))
    parts: list[Component] = [
        Heading(
            title=title,
            byline=office.unit_name(report.unit),
            back=Link(label=view.say("title"), href=back),
        ),
        *([saved] if "saved" in office.request.query and not mistake.act else []),
        *_trouble(view),
        Split(
            label=history,
            main=[
                _doing(view, mistake),
                *paper_parts(view),
                *_narrative(view),
                *content_parts(view),
            ],
            aside=[Subheading(text=history), _history(view)],
        ),
    ]
    page = WebPage(title=title, wide=True, wrong=bool(mistake.act), parts=parts)
    return office.show(page, status)


def _trouble(view: ReportView) -> Iterator[Notice]:
    if view.is_altered:
        yield Notice(tone="bad", title=view.say("altered"))
    if view.report.is_writable and view.report.reason:
        yield Notice(tone="info", title=view.say("returned_for"), text=view.report.reason)


def _doing(view: ReportView, mistake: ReportMistake) -> Panel:
    facts = Facts(facts=list(_facts(view)))
    state = view.say(f"state_{view.report.state}")
    return Panel(title=state, parts=[facts, *next_acts(view, mistake)])


def _facts(view: ReportView) -> Iterator[FactLine]:
    report, lang = view.report, view.office.lang
    late = f" ({view.say('late')})" if (report.sent or view.by.svc.now()) > report.due else ""
    due = show.day(local_date(report.due), lang)
    yield FactLine(label=view.say("due"), value=f"{due}{late}")
    if report.signer:
        yield FactLine(label=view.say("signer"), value=report.signer)
    if report.day:
        signed = f"{report.number}, {show.day(report.day, lang)}"
        yield FactLine(label=view.say("number"), value=signed)


def _narrative(view: ReportView) -> list[Component]:
    """What people wrote, where it is not in the form above."""
    acts = next_acts(view)
    if view.report.is_writable and not all(isinstance(one, Paragraph) for one in acts):
        return []
    fields = view.kind.form.schema["properties"]
    told = [
        FactLine(label=pick(field["title"], view.office.lang), value=view.report.narrative[name])
        for name, field in fields.items()
        if view.report.narrative.get(name)
    ]
    body = Facts(facts=told) if told else Paragraph(text=view.say("narrative_none"))
    return [Subheading(text=view.say("narrative")), Panel(parts=[body, *_files(view)])]


def _files(view: ReportView) -> list[Component]:
    """What was put forward, to take along, and its digest."""
    if view.kept is None:
        return []
    links = [
        Link(label=view.say(f"take_{kind}"), href=f"{view.home}/file?format={kind}")
        for kind in ("xlsx", "json")
    ]
    proof = f"{view.say('proof')}: SHA-256 {_in_groups(view.report.content)}"
    return [Paragraph(text=proof, tone="soft small"), LinkRow(links=links)]


def _in_groups(digest: str) -> str:
    """A digest as a phone's line can break it."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def _history(view: ReportView) -> Timeline:
    acts = view.by.svc.reports.acts(view.report.province, view.report.id)
    return office_history(
        view.by.province, acts, lambda one: (view.say(f"act_{one.kind}"), one.reason)
    )
