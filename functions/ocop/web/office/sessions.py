"""Officers' sessions: the door, its second step, the way out, and keeping a session alive."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from aws_lambda_powertools.shared.cookies import Cookie

from ocop.base.errors import (
    InvalidInput,
    NotSignedIn,
    OcopError,
    SecondFactorNeeded,
    WeakPassword,
)
from ocop.base.text import Lang
from ocop.catalogue.messages import problem_text
from ocop.catalogue.texts import say
from ocop.html import Box, Heading, Link, Notice, Paragraph, SmallForm, WebPage, typed_before
from ocop.http import Answer, Reply, Request, cookie, see_other
from ocop.web.asking import WRONG
from ocop.web.failures import refuse
from ocop.web.office.account_parts import (
    code_box,
    email_box,
    new_password_box,
    password_box,
    refusal_summary,
)
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.officer import REFRESH_COOKIE, SESSION_COOKIE, OfficeSession

SIGN_IN = "/office/sign-in"
SECURITY = "/office/security"
OFFICE_HOME = "/office"
# Less than the 60 minutes a token is good for: a browser then asks for the next one in time.
SESSION_SECONDS = 55 * 60
REFRESH_SECONDS = 12 * 3600
# What the pool may ask for after the password, and the field that answers it.
CHALLENGES: Mapping[str, Callable[[Lang, str], Box]] = {
    "NEW_PASSWORD_REQUIRED": new_password_box,
    "SOFTWARE_TOKEN_MFA": lambda lang, wrong: code_box(
        lang, wrong, say(lang, "accounts.code_hint")
    ),
}


def show_sign_in(desk: OfficeDesk, request: Request) -> Reply:
    """The officers' door."""
    return desk.show(request, _door(request.lang, news=_news(request)))


def _news(request: Request) -> list[Notice]:
    told = {
        "password": "accounts.password_set",
        "codes": "accounts.codes_on",
        "out": "accounts.signed_out",
    }
    return [
        Notice(tone="good", sign="check", text=say(request.lang, name))
        for query, name in told.items()
        if query in request.query
    ][:1]


def _door(lang: Lang, email: str = "", wrong: str = "", news: Sequence[Notice] = ()) -> WebPage:
    """The page that asks for address and password."""
    forgotten = Link(label=say(lang, "accounts.forgotten_or_expired"), href="/office/forgotten")
    boxes = [email_box(lang, email, wrong), password_box(lang)]
    ways = [Paragraph(text="", link=forgotten)]
    return _page(lang, wrong, SmallForm(action=SIGN_IN, submit="", boxes=boxes), news, ways)


def _step(lang: Lang, challenge: str, hidden: Mapping[str, str], wrong: str = "") -> WebPage:
    """The page that asks for what the pool wants besides: a code, a password of one's own."""
    box = CHALLENGES[challenge](lang, wrong)
    return _page(lang, wrong, SmallForm(action=SIGN_IN, submit="", boxes=[box], hidden=hidden))


def _page(
    lang: Lang,
    wrong: str,
    form: SmallForm,
    news: Sequence[Notice] = (),
    ways: Sequence[Paragraph] = (),
) -> WebPage:
    title = say(lang, "accounts.title")
    return WebPage(
        title=title,
        wrong=bool(wrong),
        parts=[
            *refusal_summary(say(lang, "accounts.not_signed_in"), wrong),
            *news,
            Heading(title=title),
            form.but(submit=say(lang, "accounts.sign_in")),
            *ways,
            Paragraph(text=say(lang, "accounts.no_account_needed"), tone="soft"),
        ],
    )


def sign_in(desk: OfficeDesk, request: Request) -> Reply:
    """Opens a session, or asks for what the pool wants besides: a code, a password of one's own."""
    fields = request.form()
    challenge, email = fields.get("_challenge", ""), fields.get("email", "").strip()
    try:
        session = _answer(desk, challenge, fields)
    except (InvalidInput, WeakPassword) as error:
        wrong = problem_text(error.code, request.lang)[1]
        return desk.show(request, _again(request.lang, challenge, fields, wrong), WRONG)
    except NotSignedIn:
        wrong = say(request.lang, "accounts.sign_in_failed")
        return desk.show(request, _door(request.lang, email, wrong), WRONG)
    if session.token:
        return see_other(OFFICE_HOME, session_cookies(desk, session))
    return _next_step(desk, request, session, email)


