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
from ocop.web.reading.case import Case

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
    case, fields = _case(desk, asked, reference), asked.form()
    if not _filed_here(asked, case):
        raise NotFound
    email = fields.get("email", "").strip()
    key = f"address:{case.dossier.version}:{email}"
    try:
        correct_unconfirmed(desk.svc, case.dossier.id, email, key, asked.lang)
    except InvalidInput as wrong:
        return _show(desk, asked, case, email, wrong.errors[0].detail, 422)
    except TooMany as error:
        told = problem(error, asked.lang)["detail"]
        shown = _show(desk, asked, case, email, told, 429)
        return replace(shown, headers={**shown.headers, **headers_of(error)})
    return see_other(f"{PATH}/{reference}")


def _case(desk: Desk, asked: Asked, reference: str) -> Case:
    return Case.open(desk, desk.svc.store.dossier_id(reference), asked.lang)


def _filed_here(asked: Asked, case: Case) -> bool:
    held = asked.cookies.get(COOKIE, "")
    return case.dossier.status == "unconfirmed" and compare_digest(
        held.encode(), case.dossier.id.encode()
    )


def _show(
    desk: Desk, asked: Asked, case: Case, typed: str = "", wrong: str = "", status: int = 200
) -> Reply:
    view = _receipt(case, mine=_filed_here(asked, case))
    if typed or wrong:
        view = replace(view, typed=typed, problem=wrong)
    return desk.show(asked, "receipt", view, status, at=case.province)


def _receipt(case: Case, *, mine: bool) -> Receipt:
    lang, reference = case.lang, case.dossier.reference
    email = case.dossier.producer.email
    return Receipt(
        reference,
        pick(words.IDEA, lang),
        tuple(say(lang)(line, reader=case.first_reader) for line in words.AFTER_IDEA),
        email if mine else pick(words.ADDRESS_GIVEN, lang),
        Link(pick(words.FOLLOW, lang), f"/cases/{reference}"),
        _button(reference, lang) if mine else None,
        email if mine else "",
    )


def _button(reference: str, lang: Lang) -> Button:
    return Button(f"{PATH}/{reference}", pick(words.MEND_ADDRESS, lang))
