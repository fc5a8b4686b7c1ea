"""Which papers the acts of a case call for, under which names they lie and who may read them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.cases.case import Case
from ocop.cases.custody import HANDLED
from ocop.cases.event import Event
from ocop.catalogue.published import Published
from ocop.documents.layout import Format, Layout, published_layouts
from ocop.law.rulebook import Rulebook
from ocop.papers.judged import is_put_forward

PaperReader = Literal["office", "producer"]
_OPENING = 1  # the number of the event that opened a case: nobody has confirmed it then
GOES_ON = frozenset({"submitted", "decided", "tallied", "council-assigned"})


@struct(frozen=True)
class CalledPaper:
    """A paper that an act calls for."""

    layout: Layout
    event: Event

    def file(self, format: Format) -> str:
        """Its file's name in one format, which tells the paper from all others of the case."""
        return f"{self.layout.id}-{self.event.id}.{format}"

    def key(self, format: Format) -> str:
        """Where that file lies in the bucket."""
        return f"papers/{self.event.dossier}/{self.file(format)}"


@lru_cache(maxsize=1)
def layouts() -> Published[Layout]:
    """The layouts there are, read once."""
    return published_layouts()


def called_papers(
    rulebook: Rulebook, case: Case, events: Sequence[Event], reader: PaperReader
) -> tuple[CalledPaper, ...]:
    """All papers of a case that a reader may have, the newest first."""
    papers = (one for event in reversed(events) for one in _of(rulebook, case, events, event))
    return tuple(one for one in papers if reader in one.layout.readers)


def papers_of_act(
    rulebook: Rulebook, case: Case, events: Sequence[Event], act: str
) -> tuple[CalledPaper, ...]:
    """The papers that one act calls for; none for an act that is not among the events."""
    return tuple(
        one for event in events if event.id == act for one in _of(rulebook, case, events, event)
    )


def paper_named(papers: Sequence[CalledPaper], file: str) -> tuple[CalledPaper, Format]:
    """A paper and the format that a file's name says. Raises NotFound."""
    for paper in papers:
        for format in paper.layout.formats:
            if paper.file(format) == file:
                return paper, format
    raise NotFound


def _of(
    rulebook: Rulebook, case: Case, events: Sequence[Event], event: Event
) -> Iterator[CalledPaper]:
    for id in layouts().ids():
        layout = layouts().get(id)
        fits = _kind_fits(rulebook, events, event, layout) and _content_fits(event, layout)
        fits = fits and _office_fits(case, event, layout) and _level_fits(rulebook, event, layout)
        if fits and (not layout.endings or _ended(case, events, event)):
            yield CalledPaper(layout, event)


def _kind_fits(rulebook: Rulebook, events: Sequence[Event], event: Event, layout: Layout) -> bool:
    if layout.event == "received":
        return _is_answered(rulebook, event)
    if layout.event == "put-forward":
        return is_put_forward(rulebook, events, event)
    numbered = event.kind != HANDLED or bool(event.data.get("slip"))
    return layout.event == event.kind and numbered


def _is_answered(rulebook: Rulebook, event: Event) -> bool:
    """Whether it is a filing that an office has to answer: one that completes its stage, or the
    confirmation of the idea that opened the case.
    """
    if event.kind == "confirmed":
        return True
    stage = rulebook.stages.get(event.stage)
    completes = stage is not None and stage.completes == event.form and bool(event.form)
    return event.kind == "submitted" and completes and event.seq != _OPENING


def _content_fits(event: Event, layout: Layout) -> bool:
    outcome = str(event.data.get("outcome", ""))
    by_form = not layout.forms or event.form in layout.forms
    return by_form and (not layout.outcomes or outcome in layout.outcomes)


def _office_fits(case: Case, event: Event, layout: Layout) -> bool:
    """Whether it is the paper of the office that acted: the province's, or its commune's."""
    office = "province" if event.data.get("unit") == case.province else "commune"
    return not layout.office or layout.office == office


def _level_fits(rulebook: Rulebook, event: Event, layout: Layout) -> bool:
    """Whether it is the paper of an act at that level: what the ministry decides it draws up."""
    stage = rulebook.stages.get(event.stage)
    return not layout.levels or (stage is not None and stage.level in layout.levels)


def _ended(case: Case, events: Sequence[Event], event: Event) -> bool:
    later = any(one.seq > event.seq and one.kind in GOES_ON for one in events)
    return case.status == "ended" and not later
