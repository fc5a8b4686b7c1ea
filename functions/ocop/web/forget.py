"""Takes an emailed link back from a browser that is not one's own; the mail still opens it."""

from dataclasses import replace

from ocop.base.text import Text, pick
from ocop.html.views_pages import Told
from ocop.http.link_cookies import assignment_in, cookie_name, forgotten, home_in
from ocop.http.reply import Reply
from ocop.http.request import Asked
from ocop.links.tokens import LinkUnknown
from ocop.web.desk import Desk

TITLE: Text = {
    "vi": "Máy này đã quên liên kết",
    "en": "This device has forgotten the link",
}
HOW: Text = {
    "vi": "Người dùng máy sau bạn không mở được hồ sơ nữa. Liên kết trong thư vẫn dùng được.",
    "en": "Whoever uses it next cannot open the case. The link in your mail still works.",
}


def forget(desk: Desk, asked: Asked, **_: str) -> Reply:
    """Takes back the cookie of the link under whose address this stands; nothing is looked up.

    Raises LinkUnknown when there is none.
    """
    asked.form()
    if cookie_name(assignment_in(asked.path)) not in asked.cookies:
        raise LinkUnknown
    shown = desk.show(asked, "told", Told(pick(TITLE, asked.lang), pick(HOW, asked.lang)))
    gone = forgotten(assignment_in(asked.path), home_in(asked.path), desk.site)
    return replace(shown, cookies=gone)
