"""Reasons that people state beside a form: one rule for what counts as one."""

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Lang
from ocop.base.visible import reason
from ocop.catalogue.messages import field_text
from ocop.catalogue.texts import say

LONGEST_STATED = 2000


def stated_reason(told: object, lang: Lang, longest: int = LONGEST_STATED) -> str:
    """A reason as people see it. Raises InvalidInput where there is nothing to see, or more than
    is kept.
    """
    stated = reason(told, longest + 1)
    if stated and len(stated) <= longest:
        return stated
    rule = "maxLength" if stated else "required"
    words = {"label": say(lang, "acts.reason"), "limit": str(longest)}
    raise InvalidInput([FieldError("/reason", rule, field_text((rule,), lang, words))])
