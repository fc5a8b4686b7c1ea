"""What a producer's own page folds, or leaves to a page of its own, so that a phone shows where the
case is and what is to be done.
"""

from ocop.html import Component, Heading, Link, LinkRow, Subheading, WebPage
from ocop.web.asking import Drawer
from ocop.web.reading import Reading
from ocop.web.showing import CaseFolds

_IN_A_FOLD = 4  # things that are folded on the case's page; more are a part of their own
_FORMS_AT_ONCE = 4


def own_folds(drawer: Drawer) -> CaseFolds:
    """The parts of a case as its producer reads them."""
    at = f"/dossiers/{drawer.reading.case.id}"
    return CaseFolds(
        drawer.reading,
        at,
        "producer",
        drawer.own(),
        most=_IN_A_FOLD,
        forms_at_once=_FORMS_AT_ONCE,
    )


def own_files(drawer: Drawer, folds: CaseFolds) -> list[Component]:
    """The files, and the way to more while any may come; nothing of a case that is over and has
    none, whose producer sends pictures for buyers by a way of their own.
    """
    reading = drawer.reading
    if not folds.files and not reading.case.is_open:
        return []
    more = Link(label=reading.say("case.add_evidence"), href=drawer.address, sign="upload")
    way = [LinkRow(links=[more])] if drawer.is_open else []
    return [Subheading(text=reading.say("case.evidence")), *folds.evidence(), *way]


def part_page(reading: Reading, part: tuple[str, list[Component]]) -> WebPage:
    """A part under its title, with the way back to the case."""
    title, parts = part
    back = Link(label=reading.case.subject.title, href=f"/dossiers/{reading.case.id}")
    heading = Heading(back=back, title=title, reference=reading.case.reference)
    return WebPage(title=title, parts=[heading, *parts])
