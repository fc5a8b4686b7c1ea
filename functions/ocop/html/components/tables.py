"""Lists with columns: worklists, registers, reports; and the bar that narrows them."""

from collections.abc import Mapping, Sequence
from typing import Literal

from ocop.html.components.links import Link
from ocop.html.components.progress import Due
from ocop.html.view import Component, View

Order = Literal["", "ascending", "descending"]


class TableColumn(View):
    """A column; `href` sorts the table by it, `order` says how it is sorted now."""

    title: str
    href: str = ""
    order: Order = ""
    figures: bool = False


class TableCell(View):
    """What a row says in one column: text, a note below it, a closing time, stars, ways to go."""

    text: str = ""
    note: str = ""
    reference: str = ""
    due: Due | None = None
    stars: int = 0
    links: Sequence[Link] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: a phone then leaves its column's name out, too."""
        said = (self.text, self.note, self.reference, self.due, self.stars, self.links)
        return not any(said)


class TableRow(View):
    """A row; its first cell leads to `href`."""

    cells: Sequence[TableCell]
    href: str = ""


class Table(Component):
    """A list with columns: a table at a desk, on a phone a block for each row. `caption` names it
    for readers of the page aloud, `empty` is said where there is no row.
    """

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[TableRow]
    empty: str


class Option(View):
    """One value of a filter."""

    value: str
    label: str
    chosen: bool = False


class Filter(View):
    """A choice that narrows a list; `name` is its place in the address. Without `any` one of the
    options has to be chosen.
    """

    name: str
    label: str
    options: Sequence[Option]
    any: bool = True


class Filters(Component):
    """The bar above a list: search in words, filters, and a way back to the whole list.

    It asks by GET, so that a narrowed list has an address. `hidden` goes along (the order).
    Nothing `searches` where there are no words to look for.
    """

    action: str
    label: str
    search: str = ""
    filters: Sequence[Filter] = ()
    hidden: Mapping[str, str] = {}
    clear: Link | None = None
    searches: bool = True
