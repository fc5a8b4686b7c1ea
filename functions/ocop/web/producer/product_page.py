"""The producer shows buyers a recognised product, behind the link of its case."""

from ocop.filing.product_page import (
    may_show_product,
    product_page_question,
    show_product,
    shown_before,
)
from ocop.html import Component, Link, LinkRow, Notice
from ocop.http import Reply, Request
from ocop.web.desk import Desk
from ocop.web.producer.beside import Beside
from ocop.web.reading import Reading

_PAGE = Beside(
    "product-page", "shown", "shown.lead", product_page_question, show_product, shown_before
)


def show_page_form(desk: Desk, request: Request, id: str) -> Reply:
    """The form, with what buyers see now."""
    return _PAGE.show(desk, request, id)


def take_page_form(desk: Desk, request: Request, id: str) -> Reply:
    """Publishes it, or shows the form again with what is wrong with it."""
    return _PAGE.take(desk, request, id)


def show_by_link(desk: Desk, request: Request, id: str) -> Reply:
    """The same for programs."""
    return _PAGE.take_by_program(desk, request, id)


def page_ways(reading: Reading, request: Request) -> list[Component]:
    """The way to show the product, while its certificate counts; first its pictures."""
    case = reading.case
    if not may_show_product(reading.desk.svc, case):
        return []
    told: list[Component] = []
    if _PAGE.sent in request.query:
        see = Link(label=reading.say("shown.see"), href=f"/certificates/{case.subject.certificate}")
        told.append(Notice(tone="good", title=reading.say("shown.sent"), link=see))
    known = shown_before(reading.desk.svc, case)
    name = "shown.ask_again" if known else "shown.ask"
    ways = [
        Link(label=reading.say("shown.add_pictures"), href=f"/dossiers/{case.id}/evidence"),
        Link(label=reading.say(name), href=f"/dossiers/{case.id}/{_PAGE.path}"),
    ]
    return [*told, LinkRow(links=ways)]
