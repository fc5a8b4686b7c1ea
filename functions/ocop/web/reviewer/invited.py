"""Behind the link of an invitation: what one is invited to, and the answer, without signing in."""

from ocop.base.errors import InvalidInput
from ocop.base.moment import local_date, show_date
from ocop.base.text import pick
from ocop.cases.inviting import (
    INVITED_DOOR,
    GuestInvitation,
    answer_invitation,
    invitation_behind,
)
from ocop.catalogue.texts import say
from ocop.html import (
    Box,
    Component,
    FactLine,
    Facts,
    FieldChoice,
    Heading,
    Notice,
    Panel,
    SmallForm,
    WebPage,
)
from ocop.http import Reply, Request, cookie, is_link_key, see_other
from ocop.links.tokens import LinkUnknown, open_token
from ocop.registers.inviting import GuestAnswer
from ocop.web.asking import WRONG
from ocop.web.desk import Desk

GUEST_COOKIE, GUEST_SECONDS = "i_", 60 * 86_400
GUEST_REPLY, GUEST_NOTE = "reply", "reason"


def show_invitation(desk: Desk, request: Request, place: str, key: str) -> Reply:
    """A link from a mail, whose secret moves into a cookie, or the page it leads to."""
    if not (place.isascii() and place.isalnum()):
        raise LinkUnknown  # before it stands in the path of a cookie
    if key.startswith("v1."):
        link = open_token(key, desk.svc.keys())
        home = f"{INVITED_DOOR}{place}/{link.dossier}-{link.assignment}"
        held = cookie(_cookie_of(home), key, desk.site, GUEST_SECONDS, path=home)
        return see_other(home, (held,))
    return _show(desk, request, _opened(desk, request, place, key))


def take_answer(desk: Desk, request: Request, place: str, key: str) -> Reply:
    """Keeps the answer, or asks again."""
    invitation = _opened(desk, request, place, key)
    fields = request.form()
    given, note = fields.get(GUEST_REPLY, ""), fields.get(GUEST_NOTE, "")
    told = GuestAnswer(given, note, local_date(desk.svc.now()), request.lang)
    try:
        answer_invitation(desk.svc, invitation, told)
    except InvalidInput as error:
        return _show(desk, request, invitation, error, (given, note))
    return see_other(f"{request.path}?kept=1")


def _opened(desk: Desk, request: Request, place: str, key: str) -> GuestInvitation:
    """The invitation that an address names, opened by the token in its cookie."""
    if not is_link_key(key):
        raise LinkUnknown
    token = request.cookies.get(_cookie_of(request.path), "")
    found = invitation_behind(desk.svc, place, token)
    if found.record.id != key.partition("-")[0]:
        raise LinkUnknown
    return found


def _cookie_of(home: str) -> str:
    return f"{GUEST_COOKIE}{home.rpartition('-')[2]}"


def _show(
    desk: Desk,
    request: Request,
    found: GuestInvitation,
    wrong: InvalidInput | None = None,
    typed: tuple[str, str] = ("", ""),
) -> Reply:
    lang, event = request.lang, found.event
    title = say(lang, "invitations.guest_title", event=event.record.name)
    unit = pick(found.province.unit_name(event.record.unit), lang)
    lead = say(lang, "invitations.guest_lead", unit=unit, guest=found.guest)
    parts: list[Component] = [
        Heading(title=title, lead=lead),
        *_news(request, found, wrong),
        Panel(parts=[Facts(facts=_facts(request, found))]),
        _form(request, found, wrong, typed),
    ]
    page = WebPage(title=title, wrong=wrong is not None, parts=parts)
    return desk.show(request, page, WRONG if wrong else 200, at=found.province)


def _news(request: Request, found: GuestInvitation, wrong: InvalidInput | None) -> list[Component]:
    lang = request.lang
    if wrong:
        title = say(lang, "invitations.not_kept")
        return [Notice(tone="bad", title=title, text=wrong.errors[0].detail)]
    if "kept" not in request.query:
        return []
    day = show_date(found.event.last, lang)
    return [Notice(tone="good", title=say(lang, "invitations.thanks", day=day))]


def _facts(request: Request, found: GuestInvitation) -> list[FactLine]:
    lang, event, rule = request.lang, found.event, found.event.rule
    facts = [FactLine(label=say(lang, "invitations.event_days"), value=event.days(lang))]
    if event.place:
        facts.append(FactLine(label=say(lang, "invitations.place"), value=event.place))
    given = rule.told(found.record, rule.answer)
    if given != rule.waits:
        words = pick(rule.kept_in.fields[rule.answer].choices[given], lang)
        facts.append(FactLine(label=say(lang, "invitations.now"), value=words))
    return facts


def _form(
    request: Request, found: GuestInvitation, wrong: InvalidInput | None, typed: tuple[str, str]
) -> SmallForm:
    lang, rule = request.lang, found.event.rule
    own = (rule.told(found.record, rule.answer), rule.told(found.record, rule.reason))
    given, note = typed if wrong else own
    titles = rule.kept_in.fields[rule.answer].choices
    choices = [FieldChoice(value="", label=say(lang, "invitations.choose"))] + [
        FieldChoice(value=one, label=pick(titles[one], lang), chosen=one == given)
        for one in (rule.comes, rule.stays)
    ]
    question, words = say(lang, "invitations.your_answer"), say(lang, "invitations.reason")
    boxes = [
        Box(
            id=GUEST_REPLY, name=GUEST_REPLY, type="select", label=question, choices=tuple(choices)
        ),
        Box(id=GUEST_NOTE, name=GUEST_NOTE, type="long", label=words, value=note),
    ]
    submit = say(lang, "invitations.send_answer")
    return SmallForm(action=request.path, submit=submit, boxes=boxes)
