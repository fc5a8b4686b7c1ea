"""A published form never changes: a case filed with it can be read by it for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.publish import unsound
from ocop.base.errors import NotFound
from ocop.base.hashing import digest
from ocop.base.text import LANGS, Lang
from ocop.catalogue.folders import FORM_FOLDER
from ocop.catalogue.ledger import Shelf, write_ledger
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import read_document
from ocop.forms.check import FormCheck
from ocop.forms.form import published_forms
from ocop.forms.serve import served_schema
from tests.support.forms import CHOICES, FORMS, RICE, check_of
from tests.support.samples import sample


def shipped(form: str) -> dict[str, Any]:
    data: dict[str, Any] = read_document(schemas_dir() / "forms" / f"{form}.json")
    return data | {"version": "1.0.0"}


def write(schemas: Path, data: dict[str, Any], name: str = "") -> None:
    path = schemas / "forms" / (name or f"{data['id']}.json")
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(json.dumps(data), encoding="utf-8")


def faults(schemas: Path) -> list[str]:
    return Shelf(FORM_FOLDER, schemas).faults()


def record(schemas: Path) -> list[str]:
    return write_ledger([Shelf(FORM_FOLDER, schemas)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which `decision` 1.0.0 has been published."""
    write(tmp_path, shipped("decision"))
    assert faults(tmp_path) == ["decision: 1.0.0 is not published yet"]
    assert record(tmp_path) == []
    return tmp_path


def edited(version: str) -> dict[str, Any]:
    return shipped("decision") | {"version": version, "title": {"vi": "Mới", "en": "New"}}


def test_a_form_that_is_published_is_sound(folder: Path) -> None:
    assert faults(folder) == unsound(Shelf(FORM_FOLDER, folder)) == []


def test_layout_and_order_of_keys_are_no_change(folder: Path) -> None:
    data = dict(reversed(shipped("decision").items()))
    (folder / "forms" / "decision.json").write_text(json.dumps(data, indent=7), encoding="utf-8")
    assert faults(folder) == []


def test_a_change_needs_a_new_version(folder: Path) -> None:
    write(folder, edited("1.0.0"))
    fault = "decision: 1.0.0 is published and may not change; raise the version instead"
    assert record(folder) == [f"forms/{fault}"]
    assert faults(folder) == [fault]


def test_a_new_version_needs_the_old_one_in_the_archive(folder: Path) -> None:
    write(folder, edited("1.1.0"))
    assert record(folder) == ["forms/decision: the published 1.0.0 is missing from the archive"]
    assert list(Shelf(FORM_FOLDER, folder).news()) == [], "what it breaks cannot be known"
    write(folder, shipped("decision") | {"step": 6}, "archive/decision@1.0.0.json")
    assert record(folder) == [
        "forms/decision: 1.0.0 is published and may not change; raise the version instead"
    ]


def test_a_case_keeps_the_version_it_was_filed_with(folder: Path) -> None:
    write(folder, shipped("decision"), "archive/decision@1.0.0.json")
    write(folder, edited("1.10.0"))
    told = "decision: 1.0.0 to 1.10.0 is compatible"
    assert list(Shelf(FORM_FOLDER, folder).news()) == [told]
    assert record(folder) == []
    forms = published_forms(folder)
    old, new = forms.get("decision", "1.0.0"), forms.get("decision")
    assert (old.version, new.version) == ("1.0.0", "1.10.0")
    assert old.sha256 == digest(shipped("decision")) != new.sha256
    assert forms.at("decision@1.10.0") is not old


def test_versions_only_go_up(folder: Path) -> None:
    write(folder, shipped("decision"), "archive/decision@1.0.0.json")
    write(folder, edited("1.10.0"))
    record(folder)
    write(folder, edited("1.10.0"), "archive/decision@1.10.0.json")
    write(folder, edited("1.9.0"))
    assert record(folder) == ["forms/decision: 1.9.0 is older than what was published"]


def test_what_breaks_the_old_version_needs_a_new_major_one(folder: Path) -> None:
    write(folder, shipped("decision"), "archive/decision@1.0.0.json")
    data = edited("1.1.0")
    data["schema"]["required"].append("signer")
    write(folder, data)
    fault = "decision: /signer is required now, which breaks 1.0.0: raise the major version"
    assert faults(folder)[0] == fault
    assert record(folder) == [f"forms/{fault}"]
    write(folder, {**data, "version": "2.0.0"})
    told = "decision: 1.0.0 to 2.0.0 is breaking (/signer is required now)"
    assert list(Shelf(FORM_FOLDER, folder).news()) == [told]
    assert record(folder) == []
    assert list(Shelf(FORM_FOLDER, folder).news()) == []
    assert published_forms(folder).get("decision").version == "2.0.0"


ARCHIVED = sorted((schemas_dir() / "forms" / "archive").glob("*.json"))


# The number of a business registration was free text.
LOOKED_AT_SINCE = {"self-assessment": {"/general/registration_number"}}


@pytest.mark.parametrize("path", ARCHIVED, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", LANGS)
def test_an_old_version_can_still_be_read(path: Path, lang: Lang) -> None:
    name, _, version = path.stem.partition("@")
    schema = served_schema(FORMS.get(name, version), lang, CHOICES, RICE)
    assert f":{name}:{version}:" in schema["$id"]
    assert FormCheck(schema, lang).check(sample(schema, "full")).errors == ()


@pytest.mark.parametrize("path", ARCHIVED, ids=lambda path: path.stem)
def test_what_was_filed_with_an_old_version_can_be_filed_again(path: Path) -> None:
    """A form sent back opens with what was filed; its producer need not type it anew."""
    name, _, version = path.stem.partition("@")
    old = served_schema(FORMS.get(name, version), "vi", CHOICES, RICE)
    found = check_of(name).check(sample(old, "full")).errors
    assert {error.pointer for error in found} <= LOOKED_AT_SINCE.get(name, set())


@pytest.mark.parametrize("name", ["wish-list", "../rulebooks/26-2026", "versions", "messages", ""])
def test_only_published_forms_can_be_had(name: str) -> None:
    with pytest.raises(NotFound, match="unknown-form"):
        published_forms().get(name)


@pytest.mark.parametrize("version", ["0.9.0", "", "../decision"])
def test_only_published_versions_can_be_had(version: str) -> None:
    with pytest.raises(NotFound, match="unknown-version"):
        published_forms().get("decision", version)


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1.0"},
        {"step": 7},
        {"audience": "everybody"},
        {"title": {"vi": "Chỉ tiếng Việt"}},
        {"schema": {"type": "object", "properties": {}}},
        {"extra": 1},
    ],
)
def test_an_unsound_file_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    write(tmp_path, shipped("decision") | change)
    assert unsound(Shelf(FORM_FOLDER, tmp_path))


def test_a_file_under_another_name_is_refused(tmp_path: Path) -> None:
    write(tmp_path, shipped("decision"), "verdict.json")
    assert unsound(Shelf(FORM_FOLDER, tmp_path)) == [
        "forms/verdict: its “id” is “decision”, and has to be the name of its file"
    ]
