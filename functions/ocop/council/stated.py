"""Reasons that people state for what they do about a council's work."""

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Lang
from ocop.catalogue.messages import field_text
from ocop.catalogue.texts import say
from ocop.council.withdrawal import LONGEST_REASON


def stated_reason(text: str, lang: Lang) -> str:
    """A reason without the blanks around it. Raises InvalidInput where there is none, or far too
    much.
    """
    reason = text.strip()
    if not reason or len(reason) > LONGEST_REASON:
        told = field_text(["required"], lang, {"label": say(lang, "rounds.reason")})
        raise InvalidInput([FieldError("/reason", "required", told)])
    return reason
