"""The page after an idea was filed; in the browser that filed it, also the way to mend the address.

Whoever filed holds the dossier's id in a cookie: it comes from the key of their page, and nobody
else is told it before the mail is confirmed.
"""

from dataclasses import replace
from hmac import compare_digest

from aws_lambda_powertools.shared.cookies import Cookie

from ocop.base.errors import InvalidInput, NotFound, TooMany
from ocop.base.text import Lang, pick
from ocop.filing.addresses import correct_unconfirmed
from ocop.filing.idea import Receipt as Filed
from ocop.html.views import Button, Link
from ocop.html.views_pages import Receipt
from ocop.http.problem import headers_of, problem
from ocop.http.reply import Reply, cookie, see_other
from ocop.http.request import Asked
from ocop.web.desk import Desk, say
from ocop.web.reading import words
from ocop.web.reading.reading import Reading

COOKIE, PATH, SECONDS = "filed", "/received", 86_400


def after(desk: Desk, receipt: Filed, *others: Cookie) -> Reply:
    """Leads to the page, which knows by a cookie who filed."""
    held = cookie(COOKIE, receipt.dossier, desk.site, SECONDS, path=PATH)
    return see_other(f"{PATH}/{receipt.reference}", [held, *others])


def received(desk: Desk, asked: Asked, reference: str) -> Reply:
    """The reference, what the law of the case does next, and to its filer where the mail went."""
    return _show(desk, asked, _case(desk, asked, reference))


def corrected(desk: Desk, asked: Asked, reference: str) -> Reply:
    """Sends the mail to another address, for who filed the idea and as long as it waits."""
    reading, fields = _case(desk, asked, reference), asked.form()
    if not _filed_here(asked, reading):
        raise NotFound
    email = fields.get("email", "").strip()
    key = f"address:{reading.case.version}:{email}"
    try:
        correct_unconfirmed(desk.svc, reading.case.id, email, key, asked.lang)
    except InvalidInput as wrong:
        return _show(desk, asked, reading, email, wrong.errors[0].detail, 422)
    except TooMany as error:
        told = problem(error, asked.lang)["detail"]
        shown = _show(desk, asked, reading, email, told, 429)
        return replace(shown, headers={**shown.headers, **headers_of(error)})
    return see_other(f"{PATH}/{reference}")


def _case(desk: Desk, asked: Asked, reference: str) -> Reading:
    return Reading.open(desk, desk.svc.store.case_id(reference), asked.lang)


def _filed_here(asked: Asked, reading: Reading) -> bool:
    held = asked.cookies.get(COOKIE, "")
    return reading.case.status == "unconfirmed" and compare_digest(
        held.encode(), reading.case.id.encode()
    )


def _show(
    desk: Desk, asked: Asked, reading: Reading, typed: str = "", wrong: str = "", status: int = 200
) -> Reply:
    view = _receipt(reading, mine=_filed_here(asked, reading))
    if typed or wrong:
        view = replace(view, typed=typed, problem=wrong)
    return desk.show(asked, "receipt", view, status, at=reading.province)


def _receipt(reading: Reading, *, mine: bool) -> Receipt:
    lang, reference = reading.lang, reading.case.reference
    email = reading.case.party.email
    return Receipt(
        reference,
        pick(words.IDEA, lang),
        tuple(say(lang)(line, reader=reading.first_reader) for line in words.AFTER_IDEA),
        email if mine else pick(words.ADDRESS_GIVEN, lang),
        Link(pick(words.FOLLOW, lang), f"/cases/{reference}"),
        _button(reference, lang) if mine else None,
        email if mine else "",
    )


def _button(reference: str, lang: Lang) -> Button:
    return Button(f"{PATH}/{reference}", pick(words.MEND_ADDRESS, lang))
