"""What breaks a meta-schema is told in words and by place, never in a validator's own."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.shapes import CAPITAL, broken_shapes, meta_faults
from ocop.catalogue.texts import load_phrases
from tests.support.world import PROVINCES

BELOW = {"properties", "$defs", "patternProperties", "dependentRequired"}
TELL_NOTHING = {
    *("$schema", "$id", "$ref", "$defs", "title", "description", "default", "examples"),
    *("properties", "items", "if", "then", "else", "allOf", "prefixItems"),
    *("anyOf", "oneOf"),  # told by the ways that they hold
    *("dependentRequired",),  # told as `required`
}


def keywords(schema: Any, *, names: bool = False) -> Iterator[str]:
    """The keywords of a schema; `names` where its keys are names of fields."""
    for key, inner in schema.items() if isinstance(schema, dict) else ():
        if not names:
            yield key
        if names or key not in ("const", "enum", "required", "default"):
            yield from keywords(inner, names=not names and key in BELOW)
    for inner in schema if isinstance(schema, list) else ():
        yield from keywords(inner)


def test_every_rule_that_a_shape_can_break_has_its_words() -> None:
    said = load_phrases("shapes")
    used = {
        key
        for path in (schemas_dir() / "meta").glob("*.json")
        for key in keywords(json.loads(path.read_bytes()))
    }
    assert len(used) > 20
    wordless = {key for key in used - TELL_NOTHING if CAPITAL.sub(r"_\1", key).lower() not in said}
    assert wordless == set()


def law() -> Any:
    return json.loads((schemas_dir() / "rulebooks" / "26-2026.json").read_bytes())


def stage(document: Any, id: str) -> Any:
    return next(one for one in document["stages"] if one["id"] == id)


def broken(name: str) -> Any:
    document = law()
    intake = stage(document, "intake")
    match name:
        case "lacking":
            del intake["title"]
        case "word":
            intake["kind"] = "meeting"
        case "unknown":
            intake["titel"] = "x"
        case "points":
            document["ranking"]["bands"][1]["from"] = "seventy"
        case "no way":
            del intake["outcomes"][0]["to"]
        case "two ways":
            intake["outcomes"][0]["ending"] = "stopped"
        case "kind":
            document["certificate"]["months"] = "36"
    return document


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("lacking", "stages/intake: thiếu mục “title”"),
        (
            "word",
            (
                "stages/intake/kind: “meeting” không dùng được; chỉ dùng một trong: filing, "
                "decision, intake, advisory, council"
            ),
        ),
        ("unknown", "stages/intake: có mục không dùng ở đây: titel"),
        ("points", "ranking/bands/4/from: “seventy” không viết theo mẫu"),
        ("no way", "cần có một trong các mục: to, ending"),
        ("two ways", "chỉ được theo một trong các cách viết, mà đang theo nhiều cách"),
        ("kind", "certificate/months: phải là số nguyên, không phải 36"),
    ],
)
def test_a_rulebook_s_shape_is_told_in_words_and_by_place(name: str, told: str) -> None:
    [fault] = meta_faults(broken(name), "rulebook", "vi")
    assert told in fault
    [fault] = meta_faults(broken(name), "rulebook", "en")
    assert told not in fault


def test_of_several_ways_the_one_that_was_meant_is_told() -> None:
    sample = next((schemas_dir() / "criteria" / "148-2023").glob("01-*.json"))
    criteria_set = json.loads(sample.read_bytes())
    criteria_set["category"] = {"vi": "Tươi sống", "en": 5}
    assert meta_faults(criteria_set, "criteria-set", "vi") == [
        "category/en: phải là chữ, không phải 5"
    ]
    criteria_set["category"] = 5
    assert meta_faults(criteria_set, "criteria-set", "vi") == [
        "category: không theo cách viết nào được phép"
    ]


def test_a_province_s_document_is_told_in_the_readers_language() -> None:
    document = json.loads((PROVINCES / "song-xanh.json").read_bytes())
    document["units"][0]["successor"] = "10105"
    [fault] = broken_shapes(document, "province", "vi")
    assert (fault.path, fault.words) == (("units", 0), "thiếu mục “until”")
    [fault] = broken_shapes(document, "province", "en")
    assert fault.words == "lacks “until”"
