"""Submitted data is put in order the same way for every frontend."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ocop.forms.clean import clean, is_clean, plain
from tests.support.forms import check_of, mistakes, schema_of
from tests.support.invisible import INVISIBLE
from tests.support.samples import sample

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "title": "Name", "maxLength": 20},
        "story": {"type": "string", "title": "Story", "maxLength": 99, "x-multiline": True},
        "count": {"type": "integer", "title": "Count", "minimum": 0, "maximum": 9},
        "wish": {
            "type": "object",
            "title": "Wish",
            "properties": {"what": {"type": "string", "title": "What", "maxLength": 9}},
        },
        "place": {
            "type": "object",
            "title": "Place",
            "properties": {"unit": {"type": "string", "title": "Unit", "maxLength": 9}},
            "required": ["unit"],
        },
        "rows": {"type": "array", "title": "Rows", "items": {"$ref": "#/$defs/row"}},
    },
    "required": ["name", "place"],
    "$defs": {
        "row": {
            "type": "object",
            "title": "Row",
            "properties": {"note": {"type": "string", "title": "Note", "maxLength": 9}},
        }
    },
}


def cleaned(**data: object) -> dict[str, Any]:
    return clean(SCHEMA, data).data


def faults(**data: object) -> list[tuple[tuple[str | int, ...], str]]:
    return [(fault.path, fault.keyword) for fault in clean(SCHEMA, data).faults]


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0", None])
def test_a_blank_field_is_absent(blank: str | None) -> None:
    assert cleaned(name=blank, story=blank, count=blank) == {"place": {}}


def test_strings_are_stripped_and_composed() -> None:
    assert cleaned(name="  Bu\u0301n ga\u0323o ")["name"] == "Bún gạo"


def test_lines_end_the_same_everywhere() -> None:
    assert cleaned(story="một\r\nhai\n")["story"] == "một\nhai"


def test_whole_numbers_written_as_decimals_are_whole() -> None:
    count = cleaned(count=3.0)["count"]
    assert (count, type(count)) == (3, int)
    assert cleaned(count=3.5)["count"] == 3.5


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_left_out(number: float) -> None:
    assert faults(count=number) == [(("count",), "type")]


def test_an_optional_group_without_content_is_absent_and_a_required_one_empty() -> None:
    assert cleaned(wish={"what": ""}, place={}) == {"place": {}}


def test_rows_keep_their_place() -> None:
    assert cleaned(rows=[{}, {"note": " a "}])["rows"] == [{}, {"note": "a"}]
    assert faults(rows=[{"note": "a"}, None, "b"]) == [(("rows", 1), "type"), (("rows", 2), "type")]


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "a\x1bb", "a\x7fb", "a\x84b", "a\u202eb", "a\ud800b", "a\uffffb"],
)
def test_what_nobody_types_is_refused(text: str) -> None:
    assert faults(name=text, story=text) == [(("name",), "characters"), (("story",), "characters")]


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_lines_pasted_from_word_are_lines_and_a_blank_in_a_single_line(separator: str) -> None:
    found = cleaned(name=f"a{separator}b", story=f"a{separator}b")
    assert (found["name"], found["story"]) == ("a b", "a\nb")


@pytest.mark.parametrize("letter", INVISIBLE)
def test_what_nobody_sees_is_no_answer(letter: str) -> None:
    rows = [{"note": letter}]
    assert cleaned(name=letter, story=f" {letter}\n", place={"unit": letter * 3}, rows=rows) == {
        "place": {},
        "rows": [{}],
    }


def test_a_required_text_of_invisible_letters_is_missing() -> None:
    data = sample(schema_of("product-idea"), values={"product_name": "\u200b\u200b"})
    assert mistakes("product-idea", data) == {"/product_name": "Tên sản phẩm: chưa điền"}


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\n"])
def test_a_line_break_belongs_in_long_texts_only(text: str) -> None:
    assert faults(name=text) == [(("name",), "characters")]
    assert cleaned(story=text)["story"] == text.strip()


@pytest.mark.parametrize(
    "text", ["Đặng Thùy Ví Dụ", "Gạo ST25 – 1 kg", "60 % “tươi” 🌾", "a\u00a0b"]
)
def test_what_people_type_stays(text: str) -> None:
    assert cleaned(name=text)["name"] == text


def test_unknown_and_misplaced_things_are_named_and_left_out() -> None:
    found = clean(SCHEMA, {"extra": 1, "name": ["a"], "wish": [], "rows": {}, "place": {"x": 1}})
    assert found.data == {"place": {}}
    assert {(fault.path, fault.keyword) for fault in found.faults} == {
        (("extra",), "additionalProperties"),
        (("name",), "type"),
        (("wish",), "type"),
        (("rows",), "type"),
        (("place", "x"), "additionalProperties"),
    }


def test_data_nested_without_end_is_one_mistake() -> None:
    deep: Any = "x"
    for _ in range(5000):
        deep = [deep]
    data = {"outcome": "selected", "reason": deep, "attachments": deep, "other": deep}
    assert mistakes("decision", data).keys() == {"/reason", "/attachments/0", "/other"}


def test_hostile_names_come_back_readable() -> None:
    found = check_of("decision").check({"outcome": "selected", "a/b~\ud800": 1, "\x1b[2J" * 20: 1})
    assert [e.pointer for e in found.errors] == ["/a~1b~0?", "/" + "\x1b[2J" * 20]
    assert found.errors[0].detail == "a/b~?: biểu mẫu không có mục này"
    assert found.errors[1].detail.startswith("?[2J?[2J")
    assert len(found.errors[1].detail) < 80


def test_a_huge_number_is_too_large_not_a_crash() -> None:
    found = mistakes("registration", {"samples": 10**400})
    assert found["/samples"] == "Số sản phẩm mẫu: không được lớn hơn 99"


TEXTS = st.text(st.sampled_from("aà\u0300 \u00a0\u00ad\u200b\n\t\r\x00\u2028ạ"), max_size=4)
DOCUMENTS = st.fixed_dictionaries(
    {"name": TEXTS, "place": st.fixed_dictionaries({"unit": TEXTS})},
    optional={
        "story": TEXTS | st.none(),
        "count": st.sampled_from((1, 2.0, 2.5, None)),
        "wish": st.sampled_from(({}, {"what": ""}, {"what": "a"})),
        "rows": st.sampled_from(([], [{}], [{"note": "b"}], ["c"])),
        "extra": st.just("x"),
    },
)


@given(DOCUMENTS)
def test_what_takes_the_short_way_would_have_come_out_the_same(data: dict[str, Any]) -> None:
    if is_clean(data) and Draft202012Validator(plain(SCHEMA)).is_valid(data):
        found = clean(SCHEMA, data)
        assert (found.data, found.faults) == (data, ())


@pytest.mark.parametrize("form", ["product-idea", "self-assessment"])
def test_an_ordinary_submission_takes_the_short_way(form: str) -> None:
    data = sample(schema_of(form), "full")
    assert is_clean(data)
    assert Draft202012Validator(plain(schema_of(form))).is_valid(data)


def test_clean_data_passes_unchanged_twice() -> None:
    once = clean(schema_of("product-idea"), {"product_name": " Bún ", "missing": ""}).data
    assert clean(schema_of("product-idea"), once).data == once == {"product_name": "Bún"}
