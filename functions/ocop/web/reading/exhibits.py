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
from ocop.web.reading.case import Case

Shown = Mapping[str, Evidence]


def exhibits_for(case: Case, reader: str) -> list[Exhibit]:
    """The files that the holder of assignment `reader` may see; as `ocop.cases.evidence`."""
    return exhibits(case.desk.svc, case.dossier.id, case.events, reader)


def shown(case: Case, base: str, reader: str) -> dict[str, Evidence]:
    """The same for a page, by id, in the order they came; each opens under
    `<base>/evidence/<id>`.
    """
    slots = {slot: pick(title, case.lang) for slot, title in slot_choices(case)}
    return {
        one.upload.id: replace(
            _shown(case, one, base),
            kind=_kind(case, one, slots),
            own=one.upload.by == reader,
        )
        for one in exhibits_for(case, reader)
    }


def _kind(case: Case, one: Exhibit, slots: Mapping[str, str]) -> str:
    """What a producer's file was handed in for; the rest are papers of offices."""
    if one.upload.by != producer_assignment_id(case.dossier.id):
        return pick(words.OFFICE_PAPER, case.lang)
    return slots.get(one.upload.slot, "")


def _shown(case: Case, one: Exhibit, base: str) -> Evidence:
    upload = one.upload
    refused = upload.state == "refused"
    return Evidence(
        upload.name,
        size=upload.size,
        href="" if refused else f"{base}/evidence/{upload.id}",
        state="refused" if refused else "clean",
        added=upload.arrived,
        why=why(case.desk.svc, upload, case.lang),
        filed=one.filed is not None,
        slot=upload.slot,
    )


def said_of(case: Case, evidence: Mapping[str, Json]) -> str:
    """What a self-assessment says of a file it names: the kind of paper and a note."""
    schema = case.desk.catalogue.forms.get("self-assessment").schema
    kinds = schema["$defs"]["evidence"]["properties"]["kind"]["oneOf"]
    titles = {one["const"]: pick(one["title"], case.lang) for one in kinds}
    said = (titles.get(evidence.get("kind"), ""), str(evidence.get("note", "")))
    return " · ".join(part for part in said if part)


def nameable(found: Shown) -> dict[str, str]:
    """The files a form may name, all of them the reader's own: id and name."""
    return {id: one.name for id, one in found.items() if one.own and one.state == "clean"}


def file_address(case: Case, reader: str, wanted: str) -> str:
    """A short-lived address to read one file of the case; raises NotFound."""
    for one in exhibits_for(case, reader):
        if one.upload.id == wanted and one.upload.state != "refused":
            return case.desk.svc.files.link(one.upload)
    raise NotFound


def slot_choices(case: Case) -> Sequence[tuple[str, Text]]:
    """What a new file may belong to: a criterion, or the dossier at large."""
    criteria = [
        (field_name(c.code), {lang: f"{c.printed} {text}" for lang, text in c.title.items()})
        for c in case.criteria.criteria
    ]
    return [(GENERAL, words.GENERAL), *criteria]
