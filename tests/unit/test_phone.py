"""Phone numbers: every way of writing one gives one form; what rings nowhere is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.phone import read_phone
from tests.support.forms import check_of, schema_of
from tests.support.samples import sample

WRITTEN = {
    "0912 345 678": [
        "0912345678",
        "0912.345.678",
        "0912-345-678",
        "0912\u2010345\u2010678",
        "0912\u2011345\u2011678",
        "0912\u2012345\u2012678",
        "0912\u2013345\u2013678",
        "0912\u2014345\u2014678",
        "0912\u2015345\u2015678",
        "0912\u2212345\u2212678",
        "0912\u00a0345\u2009678",
        "(0912) 345 678",
        "+84912345678",
        "+84-912-345-678",
        "+84 (0) 912 345 678",
        "(+84) 912.345.678",
        "0084 912 345 678",
        "84912345678",
        " 0912 345 678 ",
    ],
    "0226 3852 345": ["02263852345", "(0226) 3852 345", "0226.3852.345", "+84 226 3852 345"],
    "024 3825 2345": ["(024) 3825 2345", "+84 24 3825 2345", "024-3825-2345"],
    "028 1381 2345": ["(0281) 3 812 345"],
    "1900 1234": ["19001234", "1900 1234", "1900-1234"],
    "1800 123456": ["1800 123 456"],
    "+442079460000": ["+44 20 7946 0000", "0044 20 7946 0000"],
}
REFUSED = [
    "091234567890123",
    "01649123456",
    "0120 123 4567",
    "+84 166 912 3456",
    "0199 123 4567",
    "0912 345 67",
    "0912 345 6789",
    "0412 345 678",
    "912 345 678",
    "+84",
    "+84 12 345",
    "113",
    "0912 345 678 hoặc 0987 654 321",
    "0912345678/0987654321",
    "٠٩١٢٣٤٥٦٧٨",
    "gọi tôi",
]


@pytest.mark.parametrize(
    ("written", "number"), [(text, number) for number, texts in WRITTEN.items() for text in texts]
)
def test_it_is_read(written: str, number: str) -> None:
    assert read_phone(written) == read_phone(number) == number
    data = sample(schema_of("product-idea"), values={"phone": written})
    checked = check_of("product-idea").check(data)
    assert (checked.errors, checked.data["phone"]) == ((), number)


@pytest.mark.parametrize("written", REFUSED)
def test_it_is_refused(written: str) -> None:
    assert read_phone(written) is None
    data = sample(schema_of("product-idea"), values={"phone": written})
    assert [e.pointer for e in check_of("product-idea").check(data).errors] == ["/phone"]


@pytest.mark.parametrize("start", [f"0{digit}" for digit in range(10)])
@pytest.mark.parametrize("length", range(7, 14))
def test_by_first_digits_and_length(start: str, length: int) -> None:
    """Mobiles 03, 05, 07, 08, 09 have ten digits; land lines 02 ten or eleven; no other rings."""
    lengths = {"02": (10, 11)} | dict.fromkeys(("03", "05", "07", "08", "09"), (10,))
    number = f"{start}1234567890123"[:length]
    foreign = start == "00" and 10 <= length <= 17
    assert (read_phone(number) is not None) == (length in lengths.get(start, ()) or foreign)


@given(st.text(st.sampled_from("0123456789+84 .()-\u2013\u00a0"), max_size=20))
def test_the_pattern_that_is_served_takes_what_is_read_and_nothing_else(text: str) -> None:
    """So a portal's own validator says the same as ours."""
    pattern = schema_of("product-idea")["properties"]["phone"]["pattern"]
    assert (re.search(pattern, text) is not None) == (read_phone(text) is not None)
