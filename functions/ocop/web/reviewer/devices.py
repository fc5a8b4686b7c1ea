"""A new device shows a code from the link's mailbox before a deciding link opens on it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex

from ocop.base.calendar import VIETNAM
from ocop.base.digits import plain_number
from ocop.base.errors import InvalidInput, OcopError
from ocop.cases.assignment import Assignment
from ocop.cases.lookup import province_of
from ocop.catalogue.texts import say
from ocop.filing.devices import KnownDevice, code_demanded, know_device, send_code
from ocop.html import (
    ActButton,
    Box,
    Component,
    ErrorSummary,
    Heading,
    Panel,
    Paragraph,
    Problem,
    SmallForm,
    WebPage,
    typed_before,
)
from ocop.http import Reply, Request, home_in, json_reply, keep_device, see_other
from ocop.web.asking import WRONG
from ocop.web.desk import Desk, linked

CODE_FIELD, MINUTE, MARK, SEND = "code", "minute", "mark", "send"
LONGEST_CODE, LONGEST_MARK = 12, 64
LONGEST_MINUTE = 10  # digits; with more a minute lies beyond the year 9999


def explain_code(desk: Desk, request: Request, error: OcopError) -> Reply | None:
    """The page that asks for a code in place of the one that was asked for; what was typed there
    can be sent once more from it. Programs get the problem document.
    """
    if not request.wants_page:
        return None
    holder = linked(desk, request, home_in(request.path).removeprefix("/r/"))
    return _door(desk, request, holder, typed_before(request, error))


def _door(
    desk: Desk, request: Request, holder: Assignment, typed: Sequence[Component] = ()
) -> Reply:
    base = home_in(request.path)
    page = WebPage(
        title=say(request.lang, "devices.title"),
        parts=[
            Heading(title=say(request.lang, "devices.title")),
            Panel(parts=[*_why(request, holder), _send_button(request, base)]),
            *typed,
        ],
    )
    return desk.show(request, page, 403, at=province_of(desk.svc, _province(desk, holder)))


def _why(request: Request, holder: Assignment) -> list[Component]:
    return [
        Paragraph(text=say(request.lang, "devices.why")),
        Paragraph(text=say(request.lang, "devices.where", address=half_hidden(holder.party.email))),
    ]


def _send_button(request: Request, base: str, *, again: bool = False) -> ActButton:
    # What is hidden has to come back: an empty form, as scanners send it, mails nothing.
    return ActButton(
        action=f"{base}/code",
        label=say(request.lang, "devices.send_again" if again else "devices.send"),
        hidden={SEND: "1"},
        tone="plain" if again else "primary",
    )


def half_hidden(email: str) -> str:
    """An address as its owner knows it again, and nobody else learns it: c•••@example.vn."""
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}"


def mail_code(desk: Desk, request: Request, key: str) -> Reply:
    """Mails a code and leads to where it is typed."""
    fields, holder = request.form(), linked(desk, request, key)
    if fields.get(SEND) != "1" and code_demanded(desk.svc, holder):
        return _door(desk, request, holder)
    return see_other(f"/r/{key}/code?{MINUTE}={send_code(desk.svc, holder).minute}")


def show_code(desk: Desk, request: Request, key: str) -> Reply:
    """Asks for the code that was mailed; a link that needs none opens at once."""
    holder, minute = linked(desk, request, key), request.query.get(MINUTE, "")
    if not code_demanded(desk.svc, holder):
        return see_other(f"/r/{key}")
    hidden = {MINUTE: minute[:LONGEST_MINUTE], MARK: token_hex(8)}
    return _ask(desk, request, holder, hidden)


def _ask(
    desk: Desk, request: Request, holder: Assignment, hidden: dict[str, str], wrong: str = ""
) -> Reply:
    lang = request.lang
    title = say(lang, "devices.title")
    summary = [ErrorSummary(problems=[Problem(detail=wrong, target=CODE_FIELD)])] if wrong else []
    page = WebPage(
        title=title,
        wrong=bool(wrong),
        parts=[
            *summary,
            Heading(title=title),
            _form(request, holder, hidden, wrong),
            _send_button(request, home_in(request.path), again=True),
        ],
    )
    status, at = WRONG if wrong else 200, province_of(desk.svc, _province(desk, holder))
    return desk.show(request, page, status, at=at)


def _form(request: Request, holder: Assignment, hidden: dict[str, str], wrong: str) -> SmallForm:
    lang = request.lang
    to, at = half_hidden(holder.party.email), _clock(hidden[MINUTE])
    box = Box(
        id=CODE_FIELD,
        name=CODE_FIELD,
        label=say(lang, "devices.code"),
        hint=say(lang, "devices.code_hint", address=to, at=at),
        error=wrong,
        told_above=True,
        inputmode="numeric",
        autocomplete="one-time-code",
        max_length=LONGEST_CODE,
    )
    return SmallForm(
        action=f"{home_in(request.path)}/device",
        submit=say(lang, "devices.open"),
        boxes=[box],
        hidden=hidden,
    )


def _clock(minute: str) -> str:
    return f"{datetime.fromtimestamp(_number(minute), UTC).astimezone(VIETNAM):%H:%M}"


def _number(text: str) -> int:
    """The minute that a page or a program names; 0, in which no code was mailed, for junk."""
    return plain_number(text, LONGEST_MINUTE) or 0


def let_device_in(desk: Desk, request: Request, key: str) -> Reply:
    """Opens the link on this device for who typed the code, or says what is wrong with it."""
    fields, holder = request.form(), linked(desk, request, key)
    hidden = {name: fields.get(name, "")[:LONGEST_MARK] for name in (MINUTE, MARK)}
    try:
        known = _typed(desk, request, holder, {**hidden, CODE_FIELD: fields.get(CODE_FIELD, "")})
    except InvalidInput as error:
        return _ask(desk, request, holder, hidden, error.errors[0].detail)
    seconds = int((known.until - desk.svc.now()).total_seconds())
    cookie = keep_device(known.owner, known.token, desk.site, seconds)
    return see_other(f"/r/{key}", (cookie,))


def _typed(desk: Desk, request: Request, holder: Assignment, told: dict[str, str]) -> KnownDevice:
    code = "".join(told[CODE_FIELD].split())
    minute, mark = _number(told[MINUTE]), told[MARK] or token_hex(8)
    return know_device(desk.svc, holder, minute, code, mark, lang=request.lang)


def mail_code_by_program(desk: Desk, request: Request, key: str) -> Reply:
    """Mails a code to the link's mailbox; `minute` has to come back with it."""
    holder = linked(desk, request, key)
    request.json()
    return json_reply({MINUTE: str(send_code(desk.svc, holder).minute)}, 202)


def let_program_in(desk: Desk, request: Request, key: str) -> Reply:
    """What a program sends along as `X-Device` from now on, for `{"minute": …, "code": …}`."""
    holder, sent = linked(desk, request, key), request.json()
    told = {name: str(sent.get(name, "")) for name in (MINUTE, CODE_FIELD)}
    known = _typed(desk, request, holder, {**told, MARK: request.idempotency_key})
    return json_reply({"device": known.token, "until": known.until.isoformat()})


def _province(desk: Desk, holder: Assignment) -> str:
    return holder.province or desk.svc.store.case(holder.dossier).province
