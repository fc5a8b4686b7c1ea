"""Every form and register can be filled in with the two form libraries that portals use most."""

import shutil
from collections.abc import Mapping
from typing import Any

import pytest

from ocop.base.text import Lang
from ocop.forms.form import Form
from ocop.forms.serve import serve
from ocop.programme.report_kind import published_report_kinds
from ocop.registers.register import published_registers
from tests.renderers.renderers import problems_of
from tests.support.forms import CHOICES, FORMS, RICE
from tests.support.samples import sample

pytestmark = pytest.mark.skipif(shutil.which("npm") is None, reason="Node.js is not installed")
LANG: Lang = "vi"  # a form has one structure in all languages


def _forms() -> Mapping[str, Form]:
    registers, kinds = published_registers(), published_report_kinds()
    every = [FORMS.get(id) for id in FORMS.ids()]
    every += [registers.get(id).form for id in registers.ids()]
    every += [kinds.get(id).form for id in kinds.ids()]
    return {form.id: form for form in every}


EVERY = _forms()


def _drawing(form: Form) -> dict[str, Any]:
    served = serve(form, LANG, CHOICES, RICE)
    return {"name": form.id, **served, "answers": sample(served["schema"], "full")}


@pytest.fixture(scope="module")
def problems() -> Mapping[str, list[str]]:
    return problems_of([_drawing(form) for form in EVERY.values()])


@pytest.mark.parametrize("form", EVERY)
def test_a_form_and_its_answers_give_no_problem(
    form: str, problems: Mapping[str, list[str]]
) -> None:
    assert problems[form] == []


def test_what_they_cannot_draw_and_what_they_refuse_is_named() -> None:
    strange, refused = _drawing(EVERY["product-idea"]), _drawing(EVERY["product-idea"])
    strange["schema"]["properties"]["representative"] = {"type": "colour", "title": "Màu"}
    refused |= {"name": "refused", "answers": refused["answers"] | {"phone": "không"}}
    found = problems_of([strange, refused])
    libraries = {"RJSF", "JSON Forms"}
    assert {one.partition(":")[0] for one in found["product-idea"]} == libraries
    assert {one.partition(":")[0] for one in found["refused"] if "phone" in one} == libraries
