"""Ways to other pages."""

from collections.abc import Sequence

from ocop.html.view import Component, View


class Link(View):
    """A way to another page; `sign` names an icon, `primary` is the one to follow next."""

    label: str
    href: str
    note: str = ""
    sign: str = ""
    primary: bool = False


class LinkRow(Component):
    """Links as buttons, side by side where there is room; `target` is the window they open in."""

    links: Sequence[Link]
    target: str = ""


class Card(View):
    """One entry of a list of cards: a form, a product, a page; `picture` is the address of one that
    shows what `shows` says.
    """

    title: str
    href: str
    note: str = ""
    meta: str = ""
    stars: int = 0
    sign: str = ""
    picture: str = ""
    shows: str = ""


class Cards(Component):
    """A list of cards; `empty` is said where there is none."""

    cards: Sequence[Card]
    empty: str = ""


class Tab(View):
    """One view of a list with how many rows it has."""

    label: str
    href: str
    count: int
    chosen: bool = False


class Tabs(Component):
    """Views of one list, side by side; `label` says what for."""

    tabs: Sequence[Tab]
    label: str


class Pager(Component):
    """The way on in a long list: `more` leads to the next part, `first` back to its beginning."""

    more: str = ""
    first: str = ""
