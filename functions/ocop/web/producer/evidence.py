"""The producer's own files: added and taken back behind the emailed link."""

from ocop.catalogue.texts import say
from ocop.html import Link
from ocop.http import Reply, Request
from ocop.links.tokens import Verb
from ocop.web.asking import Drawer, add, in_frame, look, take_back
from ocop.web.desk import Desk, producer
from ocop.web.reading import Reading


def drawer_of(desk: Desk, request: Request, id: str, verb: Verb = "file") -> Drawer:
    """The producer's own drawer. Raises what `producer` raises."""
    holder = producer(desk, request, id, verb)
    base = f"/dossiers/{id}"
    back = Link(label=say(request.lang, "evidence.my_case"), href=base)
    return Drawer(Reading.open(desk, id, request.lang), holder, base, base, back)


def show_evidence(desk: Desk, request: Request, id: str) -> Reply:
    """The producer's files."""
    inside = in_frame(desk, request, f"/dossiers/{id}/evidence")
    return inside or look(desk, request, drawer_of(desk, request, id))


def add_evidence(desk: Desk, request: Request, id: str) -> Reply:
    """The producer announces a file."""
    return add(desk, request, drawer_of(desk, request, id))


def remove_evidence(desk: Desk, request: Request, id: str, file: str) -> Reply:
    """The producer takes a file back."""
    return take_back(desk, request, drawer_of(desk, request, id), file)
