"""What is checked of forms before they are published, beyond the shape of their files."""

from collections.abc import Iterable, Iterator

from jsonschema_rs import ValidationError, meta

from ocop.base.text import LANGS, same
from ocop.catalogue.published import Document
from ocop.forms.fill import Filled
from ocop.forms.form import Form, form_of
from ocop.forms.lint import lint_schema, structure
from ocop.forms.serve import serve
from ocop.scoring.criteria import CriteriaSet

SAMPLE_CHOICES = [("a", same("A")), ("b", same("B"))]


def served_faults(document: Document, sets: Iterable[CriteriaSet]) -> Iterator[str]:
    """What breaks the rules in what a frontend would get, for each of the criteria sets."""
    form = form_of(document)
    for criteria_set in sets if form.per_set else (None,):
        where = f"{criteria_set.key}: " if criteria_set else ""
        yield from (f"{where}{fault}" for fault in _faults_in(form, criteria_set))


def _faults_in(form: Form, criteria_set: CriteriaSet | None) -> Iterator[str]:
    options = dict.fromkeys(form.option_names, SAMPLE_CHOICES)
    schemas = [serve(form, lang, options, criteria_set)["schema"] for lang in LANGS]
    for schema in schemas:
        yield from (
            f"{schema['$id']} {fault}" for fault in (*_invalid(schema), *lint_schema(schema))
        )
    if structure(schemas[0]) != structure(schemas[1]):
        yield "the two languages differ in structure"


def _invalid(schema: Filled) -> Iterator[str]:
    try:
        meta.validate(schema)
    except ValidationError as error:
        yield error.message
