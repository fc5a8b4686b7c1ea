"""One rule for addresses: what a form takes, the mailer can send to; what it cannot, is refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocop.aws.mail import _address
from ocop.base.address import BadAddress, bare_address, deliverable
from ocop.base.errors import MailRefused
from tests.support.forms import check_of, mistakes, schema_of
from tests.support.samples import sample


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("a@example.vn", "a@example.vn"),
        ("Nguyễn Văn A <nva@example.vn>", "nva@example.vn"),
        ('"Nguyễn, Văn A" <nva@example.vn>', "nva@example.vn"),
        ("mailto:nva@example.vn?subject=OCOP", "nva@example.vn"),
        ("Mailto:nva@example.vn", "nva@example.vn"),
        (" nva@example.vn. ", "nva@example.vn"),
        ("nva@example.vn;", "nva@example.vn"),
        ("Nva@EXAMPLE.Vn", "Nva@example.vn"),
        ("\u200bnva@example.vn\ufeff", "nva@example.vn"),
        ("nva@bánh-đa.example.vn", "nva@xn--bnh-a-xqa35a.example.vn"),
        ("nva+ocop@mail.example.com", "nva+ocop@mail.example.com"),
    ],
)
def test_what_people_paste_is_read(written: str, bare: str) -> None:
    assert bare_address(written) == bare == deliverable(bare)
    data = sample(schema_of("product-idea"), values={"email": written})
    checked = check_of("product-idea").check(data)
    assert (checked.errors, checked.data["email"]) == ((), bare)


LONG_DOMAIN = f"{'y' * 62}.{'z' * 62}.{'w' * 60}.vn"


@pytest.mark.parametrize(
    ("written", "length"),
    [(f"{'x' * 64}@example.vn", 75), (f"{'x' * 64}@{LONG_DOMAIN}", 254)],
)
def test_the_longest_that_mail_allows_is_read(written: str, length: int) -> None:
    assert (deliverable(written), len(written)) == (written, length)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (f"{'x' * 64}@y{LONG_DOMAIN}", "address"),
        (f"a@{'x.' * 125}vnx", "address"),
        ("nobody", "address"),
        ("@example.vn", "address"),
        ("a@", "domain"),
        ("<a@example.vn>", "address"),
        ("mailto:a@example.vn, b@example.vn", "several"),
        ("a@localhost", "domain"),
        ("a@example", "domain"),
        ("a@mail.local", "domain"),
        ("a@[127.0.0.1]", "domain"),
        ("a@127.0.0.1", "domain"),
        ("a@example..vn", "domain"),
        ("a@-example.vn", "domain"),
        ("a@exa_mple.vn", "domain"),
        (f"a@{'x' * 64}.vn", "domain"),
        (f"a@{'x.' * 126}vn", "domain"),
        (f"{'x' * 65}@example.vn", "address"),
        (f"{'x' * 60}@{'y' * 60}.{'z' * 60}.{'w' * 60}.{'v' * 20}.vn", "address"),
        ('"a b"@example.vn', "address"),
        ("a..b@example.vn", "address"),
        (".a@example.vn", "address"),
        ("a b@example.vn", "address"),
        ("nguyễn@example.vn", "letters"),
        ("a\u200b@example.vn", "letters"),
        ("a@example.vn, b@example.vn", "several"),
        ("A <a@example.vn>, B <b@example.vn>", "several"),
        ("a@b@example.vn", "several"),
    ],
)
def test_where_no_mail_can_go_is_said_why(written: str, why: str) -> None:
    with pytest.raises(BadAddress, match=why):
        bare_address(written)
    data = sample(schema_of("product-idea"), values={"email": written})
    assert mistakes("product-idea", data).keys() == {"/email"}


def test_the_sentence_names_what_is_wrong() -> None:
    data = sample(schema_of("product-idea"), values={"email": "a@example.vn, b@example.vn"})
    told = mistakes("product-idea", data)["/email"]
    assert told == "Email: chỉ ghi một địa chỉ, ví dụ ten@example.vn"


WORDS = ("a", "B", "Đ", "@", ".", "..", "-", "_", "xn--", "vn", "com", "<", ">", '"', ",", ";")
MORE = ("mailto:", "localhost", "1.2.3.4", "[", "]", "+", "'", "?", " ", "\n", "\u200b", "x" * 64)
PARTS = st.sampled_from([*WORDS, *MORE])


@given(st.lists(PARTS, max_size=9).map("".join))
@example("a@xn--.vn")
@example("a@B.com")
def test_the_mailer_takes_what_the_form_takes_as_the_form_stores_it(written: str) -> None:
    data = sample(schema_of("product-idea"), values={"email": written})
    checked = check_of("product-idea").check(data)
    if not checked.errors:
        stored = checked.data["email"]
        assert _address(stored) == stored
        assert check_of("product-idea").check({**data, "email": stored}).errors == ()


@given(st.lists(PARTS, max_size=9).map("".join))
def test_what_the_mailer_refuses_is_never_stored_by_the_form(written: str) -> None:
    try:
        _address(written)
    except MailRefused:
        data = sample(schema_of("product-idea"), values={"email": written})
        checked = check_of("product-idea").check(data)
        assert checked.errors or checked.data["email"] != written
