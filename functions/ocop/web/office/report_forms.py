"""What may be done about a report, as forms on its page: who writes, approves, sends, receives."""

from collections.abc import Iterator, Mapping
from typing import Any

from ocop.base.structs import struct
from ocop.forms.serve import Served
from ocop.html import (
    VERSION,
    ActButton,
    Component,
    PageFilling,
    Panel,
    Paragraph,
    Subheading,
)
from ocop.programme.report_checks import LONGEST_PAPER_NUMBER, LONGEST_SIGNER
from ocop.programme.report_rights import (
    approves_own,
    heads_known,
    may_approve,
    may_compile,
    may_receive,
)
from ocop.web.asking import reason_typed
from ocop.web.office.report_view import ReportView


@struct(frozen=True)
class ReportMistake:
    """What was wrong with an act on the page: its form as filled in, or its reason."""

    act: str
    filled: PageFilling | None = None
    detail: str = ""


NO_MISTAKE = ReportMistake("")


def next_acts(view: ReportView, mistake: ReportMistake = NO_MISTAKE) -> list[Component]:
    """What the officer may do now, else who acts next."""
    acts = list(_acts(view, mistake))
    report = view.report
    state = "frozen" if report.is_frozen else "writable" if report.is_writable else report.state
    return acts or [Paragraph(text=view.say(f"next_{state}"))]


def _acts(view: ReportView, mistake: ReportMistake) -> Iterator[Component]:
    report, who = view.report, view.by.who
    writes = may_compile(who, view.level, report)
    heads = may_approve(who, view.level, report)
    if report.is_writable and writes:
        yield _form(view, "write", mistake)
    if report.state == "drafted" and heads:
        yield from _approving(view, mistake)
    if report.state == "approved" and writes:
        yield Subheading(text=view.say("send_form"))
        yield _form(view, "send", mistake)
    if report.state == "submitted" and may_receive(who, view.kind, report):
        yield _button(view, "receive", tone="primary")
        yield _reasoned(view, "return", mistake)
    if report.state in ("drafted", "approved") and (writes or heads):
        yield _reasoned(view, "rework", mistake)


def _approving(view: ReportView, mistake: ReportMistake) -> Iterator[Component]:
    who, level, report = view.by.who, view.level, view.report
    if approves_own(who, level, report):
        yield Paragraph(text=view.say("approved_by_another"), tone="soft")
    elif heads_known(who, level, report):
        yield _button(view, "approve", tone="primary")
    else:
        yield Subheading(text=view.say("approved_by"))
        yield Paragraph(text=view.say("approved_by_note"), tone="soft")
        yield _form(view, "approve", mistake)


def _form(view: ReportView, act: str, mistake: ReportMistake) -> Component:
    filled = mistake.filled if mistake.filled and mistake.act == act else report_filling(view, act)
    return Panel(parts=[filled.summary, filled.form]) if filled.errors else filled.form


def _button(view: ReportView, act: str, *, tone: Any) -> ActButton:
    return ActButton(
        action=f"{view.home}/{act}",
        label=view.say(act),
        note=view.say(f"{act}_note"),
        hidden=_version(view),
        tone=tone,
    )


def _reasoned(view: ReportView, act: str, mistake: ReportMistake) -> ActButton:
    problem = mistake.detail if mistake.act == act else ""
    return ActButton(
        action=f"{view.home}/{act}",
        label=view.say(act),
        note=view.say(f"{act}_note"),
        hidden=_version(view),
        why="reason",
        problem=problem,
        typed=reason_typed(view.office.request) if problem else "",
        folded=not problem,
    )


def report_filling(view: ReportView, act: str) -> PageFilling:
    """The form of an act that has one: "write", "approve" or "send"."""
    forms = {"write": _narrative, "approve": _signing, "send": _sending}
    return forms[act](view)


def _narrative(view: ReportView) -> PageFilling:
    form = view.kind.form
    served = view.by.house.forms.serve(form, view.office.lang, {}, None)
    filling = _filling(view, "write", served, view.say("put_forward"))
    return filling.but(values=dict(view.report.narrative), draft=True)


def _signing(view: ReportView) -> PageFilling:
    """Who has signed; nothing is asked where the province names the unit's head."""
    signer = {"type": "string", "title": view.say("signer"), "maxLength": LONGEST_SIGNER}
    known = heads_known(view.by.who, view.level, view.report)
    served = _served(view.say("approve"), {} if known else {"signer": signer})
    return _filling(view, "approve", served, view.say("approve"))


def _sending(view: ReportView) -> PageFilling:
    number = {"type": "string", "title": view.say("number"), "maxLength": LONGEST_PAPER_NUMBER}
    day = {"type": "string", "format": "date", "title": view.say("day")}
    served = _served(view.say("send_form"), {"number": number, "day": day})
    return _filling(view, "send", served, view.say("issue" if view.level.issues else "send"))


def _served(title: str, fields: Mapping[str, Any]) -> Served:
    schema = {"type": "object", "title": title, "properties": fields, "required": list(fields)}
    return {"schema": schema, "uiSchema": {"rjsf": {}}}


def _filling(view: ReportView, act: str, served: Served, submit: str) -> PageFilling:
    action = f"{view.home}/{act}"
    return PageFilling(served=served, action=action, hidden=_version(view), submit=submit)


def _version(view: ReportView) -> dict[str, str]:
    return {VERSION: str(view.report.version)}
