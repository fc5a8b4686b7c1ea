"""The papers that a law asks of a dossier, as people and programs read them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ocop.base.text import pick
from ocop.cases.dossier_papers import PaperStanding, dossier_papers, paper_in_words
from ocop.cases.subject import Rating
from ocop.web.reading.reading import Reading


class PaperLine(NamedTuple):
    """A paper in words: what it is, what is wanted, whether it has to be there, and its state."""

    id: str
    title: str
    asks: str
    must: bool
    state: str
    said: str
    article: str


def paper_lines(reading: Reading, *, own: bool = False) -> Sequence[PaperLine]:
    """Each paper of the law's list, from when the dossier is asked for; before that none. `own`:
    for its producer, with what is in hand and not handed in yet.
    """
    if not _is_asked(reading):
        return ()
    typed = _drafts(reading) if own else {}
    standing = dossier_papers(reading.desk.svc, reading.case, reading.events, typed)
    return [_line(reading, one) for one in standing]


def asked_papers(reading: Reading, *, own: bool = False) -> list[dict[str, Any]]:
    """The same for programs."""
    return [line._asdict() for line in paper_lines(reading, own=own)]


def _is_asked(reading: Reading) -> bool:
    subject, stage = reading.case.subject, reading.stage
    if not isinstance(subject, Rating):
        return False
    return subject.handed_in is not None or reading.rulebook.completes_dossier(stage)


def _drafts(reading: Reading) -> dict[str, Mapping[str, Any]]:
    if not reading.case.is_open or not reading.stage.waits_for_producer:
        return {}
    kept = (reading.desk.svc.store.draft(reading.case.id, form) for form in reading.stage.forms)
    return {draft.form: draft.data for draft in kept if draft}


def _line(reading: Reading, one: PaperStanding) -> PaperLine:
    paper, lang = one.paper, reading.lang
    return PaperLine(
        id=paper.id,
        title=pick(paper.label, lang),
        asks=pick(paper.asks, lang) if paper.asks else "",
        must=paper.must,
        state=one.state,
        said=paper_in_words(reading.desk.svc, one, lang),
        article=paper.article,
    )
