"""The page of an idea, the one form that needs no link."""

from dataclasses import replace

from ocop.base.errors import InvalidInput, KeyReused, NotFound, TooMany
from ocop.base.hashing import short_id
from ocop.base.text import Text, pick
from ocop.cases.questions import open_question
from ocop.filing.idea import FORM, submit_idea
from ocop.forms.serve import Served
from ocop.html.formpage import Filling, again, key_of, sent
from ocop.html.parse import Posted
from ocop.html.views import Link, Notice
from ocop.html.views_pages import FormPage
from ocop.http.problem import headers_of, problem
from ocop.http.reply import Reply, cookie
from ocop.http.request import Asked
from ocop.people.province import Province
from ocop.web.desk import Desk, say
from ocop.web.public import received
from ocop.web.reading.reading import steps

LAST = "idea"  # the cookie with the key of the idea that this browser sent last
HOUR_SECONDS = 3600
NEW = "_new"
ANEW: Text = {"vi": "Gửi thành ý tưởng mới", "en": "Send as a new idea"}
RECEIPT: Text = {"vi": "Xem biên nhận của ý tưởng đã gửi", "en": "See the first idea’s receipt"}
CHANGED: Text = {"vi": "Ý tưởng trước đã được nhận", "en": "Your first idea has arrived"}
CHANGED_HOW: Text = {
    "vi": "Bạn đã gửi ý tưởng này rồi (mã hồ sơ {reference}), sau đó quay lại và sửa. Muốn sửa ý "
    "tưởng đã gửi, xin mở liên kết trong thư. Nếu đây là sản phẩm khác, bấm “{anew}”.",
    "en": "You sent this idea already (reference {reference}), then came back and changed it. To "
    "correct it, open the link in our mail. If this is another product, press “{anew}”.",
}


def idea_page(desk: Desk, asked: Asked) -> Reply:
    """The one form that needs no link: registering an idea."""
    return _show_idea(desk, asked, Filling(_idea(desk, asked), _idea_action(asked)))


def file_idea(desk: Desk, asked: Asked) -> Reply:
    """Files an idea from its page, or shows the page again with what is wrong with it.

    Sent again it leads to the first receipt; changed and sent again it is asked what is meant.
    """
    province, served = desk.province(asked), _idea(desk, asked)
    form = sent(asked, served)
    shown = Filling(served, _idea_action(asked), form.data, rows=form.rows, hidden=_again(form))
    if form.adds_rows:
        return _show_idea(desk, asked, shown)
    key = _key(desk, asked, province, form)
    try:
        receipt = submit_idea(desk.svc, province, form.data, asked.lang, key, client=asked.address)
    except InvalidInput as error:
        return _show_idea(desk, asked, replace(shown, errors=error.errors), status=422)
    except KeyReused:
        anew = pick(ANEW, asked.lang)
        other = replace(shown, hidden={NEW: "1"}, submit=anew)
        told = _changed(desk, asked, province, key)
        return _show_idea(desk, asked, other, told, status=409)
    except TooMany as error:
        return _not_now(desk, asked, shown, error)
    sent_last = cookie(LAST, key, desk.site, HOUR_SECONDS, path=f"/forms/{FORM}")
    return received.after(desk, receipt, sent_last)


def _not_now(desk: Desk, asked: Asked, shown: Filling, error: TooMany) -> Reply:
    """The page again, with all that was typed, saying from when on it will be taken."""
    told = problem(error, asked.lang)
    notice = Notice("bad", told["title"], told["detail"])
    reply = _show_idea(desk, asked, shown, notice, status=429)
    return replace(reply, headers={**reply.headers, **headers_of(error)})


def _again(form: Posted) -> dict[str, str]:
    return {**again(form), **({NEW: "1"} if NEW in form.hidden else {})}


def _key(desk: Desk, asked: Asked, province: Province, form: Posted) -> str:
    """The page's key, but for the last idea's once more: a browser that goes back gets a page with
    a fresh one, and a correction must not become a second case unasked.
    """
    own, last = key_of(form), asked.cookies.get(LAST, "")
    if not last or NEW in form.hidden:
        return own
    try:
        first = desk.svc.store.case(short_id(FORM, province.code, last))
    except NotFound:
        return own
    told = (form.data.get("product_name"), form.data.get("email"))
    return last if told == (first.subject.product, first.party.email) else own


def _changed(desk: Desk, asked: Asked, province: Province, key: str) -> Notice:
    """Back, a correction, send: the first idea has arrived, and its mail leads to it."""
    first = desk.svc.store.case(short_id(FORM, province.code, key)).reference
    told = say(asked.lang)(CHANGED_HOW, reference=first, anew=pick(ANEW, asked.lang))
    link = Link(pick(RECEIPT, asked.lang), f"/received/{first}")
    return Notice("info", pick(CHANGED, asked.lang), told, link=link)


def _idea(desk: Desk, asked: Asked) -> Served:
    return open_question(desk.svc, lambda: desk.province(asked), FORM).serve(asked.lang)


def _idea_action(asked: Asked) -> str:
    province = asked.query.get("province", "")
    return f"/forms/{FORM}?province={province}" if province.isalnum() else f"/forms/{FORM}"


def _show_idea(
    desk: Desk, asked: Asked, filling: Filling, notice: Notice | None = None, status: int = 200
) -> Reply:
    view = FormPage(steps(2, asked.lang), filling.view(), notice)
    return desk.show(asked, "form_page", view, status)
