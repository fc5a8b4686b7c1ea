"""The papers of a case's dossier, as its law lists them: which are there, which were seen on paper.

The electronic dossier shows what is in it; of a mandatory paper that it lacks, whoever checks the
dossier at the intake says whether it was there on paper (26/2026/QĐ-TTg, Article 7(2)(a)).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from ocop.base.pointers import Json, at
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.lookup import dossier_before
from ocop.cases.ports import CaseServices
from ocop.cases.sources import ASSESSMENT
from ocop.cases.subject import Rating
from ocop.catalogue.texts import say
from ocop.law.dossier import DossierPaper
from ocop.law.rulebook import Rulebook

SEEN = "papers_seen"  # the field of an intake's form
PaperState = Literal["there", "on-paper", "missing"]
Filed = Mapping[str, Mapping[str, Any]]


@struct(frozen=True)
class PaperStanding:
    """A paper of the law's list and its state in a dossier; `files` counts what shows it."""

    paper: DossierPaper
    state: PaperState
    files: int = 0


def dossier_papers(
    svc: CaseServices, case: Case, events: Sequence[Event], typed: Filed | None = None
) -> tuple[PaperStanding, ...]:
    """Each paper that the law asks of the case's product; none of what is no rating. `typed` is
    what its producer has in hand and not handed in yet.
    """
    if case.subject.TAG != Rating.TAG:
        return ()
    law = svc.rulebooks.at(case.process)
    asked = law.dossier.asked_of(case.subject.set_number)
    if not asked:
        return ()
    filed = _filed(events)
    earlier = _filed_before(svc, law, case, asked, filed)
    known: Filed = {**earlier, **filed, **(typed or {})}
    check = _last_seen(events)
    lacked = _lacking(asked, {**earlier, **_filed(events[:check])}) if check else frozenset()
    return tuple(_standing(paper, known, lacked) for paper in asked)


def papers_missing(
    svc: CaseServices, case: Case, events: Sequence[Event]
) -> tuple[DossierPaper, ...]:
    """The mandatory ones that are neither in the electronic dossier nor were seen on paper."""
    standing = dossier_papers(svc, case, events)
    return tuple(one.paper for one in standing if one.paper.must and one.state == "missing")


def paper_in_words(svc: CaseServices, one: PaperStanding, lang: Lang) -> str:
    """Where a paper is: handed in, told in a form, so many files, seen on paper, or not there."""
    if one.state != "there":
        return say(lang, f"dossier.{one.state}")
    if one.paper.kinds:
        return say(lang, "dossier.files", n=one.files)
    if one.paper.field:
        return say(lang, "dossier.told", form=pick(svc.forms.get(one.paper.form).title, lang))
    return say(lang, "dossier.filed")


def _standing(paper: DossierPaper, filed: Filed, lacked: frozenset[str]) -> PaperStanding:
    files = _shown(paper, filed)
    if files:
        return PaperStanding(paper, "there", files)
    return PaperStanding(paper, "on-paper" if paper.id in lacked else "missing")


def _lacking(asked: Sequence[DossierPaper], filed: Filed) -> frozenset[str]:
    return frozenset(one.id for one in asked if one.must and not _shown(one, filed))


def _shown(paper: DossierPaper, filed: Filed) -> int:
    """How many forms or files of the dossier show a paper."""
    if paper.kinds:
        return sum(1 for kind in _kinds(filed.get(ASSESSMENT, {})) if kind in paper.kinds)
    told: Json = filed.get(paper.form)
    return 1 if (at(told, paper.field) if told and paper.field else told) else 0


def _kinds(node: Json) -> Iterator[str]:
    """The kind of each file that a self-assessment names, wherever it does."""
    if isinstance(node, Mapping):
        if "file" in node and "kind" in node:
            yield str(node["kind"])
        for value in node.values():
            yield from _kinds(value)
    elif isinstance(node, list):
        for value in node:
            yield from _kinds(value)


def _filed(events: Sequence[Event]) -> Filed:
    return {event.form: event.data for event in events if event.form}


def _filed_before(
    svc: CaseServices, law: Rulebook, case: Case, asked: Sequence[DossierPaper], filed: Filed
) -> Filed:
    """What a dossier that begins from another is not asked again: idea and plan of that one."""
    anew = {f for s in law.stages.values() if law.completes_dossier(s) for f in s.forms}
    wanted = {one.form for one in asked if one.form} - anew - filed.keys()
    last = dossier_before(svc, case) if wanted else None
    told = _filed(svc.store.events(last.id)) if last else {}
    return {form: data for form, data in told.items() if form in wanted}


def _last_seen(events: Sequence[Event]) -> int:
    """After how many events somebody said last that the paper dossier was whole; 0 for never."""
    told = [place for place, event in enumerate(events) if event.data.get(SEEN) is True]
    return told[-1] if told else 0
