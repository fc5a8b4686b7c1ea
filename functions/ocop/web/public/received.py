"""The page after an idea was filed; in the browser that filed it, also the way to mend the address.

Whoever filed holds the dossier's id in a cookie: it comes from the key of their page, and nobody
else is told it before the mail is confirmed.
"""

from dataclasses import replace
from hmac import compare_digest

from aws_lambda_powertools.shared.cookies import Cookie

from ocop.base.errors import InvalidInput, NotFound, TooMany
from ocop.filing.addresses import correct_unconfirmed
from ocop.filing.idea import Receipt
from ocop.filing.tracking import public_case
from ocop.html import (
    Box,
    Component,
    Folded,
    Heading,
    Ladder,
    Link,
    LinkRow,
    Notice,
    Panel,
    Paragraph,
    Reference,
    Rung,
    SmallForm,
    Subheading,
    WebPage,
)
from ocop.http import Reply, Request, cookie, headers_of, problem, see_other
from ocop.web.asking import WRONG
from ocop.web.desk import Desk
from ocop.web.reading import Reading

FILED_COOKIE, RECEIVED, FILED_SECONDS = "filed", "/received", 86_400
TOO_MANY = 429


def lead_on(desk: Desk, receipt: Receipt, *others: Cookie) -> Reply:
    """Leads to the page, which knows by a cookie who filed."""
    held = cookie(FILED_COOKIE, receipt.dossier, desk.site, FILED_SECONDS, path=RECEIVED)
    return see_other(f"{RECEIVED}/{receipt.reference}", [held, *others])


def show_receipt(desk: Desk, request: Request, reference: str) -> Reply:
    """The reference, what the law of the case does next, and to its filer where the mail went."""
    return _show(desk, request, _reading(desk, request, reference))


def correct_address(desk: Desk, request: Request, reference: str) -> Reply:
    """Sends the mail to another address, for who filed the idea and as long as it waits."""
    reading, fields = _reading(desk, request, reference), request.form()
    if not _filed_here(request, reading):
        raise NotFound
    email = fields.get("email", "").strip()
    key = f"address:{reading.case.version}:{email}"
    try:
        correct_unconfirmed(desk.svc, reading.case.id, email, key, request.lang)
    except InvalidInput as wrong:
        return _show(desk, request, reading, email, wrong.errors[0].detail, WRONG)
    except TooMany as error:
        detail = problem(error, request.lang)["detail"]
        reply = _show(desk, request, reading, email, detail, TOO_MANY)
        return replace(reply, headers={**reply.headers, **headers_of(error)})
    return see_other(f"{RECEIVED}/{reference}")


def _reading(desk: Desk, request: Request, reference: str) -> Reading:
    return Reading(desk, public_case(desk.svc, reference), request.lang)


def _filed_here(request: Request, reading: Reading) -> bool:
    held = request.cookies.get(FILED_COOKIE, "")
    return reading.case.status == "unconfirmed" and compare_digest(
        held.encode(), reading.case.id.encode()
    )


def _show(
    desk: Desk,
    request: Request,
    reading: Reading,
    typed: str = "",
    wrong: str = "",
    status: int = 200,
) -> Reply:
    """The page; `typed` was given for another address, `wrong` is why it will not do."""
    mine, reference = _filed_here(request, reading), reading.case.reference
    own = reading.case.party.email
    email = own if mine else reading.say("received.address_given")
    told: list[Component] = [
        Paragraph(text=reading.say("received.note_down"), tone="soft"),
        Reference(text=reference),
        _written_to(reading, email),
        *([_mending(reading, typed or own, wrong)] if mine else []),
        Subheading(text=reading.say("received.next")),
        _what_follows(reading),
    ]
    follow = Link(label=reading.say("received.follow"), href=f"/cases/{reference}")
    page = WebPage(
        title=reading.say("received.title", reference=reference),
        wrong=bool(wrong),
        parts=[
            Heading(over=reading.say("received.idea"), title=reading.say("received.heading")),
            Panel(parts=told),
            LinkRow(links=[follow]),
        ],
    )
    return desk.show(request, page, status, at=reading.province)


def _what_follows(reading: Reading) -> Ladder:
    reader = reading.first_reader
    return Ladder(
        rungs=[
            Rung(text=reading.say("received.next_1")),
            Rung(text=reading.say("received.next_2", reader=reader)),
            Rung(text=reading.say("received.next_3")),
        ]
    )


def _written_to(reading: Reading, email: str) -> Notice:
    return Notice(
        tone="good",
        sign="mail",
        title=reading.say("received.open_mail"),
        text=reading.say("received.written_to", email=email),
    )


def _mending(reading: Reading, typed: str, wrong: str) -> Folded:
    """The way to another address, for the browser that filed."""
    box = Box(
        id="email",
        name="email",
        type="email",
        label=reading.say("received.right_address"),
        hint=reading.say("received.right_address_hint"),
        error=wrong,
        value=typed,
        autocomplete="email",
        max_length=254,
    )
    form = SmallForm(
        action=f"{RECEIVED}/{reading.case.reference}",
        submit=reading.say("received.mend"),
        boxes=[box],
        primary=False,
        boxed=False,
    )
    title = reading.say("received.wrong_address")
    return Folded(title=title, parts=[form], boxed=False, open=bool(wrong))
