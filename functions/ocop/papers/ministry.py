"""The package that a province sends to the ministry, in the parts that the law lists."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from ocop.base.codec import encode
from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.cases.custody import movements
from ocop.cases.event import Event
from ocop.catalogue.texts import say
from ocop.law.rulebook import Rulebook
from ocop.papers.calling import called_papers
from ocop.papers.contents import Content, Dossier, written
from ocop.papers.making import PaperServices
from ocop.papers.ministry_parts import added_tests, ministry_parts, part_states
from ocop.papers.scene import PaperScene

LAYOUT, PARTS_FILE, RECORD = "ministry-package", "parts.json", "record"
_ADVICE = ("papers/advisory-report-",)
# How the files begin that belong to a part; those of `tests` and `samples` are told by the acts.
PART_FILES: Mapping[str, tuple[str, ...]] = {
    "proposal": ("papers/ministry-package-",),
    "advice": _ADVICE,
    "agency": _ADVICE,
    "report": ("papers/council-report-", "papers/minutes-", "papers/score-summary-"),
    "approval": ("papers/approval-",),
    "dossier": ("papers/form-01-", "papers/form-02-", "files/"),
}


def went_up(svc: PaperServices, dossier: Dossier) -> bool:
    """Whether a case was sent to the ministry."""
    return _sent(svc, dossier) is not None


@struct(frozen=True)
class _Sorting:
    """Which folder each file of a dossier goes into: of the part it belongs to, or the record."""

    parts: tuple[str, ...]
    tests: tuple[str, ...]
    forms: frozenset[str]

    def folder(self, part: str) -> str:
        return f"{self.parts.index(part) + 1}-{part}"

    def of(self, name: str) -> str:
        path = PurePath(name)
        if path.parts[0] == "files" and path.stem in self.tests:
            return self.folder("tests")
        if path.parts[0] == "forms" and path.stem.partition("-")[2] in self.forms:
            return self.folder("dossier")
        owners = (part for part in self.parts if name.startswith(PART_FILES.get(part, ("?",))))
        return next(map(self.folder, owners), RECORD)


def for_ministry(
    svc: PaperServices, dossier: Dossier, contents: Sequence[Content]
) -> list[Content]:
    """The files of a dossier, each in the folder of its part, what belongs to none beside them;
    and a list of the parts that says what each is and what lacks. Raises NotFound for a case that
    was not sent up.
    """
    law = svc.rulebooks.at(dossier.case.process)
    parts, tests = ministry_parts(dossier.case), added_tests(law, dossier.events)
    sorting = _Sorting(parts, tests, _producers_forms(law))
    placed = [Content(f"{sorting.of(one.name)}/{one.name}", one.read) for one in contents]
    placed += _samples(dossier, sorting.folder("samples"))
    listed = written(_listed(svc, dossier, sorting, [one.name for one in placed]))
    index = Content(PARTS_FILE, lambda: listed)
    return sorted([index, *placed], key=lambda one: one.name)


def _producers_forms(law: Rulebook) -> frozenset[str]:
    """What producers file: the dossier of the product is theirs (Điều 6 khoản 1)."""
    stages = (one for one in law.stages.values() if one.waits_for_producer)
    return frozenset(form for stage in stages for form in stage.forms)


def _listed(
    svc: PaperServices, dossier: Dossier, sorting: _Sorting, names: Sequence[str]
) -> list[dict[str, Any]]:
    sent = _sent(svc, dossier)
    if sent is None:
        raise NotFound
    states = part_states(PaperScene(svc, dossier.case, dossier.events, sent))
    return [
        {
            "part": number,
            "title": say("vi", f"papers.part_{part}"),
            "state": states[part] or say("vi", "papers.lacking"),
            "lacks": not states[part],
            "files": [one for one in names if one.startswith(f"{sorting.folder(part)}/")],
        }
        for number, part in enumerate(sorting.parts, 1)
    ]


def _samples(dossier: Dossier, folder: str) -> Iterator[Content]:
    """Who received, handed on, used up or returned samples, where anything of it was recorded."""
    moved = [one for one in movements(dossier.events) if one.what == "samples"]
    if moved:
        told = written([encode(one) for one in moved])
        yield Content(f"{folder}/custody.json", lambda: told)


def _sent(svc: PaperServices, dossier: Dossier) -> Event | None:
    """The act with which the province sent the case up, the newest; None where it did not."""
    rulebook = svc.rulebooks.at(dossier.case.process)
    papers = called_papers(rulebook, dossier.case, dossier.events, "office")
    return next((one.event for one in papers if one.layout.id == LAYOUT), None)
