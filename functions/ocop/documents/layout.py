"""Layouts of papers: `schemas/papers/<id>.json`, filled in with the values of a case."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from ocop.base.structs import struct
from ocop.catalogue.folders import PAPER_FOLDER
from ocop.catalogue.published import Document, Published
from ocop.catalogue.texts import say
from ocop.documents import parts
from ocop.documents.parts import Paper, PaperPart
from ocop.documents.wording import with_zero

Format = Literal["docx", "pdf", "xlsx"]
Rows: TypeAlias = Sequence[Sequence[str]]
Values: TypeAlias = Mapping[str, str | Rows]
LayoutBlock: TypeAlias = Mapping[str, Any]

NAME = re.compile(r"\{([a-z][a-z_0-9]*)\}")
BLANK = "…………………"  # where an office writes by hand what is not known yet


@struct(frozen=True)
class Layout:
    """A paper as it is published.

    `event` is the kind of act that calls for it ("received": a filing that an office answers); with
    `forms` it follows the filing of one of these, with `outcomes` one of these decisions, with
    `endings` an act that ended the case, with `office` an act of that level's office, with `levels`
    an act at a stage of one of these. `readers` may read it.
    """

    id: str
    title: str
    article: str
    formats: tuple[Format, ...]
    readers: frozenset[str]
    event: str
    blocks: tuple[LayoutBlock, ...]
    forms: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    endings: bool = False
    office: str = ""
    levels: frozenset[str] = frozenset()
    across: bool = False

    def filled(self, values: Values) -> Paper:
        """The paper with these values; what has none is left blank for a pen."""
        blocks = (block for block in self.blocks if _applies(block, values))
        built = (part for block in blocks for part in _parts(block, values))
        return Paper(fill(self.title, values), tuple(built), self.across)


def parse_layout(data: Document) -> Layout:
    """A layout from its document (`schemas/meta/paper.schema.json`)."""
    made = data["made_by"]
    return Layout(
        id=data["id"],
        title=data["title"],
        article=data["article"],
        formats=tuple(data["formats"]),
        readers=frozenset(data["readers"]),
        event=made["event"],
        blocks=tuple(data["blocks"]),
        forms=frozenset(made.get("forms", ())),
        outcomes=frozenset(made.get("outcomes", ())),
        endings=bool(made.get("endings", False)),
        office=made.get("office", ""),
        levels=frozenset(made.get("levels", ())),
        across=bool(data.get("across", False)),
    )


def published_layouts() -> Published[Layout]:
    """The layouts there are."""
    return Published(PAPER_FOLDER, parse_layout)


def fill(text: str, values: Values) -> str:
    """A text with its placeholders filled in, a blank for each that has no value."""
    return NAME.sub(lambda match: str(values.get(match[1]) or BLANK), text)


def names_in(layout: Layout) -> frozenset[str]:
    """The values that a layout asks for."""
    return frozenset(name for block in layout.blocks for name in _names(block))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from NAME.findall(value)
    elif isinstance(value, Mapping):
        yield from (str(value[key]) for key in ("from", "if", "unless", "stars") if key in value)
        for one in value.values():
            yield from _names(one)
    elif isinstance(value, list):
        for one in value:
            yield from _names(one)


def _applies(block: LayoutBlock, values: Values) -> bool:
    wanted, barred = block.get("if"), block.get("unless")
    if block.get("law", "") not in str(values.get("law", "")):
        return False
    return (not wanted or bool(values.get(wanted))) and not (barred and values.get(barred))


def _lines(block: LayoutBlock, values: Values) -> tuple[str, ...]:
    own = (one for line in block.get("lines", ()) for one in _line(line, values))
    return (*own, *(str(row[0]) for row in _rows(block, values)))


def _line(line: str, values: Values) -> Sequence[str]:
    """A line filled in; as many as there are where it names rows."""
    named = NAME.fullmatch(line)
    rows = values.get(named[1], "") if named else ""
    return [fill(line, values)] if isinstance(rows, str) else [str(row[0]) for row in rows]


def _rows(block: LayoutBlock, values: Values) -> Rows:
    rows = values.get(block.get("from", ""), ())
    return () if isinstance(rows, str) else rows


def _head(block: LayoutBlock, values: Values) -> PaperPart:
    told = {key: fill(block.get(key, ""), values) for key in ("superior", "agency", "number")}
    where = f"{fill(block['place'], values)}, {fill(block['date'], values)}"
    number = with_zero(told["number"])
    return parts.Head(told["superior"], told["agency"], number, where)


def _title(block: LayoutBlock, values: Values) -> PaperPart:
    return parts.Title(*(fill(block.get(key, ""), values) for key in ("name", "subject", "note")))


def _bases(block: LayoutBlock, values: Values) -> PaperPart:
    *others, last = _lines(block, values)
    return parts.Bases((*(f"{line};" for line in others), f"{last}."))


def _facts(block: LayoutBlock, values: Values) -> PaperPart:
    own = [(str(label), fill(value, values)) for label, value in block.get("rows", ())]
    return parts.FactList((*own, *((str(row[0]), str(row[1])) for row in _rows(block, values))))


def _grid(block: LayoutBlock, values: Values) -> PaperPart:
    columns = tuple(
        parts.GridColumn(fill(one["title"], values), one["share"], one.get("align", "left"))
        for one in block["columns"]
    )
    rows = tuple(tuple(map(str, row)) for row in _rows(block, values))
    return parts.Grid(fill(block.get("caption", ""), values), columns, rows)


def _wide_grid(block: LayoutBlock, values: Values) -> PaperPart:
    """A grid whose columns are rows as well: their first row names them."""
    titles, *rows = _rows(block, values) or (say("vi", "papers.wide_columns").split("|"),)
    narrow = (1 - block["first"] - block["second"]) / max(len(titles) - 2, 1)
    shares = (block["first"], block["second"], *([narrow] * (len(titles) - 2)))
    columns = tuple(
        parts.GridColumn(str(title), share, "left" if position == 1 else "center")
        for position, (title, share) in enumerate(zip(titles, shares, strict=True))
    )
    cells = tuple(tuple(map(str, row)) for row in rows)
    return parts.Grid(fill(block.get("caption", ""), values), columns, cells)


def _signer(data: LayoutBlock, values: Values) -> parts.Signer:
    authority, position = (fill(data.get(key, ""), values) for key in ("authority", "position"))
    # Where nobody's name is known there is room for it, not a row of dots under a seal.
    name = NAME.sub(lambda match: str(values.get(match[1]) or ""), data.get("name", ""))
    return parts.Signer(authority, position, name, fill(data.get("note", ""), values))


def _foot(block: LayoutBlock, values: Values) -> PaperPart:
    beside = _signer(block["beside"], values) if "beside" in block else None
    recipients = tuple(fill(line, values) for line in block.get("recipients", ()))
    return parts.Foot(_signer(block["signer"], values), recipients, beside)


def _diploma(block: LayoutBlock, values: Values) -> PaperPart:
    lines = tuple((str(label), fill(value, values)) for label, value in block["rows"])
    where = f"{fill(block['place'], values)}, {fill(block['date'], values)}"
    return parts.Diploma(
        agency=fill(block["agency"], values),
        name=fill(block["name"], values),
        stars=int(str(values.get(block["stars"]) or 0)),
        lines=lines,
        number=fill(block["number"], values),
        place_and_date=where,
        signer=_signer(block["signer"], values),
        code=fill(block["code"], values),
    )


def _parts(block: LayoutBlock, values: Values) -> Iterator[PaperPart]:
    """What a block becomes: one part, but for running text that comes in paragraphs."""
    if block["kind"] == "prose" and "from" in block:
        yield from (parts.Prose(str(row[0])) for row in _rows(block, values))
    else:
        yield BUILDERS[block["kind"]](block, values)


BUILDERS: Mapping[str, Callable[[LayoutBlock, Values], PaperPart]] = {
    "head": _head,
    "title": _title,
    "bases": _bases,
    "line": lambda b, v: parts.Line(fill(b["text"], v)),
    "subhead": lambda b, v: parts.Subhead(fill(b["text"], v)),
    "prose": lambda b, v: parts.Prose(fill(b["text"], v)),
    "list": lambda b, v: parts.Items(_lines(b, v)),
    "facts": _facts,
    "grid": _grid,
    "wide-grid": _wide_grid,
    "foot": _foot,
    "new-page": lambda *_: parts.NewPage(),
    "diploma": _diploma,
}
