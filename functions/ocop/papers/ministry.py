"""The package that a province sends to the ministry, in its seven parts: 26/2026/QĐ-TTg, Điều 6
khoản 3 điểm a.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from ocop.base.codec import encode
from ocop.base.errors import NotFound
from ocop.base.structs import struct
from ocop.cases.custody import movements
from ocop.cases.event import Event
from ocop.catalogue.texts import say
from ocop.papers.calling import called_papers
from ocop.papers.contents import Content, Dossier, written
from ocop.papers.making import PaperServices
from ocop.papers.scene import PaperScene
from ocop.papers.values import package_rows

LAYOUT, PARTS_FILE, RECORD = "ministry-package", "parts.json", "record"
SAMPLES_FILE = "7-samples/custody.json"
TEST_RESULTS = "test-results"  # a kind of evidence


@struct(frozen=True)
class MinistryPart:
    """One of the seven parts: its folder, and how the files begin that belong to it."""

    name: str
    files: tuple[str, ...] = ()


MINISTRY_PARTS = (
    MinistryPart("proposal", ("papers/ministry-package-",)),
    MinistryPart("advice", ("papers/advisory-report-",)),
    MinistryPart("report", ("papers/council-report-", "papers/minutes-", "papers/score-summary-")),
    MinistryPart("approval", ("papers/approval-",)),
    MinistryPart("dossier", ("papers/form-", "papers/commune-proposal-", "forms/", "files/")),
    MinistryPart("tests"),  # among the files of the dossier, listed by the kind their producer gave
    MinistryPart("samples"),  # handed over by hand: the record of who had them
)


def went_up(svc: PaperServices, dossier: Dossier) -> bool:
    """Whether a case was sent to the ministry."""
    return _sent(svc, dossier) is not None


def for_ministry(
    svc: PaperServices, dossier: Dossier, contents: Sequence[Content]
) -> list[Content]:
    """The files of a dossier, each in the folder of its part, what belongs to none beside them;
    and a list of the parts that says what each is and what lacks. Raises NotFound for a case that
    was not sent up.
    """
    placed = [Content(f"{_folder(one.name)}/{one.name}", one.read) for one in contents]
    placed += _samples(dossier)
    listed = written(_listed(svc, dossier, [one.name for one in placed]))
    index = Content(PARTS_FILE, lambda: listed)
    return sorted([index, *placed], key=lambda one: one.name)


def _folder(name: str) -> str:
    for number, part in enumerate(MINISTRY_PARTS, 1):
        if part.files and name.startswith(part.files):
            return f"{number}-{part.name}"
    return RECORD


def _listed(svc: PaperServices, dossier: Dossier, names: Sequence[str]) -> list[dict[str, Any]]:
    sent = _sent(svc, dossier)
    if sent is None:
        raise NotFound
    rows = list(package_rows(PaperScene(svc, dossier.case, dossier.events, sent)))
    named = {**_by_folder(names), "tests": _tests(dossier, names)}
    return [
        {
            "part": number,
            "title": say("vi", f"papers.part_{part.name}"),
            "state": rows[number - 1][2],
            "files": named[part.name],
        }
        for number, part in enumerate(MINISTRY_PARTS, 1)
    ]


def _by_folder(names: Sequence[str]) -> dict[str, list[str]]:
    """The files of each part that has a folder of its own."""
    return {
        part.name: [one for one in names if one.startswith(f"{number}-{part.name}/")]
        for number, part in enumerate(MINISTRY_PARTS, 1)
    }


def _tests(dossier: Dossier, names: Sequence[str]) -> list[str]:
    """The files that were handed in as test results."""
    ids = {id for event in dossier.events for id in _test_files(event.data)}
    return [one for one in names if "/files/" in one and PurePath(one).stem in ids]


def _test_files(data: object) -> Iterator[str]:
    """The ids of files that an answer calls test results, wherever in it they stand."""
    if isinstance(data, Mapping):
        if data.get("kind") == TEST_RESULTS:
            yield str(data.get("file", ""))
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from _test_files(one)


def _samples(dossier: Dossier) -> Iterator[Content]:
    """Who received, handed on, used up or returned samples, where anything of it was recorded."""
    moved = [one for one in movements(dossier.events) if one.what == "samples"]
    if moved:
        told = written([encode(one) for one in moved])
        yield Content(SAMPLES_FILE, lambda: told)


def _sent(svc: PaperServices, dossier: Dossier) -> Event | None:
    """The act with which the province sent the case up, the newest; None where it did not."""
    rulebook = svc.rulebooks.at(dossier.case.process)
    papers = called_papers(rulebook, dossier.case, dossier.events, "office")
    return next((one.event for one in papers if one.layout.id == LAYOUT), None)