def _again(lang: Lang, challenge: str, fields: Mapping[str, str], wrong: str) -> WebPage:
    """The step that was answered wrongly, once more."""
    if challenge not in CHALLENGES:
        return _door(lang, fields.get("email", ""), wrong)
    state = {name: fields.get(name, "") for name in ("_state", "_challenge", "_user")}
    return _step(lang, challenge, state, wrong)


def _answer(desk: OfficeDesk, challenge: str, fields: dict[str, str]) -> OfficeSession:
    user, state = fields.get("_user", ""), fields.get("_state", "")
    if challenge == "NEW_PASSWORD_REQUIRED":
        return desk.accounts.choose_password(user, state, fields.get("new-password", ""))
    if challenge == "SOFTWARE_TOKEN_MFA":
        code = "".join(fields.get("code", "").split())
        return desk.accounts.enter_code(user, state, code)
    return desk.accounts.sign_in(fields.get("email", "").strip(), fields.get("password", ""))


def _next_step(desk: OfficeDesk, request: Request, session: OfficeSession, email: str) -> Reply:
    """Raises NotSignedIn for a step that we have no page for."""
    if session.challenge not in CHALLENGES:
        raise NotSignedIn("sign-in-failed")
    hidden = {"_state": session.state, "_challenge": session.challenge, "_user": session.user}
    page = _step(request.lang, session.challenge, {**hidden, "email": email})
    return desk.show(request, page)


def sign_out(desk: OfficeDesk, request: Request) -> Reply:
    """Ends the session, here and at the pool: its cookie opens nothing any more."""
    request.form()
    token = request.cookies.get(SESSION_COOKIE, "")
    desk.accounts.sign_out(token, request.cookies.get(REFRESH_COOKIE, ""))
    return _to_the_door(desk, "out")


def sign_out_everywhere(desk: OfficeDesk, request: Request, news: str) -> Reply:
    """Ends all sessions of who is signed in, since what opens the door has changed: whoever else
    holds one has it no longer. The door tells the `news`.
    """
    desk.accounts.sign_out(request.cookies.get(SESSION_COOKIE, ""), "")
    return _to_the_door(desk, news)


def _to_the_door(desk: OfficeDesk, news: str) -> Reply:
    taken_back = [
        cookie(name, "", desk.site, 0, path=OFFICE_HOME)
        for name in (SESSION_COOKIE, REFRESH_COOKIE)
    ]
    return see_other(f"{SIGN_IN}?{news}=1", taken_back)


def session_cookies(desk: OfficeDesk, session: OfficeSession) -> list[Cookie]:
    """A session in cookies of the office's pages alone."""
    cookies = [cookie(SESSION_COOKIE, session.token, desk.site, SESSION_SECONDS, path=OFFICE_HOME)]
    if session.refresh:
        more = cookie(REFRESH_COOKIE, session.refresh, desk.site, REFRESH_SECONDS, path=OFFICE_HOME)
        cookies.append(more)
    return cookies


def kept_alive(handler: Answer) -> Answer:
    """The route, with the session renewed before it where the hour is over but the day is not."""

    def run(desk: OfficeDesk, request: Request, **parts: str) -> Reply:
        session = _renewed(desk, request)
        if session is None:
            return handler(desk, request, **parts)
        fresh = replace(request, cookies={**request.cookies, SESSION_COOKIE: session.token})
        try:
            reply = handler(desk, fresh, **parts)
        except OcopError as error:  # the new tokens have to reach the browser all the same
            reply = refuse(request, error, desk.site)
        return replace(reply, cookies=(*reply.cookies, *session_cookies(desk, session)))

    return run


def _renewed(desk: OfficeDesk, request: Request) -> OfficeSession | None:
    refresh = request.cookies.get(REFRESH_COOKIE, "")
    if request.is_api or not refresh or request.cookies.get(SESSION_COOKIE):
        return None
    try:
        return desk.accounts.renew(refresh)
    except NotSignedIn:
        return None


def lead_to_the_door(request: Request, error: OcopError) -> Reply | None:
    """A page without a session leads to the sign-in, one that wants a second step to that; what was
    typed on it is kept first.
    """
    if isinstance(error, NotSignedIn) and request.wants_page and not typed_before(request, error):
        return see_other(SIGN_IN)
    if isinstance(error, SecondFactorNeeded) and request.wants_page:
        return see_other(SECURITY)
    return None
