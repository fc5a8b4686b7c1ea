"""The files of a dossier as its readers see them, each under an address of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from ocop.base.errors import NotFound
from ocop.base.pointers import Json
from ocop.base.text import Text, pick
from ocop.cases.evidence import GENERAL, Exhibit, exhibits
from ocop.cases.inquiry import is_keeper
from ocop.catalogue.texts import phrase
from ocop.scoring.criteria import field_name
from ocop.web.reading.reading import Reading


def exhibits_for(reading: Reading, reader: str) -> list[Exhibit]:
    """The files that the holder of assignment `reader` may see; as `ocop.cases.evidence`."""
    if reader and hides_files(reading, reader):
        return []
    return exhibits(reading.desk.svc, reading.case.id, reading.events, reader)


def hides_files(reading: Reading, reader: str) -> bool:
    """Whether files, whose contents would name the producer, are kept from the holder of assignment
    `reader`: a blind member, whose council's regulation has it so.
    """
    strict = [one for one in reading.province.councils if not one.regulation.blind_files]
    if not strict or is_keeper(reader):
        return False
    holder = reading.desk.svc.store.assignment(reading.case.id, reader)
    return holder.blind and any(one.seats(holder.person) for one in strict)


def said_of(reading: Reading, evidence: Mapping[str, Json]) -> str:
    """What a self-assessment says of a file it names: the kind of paper and a note."""
    schema = reading.desk.svc.forms.get("self-assessment").schema
    kinds = schema["$defs"]["evidence"]["properties"]["kind"]["oneOf"]
    titles = {kind["const"]: pick(kind["title"], reading.lang) for kind in kinds}
    words = (titles.get(evidence.get("kind"), ""), str(evidence.get("note", "")))
    return " · ".join(word for word in words if word)


def file_address(reading: Reading, reader: str, file: str, *, nameless: bool = False) -> str:
    """A short-lived address to read one file of the case, `nameless` under its id in place of the
    name it was handed in with; raises NotFound.
    """
    for exhibit in exhibits_for(reading, reader):
        upload = exhibit.upload
        if upload.id == file and upload.state != "refused":
            name = f"{upload.id}{PurePath(upload.name).suffix}" if nameless else upload.name
            return reading.desk.svc.files.link(replace(upload, name=name))
    raise NotFound


def slot_choices(reading: Reading) -> Sequence[tuple[str, Text]]:
    """What a new file may belong to: a criterion, or the dossier at large."""
    criteria = [
        (field_name(c.code), {lang: f"{c.printed} {text}" for lang, text in c.title.items()})
        for c in reading.criteria.criteria
    ]
    return [(GENERAL, phrase("evidence.general")), *criteria]
