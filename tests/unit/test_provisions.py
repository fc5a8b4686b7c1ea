"""Rulebooks in words: nothing is left out, law stands apart from settings, two are compared."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from ocop.base.text import LANGS, Lang
from ocop.catalogue.rulebooks import whole_document
from ocop.catalogue.texts import load_phrases
from ocop.law.provisions import NO_RULES, Provision, compared, provisions
from tests.support.law import rulebook_ids

PHRASES = load_phrases("provisions")


def told(document: Any, lang: Lang = "vi") -> tuple[Provision, ...]:
    return provisions(document, PHRASES, lang)


def by_key(law: str) -> dict[str, Provision]:
    return {one.key: one for one in told(whole_document(law))}


def leaves(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a document that is a rule, with where it stands."""
    if isinstance(node, dict) and node.keys() != set(LANGS):
        for name, inner in node.items():
            if name not in NO_RULES and not name.startswith("@"):
                yield from leaves(inner, f"{key}/{name}")
    elif isinstance(node, list):
        for place, inner in enumerate(node):
            yield from leaves(inner, f"{key}/{place}")
    else:
        yield key, node


def changed(document: Any, key: str) -> Any:
    """The document with another value at a place."""
    other = copy.deepcopy(document)
    *above, last = [int(part) if part.isdigit() else part for part in key.split("/")[1:]]
    node = other
    for part in above:
        node = node[part]
    value = node[last]
    if isinstance(value, dict):
        node[last] = {lang: f"{text} (khác)" for lang, text in value.items()}
    elif isinstance(value, bool):
        node[last] = not value
    else:
        node[last] = value + 1 if isinstance(value, int) else f"{value}x"
    return other


@pytest.mark.parametrize("law", rulebook_ids())
def test_whatever_is_changed_is_seen(law: str) -> None:
    """A change of any single value of a rulebook is a difference in words."""
    document = whole_document(law)
    before = told(document)
    silent = [
        key
        for key, value in leaves(document)
        if not key.endswith(("/rule", "/unit"))  # by these a thing is known, or read as one
        and not compared(before, told(changed(document, key)))
    ]
    assert silent == []


@pytest.mark.parametrize("law", rulebook_ids())
def test_each_provision_is_told_once_in_both_languages(law: str) -> None:
    keys = [one.key for one in told(whole_document(law))]
    assert len(set(keys)) == len(keys)
    english = told(whole_document(law), "en")
    assert [one.key for one in english] == keys
    assert all(one.value and one.label and one.group for one in english)


@pytest.mark.parametrize(
    ("law", "key", "article"),
    [
        ("26-2026", "stages/intake/time", "Điều 7.2"),
        ("26-2026", "stages/advisory/time", ""),
        ("26-2026", "certificate/months", "Điều 4.3"),
        ("26-2026", "ranking/bands/5", "Điều 3.3"),
        ("26-2026", "ranking/rounding", ""),
        ("26-2026", "ranking/gates/tested_on", ""),
        ("26-2026", "checkpoints/most", ""),
        ("26-2026", "stages/intake/outcomes/not-proposed", ""),
        ("26-2026", "stages/intake/step", ""),
        ("26-2026", "stages/council-province/apart", ""),
        ("26-2026", "certificate/renewal/opens", "Điều 7.6a"),
        ("26-2026", "certificate/renewal/notice", ""),
        ("26-2026", "custody/1/count", "Điều 6.2d"),
        ("26-2026", "custody/1/missing", ""),
        ("148-2023", "certificate/renewal/opens", ""),
        ("148-2023", "certificate/renewal/notice", "Quyết định 148/QĐ-TTg"),
        ("1048-2019", "stages/council-district/routes/1", "Kế hoạch Hà Nam III.1.5"),
        ("148-2023", "stages/recognition-district/outcomes/recognise", "Quyết định 148/QĐ-TTg"),
    ],
)
def test_what_is_law_and_what_is_a_setting(law: str, key: str, article: str) -> None:
    assert by_key(law)[key].article == article


def test_a_rule_of_reading_says_its_doubt() -> None:
    rules = [one for one in told(whole_document("1048-2019")) if one.key.startswith("reading/")]
    assert all(one.note for one in rules)
    assert any("không in mức 0 điểm" in one.note for one in rules)


def test_two_rulebooks_are_compared_in_words() -> None:
    old, new = (told(whole_document(law)) for law in ("148-2023", "1489-2025"))
    changes = compared(old, new)
    gone = [one.before.key for one in changes if one.before and one.after is None]
    come = [one.after.key for one in changes if one.after and one.before is None]
    assert any(key.startswith("stages/council-district/") for key in gone)
    assert any(key.startswith("stages/advisory/") for key in come)
    assert compared(old, old) == ()


@pytest.mark.parametrize("law", rulebook_ids())
def test_a_way_is_told_by_the_name_of_where_it_leads(law: str) -> None:
    document, said = whole_document(law), by_key(law)
    names = {stage["id"]: stage["title"]["vi"] for stage in document["stages"]}
    names |= {id: text["vi"] for id, text in document["endings"].items()}
    for stage in document["stages"]:
        place = f"stages/{stage['id']}"
        if stage.get("to") in names:
            assert said[f"{place}/to"].value == names[stage["to"]]
        for way in stage.get("outcomes", ()):
            target = way.get("to") or way["ending"]
            told_of = said[f"{place}/outcomes/{way['id']}"].value
            assert target.startswith("@") or f"→ {names[target]}" in told_of


@pytest.mark.parametrize("law", rulebook_ids())
def test_a_decision_as_a_whole_is_named_for_its_criteria_alone(law: str) -> None:
    document, said = whole_document(law), by_key(law)
    whole = {key for key, one in said.items() if one.article == document["decision"]}
    assert whole == {key for key in said if key.startswith(("criteria", "incomplete_sets"))}
    assert "criteria" in whole


@pytest.mark.parametrize(("flag", "vi", "en"), [(True, "có", "yes"), (False, "không", "no")])
def test_a_yes_is_told_as_yes_and_a_no_as_no(flag: bool, vi: str, en: str) -> None:
    document = copy.deepcopy(whole_document("26-2026"))
    document["tally"]["quorum"]["chair"] = flag
    for lang, word in zip(LANGS, (vi, en), strict=True):
        [chair] = [one.value for one in told(document, lang) if one.key == "tally/quorum/chair"]
        assert chair == word
