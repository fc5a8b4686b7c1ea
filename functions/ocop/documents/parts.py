"""What a paper is made of, filled in: each kind of part is drawn once by each renderer."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from ocop.base.structs import struct

Align = Literal["left", "center", "right"]
Pair: TypeAlias = tuple[str, str]


@struct(frozen=True)
class Head:
    """The top of a paper: agencies with the number on the left, the state with place and date on
    the right.
    """

    superior: str
    agency: str
    number: str
    place_and_date: str


@struct(frozen=True)
class Title:
    """The type of the paper and what it is about; of an annex `note`, which paper it belongs to."""

    name: str
    subject: str = ""
    note: str = ""


@struct(frozen=True)
class Bases:
    """What the paper rests on, each ending with ";" and the last with "."."""

    lines: tuple[str, ...]


@struct(frozen=True)
class Line:
    """A line in the middle, in bold: who decides, or what follows."""

    text: str


@struct(frozen=True)
class Subhead:
    """The title of a section."""

    text: str


@struct(frozen=True)
class Prose:
    """A paragraph of running text."""

    text: str


@struct(frozen=True)
class Items:
    """A list of short lines."""

    lines: tuple[str, ...]


@struct(frozen=True)
class FactList:
    """Names and values, a line each."""

    rows: tuple[Pair, ...]


@struct(frozen=True)
class GridColumn:
    """A column of a grid: its share of the width, and where its cells stand."""

    title: str
    share: float
    align: Align = "left"


@struct(frozen=True)
class Grid:
    """A table; rows whose first cell is empty are sections or totals and stand in bold."""

    caption: str
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[str, ...], ...]

    @staticmethod
    def section(cells: Sequence[str]) -> str:
        """The name of a section, which takes the whole width: a row that says it in its second cell
        and nothing else; "" for every other row.
        """
        named = len(cells) > 1 and not cells[0] and not any(cells[2:])
        return cells[1] if named else ""


@struct(frozen=True)
class Signer:
    """Who signs: for whom (TM., KT., TL., TUQ.), as what, and the name."""

    authority: str
    position: str
    name: str
    note: str = ""


@struct(frozen=True)
class Foot:
    """The end of a paper: to whom it goes on the left, or another signer, and who signs."""

    signer: Signer
    recipients: tuple[str, ...] = ()
    beside: Signer | None = None


@struct(frozen=True)
class NewPage:
    """What follows begins a page: an annex."""


@struct(frozen=True)
class Diploma:
    """The face of a certificate, drawn whole on one sheet."""

    agency: str
    name: str
    stars: int
    lines: tuple[Pair, ...]
    number: str
    place_and_date: str
    signer: Signer
    code: str


PaperPart: TypeAlias = (
    Head
    | Title
    | Bases
    | Line
    | Subhead
    | Prose
    | Items
    | FactList
    | Grid
    | Foot
    | NewPage
    | Diploma
)


@struct(frozen=True)
class Paper:
    """A paper filled in. `across` turns the sheet; `title` is what its properties say."""

    title: str
    parts: tuple[PaperPart, ...]
    across: bool = False
