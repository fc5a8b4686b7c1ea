"""What the page of a case folds, or leaves to a page of its own, so that a phone shows what is to
be done first and no page is a scroll without end.
"""

from collections.abc import Mapping

from ocop.html import Component, FileLine, FileList, Folded, Link, LinkRow, Subheading
from ocop.web.reading import Reading
from ocop.web.showing import (
    file_panel,
    filed_forms,
    folded_files,
    governing_of,
    paper_list,
    result_cards,
    timeline_of,
)

RECENT = 3  # lines of the history in sight
IN_A_FOLD = 8  # things that are folded on the case's page; more are a part of their own
FORMS_AT_ONCE = 7
CASE_PARTS = ("forms", "results", "papers", "evidence", "history")


def case_address(reading: Reading) -> str:
    """Where a case is in the console."""
    return f"/office/dossiers/{reading.case.id}"


def folded_governing(reading: Reading) -> Folded:
    """Under which law and in which round a product is rated."""
    title = reading.say("governing.title")
    return Folded(title=title, parts=[governing_of(reading)], boxed=False)


def shown_results(reading: Reading) -> list[Component]:
    """The newest evaluation, and the way to those before it."""
    cards = result_cards(reading)
    earlier = part_link(reading, "results", len(cards)) if len(cards) > 1 else []
    return [*cards[:1], *earlier]


def shown_forms(reading: Reading, files: Mapping[str, FileLine]) -> list[Component]:
    """What was filed, or the way to it."""
    forms = filed_forms(reading, files, at=case_address(reading))
    if len(forms) > FORMS_AT_ONCE:
        return part_link(reading, "forms", len(forms))
    return [Subheading(text=reading.say("case.filed")), *forms]


def folded_evidence(reading: Reading, files: Mapping[str, FileLine]) -> list[Component]:
    """The files, folded under their number; or that there is none."""
    if len(files) > IN_A_FOLD:
        return part_link(reading, "evidence", len(files))
    folded = folded_files(reading.say("review.evidence", n=len(files)), files)
    if not files and len(reading.case.filed) > FORMS_AT_ONCE:
        return []  # long ago
    return folded or [file_panel(reading, files)]


def folded_papers(reading: Reading) -> list[Component]:
    """The papers that were made, folded under their number."""
    return [
        one
        for folded in paper_list(reading, case_address(reading), "office")
        for one in _or_part(reading, "papers", folded)
    ]


def _or_part(reading: Reading, part: str, folded: Component) -> list[Component]:
    """A fold, or the way to what would be too much in it."""
    if not isinstance(folded, Folded):
        return [folded]
    held = sum(len(one.files) for one in folded.parts if isinstance(one, FileList))
    return part_link(reading, part, held) if held > IN_A_FOLD else [folded]


def folded_history(reading: Reading) -> list[Component]:
    """What happened last and where the case waits; what was before folded above it."""
    whole = timeline_of(reading, "office")
    earlier, recent = whole.entries[:-RECENT], whole.entries[-RECENT:]
    if len(earlier) > IN_A_FOLD:
        way = part_link(reading, "history", len(whole.entries))
        return [*way, whole.but(entries=recent)]
    title = reading.say("office.earlier", n=len(earlier))
    folded = [Folded(title=title, parts=[whole.but(entries=earlier)], boxed=False)]
    return [*(folded if earlier else []), whole.but(entries=recent)]


def part_link(reading: Reading, part: str, number: int) -> list[Component]:
    """The way to a part of the case that has a page of its own."""
    label = reading.say(f"office.part_{part}", n=number)
    return [LinkRow(links=[Link(label=label, href=f"{case_address(reading)}?part={part}")])]


def part_of_case(
    reading: Reading, part: str, files: Mapping[str, FileLine]
) -> tuple[str, list[Component]]:
    """A part of a case by itself, under its title."""
    shown: dict[str, list[Component]] = {
        "results": [*result_cards(reading)],
        "forms": [*filed_forms(reading, files, at=case_address(reading))],
        "evidence": [FileList(files=list(files.values()))],
        "papers": _unfolded(paper_list(reading, case_address(reading), "office")),
        "history": [timeline_of(reading, "office")],
    }
    parts = shown[part]
    number = len(files) if part == "evidence" else _counted(parts)
    return reading.say(f"office.part_{part}", n=number), parts


def _unfolded(parts: list[Component]) -> list[Component]:
    return [one for part in parts for one in (part.parts if isinstance(part, Folded) else [part])]


def _counted(parts: list[Component]) -> int:
    """How many things a part holds: entries, files, or what it shows one below the other."""
    held = [getattr(one, "entries", None) or getattr(one, "files", None) for one in parts]
    return sum(len(one) if one else 1 for one in held)
