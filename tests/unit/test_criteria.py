"""The criteria sets that are shipped, and how they are read."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ocop.base.errors import InvalidInput, NotFound
from ocop.catalogue.criteria_sets import check_all, check_file, list_sets, load_set
from ocop.catalogue.paths import schemas_dir
from ocop.scoring.criteria import field_name, parse_criteria_set
from ocop.scoring.criteria_check import problems
from tests.support.scoring import ALL_SETS, RICE

CRITERIA = schemas_dir() / "criteria"


def raw(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((CRITERIA / name).read_text(encoding="utf-8"))
    return data


def test_every_shipped_set_is_free_of_defects() -> None:
    assert check_all() == []


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


def test_loading_one_set_reads_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return whole(path)

    load_set.cache_clear()
    monkeypatch.setattr(Path, "read_bytes", noted)
    load_set("26-2026", 6)
    load_set("26-2026", 6)
    assert read == ["06-che-bien-tu-gao-ngu-coc.json"]


def test_loading_a_set_loads_no_schema_validator() -> None:
    program = (
        "import sys; from ocop.catalogue.criteria_sets import load_set; load_set('26-2026', 1);"
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
        ({"weight": 2}, "'weight' was unexpected"),
        ({"number": "6"}, "'6' is not of type 'integer'"),
        ({"name": {"vi": "Gạo"}}, "'en' is a required property"),
        ({"number": 7}, "belongs at 26-2026/07-"),
        ({"incomplete": True}, "'incomplete' was unexpected"),
    ],
)
def test_a_file_out_of_shape_is_reported(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    folder = tmp_path / "26-2026"
    folder.mkdir()
    name = "06-che-bien-tu-gao-ngu-coc.json"
    (folder / name).write_text(json.dumps(raw(f"26-2026/{name}") | change), encoding="utf-8")
    (found,) = check_file(folder / name)
    assert found.startswith(f"26-2026/{name}: ")
    assert said in found


def test_two_files_of_one_number_are_reported(tmp_path: Path) -> None:
    folder = tmp_path / "26-2026"
    folder.mkdir()
    name = "06-che-bien-tu-gao-ngu-coc"
    for stem in (name, f"{name}-2"):
        (folder / f"{stem}.json").write_bytes((CRITERIA / f"26-2026/{name}.json").read_bytes())
    (found,) = check_file(folder / f"{name}.json")
    assert found.endswith("another file has the number 6")


def test_problems_is_silent_on_a_good_set() -> None:
    assert problems(RICE) == []
