"""The criteria sets that are shipped, and how they are read."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.publish import unsound
from ocop.base.errors import InvalidInput, NotFound
from ocop.catalogue.criteria_sets import INDEX, CriteriaSets, made_index
from ocop.catalogue.folders import CRITERIA_FOLDER
from ocop.catalogue.ledger import Shelf
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import read_document
from ocop.scoring.criteria import field_name, parse_criteria_set
from ocop.scoring.criteria_check import set_problems
from tests.support.scoring import ALL_SETS, RICE, list_sets, load_set

CRITERIA = schemas_dir() / "criteria"


def raw(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((CRITERIA / name).read_text(encoding="utf-8"))
    return data


def test_the_index_is_made_from_the_sets() -> None:
    documents = Shelf(CRITERIA_FOLDER, schemas_dir()).documents
    assert read_document(CRITERIA / INDEX) == made_index(documents)


def test_the_three_rulebooks_have_their_sets() -> None:
    count = {book: len(list_sets(book)) for book in ("26-2026", "148-2023", "1048-2019")}
    assert count == {"26-2026": 26, "148-2023": 22, "1048-2019": 25}
    assert [entry.number for entry in list_sets("26-2026")] == list(range(1, 27))


def test_an_entry_says_what_a_list_shows() -> None:
    entry = list_sets("26-2026")[5]
    assert entry.key == "26-2026/06"
    assert entry.name["vi"] == "Chế biến từ gạo, ngũ cốc"
    assert entry.group["en"] == "Food"
    assert entry.lead_agencies == ("agriculture-environment", "industry-trade")


def test_a_set_is_read_with_its_parts_levels_and_thresholds() -> None:
    assert [(part.code, part.max) for part in RICE.parts] == [("A", 40), ("B", 25), ("C", 35)]
    markets = RICE.criterion("4.1")
    assert [level.points for level in markets.levels] == [1, 2, 3, 5]
    assert [level.min_for_star for level in markets.levels] == [None, 3, 4, 5]
    assert markets.zero_if_none_met
    assert RICE.criterion("6.1").can_disqualify
    assert len(RICE.criteria) == sum(len(section.criteria) for section in RICE.sections)


def test_a_heading_above_criteria_is_kept() -> None:
    parent = load_set("26-2026", 13).criterion("6.1.1").parent
    assert parent is not None
    assert (parent.code, parent.max) == ("6.1", 10)


def test_a_number_alone_is_called_as_the_newest_decision_calls_it() -> None:
    """Each decision numbers its own sets: 14 was coffee in one and is white spirits in another."""
    sets = CriteriaSets()
    assert sets.decisions() == ("1048-2019", "148-2023", "26-2026")
    newest = {f"{one.number:02d}": one.name for one in sets.entries("26-2026")}
    assert sets.names_by_number() == newest
    assert sets.entries("1048-2019")[13].name != sets.entries("26-2026")[13].name


def test_cases_are_listed_once_each() -> None:
    assert len(load_set("26-2026", 26).criterion("8").cases) == 2
    assert RICE.criterion("4.1").cases == ()


@pytest.mark.parametrize(("book", "number"), ALL_SETS)
def test_codes_and_form_fields_tell_criteria_apart(book: str, number: int) -> None:
    codes = [criterion.code for criterion in load_set(book, number).criteria]
    fields = {field_name(code) for code in codes}
    assert len(set(codes)) == len(codes) == len(fields)
    assert all(field.isascii() and field.isidentifier() for field in fields)


def test_form_fields_have_neither_dots_nor_diacritics() -> None:
    fields = [field_name(code) for code in ("1.1", "3.e", "3.d", "3.đ", "6.1.1", "3.c-2", "7")]
    assert fields == ["c1_1", "c3_e", "c3_d", "c3_dd", "c6_1_1", "c3_cx2", "c7"]


@pytest.mark.parametrize(
    ("book", "number", "code"),
    [("1048-2019", 4, "9.2"), ("148-2023", 18, "3.c"), ("148-2023", 19, "3.c")],
)
def test_a_code_printed_twice_gets_a_number(book: str, number: int, code: str) -> None:
    cs = load_set(book, number)
    same = [c.code for c in cs.criteria if c.printed == code]
    assert same == [code, f"{code}-2"]
    assert cs.criterion(code).title != cs.criterion(f"{code}-2").title


def test_what_is_unknown_is_not_found() -> None:
    with pytest.raises(NotFound, match="unknown-criterion"):
        RICE.criterion("99.9")
    with pytest.raises(NotFound, match="unknown-criteria-set"):
        load_set("148-2023", 7)
    for book in ("27-2030", "..", "README.md", "26-2026/.."):
        with pytest.raises(NotFound, match="unknown-rulebook"):
            list_sets(book)


def test_a_set_that_adds_points_up_is_refused() -> None:
    data = raw("26-2026/06-che-bien-tu-gao-ngu-coc.json")
    data["parts"][0]["sections"][0]["criteria"][1]["scoring"] = "sum"
    data["incomplete"] = True
    with pytest.raises(InvalidInput) as refused:
        parse_criteria_set(data)
    found = [(error.pointer, error.code) for error in refused.value.errors]
    assert found == [
        ("/parts/0/sections/0/criteria/1/scoring", "unsupported-scoring"),
        ("/incomplete", "incomplete-set"),
    ]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files below `criteria/` that are read from now on, anew."""
    names: list[str] = []
    whole = Path.read_bytes

    def noted(path: Path) -> bytes:
        if CRITERIA in path.parents:
            names.append(path.name)
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    return names


