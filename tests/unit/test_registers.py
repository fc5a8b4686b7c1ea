"""Registers as data: rights, lists, sheets, links, and what the linter finds."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from ocop.base.sheets import FORMULA, read_csv, safe_csv
from ocop.base.tax_number import read_registration
from ocop.base.text import LANGS, Lang
from ocop.base.workbook import read_workbook
from ocop.base.workbook_out import write_workbook
from ocop.catalogue.paths import schemas_dir
from ocop.forms.serve import served_schema
from ocop.people.province import Province, Unit
from ocop.registers.exports import MOST_EXPORTED, sheet_bytes
from ocop.registers.import_steps import MOST_UNPACKED
from ocop.registers.lint import register_faults
from ocop.registers.places import MOST_LISTED_WORDS, WORDS_LISTED_BEFORE, list_places
from ocop.registers.record import ListPlace
from ocop.registers.register import Register, published_registers
from ocop.registers.rights import kept
from ocop.registers.sheets import columns_in, record_sheet, records_in
from tests.support.registers import bare_record
from tests.support.samples import sample

REGISTERS = published_registers()
IDS = REGISTERS.ids()
PLAN = {
    "communication", "documents", "potential-products", "training", "bodies", "organisations",
    "results", "support", "partners", "trade-events", "trade-participation", "sales-points",
    "inspections", "funding", "reviews",
}  # fmt: skip
CHOICES = {
    "communes": [
        ("10105", {"vi": "Suối Mật", "en": "Suoi Mat"}),
        ("10101", {"vi": "B", "en": "B"}),
    ],
    "units": [("10101", {"vi": "Xã A", "en": "A"}), ("9901", {"vi": "Sở B", "en": "B"})],
    "criteria-sets": [("04", {"vi": "Mật ong", "en": "Honey"}), ("05", {"vi": "C", "en": "C"})],
}


def document(id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((schemas_dir() / "registers" / f"{id}.json").read_bytes())
    return found


def test_the_fifteen_registers_of_the_plan_are_there_and_products_beside_them() -> None:
    assert set(IDS) == PLAN | {"products", "yearly-lists", "invitations"}


@pytest.mark.parametrize("id", IDS)
def test_a_register_is_a_short_file(id: str) -> None:
    lines = (schemas_dir() / "registers" / f"{id}.json").read_text("utf-8").splitlines()
    assert len(lines) <= 150


def test_no_register_is_named_in_code() -> None:
    """What the engine knows of one, it knows from its file."""
    own = {"cases", "certificates", "products", "results", "documents", "support", "bodies"}
    for path in (schemas_dir().parent / "functions").glob("ocop/**/*regist*/**/*.py"):
        source = path.read_text("utf-8")
        assert [id for id in IDS if id not in own and f'"{id}"' in source] == [], path


Edit = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda d: d["columns"].append("/nothing"), "/nothing is no field"),
        (lambda d: d["links"].update({"/address": "nowhere"}), "/address leads to nowhere"),
        (lambda d: d["personal"].append("/name"), "/name is personal and public"),
        (lambda d: d["public"].remove("/name"), "/name is searched by all and not public"),
        (lambda d: d["filters"].append("/address"), "/address is no choice to filter by"),
        (
            lambda d: d["keys"].append(["/life/*/what"]),
            "/life/*/what may be answered several times",
        ),
        (
            lambda d: d["holds"].pop("where"),
            "rows have no last day without saying which of them ends a record",
        ),
        (
            lambda d: d["holds"]["where"].append({"at": "/kind", "in": ["farm"]}),
            "/kind is no answer in the rows of /life/*/date",
        ),
    ],
)
def test_an_unsound_register_is_not_published(edit: Edit, told: str) -> None:
    data = {"links": {}, **document("organisations")}
    assert list(register_faults(data, IDS)) == []
    edit(data)
    assert told in list(register_faults(data, IDS))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"event": "/elsewhere"}, "/elsewhere is no field"),
        ({"guest": "/event"}, "the first key is not /event, /event"),
        ({"comes": "maybe"}, "maybe is no answer"),
        ({"chosen_from": ["nowhere"]}, "nowhere is no register to invite by"),
    ],
)
def test_an_unsound_rule_of_invitations_is_not_published(
    changed: dict[str, Any], told: str
) -> None:
    data = document("invitations")
    assert list(register_faults(data, IDS)) == []
    data["invitation"] |= changed
    assert told in list(register_faults(data, IDS))


def test_events_invite_by_a_register_that_is_there() -> None:
    data = document("trade-events")
    assert list(register_faults(data, IDS)) == []
    data["invites"] = {"register": "nowhere", "place": "/elsewhere"}
    faults = list(register_faults(data, IDS))
    assert "nowhere is no register to invite by" in faults
    assert "/elsewhere is no field" in faults


def test_fields_that_are_not_named_are_not_shown() -> None:
    data = {"a": 1, "b": {"c": 2, "d": 3}, "e": [{"f": 4, "g": 5}, {"g": 6}]}
    assert kept(data, "", frozenset({"/a", "/b/d", "/e/*/f"})) == {
        "a": 1,
        "b": {"d": 3},
        "e": [{"f": 4}],
    }
    assert kept(data, "", frozenset()) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0100109106", "0100109106"),
        ("01.0010.9106 - 001", "0100109106-001"),
        ("0100109106001", "0100109106-001"),
        ("001099012345", "001099012345"),
        ("0100109107", None),
        ("0100109106-000", None),
        ("010010910", None),
        ("mười số", None),
        ("٠١٠٠١٠٩١٠٦", None),
    ],
)
def test_a_tax_number_is_read_however_it_is_written(text: str, read: str | None) -> None:
    assert read_registration(text) == read


# ------------------------------------------------------------------ sheets


def answers(register: Register, lang: Lang, random: Random) -> Mapping[str, Any]:
    """Some of what a form may hold, drawn."""
    schema = served_schema(register.form, lang, CHOICES)
    whole = sample(schema, "full")
    needed = set(schema.get("required", ()))
    told = {k: v for k, v in whole.items() if k in needed or random.random() < 0.6}
    for name, value in told.items():
        if isinstance(value, list) and value:
            told[name] = [dict(value[0]) for _ in range(random.randint(1, 4))]
        if isinstance(value, int) and not isinstance(value, bool):
            told[name] = random.choice([value, 10**12, 7])
        if isinstance(value, bool):
            told[name] = random.random() < 0.5
    return told


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("lang", LANGS)
def test_records_go_out_as_a_sheet_and_come_in_as_they_were(id: str, lang: Lang) -> None:
    register, random = REGISTERS.get(id), Random(id)
    told = [answers(register, lang, random) for _ in range(20)]
    rows = record_sheet(register, [(bare_record(register, data), data) for data in told], lang)
    for sheet in (read_csv(safe_csv(rows)), read_workbook(write_workbook(rows, {8, 9}))):
        back = records_in(register, sheet, lang)
        assert [one.errors for one in back] == [()] * len(told)
        assert [one.data for one in back] == [typed(register, data) for data in told]


def typed(register: Register, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a sheet brings of a record: its files are not typed there."""
    return {name: value for name, value in data.items() if name not in register.file_places}


