"""An officer's own account: the second step of the sign-in, and the password."""

from urllib.parse import quote

from ocop.base.errors import InvalidInput, NotSignedIn, WeakPassword
from ocop.base.text import Lang
from ocop.catalogue.messages import problem_text
from ocop.catalogue.texts import say
from ocop.html import (
    Code,
    Component,
    Heading,
    Link,
    Paragraph,
    SmallForm,
    Subheading,
    WebPage,
)
from ocop.http import Reply, Request
from ocop.people.rights import Officer
from ocop.web.asking import WRONG
from ocop.web.office.account_parts import code_box, new_password_box, password_box, refusal_summary
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.officer import SESSION_COOKIE, of_session
from ocop.web.office.sessions import SECURITY, sign_out_everywhere

CODES = f"{SECURITY}/codes"
ISSUER = "Sao Xa OCOP"


def show_security(desk: OfficeDesk, request: Request) -> Reply:
    """The officer's own account: second step and password."""
    return _show(desk, request)


def _show(desk: OfficeDesk, request: Request, wrong: str = "", secret: str = "") -> Reply:
    """The page; `secret` is shown once, to be put into an app."""
    who, lang = desk.who(request, any_step=True), request.lang
    title = say(lang, "accounts.security")
    page = WebPage(
        title=title,
        wrong=bool(wrong),
        parts=[
            *refusal_summary(say(lang, "accounts.not_done"), wrong),
            Heading(title=title),
            Subheading(text=say(lang, "accounts.second_step")),
            *_second_step(desk, request, who, wrong, secret),
            Subheading(text=say(lang, "accounts.change_password")),
            _password_form(lang),
            Paragraph(text="", link=Link(label=say(lang, "accounts.to_worklist"), href="/office")),
        ],
    )
    status = WRONG if wrong else 200
    return desk.show(request, page, status, person=who.person.name, at=who.province)


def _second_step(
    desk: OfficeDesk, request: Request, who: Officer, wrong: str, secret: str
) -> list[Component]:
    lang = request.lang
    if of_session(desk.accounts, request).second_factor:
        on = Paragraph(text=say(lang, "accounts.step_is_on"))
        return [on, Paragraph(text=say(lang, "accounts.phone_lost"), tone="soft")]
    if secret:
        return _setting_up(lang, who, wrong, secret)
    demanded = who.province.asks_second_factor(who.person)
    why = Paragraph(
        text=say(lang, "accounts.step_why"),
        strong=say(lang, "accounts.step_demanded") if demanded else "",
    )
    begin = SmallForm(action=CODES, submit=say(lang, "accounts.begin"), boxed=False)
    return [why, begin]


def _setting_up(lang: Lang, who: Officer, wrong: str, secret: str) -> list[Component]:
    """What to do on the phone, and the field for the first code it makes."""
    here = Link(label=say(lang, "accounts.add_to_app"), href=_app_address(who.person.email, secret))
    return [
        Paragraph(text=say(lang, "accounts.step_1")),
        Paragraph(text=say(lang, "accounts.step_2"), link=here),
        Paragraph(text=say(lang, "accounts.step_2_else")),
        Code(text=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4))),
        Paragraph(text=say(lang, "accounts.step_3")),
        SmallForm(
            action=CODES,
            submit=say(lang, "accounts.turn_on"),
            boxes=[code_box(lang, wrong)],
            hidden={"_secret": secret},
        ),
    ]


def _app_address(email: str, secret: str) -> str:
    """What an app that makes codes reads, when the page is open on the same phone."""
    name = quote(f"{ISSUER}:{email}")
    return f"otpauth://totp/{name}?secret={secret}&issuer={quote(ISSUER)}"


def _password_form(lang: Lang) -> SmallForm:
    return SmallForm(
        action=f"{SECURITY}/password",
        submit=say(lang, "accounts.change_password"),
        boxes=[password_box(lang), new_password_box(lang, id="new")],
        primary=False,
    )


def take_code(desk: OfficeDesk, request: Request) -> Reply:
    """Shows a secret first; with the first code that an app made of it, the second step is on, and
    every session without it over.
    """
    fields, token = request.form(), request.cookies.get(SESSION_COOKIE, "")
    desk.who(request, any_step=True)
    code = "".join(fields.get("code", "").split())
    if not code:
        return _show(desk, request, secret=desk.accounts.start_second_factor(token))
    try:
        desk.accounts.finish_second_factor(token, code)
    except InvalidInput as error:
        secret = "".join(fields.get("_secret", "").split())
        return _show(desk, request, problem_text(error.code, request.lang)[1], secret)
    return sign_out_everywhere(desk, request, "codes")


def change_password(desk: OfficeDesk, request: Request) -> Reply:
    """Changes the password of who is signed in and knows the present one, and ends all sessions
    that were begun with that.
    """
    fields, token = request.form(), request.cookies.get(SESSION_COOKIE, "")
    desk.who(request, any_step=True)
    old, new = fields.get("password", ""), fields.get("new-password", "")
    try:
        desk.accounts.change_password(token, old, new)
    except WeakPassword as weak:
        return _show(desk, request, problem_text(weak.code, request.lang)[1])
    except NotSignedIn:
        return _show(desk, request, say(request.lang, "accounts.password_wrong"))
    return sign_out_everywhere(desk, request, "password")
