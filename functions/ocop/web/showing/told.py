"""A page that says that something has been done."""

from collections.abc import Sequence

from ocop.html import Heading, Link, LinkRow, Notice, WebPage


def tell(title: str, text: str, points: Sequence[str] = (), links: Sequence[Link] = ()) -> WebPage:
    """The page: what has been done, what follows from it, and ways on."""
    rows = [LinkRow(links=links)] if links else []
    notice = Notice(tone="good", text=text, points=points)
    return WebPage(title=title, parts=[Heading(title=title), notice, *rows])
