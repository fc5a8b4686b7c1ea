"""Parts that hold other parts."""

from collections.abc import Sequence

from ocop.html.components.links import Link
from ocop.html.view import Component


class Panel(Component):
    """A sheet of paper on the page."""

    parts: Sequence[Component]
    title: str = ""


class Folded(Component):
    """Parts that open when asked for; on a sheet of their own where `boxed`."""

    title: str
    parts: Sequence[Component]
    open: bool = False
    boxed: bool = True


class Split(Component):
    """A main column and a narrow one beside it, which is named for readers of the page aloud."""

    main: Sequence[Component]
    aside: Sequence[Component]
    label: str


class Hero(Component):
    """The green field at the top of the home page."""

    title: str
    lead: str
    links: Sequence[Link]
