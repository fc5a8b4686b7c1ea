"""Publishing forms: `python -m ocop.forms.publish` checks them, `--record` publishes.

To change a published form, copy the file to `archive/<id>@<version>.json`, raise its version, edit,
and record. Cases that were filed with the old version keep it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from jsonschema_rs import ValidationError, meta

from ocop.base.text import LANGS
from ocop.catalogue.criteria_sets import list_sets, load_set
from ocop.catalogue.form_files import MESSAGES, Form, form_files, read_form, read_json
from ocop.catalogue.form_ledger import ledger_faults, record
from ocop.catalogue.paths import schemas_dir
from ocop.forms.fill import Schema
from ocop.forms.lint import lint, structure
from ocop.forms.serve import serve
from ocop.scoring.criteria import CriteriaSet

SAMPLE_CHOICES = [("a", {"vi": "Mục A", "en": "Item A"}), ("b", {"vi": "Mục B", "en": "Item B"})]


def check_all(folder: Path | None = None) -> list[str]:
    """Everything wrong with the forms of a folder: files, served schemas, versions."""
    folder = folder or schemas_dir() / "forms"
    files = form_files(folder)
    broken = [fault for path in files for fault in file_faults(path)]
    broken += _broken_rules(read_json(schemas_dir() / "forms" / MESSAGES), "messages")
    if broken:
        return broken
    served = (fault for path in files for fault in served_faults(read_form(path)))
    return [*served, *ledger_faults(folder)]


def file_faults(path: Path) -> Iterator[str]:
    """What breaks the schema of form files."""
    data = read_json(path)
    for message in _broken_rules(data, "form"):
        yield f"{path.name}: {message}"
    if data.get("id") != path.stem:
        yield f"{path.name}: holds the form {data.get('id')!r}"


def _broken_rules(data: object, kind: str) -> list[str]:
    from jsonschema import Draft202012Validator

    rules = read_json(schemas_dir() / "meta" / f"{kind}.schema.json")
    return [f"{e.json_path}: {e.message}" for e in Draft202012Validator(rules).iter_errors(data)]


def served_faults(form: Form) -> Iterator[str]:
    """What breaks the rules in what a frontend would get, for every criteria set it is made for."""
    for criteria_set in _sets(form):
        where = f"{form.id} {criteria_set.key}" if criteria_set else form.id
        for fault in _faults_in(form, criteria_set):
            yield f"{where}: {fault}"


def _sets(form: Form) -> Iterator[CriteriaSet | None]:
    if not form.per_set:
        yield None
        return
    for folder in sorted((schemas_dir() / "criteria").glob("*/")):
        for entry in list_sets(folder.name):
            yield load_set(folder.name, entry.number)


def _faults_in(form: Form, criteria_set: CriteriaSet | None) -> Iterator[str]:
    options = dict.fromkeys(form.option_names, SAMPLE_CHOICES)
    schemas = [serve(form, lang, options, criteria_set)["schema"] for lang in LANGS]
    for schema in schemas:
        yield from (f"{schema['$id']} {fault}" for fault in (*_invalid(schema), *lint(schema)))
    if structure(schemas[0]) != structure(schemas[1]):
        yield "the two languages differ in structure"


def _invalid(schema: Schema) -> Iterator[str]:
    try:
        meta.validate(schema)
    except ValidationError as error:
        yield error.message


def main(arguments: list[str]) -> int:
    """Print what is wrong; 1 when anything is."""
    folder = schemas_dir() / "forms"
    faults = record(folder) if "--record" in arguments else []
    faults = faults or check_all(folder)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
