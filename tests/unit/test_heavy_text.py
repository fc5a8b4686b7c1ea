"""Text as long as a body may be is read in a moment, whatever it consists of.

What takes the square of a text's length is harmless in a field and a weapon in a body: one request
that nobody is signed in for would keep a function busy until it is cut off.
"""

import time
import unicodedata
from collections.abc import Callable

import pytest

from ocop.base.phone import read_phone
from ocop.base.tax_number import read_registration, read_tax_number
from ocop.base.visible import MOST_MARKS, composed_text, tidy
from ocop.filing.uploads import readable_name
from ocop.html.reading import read_cell
from ocop.links.failures import failure_facts
from tests.support.forms import check_of, schema_of
from tests.support.samples import sample

LETTERS = 40_000  # a third of what a body of 256 KB holds of letters of two bytes
SECONDS = 0.5  # of CPU; a reader that takes the square needs three seconds and more
PIECES = [
    *("x", " ", "0", "1", ".", "-", "+", "@", "<", ">", "=", "'", "/", "ậ", "\u200b", "\u2800"),
    *("a.", "a@", "1.", "1 ", "x ", "x <", "ă.", "a\u200d", "ngày ", "1-1-", "nghìn ", "://"),
    *("\u0301", "\u0323\u0301", "\u0301\u200b", "a\u0301"),
]
HEAVY = [(piece * LETTERS)[:LETTERS] for piece in PIECES]
HEAVY += ["a" + "\u0301" * (LETTERS // 2) + "\u0323" * (LETTERS // 2), "x@" + "ă." * (LETTERS // 2)]


def filled_in(field: str) -> Callable[[str], object]:
    """An idea whose field holds the text, checked."""

    def check(text: str) -> object:
        data = sample(schema_of("product-idea"), values={field: text})
        return check_of("product-idea").check(data)

    return check


DATE, AMOUNT = {"type": "string", "format": "date"}, {"type": "integer", "x-unit": "dong"}
NUMBER, CHOICE = {"type": "number"}, {"type": "string", "oneOf": [{"const": "x", "title": "X"}]}
READERS: dict[str, Callable[[str], object]] = {
    "one line": tidy,
    "lines": lambda text: tidy(text, lines=True),
    "phone": read_phone,
    "tax number": read_tax_number,
    "registration": read_registration,
    "name of a file": readable_name,
    "log": lambda text: failure_facts(ValueError(text)),
    "day on a page": lambda text: read_cell(DATE, text, "vi"),
    "amount on a page": lambda text: read_cell(AMOUNT, text, "vi"),
    "number on a page": lambda text: read_cell(NUMBER, text, "vi"),
    "choice in a sheet": lambda text: read_cell(CHOICE, text, "vi"),
    **{
        f"{field} of an idea": filled_in(field)
        for field in ("email", "phone", "organisation", "description", "commune")
    },
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_text_as_long_as_a_body_is_read_in_a_moment(read: Callable[[str], object]) -> None:
    slow = {}
    for text in HEAVY:
        began = time.process_time()
        read(text)
        took = time.process_time() - began
        if took > SECONDS:
            slow[ascii(text[:6])] = took
    assert slow == {}


@pytest.mark.parametrize(
    "text", ["e\u0323\u0302", "Bu\u0301n ga\u0323o lu\u031b\u0301t", "ệ", "e" + "\u0301" * 30]
)
def test_no_mark_that_anybody_writes_is_lost(text: str) -> None:
    assert composed_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("between", ["", "\u200b"])
def test_marks_piled_on_a_letter_are_cut(between: str) -> None:
    """Also when letters that nobody sees part the pile until they are taken out."""
    pile = (("\u0323" * 20) + between) * 50
    assert len(tidy(f"a{pile}b")) <= len("ạ") + MOST_MARKS + len("b")
    assert tidy(f"a{pile}b").startswith("ạ")
    assert tidy(f"a{pile}b").endswith("b")
