"""Making the papers that an act calls for, each once."""

from typing import Protocol

from ocop.base.errors import NotFound
from ocop.cases.paper_ports import PaperShelf
from ocop.cases.ports import CaseServices
from ocop.documents.layout import Format
from ocop.documents.making import MEDIA, make_paper
from ocop.papers.calling import CalledPaper, papers_of_act
from ocop.papers.scene import PaperScene
from ocop.papers.values import values_of


class PaperServices(CaseServices, Protocol):
    """What the making of papers uses."""

    @property
    def shelf(self) -> PaperShelf:
        """Where papers lie."""

    @property
    def base_url(self) -> str:
        """The address that codes on papers lead to."""


def make_papers(svc: PaperServices, dossier: str, act: str) -> int:
    """Make what an act of a case calls for and is not there yet; how many files were made.

    A repeat makes the same bytes under the same key, and of what is there nothing. A case that was
    forgotten meanwhile needs no papers. Raises Unavailable.
    """
    try:
        case = svc.store.case(dossier)
    except NotFound:
        return 0
    events = svc.store.events(dossier)
    papers = papers_of_act(svc.rulebooks.at(case.process), case, events, act)
    return sum(_made(svc, PaperScene(svc, case, events, one.event), one) for one in papers)


def _made(svc: PaperServices, scene: PaperScene, called: CalledPaper) -> int:
    lacking = [one for one in called.layout.formats if not svc.shelf.holds(called.key(one))]
    if not lacking:
        return 0
    paper = called.layout.filled(values_of(scene, svc.base_url))
    for format in lacking:
        content = make_paper(paper, format, called.event.at)
        svc.shelf.put_once(called.key(format), content, MEDIA[format])
    return len(lacking)


def paper_address(svc: PaperServices, called: CalledPaper, format: Format) -> str:
    """A short-lived address of a paper, "" while it is not made."""
    key = called.key(format)
    if not svc.shelf.holds(key):
        return ""
    return svc.shelf.address(key, called.file(format), MEDIA[format])