ROOM, BESIDE = 100, 8  # rows of a transaction: record, revision, act, effect, two totals, two keys


@pytest.mark.parametrize("levels", [("99", "901", "10101"), ("99", "9", "901", "10101")])
@pytest.mark.parametrize("id", IDS)
def test_a_correction_of_everything_fits_into_one_transaction(
    id: str, levels: tuple[str, ...]
) -> None:
    register, name = REGISTERS.get(id), {"vi": "Đơn vị", "en": "Unit"}
    above = ("", *levels)
    units = {code: Unit(code, name, "commune", above[n]) for n, code in enumerate(levels)}
    province = Province("99", name, (), units, {}, (), {})

    def places(word: str, day: str, words: int) -> set[ListPlace]:
        pointers = {*register.filters, *(at for key in register.keys for at in key)}
        data = {at[1:]: f"{word} {at}" for at in {*pointers, register.counts_with} if at}
        named = " ".join(f"{word}{n}" for n in range(30))
        bare = bare_record(register, data)
        record = replace(bare, name=named, counted=day, unit=levels[-1])
        return list_places(register, province, record, words)

    before = places("cũ", "2026-01-01", WORDS_LISTED_BEFORE)
    after = places("mới", "2026-02-02", MOST_LISTED_WORDS)
    assert len(before) > 20
    assert len(before - after) + len(after - before) + BESIDE <= ROOM


TYPED_ANEW, SPOILT = 40, 6