def test_loading_one_set_reads_one_file_beside_the_index(read: list[str]) -> None:
    sets = CriteriaSets()
    sets.get("26-2026", 6)
    sets.get("26-2026", 6)
    assert read == [INDEX, "06-che-bien-tu-gao-ngu-coc.json"]


def test_a_list_of_sets_reads_one_file(read: list[str]) -> None:
    assert len(CriteriaSets().entries("26-2026")) == 26
    assert read == [INDEX]


def test_loading_a_set_loads_no_schema_validator() -> None:
    program = (
        "import sys; from ocop.catalogue.criteria_sets import CriteriaSets;"
        "CriteriaSets().get('26-2026', 1);"
        "print([m for m in sys.modules if m.startswith('jsonschema')])"
    )
    functions = schemas_dir().parent / "functions"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=functions, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weight": 2}, "entries that are not known here: weight"),
        ({"number": "6"}, "number: has to be a whole number"),
        ({"name": {"vi": "Gạo"}}, "name: lacks “en”"),
        ({"number": 7}, "belongs at 26-2026/07-"),
        ({"incomplete": True}, "entries that are not known here: incomplete"),
    ],
)
def test_a_file_out_of_shape_is_reported(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    name = "26-2026/06-che-bien-tu-gao-ngu-coc"
    write(tmp_path, name, raw(f"{name}.json") | change)
    (found,) = unsound(Shelf(CRITERIA_FOLDER, tmp_path))
    assert found.startswith(f"criteria/{name}: ")
    assert said in found


def test_two_files_of_one_number_are_reported(tmp_path: Path) -> None:
    name = "26-2026/06-che-bien-tu-gao-ngu-coc"
    for id in (name, f"{name}-2"):
        write(tmp_path, id, raw(f"{name}.json"))
    found = unsound(Shelf(CRITERIA_FOLDER, tmp_path))
    assert len(found) == 2
    assert all(fault.endswith("another file has the number 6") for fault in found)


def write(schemas: Path, id: str, data: dict[str, Any]) -> None:
    path = schemas / "criteria" / f"{id}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")


def test_problems_is_silent_on_a_good_set() -> None:
    assert set_problems(RICE) == []
