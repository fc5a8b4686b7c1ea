"""Which changes of a published document break what stands on its older versions.

A change is *compatible* when whatever was right under the old version is right under the new one:
what was filed can be filed again, and a case can go every way it could. All others are *breaking*
and need a new major version. `docs/publishing.md` lists both by kind.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ocop.catalogue.published import Document

# What is read by people alone, or says since when and how often: no case depends on it.
WORDS = frozenset({"title", "label", "article", "articles", "decision", "description", "version"})
RHYTHM = frozenset({"in_force", "checkpoints", "links"})
GROWING = ("/stages", "/outcomes", "/endings", "/duties", "/indicators", "/settings", "/narratives")
AT_MOST = frozenset({"maxLength", "maxItems", "maximum", "x-latest"})
AT_LEAST = frozenset({"minLength", "minItems", "minimum", "x-earliest"})
# A rule that may be dropped, but neither added nor put otherwise: which is narrower cannot be told.
DROPPABLE = frozenset(
    {"pattern", "format", "const", "if", "then", "else", "x-all-required", "x-reads", "x-name"}
    | {"x-not-before", "x-at-most", "x-rules-out", "x-demands", "x-when", "x-only-for"}
    | {"x-tax-number-for", "x-until-today"}
)
LASTING = frozenset({"type", "$ref", "x-options", "x-unit"})


def breaks(folder: str, old: Document, new: Document) -> Iterator[str]:
    """The breaking changes between two versions of a document, each in words."""
    return BREAKS[folder](old, new)


def _form(old: Document, new: Document) -> Iterator[str]:
    yield from _field(old["schema"], new["schema"], "")
    for name, definition in old["schema"].get("$defs", {}).items():
        if name in new["schema"].get("$defs", {}):
            yield from _field(definition, new["schema"]["$defs"][name], f"/$defs/{name}")


def _field(old: Document, new: Document, at: str) -> Iterator[str]:
    yield from (f"{at or '/'} has another {rule}" for rule in _narrower(old, new))
    for name in sorted({*new.get("required", ())} - {*old.get("required", ())}):
        yield f"{at}/{name} is required now"
    for value in sorted(_values(old) - _values(new)):
        yield f"{at or '/'} no longer offers {value}"
    for name, child in _children(old).items():
        if name in _children(new):
            yield from _field(child, _children(new)[name], f"{at}/{name}")
        else:
            yield f"{at}/{name} is gone"


def _narrower(old: Document, new: Document) -> Iterator[str]:
    """The rules of a field that take less than they did, or may do so."""
    for rule in sorted({*old, *new}):
        before, after = old.get(rule), new.get(rule)
        if before == after:
            continue
        if rule in LASTING or (rule in DROPPABLE and rule in new):
            yield rule
        elif rule in AT_MOST | AT_LEAST and rule in new:
            far, near = (after, before) if rule in AT_MOST else (before, after)
            if rule not in old or not _reaches(far, near):
                yield rule
        elif rule == "oneOf" and rule not in old:
            yield rule


def _reaches(far: Any, near: Any) -> bool:
    """Whether one bound lies no nearer than another; days of a year and "+5" cannot be compared."""
    if isinstance(far, str) and isinstance(near, str):
        far_moves, near_moves = far[0] in "+-", near[0] in "+-"
        if far_moves != near_moves:
            return False
        return int(far) >= int(near) if far_moves else far >= near
    return bool(far >= near)


def _values(field: Document) -> set[str]:
    return {str(choice["const"]) for choice in field.get("oneOf", ())}


def _children(field: Document) -> Mapping[str, Document]:
    """What lies below a field, by name: its own fields, a list's rows, templates of criteria."""
    children: dict[str, Document] = dict(field.get("properties", {}))
    children |= {f"x:{name}": one for name, one in field.get("x-score-sheet", {}).items()}
    for keyword in ("items", "x-per-criterion"):
        if keyword in field:
            children[keyword] = field[keyword]
    return children


def _rules(old: Any, new: Any, at: str = "") -> Iterator[str]:
    """Anything that is gone or put otherwise; stages, outcomes and endings may be added."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        if old != new:
            yield f"{at} is {new!r}, not {old!r}"
        return
    for key in sorted({*old, *new} - WORDS - RHYTHM):
        if key not in new:
            yield f"{at}/{key} is gone"
        elif key in old:
            wording = at == "/endings"
            yield from () if wording else _rules(_by_id(old[key]), _by_id(new[key]), f"{at}/{key}")
        elif not at.endswith(GROWING):
            yield f"{at}/{key} is new"


def _by_id(value: Any) -> Any:
    """A list of things with ids is compared thing by thing, in whatever order."""
    named = isinstance(value, list) and all(isinstance(one, dict) and "id" in one for one in value)
    return {one["id"]: one for one in value} if named and value else value


BREAKS: Mapping[str, Callable[[Document, Document], Iterator[str]]] = {
    "forms": _form,
    "registers": _form,
    "reports": _form,
    "rulebooks": _rules,
    "processes": _rules,
    "plans": _rules,
    "duties": _rules,
    "indicators": _rules,
}
