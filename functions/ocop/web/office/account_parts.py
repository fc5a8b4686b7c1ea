"""Fields and notices that the pages of officers' accounts share."""

from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.html import Box, ErrorSummary, Problem

FIRST = "first"  # the id of the field that a refusal leads to


def refusal_summary(title: str, wrong: str) -> list[ErrorSummary]:
    """What went wrong, above the page; nothing when nothing did."""
    problems = [Problem(detail=wrong, target=FIRST)]
    return [ErrorSummary(title=title, problems=problems)] if wrong else []


def email_box(lang: Lang, value: str = "", wrong: str = "", hint: str = "") -> Box:
    """The field for an officer's address."""
    return Box(
        id=FIRST,
        name="email",
        type="email",
        label=say(lang, "accounts.email"),
        value=value,
        hint=hint,
        error=wrong,
        told_above=True,
        autocomplete="username",
        inputmode="email",
    )


def code_box(lang: Lang, wrong: str = "", hint: str = "") -> Box:
    """The field for a code that an app makes."""
    return Box(
        id=FIRST,
        name="code",
        label=say(lang, "accounts.code"),
        hint=hint,
        error=wrong,
        told_above=True,
        autocomplete="one-time-code",
        inputmode="numeric",
        max_length=10,
    )


def password_box(lang: Lang) -> Box:
    """The field for the present password."""
    return Box(
        id="password",
        name="password",
        type="password",
        label=say(lang, "accounts.password"),
        autocomplete="current-password",
    )


def new_password_box(lang: Lang, wrong: str = "", id: str = FIRST) -> Box:
    """The field for a password to be."""
    return Box(
        id=id,
        name="new-password",
        type="password",
        label=say(lang, "accounts.new_password"),
        hint=say(lang, "accounts.new_password_hint"),
        error=wrong,
        told_above=True,
        autocomplete="new-password",
    )
