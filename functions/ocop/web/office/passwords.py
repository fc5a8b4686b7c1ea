"""Officers' passwords and second step: forgotten, set by a mailed link, changed, made safer."""

from urllib.parse import quote

from ocop.base.errors import InvalidInput, LinkDead, NotSignedIn, OcopError, WeakPassword
from ocop.catalogue.messages import problem_text
from ocop.html.views_office import Forgotten, NewPassword, Security
from ocop.http.reply import Reply, see_other
from ocop.http.request import Asked
from ocop.links.tokens import LinkUnknown
from ocop.setup.accounts import ask_new_password, password_account, set_password
from ocop.web.office import sessions
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.officer import SESSION_COOKIE, of_session

FORGOTTEN = "/office/forgotten"
ISSUER = "Sao Xa OCOP"


def forgotten_page(desk: OfficeDesk, asked: Asked) -> Reply:
    """Asks for the address to which the way back is mailed."""
    return desk.show(asked, "forgotten", Forgotten(sent="sent" in asked.query))


def forgotten(desk: OfficeDesk, asked: Asked) -> Reply:
    """Mails the way back; says the same whether there is such an account or not."""
    ask_new_password(desk.svc, asked.form().get("email", ""))
    return see_other(f"{FORGOTTEN}?sent=1")


def password_page(desk: OfficeDesk, asked: Asked, token: str) -> Reply:
    """Where a mailed link leads: one field for a password of one's own."""
    try:
        account = password_account(desk.svc, token)
    except (LinkDead, LinkUnknown) as dead:
        return _dead(desk, asked, dead)
    return desk.show(asked, "new_password", NewPassword(asked.path, account.email))


def password(desk: OfficeDesk, asked: Asked, token: str) -> Reply:
    """Sets the password; the link is used up."""
    chosen = asked.form().get("new-password", "")
    try:
        account = password_account(desk.svc, token)
        set_password(desk.svc, desk.directory, token, chosen)
    except (LinkDead, LinkUnknown) as dead:
        return _dead(desk, asked, dead)
    except WeakPassword as weak:
        view = NewPassword(asked.path, account.email, problem_text(weak.code, asked.lang)[1])
        return desk.show(asked, "new_password", view, 422)
    return see_other(f"{sessions.HERE}?password=1")


def _dead(desk: OfficeDesk, asked: Asked, dead: OcopError) -> Reply:
    """A link that opens nothing leads on to a new mail."""
    status = 404 if isinstance(dead, LinkUnknown) else 410
    return desk.show(asked, "forgotten", Forgotten(dead=True), status)


def security_page(desk: OfficeDesk, asked: Asked) -> Reply:
    """The officer's own account: second step and password."""
    return _security(desk, asked)


def _security(desk: OfficeDesk, asked: Asked, problem: str = "", secret: str = "") -> Reply:
    who = desk.who(asked, any_step=True)
    view = Security(
        on=of_session(desk.accounts, asked).second_factor,
        demanded=who.province.asks_second_factor(who.person),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        address=_address(who.person.email, secret) if secret else "",
        problem=problem,
        done=next((name for name in ("codes", "password") if name in asked.query), ""),
    )
    status = 422 if problem else 200
    return desk.show(asked, "security", view, status, person=who.person.name, at=who.province)


def _address(email: str, secret: str) -> str:
    """What an app that makes codes reads, when the page is open on the same phone."""
    name = quote(f"{ISSUER}:{email}")
    return f"otpauth://totp/{name}?secret={secret}&issuer={quote(ISSUER)}"


def second_factor(desk: OfficeDesk, asked: Asked) -> Reply:
    """Shows a secret first; with the first code that an app made of it, the second step is on."""
    fields, token = asked.form(), asked.cookies.get(SESSION_COOKIE, "")
    desk.who(asked, any_step=True)
    code = "".join(fields.get("code", "").split())
    if not code:
        return _security(desk, asked, secret=desk.accounts.start_second_factor(token))
    try:
        desk.accounts.finish_second_factor(token, code)
    except InvalidInput as wrong:
        secret = "".join(fields.get("_secret", "").split())
        return _security(desk, asked, problem_text(wrong.code, asked.lang)[1], secret)
    return see_other(f"{sessions.SECURITY}?codes=1")


def change_password(desk: OfficeDesk, asked: Asked) -> Reply:
    """Changes the password of who is signed in and knows the present one."""
    fields, token = asked.form(), asked.cookies.get(SESSION_COOKIE, "")
    desk.who(asked, any_step=True)
    try:
        desk.accounts.change_password(
            token, fields.get("password", ""), fields.get("new-password", "")
        )
    except WeakPassword as weak:
        return _security(desk, asked, problem_text(weak.code, asked.lang)[1])
    except NotSignedIn:
        wrong = {"vi": "Mật khẩu hiện tại chưa đúng.", "en": "The present password is not right."}
        return _security(desk, asked, wrong[asked.lang])
    return see_other(f"{sessions.SECURITY}?password=1")
