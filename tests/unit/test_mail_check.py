"""What the linter of mail templates finds before a template is published."""

import copy
from typing import Any

import pytest

from ocop.mail import check as mail_check
from ocop.mail import letters as mail

BREAKAGES: list[tuple[dict[str, Any], str]] = [
    ({"version": "one"}, "version"),
    ({"subject": {"vi": "Không có mã", "en": "ok [{reference}]"}}, "does not end"),
    ({"subject": {"vi": "[{reference}] {note}", "en": "[{reference}] {note}"}}, "short line"),
    ({"closing": {"vi": "{invitation_url}", "en": "{invitation_url}"}}, "invitation_url"),
    ({"closing": {"vi": "{product}", "en": "product"}}, "different values"),
    ({"closing": {"vi": "{{product}}", "en": "{{product}}"}}, "stray brace"),
    ({"closing": {"vi": "{note}", "en": "{note}"}}, "may be missing"),
    ({"closing": {"vi": "{link}", "en": "{link}"}}, "stand alone"),
    ({"closing": {"vi": "Cảm ơn."}}, "closing: lacks “en”"),
    ({"subject": {"vi": "[{reference}] a\nb", "en": "[{reference}] a"}}, "is not written as"),
    ({"facts": ["reference", "note"]}, "too long for a fact"),
    ({"optional": ["note", "reference"]}, "both required and optional"),
    ({"optional": ["note", "gap"]}, "never uses"),
    ({"optional": ["note", "colour"]}, "not in shared.json"),
    ({"optional": []}, "does not declare"),
    ({"required": ["reference", "product"]}, "no link"),
]


@pytest.mark.parametrize(("change", "complaint"), BREAKAGES)
def test_the_linter_finds(change: dict[str, Any], complaint: str) -> None:
    data = {**copy.deepcopy(dict(mail.load("task-assigned"))), **change}
    assert any(complaint in problem for problem in mail_check.lint_template(data))
