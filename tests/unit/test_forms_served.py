"""Every form, in every language and for every criteria set, can be rendered by any form library."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ocop.base.errors import NotFound, Unavailable
from ocop.base.text import LANGS, Lang
from ocop.forms.lint import lint_schema, structure
from ocop.forms.serve import schema_id, serve, served_schema
from tests.support.forms import CHOICES, FORMS, RICE, schema_of, the_form
from tests.support.scoring import load_set

ROOT = Path(__file__).parents[2]
EVERY = [(form, lang) for form in FORMS.ids() for lang in LANGS]


def test_the_forms_of_the_programme_are_there() -> None:
    assert FORMS.ids() == (
        "advisory-report",
        "business-plan",
        "commune-report",
        "complaint",
        "council-inquiry",
        "council-round",
        "custody",
        "decision",
        "deployment-progress",
        "inquiry-record",
        "inspection-plan",
        "inspection-report",
        "joint-decision",
        "meeting-attendance",
        "meeting-product",
        "meeting-time",
        "misuse-report",
        "product-idea",
        "product-page",
        "product-page-removal",
        "redo-order",
        "redo-result",
        "registration",
        "score-sheet",
        "self-assessment",
        "support-check",
        "support-finance",
        "support-request",
        "support-visit",
        "withdrawal-proposal",
    )


@pytest.mark.parametrize(("form", "lang"), EVERY)
def test_the_reference_validator_takes_the_schema(form: str, lang: Lang) -> None:
    Draft202012Validator.check_schema(schema_of(form, lang))


@pytest.mark.parametrize("form", FORMS.ids())
def test_our_keywords_are_told_to_who_renders_forms(form: str) -> None:
    served = set(re.findall(r'"(x-[a-z-]+)":', json.dumps(schema_of(form))))
    page = (ROOT / "docs/frontend.md").read_text("utf-8")
    contract = (ROOT / "functions/ocop/web/openapi.json").read_text("utf-8")
    for told in (page, contract):
        assert served <= set(re.findall("`(x-[a-z-]+)[`:]", told))


@pytest.mark.parametrize("form", FORMS.ids())
def test_both_languages_have_one_structure_and_their_own_words(form: str) -> None:
    vi, en = schema_of(form, "vi"), schema_of(form, "en")
    assert structure(vi) == structure(en)
    assert vi["title"] != en["title"]


def test_the_id_names_form_version_set_and_language() -> None:
    version = the_form("self-assessment").version
    expected = f"urn:ocop:form:self-assessment:{version}:26-2026:06:vi"
    assert schema_of("self-assessment")["$id"] == expected
    idea = the_form("product-idea")
    assert schema_id(idea, "en") == f"urn:ocop:form:product-idea:{idea.version}:en"


def test_choices_from_outside_become_labelled_choices() -> None:
    commune = schema_of("product-idea", "en")["properties"]["commune"]
    assert commune["oneOf"][0] == {"const": "10101", "title": "Binh Minh commune"}
    assert "x-options" not in commune


@pytest.mark.parametrize("options", [{}, {"communes": [], "criteria-sets": []}])
def test_a_form_without_its_choices_is_not_ready(options: dict[str, list[tuple[str, str]]]) -> None:
    with pytest.raises(Unavailable, match="form-not-ready"):
        served_schema(the_form("product-idea"), "vi", options)  # type: ignore[arg-type]


def test_a_form_made_per_set_needs_the_set() -> None:
    with pytest.raises(NotFound, match="unknown-criteria-set"):
        serve(the_form("self-assessment"), "vi", CHOICES)


def test_each_criterion_is_a_field_with_its_levels() -> None:
    fields = schema_of("self-assessment")["properties"]["criteria"]
    assert len(fields["properties"]) == len(RICE.criteria)
    assert fields["required"] == list(fields["properties"])
    first = fields["properties"]["c1_1"]
    assert first["title"] == "1.1 Nguồn nguyên liệu (tối đa 3 điểm)"
    levels = first["properties"]["level"]["oneOf"]
    assert [level["const"] for level in levels] == ["none", "0", "1", "2"]
    assert levels[2]["title"].endswith("(2 điểm; mức cần có cho hạng 3 sao)")


def test_levels_of_alternative_cases_say_which_case() -> None:
    honey = load_set("1048-2019", 4)
    sheet = served_schema(the_form("score-sheet"), "en", None, honey)["properties"]
    assert sheet["c3_2"]["oneOf"][0]["title"].startswith("Case 1: ")
    assert {"c9_2", "c9_2x2"} <= sheet.keys()


def test_the_ui_schemas_cover_every_field_in_order() -> None:
    served = serve(the_form("product-idea"), "vi", CHOICES)
    names = list(served["schema"]["properties"])
    rjsf, jsonforms = served["uiSchema"]["rjsf"], served["uiSchema"]["jsonforms"]
    assert rjsf["ui:order"] == names
    scopes = [element["scope"] for element in jsonforms["elements"]]
    assert scopes == [f"#/properties/{name}" for name in names]
    assert rjsf["description"] == {"ui:widget": "textarea"}
    assert rjsf["email"] == {"ui:autocomplete": "email"}
    assert rjsf["target_star"] == {"ui:widget": "radio"}
    assert rjsf["ui:submitButtonOptions"] == {"submitText": "Gửi ý tưởng"}


def test_rows_of_a_list_have_a_layout_of_their_own() -> None:
    ui = serve(the_form("business-plan"), "vi", CHOICES, RICE)["uiSchema"]
    assert ui["rjsf"]["schedule"]["items"]["ui:order"] == ["work", "from", "to", "who", "cost"]
    schedule = next(e for e in ui["jsonforms"]["elements"] if e.get("scope", "")[-8:] == "schedule")
    assert schedule["options"]["detail"]["elements"][0]["scope"] == "#/properties/work"


@pytest.mark.parametrize(
    ("pointer", "change", "fault"),
    [
        ("/product_name", {"maxLength": None}, "/product_name: no maxLength"),
        ("/product_name", {"title": None}, "/product_name: no title"),
        ("/product_name", {"title": "{code}"}, "/product_name: title has an unfilled gap"),
        ("/product_name", {"title": {"vi": "a"}}, "title is not a text in one language"),
        ("/product_name", {"format": "uuid"}, "/product_name: format 'uuid'"),
        ("/phone", {"pattern": "[0-9]+"}, "/phone: the pattern is not anchored"),
        ("/phone", {"pattern": r"^\d+$"}, "/phone: the pattern holds what not every engine knows"),
        ("/phone", {"pattern": r"^\p{L}$"}, "/phone: the pattern holds what not every engine"),
        ("/phone", {"type": ["string", "null"]}, "/phone: type ['string', 'null']"),
        ("/language", {"enum": ["vi"]}, "/language: enum has no place"),
        ("/language", {"oneOf": []}, "/language: choices are missing"),
        ("/language", {"oneOf": [{"const": 1, "title": "a"}]}, "/language: a choice is"),
        ("/consent", {"const": None}, "/consent: a plain boolean cannot be required"),
        ("/consent", {"default": True}, "/consent: default has no place"),
        ("/email", {"$ref": "#/$defs/x"}, "/email: a keyword beside $ref"),
        ("/address", {"allOf": []}, "/address: allOf has no place"),
    ],
)
def test_the_linter_finds(pointer: str, change: dict[str, object], fault: str) -> None:
    schema = json.loads(json.dumps(schema_of("product-idea")))
    field = schema["properties"][pointer[1:]]
    field |= change
    for keyword, value in change.items():
        if value is None:
            del field[keyword]
    assert any(fault in found for found in lint_schema(schema)), lint_schema(schema)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"additionalProperties": True}, "additionalProperties is not false"),
        ({"then": {"properties": {}}}, "then may only add required"),
        ({"else": {"required": ["absent"]}}, "requires absent, which it does not have"),
        ({"properties": {"a.b": {"type": "boolean", "title": "A"}}}, "property name 'a.b'"),
        ({"properties": {"n": {"type": "integer", "title": "N", "minimum": 0}}}, "maximum is"),
        ({"$id": "urn:ocop:form:idea"}, "$id has no version"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "$schema is not 2020-12"),
        ({"$defs": {"x": {"type": "string", "title": "X"}}}, "/$defs/x: no maxLength"),
    ],
)
def test_the_linter_finds_at_the_root(change: dict[str, object], fault: str) -> None:
    assert any(fault in found for found in lint_schema({**schema_of("decision"), **change}))


def test_the_linter_wants_rows_to_be_objects_and_lists_to_end() -> None:
    rows = {"type": "array", "title": "L", "items": {"type": "string", "title": "S"}}
    found = lint_schema({**schema_of("decision"), "properties": {"outcome": rows}})
    assert "/outcome: no maxItems" in found
    assert "/outcome: rows are not objects" in found


@pytest.mark.parametrize("lang", LANGS)
def test_a_field_for_the_sake_of_some_choices_is_asked_with_them_alone(lang: Lang) -> None:
    number, total = CHOICES["outcomes"][:1], CHOICES["outcomes"][1:2]
    decision = the_form("decision")
    papers = {"decision_number", "decision_date", "signer"}

    def fields(lists: dict[str, list[tuple[str, dict[str, str]]]]) -> set[str]:
        schema = served_schema(decision, lang, {**CHOICES, **lists})
        assert lint_schema(schema) == []
        return set(schema["properties"]) & {*papers, "central_total"}

    assert fields({"needs-number": [], "needs-total": []}) == set()
    assert fields({"needs-number": number, "needs-total": []}) == papers
    assert fields({"needs-number": [], "needs-total": total}) == {"central_total"}
    assert fields({}) == {*papers, "central_total"}  # where nobody knows, everything is shown
