"""Two validators written apart give one verdict on any document close to a sound one."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from ocop.base.pointers import pointer_to
from tests.support.forms import check_of, schema_of
from tests.support.samples import Fill, sample

FILLS: tuple[Fill, ...] = ("minimal", "full")
# What JSON Schema has no words for: the reference cannot know it.
OUR_RULES = {"not-before", "at-most", "rules-out", "web-address", "tax-number"}
FORMS = ("product-idea", "business-plan", "registration", "self-assessment", "score-sheet")
# Neither blank nor in need of cleaning, so that the reference sees what our check judges; no
# address or date either, on which the validators are known to differ.
VALUES: tuple[Any, ...] = (
    "x",
    "2",
    "first",
    "upgrade",
    "none",
    "dài " * 2000 + "x",
    0,
    -1,
    7,
    10**15,
    1.5,
    True,
    False,
    ["x"],
    {"x": "y"},
    [{"x": "y"}] * 50,
)


def _paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs: list[tuple[Any, Any]] = []
    if isinstance(data, dict):
        pairs = list(data.items())
    if isinstance(data, list):
        pairs = list(enumerate(data))
    below = [deeper for key, value in pairs for deeper in _paths(value, (*path, key))]
    return [*([path] if path else []), *below]


@st.composite
def near_misses(draw: st.DrawFn, form: str) -> dict[str, Any]:
    fill: Fill = draw(st.sampled_from(FILLS))
    data = deepcopy(sample(schema_of(form), fill))
    for _ in range(draw(st.integers(0, 3))):
        _mutate(draw, data)
    return data


def _mutate(draw: st.DrawFn, data: dict[str, Any]) -> None:
    *above, last = draw(st.sampled_from(_paths(data) or [("x",)]))
    place: Any = data
    for step in above:
        place = place[step]
    how = draw(st.sampled_from(("drop", "replace", "replace", "add")))
    if how == "drop" and isinstance(place, dict):
        place.pop(last, None)
    elif how == "add" and isinstance(place, dict):
        place[draw(st.sampled_from(("extra", "Tên", "a.b")))] = "x"
    else:
        place[last] = deepcopy(draw(st.sampled_from(VALUES)))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_our_check_agrees_with_the_reference(form: str, data: st.DataObject) -> None:
    document = data.draw(near_misses(form))
    reference = Draft202012Validator(schema_of(form), format_checker=FormatChecker())
    errors = [e for e in check_of(form).check(document).errors if e.code not in OUR_RULES]
    assert (not errors) == reference.is_valid(document), errors


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_mistake_that_the_reference_finds_is_passed_over(form: str, data: st.DataObject) -> None:
    document = data.draw(near_misses(form))
    reference = Draft202012Validator(schema_of(form), format_checker=FormatChecker())
    errors = check_of(form).check(document).errors
    pointers = [error.pointer for error in errors]
    assert len(set(pointers)) == len(pointers)
    for error in reference.iter_errors(document):
        at = pointer_to(tuple(error.absolute_path))
        assert any(f"{p}/".startswith(f"{at}/") or f"{at}/".startswith(f"{p}/") for p in pointers)
