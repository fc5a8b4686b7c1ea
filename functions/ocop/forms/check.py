"""Judges submitted data by a served schema and says of each field what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Any

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.figures import show_number
from ocop.base.pointers import JsonPath, Schema, pointer_to
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.catalogue.messages import field_text
from ocop.forms.clean import clean, is_clean, plain
from ocop.forms.field import Field, find_field
from ocop.forms.rules import Broken, rules_of
from ocop.forms.why import reason_of

# Of two mistakes in one field the truer one is told: "31/02/2027" is no day before it is too long.
VAGUE = {"pattern": 1, "maxLength": 2}
# A draft may lack anything; what it holds has to be sound.
LACKING = frozenset({"required", "minItems", "const"})

LAST_DAY = "9999-12-31"


@struct(frozen=True)
class Checked:
    """The data in order, and every mistake in it in the order of the form."""

    data: dict[str, Any]
    errors: tuple[FieldError, ...]

    def accepted(self) -> dict[str, Any]:
        """The data; raises InvalidInput when there is any mistake."""
        if self.errors:
            raise InvalidInput(self.errors)
        return self.data


class FormCheck:
    """One served schema, compiled once."""

    def __init__(self, schema: Schema, lang: Lang) -> None:
        self.schema = schema
        self.lang = lang
        self._rules = rules_of(schema)
        self._swift = Draft202012Validator(
            plain(schema), validate_formats=True, pattern_options=RegexOptions()
        )

    def check(self, data: object, *, partial: bool = False, today: str = LAST_DAY) -> Checked:
        """Judge the data; `partial`: it is a draft, so nothing counts as missing; `today`: the day
        in Vietnam, after which nothing has happened yet.

        Raises Malformed when the data is no object.
        """
        if isinstance(data, dict) and self._is_fine(data, today):
            return Checked(data, ())
        cleaned = clean(self.schema, data)
        left_out = [
            _Mistake(fault.path, fault.keyword, "", fault.value) for fault in cleaned.faults
        ]
        found = map(_mistake, self._compiled.iter_errors(cleaned.data))
        judged = sorted(found, key=lambda mistake: VAGUE.get(mistake.keyword, 0))
        # What is wrong in itself is nothing to measure another field by.
        wrong = {mistake.path for mistake in judged}
        judged += [
            _broken(r) for r in self._rules.broken(cleaned.data, today) if r.beside not in wrong
        ]
        mistakes = _first_each([*left_out, *judged], {fault.path for fault in cleaned.faults})
        wanted = [m for m in mistakes if not (partial and m.keyword in LACKING)]
        return Checked(cleaned.data, tuple(self._errors(wanted)))

    def _is_fine(self, data: dict[str, Any], today: str) -> bool:
        try:
            sound = is_clean(data) and self._swift.is_valid(data)
            return sound and self._rules.hold(data, today)
        except UnicodeEncodeError:  # a field's name holds half a letter
            return False

    @cached_property
    def _compiled(self) -> Draft202012Validator:
        """Only a submission that may hold mistakes needs it."""
        return Draft202012Validator(dict(self.schema), validate_formats=True)

    def _errors(self, mistakes: Sequence["_Mistake"]) -> Iterator[FieldError]:
        fields = [(mistake, find_field(self.schema, mistake.path)) for mistake in mistakes]
        for mistake, field in sorted(fields, key=lambda pair: pair[1].place):
            detail = _detail(mistake, field, self.lang)
            yield FieldError(pointer_to(mistake.path), mistake.keyword, detail)


@struct(frozen=True)
class _Mistake:
    path: JsonPath
    keyword: str
    limit: object = ""
    given: object = None


def _first_each(mistakes: Sequence[_Mistake], left_out: Set[JsonPath]) -> list[_Mistake]:
    """One mistake for each field: what was left out is not missing as well, nor what is in it."""
    found: dict[JsonPath, _Mistake] = {}
    for mistake in mistakes:
        above = (mistake.path[:depth] for depth in range(len(mistake.path)))
        if left_out.isdisjoint(above):
            found.setdefault(mistake.path, mistake)
    return list(found.values())


def _mistake(error: ValidationError) -> _Mistake:
    keyword, value = error.kind.name, error.kind.value
    missing = (str(value),) if keyword == "required" else ()
    limit = value if isinstance(value, (int, float, str)) else ""
    return _Mistake((*error.instance_path, *missing), keyword, limit, error.instance)


def _broken(rule: Broken) -> _Mistake:
    return _Mistake(rule.path, rule.keyword, rule.other)


def _detail(mistake: _Mistake, field: Field, lang: Lang) -> str:
    own = field.schema.get("x-message")
    if own is not None and mistake.keyword in ("pattern", "format", "maxLength"):
        return f"{field.label}: {own}"
    reason, told = reason_of(mistake.keyword, field.schema, mistake.given, lang)
    params = {"label": field.label, "limit": _figure(mistake.limit, lang), **told}
    return field_text((*reason, *_keys(mistake.keyword, field.schema)), lang, params)


def _keys(keyword: str, schema: Mapping[str, Any]) -> Sequence[str]:
    """From the most particular sentence to the most general."""
    kinds = {"oneOf": "choice", "x-upload": "upload", "const": "consent", "items": "list"}
    kind = next((kinds[key] for key in kinds if key in schema), schema.get("type", ""))
    shape = schema.get("format") or schema.get("x-unit", "")
    return (f"{keyword}.{shape}", f"{keyword}.{kind}", keyword, "invalid")


def _figure(limit: object, lang: Lang) -> str:
    return show_number(limit, lang) if isinstance(limit, int) else str(limit)
