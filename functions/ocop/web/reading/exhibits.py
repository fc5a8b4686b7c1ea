"""The files of a dossier as its readers see them, each under an address of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocop.base.errors import NotFound
from ocop.base.pointers import Json
from ocop.base.text import Text, pick
from ocop.cases.evidence import GENERAL, Exhibit, exhibits, why
from ocop.html.views import Evidence
from ocop.links.tokens import producer_assignment_id
from ocop.scoring.criteria import field_name
from ocop.web.reading import words
from ocop.web.reading.reading import Reading

Shown = Mapping[str, Evidence]


def exhibits_for(reading: Reading, reader: str) -> list[Exhibit]:
    """The files that the holder of assignment `reader` may see; as `ocop.cases.evidence`."""
    return exhibits(reading.desk.svc, reading.case.id, reading.events, reader)


def shown(reading: Reading, base: str, reader: str) -> dict[str, Evidence]:
    """The same for a page, by id, in the order they came; each opens under
    `<base>/evidence/<id>`.
    """
    slots = {slot: pick(title, reading.lang) for slot, title in slot_choices(reading)}
    return {
        one.upload.id: replace(
            _shown(reading, one, base),
            kind=_kind(reading, one, slots),
            own=one.upload.by == reader,
        )
        for one in exhibits_for(reading, reader)
    }


def _kind(reading: Reading, one: Exhibit, slots: Mapping[str, str]) -> str:
    """What a producer's file was handed in for; the rest are papers of offices."""
    if one.upload.by != producer_assignment_id(reading.case.id):
        return pick(words.OFFICE_PAPER, reading.lang)
    return slots.get(one.upload.slot, "")


def _shown(reading: Reading, one: Exhibit, base: str) -> Evidence:
    upload = one.upload
    refused = upload.state == "refused"
    return Evidence(
        upload.name,
        size=upload.size,
        href="" if refused else f"{base}/evidence/{upload.id}",
        state="refused" if refused else "clean",
        added=upload.arrived,
        why=why(upload, reading.lang),
        filed=one.filed is not None,
        slot=upload.slot,
    )


def said_of(reading: Reading, evidence: Mapping[str, Json]) -> str:
    """What a self-assessment says of a file it names: the kind of paper and a note."""
    schema = reading.desk.svc.forms.get("self-assessment").schema
    kinds = schema["$defs"]["evidence"]["properties"]["kind"]["oneOf"]
    titles = {one["const"]: pick(one["title"], reading.lang) for one in kinds}
    said = (titles.get(evidence.get("kind"), ""), str(evidence.get("note", "")))
    return " · ".join(part for part in said if part)


def nameable(found: Shown) -> dict[str, str]:
    """The files a form may name, all of them the reader's own: id and name."""
    return {id: one.name for id, one in found.items() if one.own and one.state == "clean"}


def file_address(reading: Reading, reader: str, wanted: str) -> str:
    """A short-lived address to read one file of the case; raises NotFound."""
    for one in exhibits_for(reading, reader):
        if one.upload.id == wanted and one.upload.state != "refused":
            return reading.desk.svc.files.link(one.upload)
    raise NotFound


def slot_choices(reading: Reading) -> Sequence[tuple[str, Text]]:
    """What a new file may belong to: a criterion, or the dossier at large."""
    criteria = [
        (field_name(c.code), {lang: f"{c.printed} {text}" for lang, text in c.title.items()})
        for c in reading.criteria.criteria
    ]
    return [(GENERAL, words.GENERAL), *criteria]
