"""What a field owes to another field of its object: rules that JSON Schema has no words for.

- `x-not-before`: a day is not before the one in the field named, or in each of those named; a name
  that begins with "/" is a field of the form itself, for a row that lies below it;
- `x-at-most`: a number is not above the one in the field named;
- `x-until-today`: a day, or a year, of what has happened is not to come; where it names choices of
  a field, with these alone (money that is planned may be, money that is spent may not);
- `x-rules-out`: a choice made here leaves no room for choices there;
- `x-tax-number-for`: with some choices of a field, a text is a tax number;
- `x-name`: a name holds no web address, since mail programs make a link of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from ocop.base.pointers import Json, JsonPath, Schema, resolved
from ocop.base.structs import struct
from ocop.base.tax_number import read_tax_number

UNTIL_TODAY = "until-today"
ABOVE = "/"
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEB = re.compile(r"://|\bwww\.|\.[a-z]{2,}/", re.IGNORECASE)


@struct(frozen=True)
class Broken:
    """A rule broken at a field; `other` is the title of the field it is about, at `beside`."""

    path: JsonPath
    keyword: str
    other: str
    beside: JsonPath


@struct(frozen=True)
class _Rule:
    """What one field of an object owes; `target` is the field that gets the message; `chosen`: the
    choices of fields beside it with which alone it owes that.
    """

    name: str
    other: str
    keyword: str
    target: str
    title: str
    breaks: Callable[[Json, Json], bool]
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_broken(self, data: Mapping[str, Json], today: str, whole: Mapping[str, Json]) -> bool:
        """Whether an object of a whole form breaks it on a day."""
        for name, values in self.chosen.items():
            if data.get(name) not in values:
                return False
        if self.keyword == UNTIL_TODAY:
            return self.breaks(data.get(self.name), today)
        above = self.other.startswith(ABOVE)
        other = whole.get(self.other[1:]) if above else data.get(self.other)
        return self.breaks(data.get(self.name), other)

    def broken(self, path: JsonPath) -> Broken:
        beside = self.name if self.target == self.other else self.other
        at = (beside[1:],) if beside.startswith(ABOVE) else (*path, beside)
        return Broken((*path, self.target), self.keyword, self.title, at)


@struct(frozen=True)
class Rules:
    """The rules of an object and of what lies below it; of a list, those of each of its rows."""

    own: tuple[_Rule, ...] = ()
    below: Mapping[str, "Rules"] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.own or self.below)

    def hold(self, data: Json, today: str, whole: Mapping[str, Json] | None = None) -> bool:
        """Whether the data breaks none of them; most does not, and needs no word of where. `whole`
        is the form's data where this is a part of it.
        """
        if isinstance(data, list):
            return all(self.hold(row, today, whole) for row in data)
        if not isinstance(data, dict):
            return True
        whole = data if whole is None else whole
        for rule in self.own:
            if rule.is_broken(data, today, whole):
                return False
        for name, rules in self.below.items():
            if name in data and not rules.hold(data[name], today, whole):
                return False
        return True

    def broken(
        self,
        data: Json,
        today: str,
        *,
        path: JsonPath = (),
        whole: Mapping[str, Json] | None = None,
    ) -> Iterator[Broken]:
        """Every rule that the data breaks, whatever else may be wrong with it; `today` is the day
        in Vietnam, `whole` the form's data where this is the part of it at `path`.
        """
        if isinstance(data, list):
            for index, row in enumerate(data):
                yield from self.broken(row, today, path=(*path, index), whole=whole)
        elif isinstance(data, dict):
            whole = data if whole is None else whole
            for rule in self.own:
                if rule.is_broken(data, today, whole):
                    yield rule.broken(path)
            for name, rules in self.below.items():
                yield from rules.broken(data.get(name), today, path=(*path, name), whole=whole)


def rules_of(schema: Schema, root: Schema | None = None) -> Rules:
    """The rules of a served schema."""
    root = root or schema
    schema = resolved(schema, root)
    if "items" in schema:
        return rules_of(schema["items"], root)
    fields = {n: resolved(sub, root) for n, sub in schema.get("properties", {}).items()}
    own = tuple(rule for name in fields for rule in _rules(name, fields, root))
    below = {name: rules_of(sub, root) for name, sub in fields.items()}
    return Rules(own, {name: rules for name, rules in below.items() if rules})


def others_named(schema: Schema, keyword: str) -> tuple[str, ...]:
    """The fields that a field's `keyword` measures it by: one, or a list of them."""
    named = schema.get(keyword, ())
    return (named,) if isinstance(named, str) else tuple(named)


def beside_or_above(name: str, fields: Mapping[str, Schema], root: Schema) -> Schema | None:
    """The field that another one names: of its own object, or with "/" before it of the form."""
    if name.startswith(ABOVE):
        found = root.get("properties", {}).get(name[1:])
        return None if found is None else resolved(found, root)
    return fields.get(name)


def _rules(name: str, fields: Mapping[str, Schema], root: Schema) -> Iterator[_Rule]:
    schema = fields[name]
    for keyword, breaks in COMPARED.items():
        for other in others_named(schema, f"x-{keyword}"):
            title = (beside_or_above(other, fields, root) or {})["title"]
            yield _Rule(name, other, keyword, name, title, breaks)
    if past := schema.get("x-until-today"):
        chosen = {} if past is True else {other: frozenset(past[other]) for other in past}
        yield _Rule(name, name, UNTIL_TODAY, name, schema["title"], _is_to_come, chosen)
    if schema.get("x-name"):
        yield _Rule(name, name, "web-address", name, schema["title"], _holds_an_address)
    for other, values in schema.get("x-tax-number-for", {}).items():
        lacking = _no_tax_number(frozenset(values))
        yield _Rule(name, other, "tax-number", name, fields[other]["title"], lacking)
    for value, forbidden in schema.get("x-rules-out", {}).items():
        for other, values in forbidden.items():
            both = _both(value, frozenset(values))
            yield _Rule(name, other, "rules-out", other, schema["title"], both)


def _is_before(day: Json, other: Json) -> bool:
    """What is no day is told of by itself. Which is smaller is asked first: that costs least."""
    smaller = isinstance(day, str) and isinstance(other, str) and day < other
    return smaller and _is_day(day) and _is_day(other)


def _is_to_come(told: Json, today: Json) -> bool:
    """Of a day, or of a year."""
    if type(told) is int:
        return told > int(today[:4])
    return isinstance(told, str) and told > today and _is_day(told)


def _is_day(text: Json) -> bool:
    return isinstance(text, str) and _DAY.fullmatch(text) is not None


def _is_above(number: Json, other: Json) -> bool:
    return type(number) is int and type(other) is int and number > other


COMPARED: Mapping[str, Callable[[Json, Json], bool]] = {
    "not-before": _is_before,
    "at-most": _is_above,
}


def _holds_an_address(text: Json, _: Json) -> bool:
    return isinstance(text, str) and _WEB.search(text) is not None


def _no_tax_number(values: frozenset[str]) -> Callable[[Json, Json], bool]:
    return lambda text, chosen: (
        isinstance(text, str) and chosen in values and read_tax_number(text) is None
    )


def _both(value: str, values: frozenset[str]) -> Callable[[Json, Json], bool]:
    return lambda chosen, other: chosen == value and isinstance(other, str) and other in values
