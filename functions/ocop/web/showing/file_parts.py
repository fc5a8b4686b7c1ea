"""The files of a case as pages list them, each under an address of its own."""

from collections.abc import Mapping

from ocop.base.text import pick
from ocop.cases.evidence import Exhibit, why
from ocop.cases.inquiry import is_keeper
from ocop.html import Component, Empty, FileLine, FileList, Folded, Panel
from ocop.links.tokens import producer_assignment_id
from ocop.web.reading import Reading, exhibits_for, slot_choices


def file_lines(reading: Reading, base: str, reader: str) -> dict[str, FileLine]:
    """The files that the holder of assignment `reader` may see, by id and in the order they came;
    each opens under `<base>/evidence/<id>`.
    """
    slots = {slot: pick(title, reading.lang) for slot, title in slot_choices(reading)}
    return {
        exhibit.upload.id: _line(reading, exhibit, base).but(
            kind=_kind(reading, exhibit, slots), own=exhibit.upload.by == reader
        )
        for exhibit in exhibits_for(reading, reader)
    }


def _kind(reading: Reading, exhibit: Exhibit, slots: Mapping[str, str]) -> str:
    """What a producer's file was handed in for; the rest are papers of offices, and those that go
    with the record of a council's visit or test.
    """
    if is_keeper(exhibit.upload.by):
        return reading.say("inquiries.paper")
    if exhibit.upload.by != producer_assignment_id(reading.case.id):
        return reading.say("evidence.office_paper")
    return slots.get(exhibit.upload.slot, "")


def _line(reading: Reading, exhibit: Exhibit, base: str) -> FileLine:
    upload = exhibit.upload
    refused = upload.state == "refused"
    return FileLine(
        name=upload.name,
        size=upload.size,
        href="" if refused else f"{base}/evidence/{upload.id}",
        state="refused" if refused else "clean",
        added=upload.arrived,
        why=why(upload, reading.lang),
        filed=exhibit.filed is not None,
        slot=upload.slot,
    )


def nameable(files: Mapping[str, FileLine]) -> dict[str, str]:
    """The files a form may name, all of them the reader's own: id and name."""
    return {id: file.name for id, file in files.items() if file.own and file.state == "clean"}


def file_panel(reading: Reading, files: Mapping[str, FileLine]) -> Component:
    """All files on a sheet, or that there is none."""
    if not files:
        return Empty(text=reading.say("files.none"))
    return Panel(parts=[FileList(files=list(files.values()))])


def folded_files(title: str, files: Mapping[str, FileLine]) -> list[Component]:
    """All files, folded under a title that counts them; nothing where there is none."""
    return [Folded(title=title, parts=[FileList(files=list(files.values()))])] if files else []
