"""Words on a page: headings, paragraphs, what to say where nothing is."""

from typing import Literal

from ocop.html.components.links import Link
from ocop.html.view import Component


class Heading(Component):
    """The one heading of a page. `over` stands above it with `over_reference`, or `back` does;
    `byline` and `reference` below.
    """

    title: str
    over: str = ""
    over_reference: str = ""
    back: Link | None = None
    lead: str = ""
    byline: str = ""
    reference: str = ""
    figures: bool = False


class Subheading(Component):
    """A heading inside a page, of level 2 or 3."""

    text: str
    level: Literal[2, 3] = 2


class Paragraph(Component):
    """A paragraph; `link` follows its text, `sign` names an icon before it, `strong` is set after
    it in bold, `aside` in a softer ink.
    """

    text: str
    tone: Literal["", "lead", "soft", "soft small"] = ""
    link: Link | None = None
    sign: str = ""
    strong: str = ""
    aside: str = ""


class Code(Component):
    """Something to copy letter by letter, which no translator may touch."""

    text: str


class Reference(Component):
    """A case's reference, large, to be noted down."""

    text: str


class Empty(Component):
    """Said where a list has nothing in it."""

    text: str
