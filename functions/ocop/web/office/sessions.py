"""Officers' sessions: the door, its second step, the way out, and keeping a session alive."""

from collections.abc import Callable
from dataclasses import replace

from aws_lambda_powertools.shared.cookies import Cookie

from ocop.base.errors import (
    InvalidInput,
    NotSignedIn,
    OcopError,
    SecondFactorNeeded,
    WeakPassword,
)
from ocop.catalogue.messages import problem_text
from ocop.html.typed import typed
from ocop.html.views_office import SignIn, Stage
from ocop.http.reply import Reply, cookie, see_other
from ocop.http.request import Asked
from ocop.web.failures import refused
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.officer import REFRESH_COOKIE, SESSION_COOKIE, Session

HERE = "/office/sign-in"
OFFICE = "/office"
SECURITY = "/office/security"
# Less than the 60 minutes a token is good for: a browser then asks for the next one in time.
SESSION_SECONDS = 55 * 60
REFRESH_SECONDS = 12 * 3600
STAGES: dict[str, Stage] = {"NEW_PASSWORD_REQUIRED": "new-password", "SOFTWARE_TOKEN_MFA": "code"}


def sign_in_page(desk: OfficeDesk, asked: Asked) -> Reply:
    """The officers' door."""
    return desk.show(asked, "sign_in", SignIn(notice=_notice(asked)))


def _notice(asked: Asked) -> str:
    told = {
        "password": {
            "vi": "Đã đặt mật khẩu. Mời ông/bà đăng nhập.",
            "en": "Your password is set. Please sign in.",
        },
        "out": {"vi": "Đã đăng xuất.", "en": "You are signed out."},
    }
    return next((text[asked.lang] for name, text in told.items() if name in asked.query), "")


def sign_in(desk: OfficeDesk, asked: Asked) -> Reply:
    """Opens a session, or asks for what the pool wants besides: a code, a password of one's own."""
    fields = asked.form()
    challenge = fields.get("_challenge", "")
    try:
        session = _answer(desk, challenge, fields)
    except (InvalidInput, WeakPassword) as error:
        state = {name: fields.get(name, "") for name in ("_state", "_challenge", "_user")}
        view = SignIn(STAGES.get(challenge, "password"), fields.get("email", ""), hidden=state)
        problem = problem_text(error.code, asked.lang)[1]
        return desk.show(asked, "sign_in", replace(view, problem=problem), 422)
    except NotSignedIn:
        return _refused(desk, asked, fields.get("email", "").strip())
    if session.token:
        return see_other(OFFICE, session_cookies(desk, session))
    return _next_step(desk, asked, session, fields.get("email", "").strip())


def _answer(desk: OfficeDesk, challenge: str, fields: dict[str, str]) -> Session:
    user, state = fields.get("_user", ""), fields.get("_state", "")
    if challenge == "NEW_PASSWORD_REQUIRED":
        return desk.accounts.choose_password(user, state, fields.get("new-password", ""))
    if challenge == "SOFTWARE_TOKEN_MFA":
        code = "".join(fields.get("code", "").split())
        return desk.accounts.enter_code(user, state, code)
    return desk.accounts.sign_in(fields.get("email", "").strip(), fields.get("password", ""))


def _next_step(desk: OfficeDesk, asked: Asked, session: Session, email: str) -> Reply:
    """Raises NotSignedIn for a step that we have no page for."""
    if session.challenge not in STAGES:
        raise NotSignedIn("sign-in-failed")
    hidden = {"_state": session.state, "_challenge": session.challenge, "_user": session.user}
    view = SignIn(STAGES[session.challenge], email, hidden={**hidden, "email": email})
    return desk.show(asked, "sign_in", view)


def _refused(desk: OfficeDesk, asked: Asked, email: str) -> Reply:
    text = {
        "vi": "Địa chỉ hoặc mật khẩu chưa đúng, hoặc đã quá lâu. Xin thử lại.",
        "en": "The address or the password is not right, or it took too long. Please try again.",
    }
    return desk.show(asked, "sign_in", SignIn(email=email, problem=text[asked.lang]), 422)


def sign_out(desk: OfficeDesk, asked: Asked) -> Reply:
    """Ends the session, here and at the pool: its cookie opens nothing any more."""
    asked.form()
    token = asked.cookies.get(SESSION_COOKIE, "")
    desk.accounts.sign_out(token, asked.cookies.get(REFRESH_COOKIE, ""))
    gone = [
        cookie(name, "", desk.site, 0, path=OFFICE) for name in (SESSION_COOKIE, REFRESH_COOKIE)
    ]
    return see_other(f"{HERE}?out=1", gone)


def session_cookies(desk: OfficeDesk, session: Session) -> list[Cookie]:
    """A session in cookies of the office's pages alone."""
    found = [cookie(SESSION_COOKIE, session.token, desk.site, SESSION_SECONDS, path=OFFICE)]
    if session.refresh:
        more = cookie(REFRESH_COOKIE, session.refresh, desk.site, REFRESH_SECONDS, path=OFFICE)
        found.append(more)
    return found


Answer = Callable[..., Reply]


def kept_alive(answer: Answer) -> Answer:
    """The route, with the session renewed before it where the hour is over but the day is not."""

    def run(desk: OfficeDesk, asked: Asked, **parts: str) -> Reply:
        session = _renewed(desk, asked)
        if session is None:
            return answer(desk, asked, **parts)
        fresh = replace(asked, cookies={**asked.cookies, SESSION_COOKIE: session.token})
        try:
            reply = answer(desk, fresh, **parts)
        except OcopError as error:  # the new tokens have to reach the browser all the same
            reply = refused(asked, error, desk.site)
        return replace(reply, cookies=(*reply.cookies, *session_cookies(desk, session)))

    return run


def _renewed(desk: OfficeDesk, asked: Asked) -> Session | None:
    refresh = asked.cookies.get(REFRESH_COOKIE, "")
    if asked.is_api or not refresh or asked.cookies.get(SESSION_COOKIE):
        return None
    try:
        return desk.accounts.renew(refresh)
    except NotSignedIn:
        return None


def lead_to_the_door(asked: Asked, error: OcopError) -> Reply | None:
    """A page without a session leads to the sign-in, one that wants a second step to that; what was
    typed on it is kept first.
    """
    if isinstance(error, NotSignedIn) and asked.wants_page and not typed(asked, error):
        return see_other(HERE)
    if isinstance(error, SecondFactorNeeded) and asked.wants_page:
        return see_other(SECURITY)
    return None
