"""The producer's own files: added and taken back behind the emailed link."""

from ocop.base.text import pick
from ocop.html.views import Link
from ocop.http.reply import Reply
from ocop.http.request import Asked
from ocop.links.tokens import Verb
from ocop.web.asking.drawer import Drawer, add, in_frame, look, take_back
from ocop.web.desk import Desk, producer
from ocop.web.reading import evidence_words as words
from ocop.web.reading.reading import Reading


def drawer_of(desk: Desk, asked: Asked, id: str, verb: Verb = "file") -> Drawer:
    """The producer's own drawer. Raises what `producer` raises."""
    holder = producer(desk, asked, id, verb)
    base = f"/dossiers/{id}"
    back = Link(pick(words.MY_CASE, asked.lang), base)
    return Drawer(Reading.open(desk, id, asked.lang), holder, base, base, back)


def evidence(desk: Desk, asked: Asked, id: str) -> Reply:
    """The producer's files."""
    inside = in_frame(desk, asked, f"/dossiers/{id}/evidence")
    return inside or look(desk, asked, drawer_of(desk, asked, id))


def evidence_asked(desk: Desk, asked: Asked, id: str) -> Reply:
    """The producer announces a file."""
    return add(desk, asked, drawer_of(desk, asked, id))


def evidence_removed(desk: Desk, asked: Asked, id: str, file: str) -> Reply:
    """The producer takes a file back."""
    return take_back(desk, asked, drawer_of(desk, asked, id), file)
