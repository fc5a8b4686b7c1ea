"""The producer asks for support, behind the link of the case of the product."""

from ocop.filing.support import ask_support, may_ask_support, support_question
from ocop.html import Component, Link, LinkRow, Notice
from ocop.http import Reply, Request
from ocop.web.desk import Desk
from ocop.web.producer.beside import Beside
from ocop.web.reading import Reading
from ocop.web.showing import support_lines

_SUPPORT = Beside("support", "asked", "support.lead", support_question, ask_support)


def show_support(desk: Desk, request: Request, id: str) -> Reply:
    """The form of a request for support."""
    return _SUPPORT.show(desk, request, id)


def take_support(desk: Desk, request: Request, id: str) -> Reply:
    """Receives a request, or shows the form again with what is wrong with it."""
    return _SUPPORT.take(desk, request, id)


def ask_by_link(desk: Desk, request: Request, id: str) -> Reply:
    """The same for programs."""
    return _SUPPORT.take_by_program(desk, request, id)


def support_ways(reading: Reading, request: Request) -> list[Component]:
    """The way to ask, and what has become of what was asked for."""
    case = reading.case
    if not may_ask_support(case):
        return []
    told: list[Component] = []
    if _SUPPORT.sent in request.query:
        told.append(Notice(tone="good", title=reading.say("support.sent")))
    way = Link(label=reading.say("support.ask"), href=f"/dossiers/{case.id}/{_SUPPORT.path}")
    return [*told, *support_lines(reading), LinkRow(links=[way])]
