"""What the page of a case folds, so that a phone shows what is to be done first."""

from collections.abc import Mapping

from ocop.html import Component, FileLine, Folded, PageFilling
from ocop.web.reading import Reading
from ocop.web.showing import file_panel, folded_files, governing_of, timeline_of

RECENT = 3  # lines of the history in sight


def folded_governing(reading: Reading) -> Folded:
    """Under which law and in which round a product is rated."""
    title = reading.say("governing.title")
    return Folded(title=title, parts=[governing_of(reading)], boxed=False)


def folded_acting(filling: PageFilling, parts: list[Component]) -> list[Component]:
    """What is to be decided; a form of many sections waits under its title until it is opened."""
    if not filling.served["schema"].get("x-one-open"):
        return parts
    return [Folded(title=filling.title, parts=parts, open=bool(filling.errors), boxed=False)]


def folded_evidence(reading: Reading, files: Mapping[str, FileLine]) -> list[Component]:
    """The files, folded under their number; or that there is none."""
    folded = folded_files(reading.say("review.evidence", n=len(files)), files)
    return folded or [file_panel(reading, files)]


def folded_history(reading: Reading) -> list[Component]:
    """What happened last and where the case waits; what was before folded above it."""
    whole = timeline_of(reading, "office")
    earlier, recent = whole.entries[:-RECENT], whole.entries[-RECENT:]
    title = reading.say("office.earlier", n=len(earlier))
    folded = [Folded(title=title, parts=[whole.but(entries=earlier)], boxed=False)]
    return [*(folded if earlier else []), whole.but(entries=recent)]
