"""What the papers of a case are filled with."""

from ocop.documents.layout import Values
from ocop.papers.calling import PaperReader, called_papers
from ocop.papers.scene import PaperScene
from ocop.papers.values import values_of
from tests.support.play import Story


def papers_of(story: Story, reader: PaperReader) -> dict[str, Values]:
    """The values of each kind of paper that a reader may have, of the newest one."""
    svc, case, events = story.world.svc, story.case, story.world.store.events(story.id)
    called = called_papers(svc.rulebooks.at(case.process), case, events, reader)
    return {
        one.layout.id: values_of(PaperScene(svc, case, events, one.event))
        for one in reversed(called)
    }
