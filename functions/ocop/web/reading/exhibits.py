"""The files of a dossier as its readers see them, each under an address of its own."""

from collections.abc import Mapping, Sequence

from ocop.base.errors import NotFound
from ocop.base.pointers import Json
from ocop.base.text import Text, pick
from ocop.cases.evidence import GENERAL, Exhibit, exhibits
from ocop.catalogue.texts import phrase
from ocop.scoring.criteria import field_name
from ocop.web.reading.reading import Reading


def exhibits_for(reading: Reading, reader: str) -> list[Exhibit]:
    """The files that the holder of assignment `reader` may see; as `ocop.cases.evidence`."""
    return exhibits(reading.desk.svc, reading.case.id, reading.events, reader)


def said_of(reading: Reading, evidence: Mapping[str, Json]) -> str:
    """What a self-assessment says of a file it names: the kind of paper and a note."""
    schema = reading.desk.svc.forms.get("self-assessment").schema
    kinds = schema["$defs"]["evidence"]["properties"]["kind"]["oneOf"]
    titles = {kind["const"]: pick(kind["title"], reading.lang) for kind in kinds}
    words = (titles.get(evidence.get("kind"), ""), str(evidence.get("note", "")))
    return " · ".join(word for word in words if word)


def file_address(reading: Reading, reader: str, file: str) -> str:
    """A short-lived address to read one file of the case; raises NotFound."""
    for exhibit in exhibits_for(reading, reader):
        if exhibit.upload.id == file and exhibit.upload.state != "refused":
            return reading.desk.svc.files.link(exhibit.upload)
    raise NotFound


def slot_choices(reading: Reading) -> Sequence[tuple[str, Text]]:
    """What a new file may belong to: a criterion, or the dossier at large."""
    criteria = [
        (field_name(c.code), {lang: f"{c.printed} {text}" for lang, text in c.title.items()})
        for c in reading.criteria.criteria
    ]
    return [(GENERAL, phrase("evidence.general")), *criteria]
