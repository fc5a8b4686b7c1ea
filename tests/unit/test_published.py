"""One reader and one ledger for all of `schemas/`, and what counts as breaking."""

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra import publish
from ocop.base.errors import NotFound
from ocop.catalogue.changes import BREAKS, breaks
from ocop.catalogue.folders import CRITERIA_FOLDER, FOLDERS, MAIL_FOLDER, TEXT_FOLDER, Folder
from ocop.catalogue.ledger import Shelf, write_ledger
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import LEDGER, Published, as_it_is, read_document

Edit = Callable[[dict[str, Any]], object]
NAMES = [folder.name for folder in FOLDERS]


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_what_is_shipped_is_sound_and_published(folder: Folder) -> None:
    shelf = Shelf(folder, schemas_dir())
    assert [*publish.unsound(shelf), *publish.unkept(shelf)] == [], "run `make publish`"


def test_every_folder_with_documents_is_published() -> None:
    lying = {path.relative_to(schemas_dir()).parts[0] for path in schemas_dir().glob("*/**/*.json")}
    assert lying == set(NAMES) == set(read_document(schemas_dir() / LEDGER))


def test_every_folder_that_cases_hold_has_rules_of_what_breaks() -> None:
    assert {folder.name for folder in FOLDERS if folder.held} == set(BREAKS)


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    shutil.copytree(schemas_dir(), tmp_path, dirs_exist_ok=True)
    return tmp_path


def edit(schemas: Path, name: str, change: Edit) -> None:
    path = schemas / name
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data), "utf-8")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"said twice: {sorted(names)}"
    return dict(pairs)


def test_no_document_says_one_thing_twice() -> None:
    for path in schemas_dir().rglob("*.json"):
        json.loads(path.read_text("utf-8"), object_pairs_hook=_once_each)


def test_a_file_that_is_no_json_is_named_with_its_place(schemas: Path) -> None:
    assert publish.unreadable(schemas) == []
    (schemas / "forms" / "decision.json").write_text('{"id": "decision",\n', "utf-8")
    [told] = publish.unreadable(schemas)
    assert told.startswith("forms/decision.json: is no JSON: ")
    assert "line 2" in told


def test_words_that_changed_are_noticed_until_they_are_published(schemas: Path) -> None:
    edit(schemas, "texts/explain.json", lambda data: data.popitem())
    shelf = Shelf(TEXT_FOLDER, schemas)
    assert shelf.faults() == ["explain: has changed since it was published"]
    assert write_ledger([shelf]) == []
    assert Shelf(TEXT_FOLDER, schemas).faults() == []


def test_words_that_are_gone_leave_the_ledger(schemas: Path) -> None:
    (schemas / "texts" / "explain.json").unlink()
    assert Shelf(TEXT_FOLDER, schemas).faults() == ["explain: is gone"]
    write_ledger([Shelf(TEXT_FOLDER, schemas)])
    assert "explain" not in Published(TEXT_FOLDER, as_it_is, schemas).ids()


def test_a_mail_that_changed_needs_a_new_version(schemas: Path) -> None:
    edit(schemas, "mail/idea-received.json", lambda data: data.update(facts=[]))
    [fault] = write_ledger([Shelf(MAIL_FOLDER, schemas)])
    assert fault.endswith("is published and may not change; raise the version instead")
    edit(schemas, "mail/idea-received.json", lambda data: data.update(version=99))
    assert write_ledger([Shelf(MAIL_FOLDER, schemas)]) == []


def test_a_criteria_set_is_there_for_ever_as_it_is(schemas: Path) -> None:
    name = "148-2023/01-rau-cu-qua-hat-tuoi"
    edit(schemas, f"criteria/{name}.json", lambda data: data["name"].update(en="Other"))
    fault = f"{name}: is published and may not change"
    assert Shelf(CRITERIA_FOLDER, schemas).faults() == [fault]
    (schemas / "criteria" / f"{name}.json").unlink()
    assert Shelf(CRITERIA_FOLDER, schemas).faults() == [f"{name}: the published is missing"]


def test_what_is_not_in_the_ledger_cannot_be_had(schemas: Path) -> None:
    (schemas / "texts" / "draft.json").write_text("{}", "utf-8")
    for name in ("draft", "../ledger", "../forms/decision"):
        with pytest.raises(NotFound):
            Published(TEXT_FOLDER, as_it_is, schemas).get(name)


def test_a_document_is_read_once_and_when_asked_for(schemas: Path) -> None:
    texts = Published(TEXT_FOLDER, as_it_is, schemas)
    first = texts.get("explain")
    (schemas / "texts" / "explain.json").unlink()
    assert texts.get("explain") is first


FORM = {
    "schema": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "maxLength": 20, "minLength": 2},
            "kind": {"type": "string", "oneOf": [{"const": "a"}, {"const": "b"}]},
            "day": {"type": "string", "format": "date", "x-earliest": "2000-01-01"}
            | {"x-latest": "+5"},
            "rows": {"type": "array", "maxItems": 5, "items": {"$ref": "#/$defs/row"}},
        },
        "$defs": {"row": {"type": "object", "properties": {"n": {"type": "integer"}}}},
    }
}


