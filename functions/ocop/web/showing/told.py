"""A page that says that something has been done."""

from collections.abc import Sequence

from ocop.html.components.links import Link, LinkRow
from ocop.html.components.notices import Notice
from ocop.html.components.prose import Heading
from ocop.html.web_page import WebPage


def tell(title: str, text: str, points: Sequence[str] = (), links: Sequence[Link] = ()) -> WebPage:
    """The page: what has been done, what follows from it, and ways on."""
    rows = [LinkRow(links=links)] if links else []
    notice = Notice(tone="good", text=text, points=points)
    return WebPage(title=title, parts=[Heading(title=title), notice, *rows])
