"""Which changes of the API break who relies on it: an answer may only give more, and a request need
less, until the major version rises.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.support.contract import Json, operations, resolved


def breaking(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[str]:
    """What a program that relied on `before` would miss, or be refused for, under `after`."""
    old, new = operations(before), operations(after)
    found = [f"{method} {path} is gone" for method, path in sorted(old.keys() - new.keys())]
    for key in sorted(old.keys() & new.keys()):
        told = Changes(before, after).of_operation(old[key], new[key])
        found += [f"{' '.join(key)}: {one}" for one in told]
    return found


def _is_open(operation: Json) -> bool:
    """Whether nobody has to show who they are."""
    return not operation["security"] or {} in operation["security"]


class Changes:
    """Compares two descriptions."""

    def __init__(self, before: Mapping[str, Json], after: Mapping[str, Json]) -> None:
        self._before, self._after = before, after
        self._seen: set[tuple[str, str, bool]] = set()

    def of_operation(self, old: Json, new: Json) -> Iterator[str]:
        yield from self._of_parameters(old["parameters"], new["parameters"])
        yield from self._of_body(old.get("requestBody", {}), new.get("requestBody", {}))
        if _is_open(old) and not _is_open(new):
            yield "now asks for a token"
        for status, response in old["responses"].items():
            if not status.startswith("2"):
                continue
            if status not in new["responses"]:
                yield f"answers no {status} any more"
                continue
            for kind, promised in response.get("content", {}).items():
                offered = new["responses"][status].get("content", {}).get(kind)
                if offered is None:
                    yield f"answers {status} no longer as {kind}"
                else:
                    yield from self._of_answer(promised["schema"], offered["schema"], "")

    def _of_parameters(self, old: list[Json], new: list[Json]) -> Iterator[str]:
        known = {(one["in"], one["name"].lower()): one for one in old}
        fresh = {(one["in"], one["name"].lower()): one for one in new}
        for where, name in sorted(known.keys() - fresh.keys()):
            yield f"takes no {where} parameter {name} any more"
        for key, parameter in fresh.items():
            if parameter.get("required") and not known.get(key, {}).get("required"):
                yield f"now needs the {key[0]} parameter {key[1]}"

    def _of_body(self, old: Json, new: Json) -> Iterator[str]:
        if new.get("required") and not old.get("required"):
            yield "now needs a body"
        for kind, sent in old.get("content", {}).items():
            taken = new.get("content", {}).get(kind)
            if taken is None:
                yield f"takes no {kind} any more"
            else:
                yield from self._of_request(sent["schema"], taken["schema"], "")

    def _of_answer(self, old: Json, new: Json, at: str) -> Iterator[str]:
        """A program that reads an answer may rely on each field, on what is always there, and on
        its type.
        """
        if self._known(old, new, answered=True):
            return
        before, after = _flat(self._before, old), _flat(self._after, new)
        yield from _of_types(before, after, at, wider=False)
        for name in before.properties:
            if name not in after.properties:
                yield f"answers no {at}/{name} any more"
            else:
                inner = before.properties[name], after.properties[name]
                yield from self._of_answer(*inner, f"{at}/{name}")
        for name in sorted(before.required & set(after.properties) - after.required):
            yield f"answers {at}/{name} no longer always"
        if before.items is not None and after.items is not None:
            yield from self._of_answer(before.items, after.items, f"{at}/*")

    def _of_request(self, old: Json, new: Json, at: str) -> Iterator[str]:
        """A program that sends a document may go on to leave out what it could, and to send what
        it could.
        """
        if self._known(old, new, answered=False):
            return
        before, after = _flat(self._before, old), _flat(self._after, new)
        yield from _of_types(before, after, at, wider=True)
        for name in sorted(after.required - before.required):
            yield f"now needs {at}/{name}"
        for name in before.properties:
            if name in after.properties:
                inner = before.properties[name], after.properties[name]
                yield from self._of_request(*inner, f"{at}/{name}")
            else:
                yield f"takes no {at}/{name} any more"
        if after.choices is not None and not (before.choices or frozenset()) <= after.choices:
            yield f"takes fewer values at {at or '/'}"
        if before.items is not None and after.items is not None:
            yield from self._of_request(before.items, after.items, f"{at}/*")

    def _known(self, old: Json, new: Json, *, answered: bool) -> bool:
        """Whether two references were compared already, so that schemas may name themselves."""
        names = (str(old.get("$ref", "")), str(new.get("$ref", "")), answered)
        if not all(names[:2]) or names not in self._seen:
            self._seen.add(names)
            return False
        return True


@dataclass
class Flat:
    """A schema with everything it is put together from."""

    properties: dict[str, Json] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    types: frozenset[str] = frozenset()
    choices: frozenset[str] | None = None
    items: Json | None = None


def _flat(document: Mapping[str, Json], schema: Json) -> Flat:
    """Parts that all hold are added up; of alternatives, what one of them may hold may be there,
    and what all of them need has to be.
    """
    whole = resolved(document, schema)
    flat = Flat(
        dict(whole.get("properties", {})),
        set(whole.get("required", ())),
        _types(whole),
        frozenset(map(str, whole["enum"])) if "enum" in whole else None,
        whole.get("items"),
    )
    for part in whole.get("allOf", ()):
        _add(flat, _flat(document, part))
    for word in ("anyOf", "oneOf"):
        if ways := [_flat(document, one) for one in whole.get(word, ())]:
            _add(flat, _either(ways))
    return flat


def _add(flat: Flat, part: Flat) -> None:
    flat.properties |= part.properties
    flat.required |= part.required
    flat.types |= part.types
    flat.items = flat.items if part.items is None else part.items
    flat.choices = flat.choices if part.choices is None else part.choices


def _either(ways: list[Flat]) -> Flat:
    either = Flat(required=set.intersection(*(one.required for one in ways)))
    for one in ways:
        _add(either, Flat(one.properties, set(), one.types, one.choices, one.items))
    return either


def _types(whole: Json) -> frozenset[str]:
    kind = whole.get("type", ())
    return frozenset([kind] if isinstance(kind, str) else kind)


def _of_types(before: Flat, after: Flat, at: str, *, wider: bool) -> Iterator[str]:
    """What is asked may be of more kinds than before, what is answered of fewer."""
    less, more = (before.types, after.types) if wider else (after.types, before.types)
    if more and not less <= more:
        was, now = (", ".join(sorted(one.types)) for one in (before, after))
        yield f"{at or '/'} was {was}, is {now}"
