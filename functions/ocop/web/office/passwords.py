"""Officers' passwords: forgotten, and set by a mailed link."""

from ocop.base.errors import LinkDead, OcopError, WeakPassword
from ocop.base.text import Lang
from ocop.catalogue.messages import problem_text
from ocop.catalogue.texts import say
from ocop.html import Box, Heading, Link, Notice, Paragraph, SmallForm, WebPage
from ocop.http import Reply, Request, see_other
from ocop.links.tokens import LinkUnknown
from ocop.setup.accounts import ask_new_password, password_account, set_password
from ocop.web.asking import WRONG
from ocop.web.office.account_parts import email_box, new_password_box, refusal_summary
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.sessions import SIGN_IN

FORGOTTEN = "/office/forgotten"


def show_forgotten(desk: OfficeDesk, request: Request) -> Reply:
    """Asks for the address to which the way back is mailed."""
    sent = "sent" in request.query
    return desk.show(request, _sent(request.lang) if sent else _forgotten(request.lang))


def mail_new_password(desk: OfficeDesk, request: Request) -> Reply:
    """Mails the way back; says the same whether there is such an account or not."""
    ask_new_password(desk.svc, request.form().get("email", ""))
    return see_other(f"{FORGOTTEN}?sent=1")


def _sent(lang: Lang) -> WebPage:
    return WebPage(
        title=say(lang, "accounts.forgotten"),
        parts=[
            Heading(title=say(lang, "accounts.see_mail")),
            Notice(tone="good", sign="check", text=say(lang, "accounts.mail_sent")),
            Paragraph(text=say(lang, "accounts.no_mail")),
            _back(lang),
        ],
    )


def _forgotten(lang: Lang, *news: Notice) -> WebPage:
    title = say(lang, "accounts.forgotten")
    form = SmallForm(
        action=FORGOTTEN,
        submit=say(lang, "accounts.send_link"),
        boxes=[email_box(lang, hint=say(lang, "accounts.send_link_hint"))],
    )
    return WebPage(title=title, parts=[*news, Heading(title=title), form, _back(lang)])


def _back(lang: Lang) -> Paragraph:
    return Paragraph(text="", link=Link(label=say(lang, "accounts.to_sign_in"), href=SIGN_IN))


def show_password(desk: OfficeDesk, request: Request, token: str) -> Reply:
    """Where a mailed link leads: one field for a password of one's own."""
    try:
        account = password_account(desk.svc, token)
    except (LinkDead, LinkUnknown) as dead:
        return _dead(desk, request, dead)
    return desk.show(request, _password_page(request, account.email))


def take_password(desk: OfficeDesk, request: Request, token: str) -> Reply:
    """Sets the password; the link is used up."""
    password = request.form().get("new-password", "")
    try:
        account = password_account(desk.svc, token)
        set_password(desk.svc, desk.directory, token, password)
    except (LinkDead, LinkUnknown) as dead:
        return _dead(desk, request, dead)
    except WeakPassword as weak:
        wrong = problem_text(weak.code, request.lang)[1]
        return desk.show(request, _password_page(request, account.email, wrong), WRONG)
    return see_other(f"{SIGN_IN}?password=1")


def _password_page(request: Request, email: str, wrong: str = "") -> WebPage:
    lang = request.lang
    title = say(lang, "accounts.choose_password")
    address = Box(
        id="email",
        name="",
        type="email",
        label=say(lang, "accounts.email"),
        value=email,
        autocomplete="username",
        readonly=True,
    )
    boxes = [address, new_password_box(lang, wrong)]
    form = SmallForm(action=request.path, submit=title, boxes=boxes)
    news = refusal_summary(say(lang, "accounts.password_not_set"), wrong)
    return WebPage(title=title, wrong=bool(wrong), parts=[*news, Heading(title=title), form])


def _dead(desk: OfficeDesk, request: Request, dead: OcopError) -> Reply:
    """A link that opens nothing leads on to a new mail."""
    title, text = say(request.lang, "accounts.dead"), say(request.lang, "accounts.dead_how")
    page = _forgotten(request.lang, Notice(tone="bad", title=title, text=text))
    return desk.show(request, page, 404 if isinstance(dead, LinkUnknown) else 410)
