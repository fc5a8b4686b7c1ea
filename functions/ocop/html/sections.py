"""Long forms by sections, of which a page shows one at a time: nobody scrolls a phone for ever, and
what is written in one section stays while another is open.
"""

from collections.abc import Iterator, Mapping, Sequence

from ocop.base.pointers import Json, Schema, resolved
from ocop.html.components.forms import FieldGroup, FieldNode, RowsPart

ROWS_IN_A_FOLD = 15
NOWHERE = "#"  # sections are of the page; no mistake is at one


def one_at_a_time(
    errors: Mapping[str, str], nodes: Sequence[FieldNode], sections: Sequence[Schema]
) -> Iterator[FieldNode]:
    """The fields under the sections that the form names; open is the first in which a mistake is,
    else the first. Fields of no section stay as they are.
    """
    known = {one.pointer.removeprefix("/"): one for one in nodes}
    made = [(one["title"], [known.pop(f) for f in one["fields"] if f in known]) for one in sections]
    there = [(title, below) for title, below in made if below]
    wrong = [_is_wrong(errors, below) for _, below in there]
    opened = wrong.index(True) if True in wrong else 0
    for number, (title, below) in enumerate(there):
        yield _section(title, below).but(id=f"section{number + 1}", opened=number == opened)
    yield from known.values()


def _section(title: str, below: Sequence[FieldNode]) -> FieldGroup:
    """Of a section with one group alone, what is in that group under its hint."""
    alone = below[0] if len(below) == 1 else None
    group = alone if isinstance(alone, FieldGroup) else None
    return FieldGroup(
        pointer=NOWHERE,
        id="",
        title=title,
        nodes=group.nodes if group else tuple(below),
        hint=group.hint if group else "",
        folded=True,
        one_of="sections",
    )


def by_section(
    errors: Mapping[str, str], id: str, titles: Sequence[str], nodes: tuple[FieldNode, ...]
) -> tuple[FieldNode, ...]:
    """Criteria under the titles of their sections, one of them open at a time, and of a section's
    criteria one; without titles as they are.
    """
    sections: dict[str, list[FieldNode]] = {}
    for title, node in zip(titles, nodes, strict=True):
        sections.setdefault(title, []).append(node)
    if set(sections) <= {""}:
        return nodes
    return tuple(
        FieldGroup(
            pointer=NOWHERE,
            id=f"{id}.section{number}",
            title=title,
            nodes=tuple(_shut(errors, one, f"{id}.section{number}.criteria") for one in below),
            folded=True,
            opened=_is_wrong(errors, below),
            one_of=f"{id}.sections",
        )
        for number, (title, below) in enumerate(sections.items(), 1)
    )


def _shut(errors: Mapping[str, str], node: FieldNode, one_of: str) -> FieldNode:
    """A criterion to be opened, alone of its section; one with a mistake is open."""
    if not isinstance(node, FieldGroup):
        return node
    return node.but(folded=True, opened=_is_wrong(errors, [node]), one_of=one_of)


def rows_in_parts(
    errors: Mapping[str, str], id: str, rows: Sequence[FieldGroup]
) -> tuple[RowsPart, ...]:
    """The filled rows of a list some at a time, where there are more than are shown at once: all
    are shut, and marked where a mistake is; open is the first part with one, else the first.
    """
    filled = [one for one in rows if not one.blank]
    if len(filled) <= ROWS_IN_A_FOLD:
        return ()
    marked = [one.but(folded=True, wrong=_is_wrong(errors, [one])) for one in filled]
    first = next((place for place, one in enumerate(marked) if one.wrong), 0)
    return tuple(
        RowsPart(
            id=f"{id}.part{start // ROWS_IN_A_FOLD + 1}",
            first=start + 1,
            last=min(start + ROWS_IN_A_FOLD, len(filled)),
            rows=tuple(marked[start : start + ROWS_IN_A_FOLD]),
            opened=start <= first < start + ROWS_IN_A_FOLD,
        )
        for start in range(0, len(filled), ROWS_IN_A_FOLD)
    )


def _is_wrong(errors: Mapping[str, str], nodes: Sequence[FieldNode]) -> bool:
    """Whether a mistake is in any of these."""
    return any(f"{at}/".startswith(f"{one.pointer}/") for at in errors for one in nodes)


def row_title(title: str, schema: Schema, root: Schema, row: Mapping[str, Json]) -> str:
    """What a row of many is called: by its first answer in words, else by its first choice."""
    fields = {name: resolved(one, root) for name, one in schema["properties"].items()}
    told = [(one, row[name]) for name, one in fields.items() if isinstance(row.get(name), str)]
    plain = [value for one, value in told if one.keys().isdisjoint({"oneOf", "format"})]
    chosen = [
        choice["title"]
        for one, value in told
        for choice in one.get("oneOf", ())
        if choice["const"] == value
    ]
    return ": ".join([title, *[*plain, *chosen][:1]])
