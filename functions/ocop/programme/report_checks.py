"""What people enter beside the report's own form: who signed, number and day."""

from datetime import date

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.moment import named_day
from ocop.base.text import Lang
from ocop.base.visible import tidy
from ocop.catalogue.messages import field_text
from ocop.catalogue.texts import say

LONGEST_PAPER_NUMBER = 60
LONGEST_SIGNER = 120


def named_signer(name: object, lang: Lang) -> str:
    """Who signed the paper. Raises InvalidInput where nobody is named."""
    told = tidy(name) if isinstance(name, str) else ""
    errors = _faults("signer", told, LONGEST_SIGNER, lang)
    if errors:
        raise InvalidInput(errors)
    return told


def signed_paper(number: object, day: object, today: date, lang: Lang) -> tuple[str, date]:
    """Number and day of the signed paper; `day` is ISO text.

    Raises InvalidInput for a number without a digit or letter, a day that is none, or one that is
    still to come.
    """
    told = tidy(number) if isinstance(number, str) else ""
    signed = named_day(day)
    errors = _faults("number", told, LONGEST_PAPER_NUMBER, lang)
    if errors or signed is None or signed > today:
        raise InvalidInput([*errors, *_day_faults(day, signed, today, lang)])
    return told, signed


def _day_faults(day: object, signed: date | None, today: date, lang: Lang) -> list[FieldError]:
    if signed is None:
        rule = "format.date.words" if day else "required"
        text = field_text((rule,), lang, {"label": say(lang, "reports.day")})
        return [FieldError("/day", rule.partition(".")[0], text)]
    if signed > today:
        return [FieldError("/day", "maximum", say(lang, "reports.day_ahead"))]
    return []


def _faults(name: str, told: str, longest: int, lang: Lang) -> list[FieldError]:
    if told and len(told) <= longest:
        return []
    rule = "maxLength" if told else "required"
    words = {"label": say(lang, f"reports.{name}"), "limit": str(longest)}
    return [FieldError(f"/{name}", rule, field_text((rule,), lang, words))]
