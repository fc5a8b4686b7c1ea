"""The papers that the law asks of a dossier, as papers list them."""

from collections.abc import Iterator

from ocop.base.text import pick
from ocop.cases.dossier_papers import dossier_papers, paper_in_words
from ocop.cases.sources import ASSESSMENT
from ocop.catalogue.texts import say
from ocop.papers.scene import PaperScene


def dossier_rows(scene: PaperScene) -> Iterator[tuple[str, str, str, str]]:
    """Each paper with its number, whether it has to be there, and its state by the act; none before
    the dossier was handed in.
    """
    if scene.filed(ASSESSMENT) is None:
        return
    events = [event for event in scene.events if event.seq <= scene.event.seq]
    standing = dossier_papers(scene.svc, scene.case, events)
    for number, one in enumerate(standing, 1):
        kind = say("vi", "dossier.must" if one.paper.must else "dossier.extra")
        said = paper_in_words(scene.svc, one, "vi")
        yield str(number), pick(one.paper.label, "vi"), kind, said
