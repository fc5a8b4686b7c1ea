"""No table of a register has two columns that are called the same."""

from collections.abc import Callable

import pytest

from ocop.base.text import LANGS, Lang
from ocop.catalogue.texts import say
from ocop.registers.opened import public_titles
from ocop.registers.register import Register, published_registers
from ocop.registers.sheets import column_titles

REGISTERS = [published_registers().get(id) for id in published_registers().ids()]


def list_titles(register: Register, lang: Lang) -> list[str]:
    """As the page of the list has them."""
    own = [register.fields[at].schema["title"][lang] for at in register.list_columns]
    return [say(lang, "registers.name"), *own, say(lang, "registers.day")]


def sheet_titles(register: Register, lang: Lang) -> list[str]:
    """As sheets have them."""
    return list(column_titles(register, lang).values())


def open_titles(register: Register, lang: Lang) -> list[str]:
    """As open data have them."""
    own = [say(lang, f"opened.{name}") for name in ("code", "unit", "of_year", "correction")]
    return [*own, *public_titles(register, lang)]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("titles_of", [list_titles, sheet_titles, open_titles])
@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.id)
def test_every_column_has_a_title_of_its_own(
    register: Register, titles_of: Callable[[Register, Lang], list[str]], lang: Lang
) -> None:
    titles = titles_of(register, lang)
    assert len(titles) == len({*titles})