def fields(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["schema"]["properties"]
    return found


FORM_BREAKS: list[tuple[str, Edit]] = [
    ("/name is gone", lambda d: fields(d).pop("name")),
    ("/kind is required now", lambda d: d["schema"]["required"].append("kind")),
    ("/kind no longer offers b", lambda d: fields(d)["kind"]["oneOf"].pop()),
    ("/name has another maxLength", lambda d: fields(d)["name"].update(maxLength=19)),
    ("/name has another minLength", lambda d: fields(d)["name"].update(minLength=3)),
    ("/name has another pattern", lambda d: fields(d)["name"].update(pattern="^a$")),
    ("/kind has another x-options", lambda d: fields(d)["kind"].update({"x-options": "x"})),
    ("/name has another oneOf", lambda d: fields(d)["name"].update(oneOf=[{"const": "a"}])),
    ("/day has another x-latest", lambda d: fields(d)["day"].update({"x-latest": "+4"})),
    ("/day has another x-latest", lambda d: fields(d)["day"].update({"x-latest": "2050-12-31"})),
    (
        "/day has another x-earliest",
        lambda d: fields(d)["day"].update({"x-earliest": "2001-01-01"}),
    ),
    ("/rows has another maxItems", lambda d: fields(d)["rows"].update(maxItems=4)),
    ("/name has another type", lambda d: fields(d)["name"].update(type="integer")),
    ("/ has another x-demands", lambda d: d["schema"].update({"x-demands": {"kind": {}}})),
    ("/$defs/row/n has another minimum", lambda d: row(d).update(minimum=1)),
    ("/day has another x-not-before", lambda d: fields(d)["day"].update({"x-not-before": "name"})),
]
FORM_KEEPS: list[Edit] = [
    lambda d: fields(d).update(more={"type": "string", "maxLength": 5}),
    lambda d: fields(d)["kind"]["oneOf"].append({"const": "c"}),
    lambda d: fields(d)["name"].update(maxLength=21, minLength=1, title={"vi": "x", "en": "y"}),
    lambda d: fields(d)["day"].update({"x-latest": "+6", "x-earliest": "1999-01-01"}),
    lambda d: fields(d)["day"].pop("format"),
    lambda d: fields(d)["rows"].pop("maxItems"),
    lambda d: d["schema"].update(required=[]),
]


def row(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["schema"]["$defs"]["row"]["properties"]["n"]
    return found


def changed(document: dict[str, Any], change: Edit) -> dict[str, Any]:
    new = copy.deepcopy(document)
    change(new)
    return new


@pytest.mark.parametrize(("said", "change"), FORM_BREAKS, ids=[said for said, _ in FORM_BREAKS])
def test_what_breaks_a_form(said: str, change: Edit) -> None:
    assert list(breaks("forms", FORM, changed(FORM, change))) == [said]


@pytest.mark.parametrize("change", FORM_KEEPS)
def test_what_a_form_takes_as_before(change: Edit) -> None:
    assert list(breaks("forms", FORM, changed(FORM, change))) == []


def stage(data: dict[str, Any], id: str) -> dict[str, Any]:
    return next(one for one in data["stages"] if one["id"] == id)


RULES = read_document(schemas_dir() / "rulebooks" / "26-2026.json")
RULE_BREAKS: list[tuple[str, Edit]] = [
    ("/stages/centre is gone", lambda d: d["stages"].remove(stage(d, "centre"))),
    (
        "/stages/intake/outcomes/supplement is gone",
        lambda d: stage(d, "intake")["outcomes"].pop(1),
    ),
    (
        "/stages/intake/role is 'district-officer', not 'commune-officer'",
        lambda d: stage(d, "intake").update(role="district-officer"),
    ),
    (
        "/stages/intake/time/amount is 10, not 15",
        lambda d: stage(d, "intake")["time"].update(amount=10),
    ),
    (
        "/stages/intake/outcomes/propose/needs_reason is new",
        lambda d: stage(d, "intake")["outcomes"][0].update(needs_reason=True),
    ),
    ("/endings/older-kept is gone", lambda d: d["endings"].pop("older-kept")),
    ("/certificate/months is 24, not 36", lambda d: d["certificate"].update(months=24)),
    (
        "/rounds/1/propose_before is '05-30', not '04-30'",
        lambda d: d["rounds"][0].update(propose_before="05-30"),
    ),
]
RULE_KEEPS: list[Edit] = [
    lambda d: stage(d, "intake")["title"].update(en="Other"),
    lambda d: stage(d, "intake")["time"].update(article="Điều 9"),
    lambda d: d["endings"]["recognised"].update(en="Other"),
    lambda d: d["endings"].update(new={"vi": "Mới", "en": "New"}),
    lambda d: d["stages"].append({"id": "new"}),
    lambda d: stage(d, "intake")["outcomes"].append({"id": "new"}),
    lambda d: d["in_force"].update(to="2030-01-01"),
    lambda d: d["checkpoints"].update(most=5),
]


@pytest.mark.parametrize(("said", "change"), RULE_BREAKS, ids=[said for said, _ in RULE_BREAKS])
def test_what_breaks_a_rulebook(said: str, change: Edit) -> None:
    assert list(breaks("rulebooks", RULES, changed(RULES, change))) == [said]


@pytest.mark.parametrize("change", RULE_KEEPS)
def test_what_a_rulebook_allows_as_before(change: Edit) -> None:
    assert list(breaks("rulebooks", RULES, changed(RULES, change))) == []
