"""The mailbox page: what everybody's mailbox would hold, on one machine."""

import json
from datetime import datetime
from html import escape

from infra.local.clock import VIETNAM
from infra.local.mail import Mail, MailArchive

Page = tuple[int, str, bytes]  # status, content type, body
HTML = "text/html; charset=utf-8"
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color:#1d2520;background:#fbfaf6}
a{color:#2f6b3a}table{border-collapse:collapse;width:100%}
td{padding:.5rem .75rem .5rem 0;border-top:1px solid #ddd;vertical-align:top}
iframe{width:100%;height:40rem;border:1px solid #ccc;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #ccc;padding:1rem;background:#fff}
time,.to{color:#566;font-size:.9rem}
@media(max-width:40rem){td{display:block;padding:.125rem 0;border:0}
tr{display:block;padding:.75rem 0;border-top:1px solid #ddd}.to{overflow-wrap:anywhere}}
"""


def mailbox_page(path: str, archive: MailArchive) -> Page:
    """The list at /mailbox, a message at /mailbox/ID, everything at /mailbox.json."""
    if path == "/mailbox.json":
        everything = json.dumps(archive.newest_first(), ensure_ascii=False)
        return 200, "application/json", everything.encode()
    if path.rstrip("/") == "/mailbox":
        return 200, HTML, _list(archive.newest_first())
    mail = archive.get(path.removeprefix("/mailbox/"))
    if mail is None:
        return 404, HTML, _page("Không có thư này", "<p><a href=/mailbox>Hộp thư</a></p>")
    return 200, HTML, _message(mail)


def _list(mails: list[Mail]) -> bytes:
    rows = "".join(
        f"<tr><td><time>{_shown(mail)}</time><td class=to>{_people(mail)}"
        f"<td><a href='/mailbox/{escape(mail['id'])}'>{escape(mail['subject'])}</a>"
        for mail in mails
    )
    note = f"<p>{len(mails)} thư đã gửi; chúng chỉ nằm trên máy này.</p>"
    return _page("Hộp thư", f"{note}<table>{rows}</table>")


def _message(mail: Mail) -> bytes:
    # A message is shown as a mail program would: no scripts, links open beside it.
    document = f'<base target="_blank">{mail["html"]}'
    return _page(
        mail["subject"],
        f"<p class=to>{escape(mail['sender'])} → {_people(mail)} · <time>{_shown(mail)}</time></p>"
        f"<iframe title='HTML' sandbox='allow-popups allow-popups-to-escape-sandbox'"
        f' srcdoc="{escape(document)}"></iframe>'
        f"<pre>{_linked(mail['text'])}</pre><p><a href=/mailbox>Hộp thư</a></p>",
    )


def _linked(text: str) -> str:
    words = escape(text).split(" ")
    lines = " ".join(words).split("\n")
    return "\n".join(
        f"<a href='{line.strip()}'>{line}</a>" if line.strip().startswith("http") else line
        for line in lines
    )


def _people(mail: Mail) -> str:
    return escape(", ".join(mail["to"]))


def _shown(mail: Mail) -> str:
    return datetime.fromisoformat(mail["time"]).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def _page(title: str, body: str) -> bytes:
    return (
        "<!doctype html><html lang=vi><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'>"
        "<link rel=icon href=/assets/icon.svg type=image/svg+xml>"
        f"<title>{escape(title)}</title><style>{STYLE}</style><h1>{escape(title)}</h1>{body}"
    ).encode()