@pytest.mark.parametrize(("id", "count"), [("partners", MOST_EXPORTED), *((id, 60) for id in IDS)])
def test_records_go_out_as_one_sheet_are_edited_and_come_in(id: str, count: int) -> None:
    """As many as one sheet takes: cells typed anew are taken, wrong ones are named, and nothing
    else changes.
    """
    register, random = REGISTERS.get(id), Random(f"book {id}")
    drawn = [answers(register, "vi", random) for _ in range(50)]
    told = [dict(random.choice(drawn)) for _ in range(count)]
    rows = record_sheet(register, [(bare_record(register, data), data) for data in told], "vi")
    book = sheet_bytes(register, rows, "xlsx", lang="vi")
    sheet, columns = read_workbook(book, MOST_UNPACKED), columns_in(register, rows[0])
    firsts = [line for line, row in enumerate(sheet) if line and row[columns["id"]]]
    at = typed_in(register)
    for n in random.sample(range(count), TYPED_ANEW):
        sheet[firsts[n]][columns[at]] = f"Sửa lại {n}"
        told[n] |= {at[1:]: f"Sửa lại {n}"}
    spoilt = random.sample(range(count), SPOILT)
    for n in spoilt:
        sheet[firsts[n]][columns[at]] = f"{FORMULA}1+1"
        told[n].pop(at[1:], None)
    back = records_in(register, sheet, "vi")
    assert [one.data for one in back] == [typed(register, data) for data in told]
    named = {(one.line, one.column, one.code) for record in back for one in record.errors}
    assert named == {(firsts[n] + 1, at, "formula") for n in spoilt}


def typed_in(register: Register) -> str:
    """A field of a register that holds words of people's own."""
    plain = (
        one.at
        for one in register.fields.values()
        if one.schema.get("type") == "string"
        and not (one.choices or one.in_rows or "format" in one.schema or "pattern" in one.schema)
        and one.at not in register.links
        and "x-options" not in one.schema
    )
    return next(plain)


HOSTILE = ('=HYPERLINK("http://x")', "+84", "-2", "@SUM(A1)", "\tx", "a,b;c", 'a"b', "a\nb", "<a>&")


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    rows = [["Tên", "Số"], *([one, "12"] for one in HOSTILE)]
    book = load_workbook(BytesIO(write_workbook(rows, {1})))
    cells = list(book.worksheets[0].iter_rows(min_row=2))
    assert [row[0].value for row in cells] == list(HOSTILE)
    assert {row[0].data_type for row in cells} == {"s"}
    assert {row[1].value for row in cells} == {12}


def test_a_formula_in_a_cell_is_named() -> None:
    register = REGISTERS.get("partners")
    [record] = records_in(register, read_csv("Tên;Loại\n=1+1;Ngân hàng, quỹ"), "vi")
    assert [(e.line, e.column, e.code) for e in record.errors] == [(2, "/name", "formula")]
    assert record.errors[0].value == "=1+1"


@pytest.mark.parametrize("name", HOSTILE)
def test_words_that_look_like_a_formula_come_back_as_they_went(name: str) -> None:
    rows = [["Tên", "Loại"], [name, "Ngân hàng, quỹ"]]
    for sheet in (read_csv(safe_csv(rows)), read_workbook(write_workbook(rows))):
        [record] = records_in(REGISTERS.get("partners"), sheet, "vi")
        assert (record.errors, record.data["name"]) == ((), name.strip())


def test_lines_without_answers_of_their_own_belong_to_the_record_above() -> None:
    register = REGISTERS.get("training")
    head = ["Tên lớp", "Người dự: Họ tên", "Người dự: Nữ"]
    sheet = [
        head,
        ["Lớp A", "An", "có"],
        ["", "Bình", "không"],
        ["Lớp B", "", ""],
        ["", "Chi", "x"],
    ]
    first, second = records_in(register, sheet, "vi")
    assert first.data["participants"] == [
        {"person": "An", "woman": True},
        {"person": "Bình", "woman": False},
    ]
    assert second.data == {"title": "Lớp B", "participants": [{"person": "Chi", "woman": True}]}
    assert first.cell("/participants/1/role") == (3, "/participants/*/role")
    assert second.cell("/participants/0/role") == (5, "/participants/*/role")


def test_a_register_file_of_another_name_is_found_by_its_folder(tmp_path: Path) -> None:
    assert published_registers(tmp_path).ids() == ()


def test_an_hour_in_a_workbook_is_no_day() -> None:
    book, content = Workbook(write_only=True), BytesIO()
    day = date(2026, 5, 20)
    book.create_sheet().append(
        ["8 giờ", time(8, 5), time(23, 59), day, datetime.combine(day, time(14))]
    )
    book.save(content)
    read = read_workbook(content.getvalue())
    assert read == [["8 giờ", "08:05", "23:59", "2026-05-20", "2026-05-20"]]
