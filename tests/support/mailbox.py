"""Reading a mail as its recipient does."""

import re
from html.parser import HTMLParser

_LINK = re.compile(r"https?://\S+")
_WITHOUT_END = frozenset({"meta", "br"})


def mail_links(text: str) -> list[str]:
    """The links of a mail's plain part, in order; each stands alone on its line.

    The link to act with comes last.
    """
    return [line for line in text.splitlines() if _LINK.fullmatch(line)]


class HtmlPart(HTMLParser):
    """The HTML part of a mail: its links, and the words a reader sees, by element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang = ""
        self.tags: list[str] = []
        self.hrefs: list[str] = []
        self.seen: list[tuple[str, str]] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.lang = self.lang or values.get("lang") or ""
        if tag == "a":
            self.hrefs.append(values.get("href") or "")
        if tag not in _WITHOUT_END:
            hidden = tag == "head" or "display:none" in (values.get("style") or "")
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        if opened != tag:
            raise ValueError(f"</{tag}> closes <{opened}>")

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(hidden for _, hidden in self._open):
            self.seen.append((self._open[-1][0], data))

    def words(self, *, without: tuple[str, ...] = ()) -> list[str]:
        """All visible words, in order, but those of some elements."""
        return [word for tag, data in self.seen if tag not in without for word in data.split()]
