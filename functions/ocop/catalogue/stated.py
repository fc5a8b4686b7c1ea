"""Reasons that people state beside a form: one rule for what counts as one."""

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Lang
from ocop.base.visible import reason
from ocop.catalogue.messages import field_text
from ocop.catalogue.texts import say

LONGEST_STATED = 2000


def stated_reason(
    told: object, lang: Lang, longest: int = LONGEST_STATED, *, label: str = ""
) -> str:
    """A reason as people see it, asked for under `label`. Raises InvalidInput where there is
    nothing to see, or more than is kept.
    """
    if stated := reason_if_any(told, lang, longest, label=label):
        return stated
    raise _refusal("required", lang, longest, label)


def reason_if_any(
    told: object, lang: Lang, longest: int = LONGEST_STATED, *, label: str = ""
) -> str:
    """The same where there may be none, "" then. Raises InvalidInput where there is more than is
    kept: nothing of it is left out.
    """
    stated = reason(told, longest + 1)
    if len(stated) > longest:
        raise _refusal("maxLength", lang, longest, label)
    return stated


def _refusal(rule: str, lang: Lang, longest: int, label: str) -> InvalidInput:
    words = {"label": label or say(lang, "acts.reason"), "limit": str(longest)}
    return InvalidInput([FieldError("/reason", rule, field_text((rule,), lang, words))])
