"""Publish what lies in `schemas/`: `python -m infra.publish`, with `--check` only look.

Every document is held to its meta-schema and to the rules of its kind; nothing published may have
changed or be lost, and what breaks older versions needs a new major version. Then the ledger and
the index of criteria sets are written anew.

To change a form or a rulebook, copy its file to `archive/<id>@<version>.json`, raise its version,
edit, publish. Cases that began with the old version keep it.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from infra.lawful import law_faults, ways_faults
from infra.printed import unlike_printed
from infra.programme import named_by_a_plan, programme_faults
from ocop.base.text import Lang
from ocop.catalogue.criteria_sets import INDEX, made_index, set_faults
from ocop.catalogue.folders import CRITERIA_FOLDER, FOLDERS, PROCESS_FOLDER, RULEBOOK_FOLDER
from ocop.catalogue.ledger import Shelf, write_ledger
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import Document, read_document
from ocop.catalogue.shapes import meta_faults
from ocop.catalogue.texts import say
from ocop.forms.publish import served_faults
from ocop.mail.check import lint_template
from ocop.programme.report_kind import narrative_form
from ocop.registers.lint import register_faults
from ocop.scoring.criteria import parse_criteria_set

Documents = Mapping[str, Document]


def main(arguments: list[str]) -> int:
    """Print which new versions are compatible and what is wrong; 1 when anything is."""
    if no_json := unreadable(schemas_dir()):
        sys.stdout.writelines(f"{line}\n" for line in no_json)
        return 1
    shelves = all_shelves(schemas_dir())
    faults = [fault for shelf in shelves for fault in unsound(shelf)]
    news = [f"{shelf.folder.name}/{told}" for shelf in shelves for told in shelf.news()]
    if not faults and "--check" not in arguments:
        write_index(schemas_dir())
        faults = write_ledger(shelves)
    faults = faults or [fault for shelf in all_shelves(schemas_dir()) for fault in unkept(shelf)]
    sys.stdout.writelines(f"{line}\n" for line in (*news, *faults))
    return 1 if faults else 0


def unreadable(schemas: Path) -> list[str]:
    """The files that are no JSON, each with the place up to which it is."""
    faults = []
    for path in sorted(schemas.rglob("*.json")):
        try:
            json.loads(path.read_bytes())
        except ValueError as problem:
            faults.append(f"{path.relative_to(schemas)}: is no JSON: {problem}")
    return faults


def all_shelves(schemas: Path) -> list[Shelf]:
    """The folders of `schemas/`, as they are now."""
    return [Shelf(folder, schemas) for folder in FOLDERS]


def unsound(shelf: Shelf, lang: Lang = "en") -> list[str]:
    """What is wrong with the documents of a folder, whatever was published before; `lang` is that
    of what is said of shapes, rulebooks and processes.
    """
    name = shelf.folder.name
    shapes = [f"{name}/{fault}" for fault in _shape_faults(shelf, lang)]
    lawful = {
        RULEBOOK_FOLDER.name: _one_by_one(partial(law_faults, lang=lang)),
        PROCESS_FOLDER.name: _one_by_one(partial(ways_faults, lang=lang)),
    }
    sense = lawful.get(name) or SENSES.get(name)
    return shapes or [f"{name}/{fault}" for fault in (sense(shelf.documents) if sense else ())]


def unkept(shelf: Shelf) -> list[str]:
    """What differs from the ledger, and for criteria sets from their index."""
    faults = [f"{shelf.folder.name}/{fault}" for fault in shelf.faults()]
    if shelf.folder is CRITERIA_FOLDER and read_document(shelf.home / INDEX) != made_index(
        shelf.documents
    ):
        faults.append(f"{CRITERIA_FOLDER.name}/{INDEX}: is not made from the sets beside it")
    return faults


def write_index(schemas: Path) -> None:
    """Make the index of criteria sets anew."""
    index = made_index(Shelf(CRITERIA_FOLDER, schemas).documents)
    text = json.dumps(index, ensure_ascii=False, indent=1)
    (schemas / CRITERIA_FOLDER.name / INDEX).write_text(f"{text}\n", encoding="utf-8")


def _shape_faults(shelf: Shelf, lang: Lang) -> Iterator[str]:
    for id, document in shelf.documents.items():
        shape = shelf.folder.shapes.get(id, shelf.folder.shape)
        if shape:
            yield from (f"{id}: {fault}" for fault in meta_faults(document, shape, lang))
        if document.get("id", id) != id and "$id" not in document:
            yield f"{id}: {say(lang, 'shapes.other_id', given=document['id'])}"


def _one_by_one(sense: Callable[[Document], Iterable[str]]) -> Callable[[Documents], Iterator[str]]:
    def each(documents: Documents) -> Iterator[str]:
        for id, document in documents.items():
            yield from (f"{id}: {fault}" for fault in sense(document))

    return each


def _served(documents: Documents) -> Iterator[str]:
    sets = [*map(parse_criteria_set, Shelf(CRITERIA_FOLDER, schemas_dir()).documents.values())]
    return _one_by_one(lambda form: served_faults(form, sets))(documents)


def _registers(documents: Documents) -> Iterator[str]:
    return _one_by_one(lambda one: register_faults(one, documents))(documents)


def _criteria(documents: Documents) -> list[str]:
    """Defects of the sets themselves; of sets without any, where they differ from the decision."""
    return [*set_faults(documents)] or [*unlike_printed(documents)]


def _templates(documents: Documents) -> Iterator[str]:
    return _one_by_one(lint_template)({id: one for id, one in documents.items() if id != "shared"})


def _schema(document: Document) -> Iterator[str]:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(document)
    except SchemaError as error:
        yield error.message


SENSES: Mapping[str, Callable[[Documents], Iterable[str]]] = {
    "forms": _served,
    "registers": _registers,
    "plans": programme_faults,
    "reports": _one_by_one(lambda one: served_faults(narrative_form(one), ())),
    "duties": named_by_a_plan("duties"),
    "indicators": named_by_a_plan("indicators"),
    "criteria": _criteria,
    "mail": _templates,
    "meta": _one_by_one(_schema),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
