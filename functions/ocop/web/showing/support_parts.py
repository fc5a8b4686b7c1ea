"""Requests for support on the page of the case they were asked in."""

from ocop.base.text import pick
from ocop.cases.case import Case
from ocop.cases.subject import SupportRequest
from ocop.filing.needs import HELP
from ocop.filing.support import REQUEST, support_begun
from ocop.html import Component, Link, Paragraph, Subheading
from ocop.web.reading import Reading


def support_lines(reading: Reading, base: str = "") -> list[Component]:
    """Each request with its needs and where it stands; with `base` it leads to its own page there.

    Nothing of a case in which nothing was asked.
    """
    begun = support_begun(reading.desk.svc, reading.case)
    lines = [_line(reading, one, base) for one in begun]
    return [Subheading(text=reading.say("support.title")), *lines] if lines else []


def _line(reading: Reading, request: Case, base: str) -> Component:
    of_request = Reading(reading.desk, request, reading.lang)
    told = reading.say(
        "support.line",
        reference=request.reference,
        needs=needs_in_words(of_request),
        state=of_request.state,
    )
    if not base:
        return Paragraph(text=told)
    return Paragraph(text="", link=Link(label=told, href=f"{base}/{request.id}"))


def needs_in_words(reading: Reading) -> str:
    """What is asked for, as the form calls it."""
    form = reading.desk.svc.forms.get(REQUEST)
    ticks = form.schema["properties"][HELP]["properties"]
    subject = reading.case.subject
    needs = subject.needs if isinstance(subject, SupportRequest) else ()
    titles = (ticks[need]["title"] for need in needs if need in ticks)
    return ", ".join(pick(title, reading.lang) for title in titles)
