"""A round that hides the producer: what would name them, and text without it.

No article asks for it; a council's round may be set so. Files that were handed in are shown as they
are, under other names: what stands in them is not hidden.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ocop.base.pointers import Json
from ocop.base.roles import PRODUCER
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.lookup import province_of
from ocop.cases.ports import CaseServices
from ocop.catalogue.texts import phrase
from ocop.people.province import Province

BLOT = "•••"
_NUMBER = re.compile(r"\+?[0-9][0-9\s.\-]{6,}")
SHORTEST = 3  # letters: less would blot out words that name nobody
# Fields of the producer's forms that say who they are, in whatever part of a form.
IDENTIFYING = frozenset(
    {
        "organisation", "representative", "address", "residence", "phone", "email",
        "registration_number", "registered_by", "previous_certificate",
    }
)  # fmt: skip
# Fields of the commune's report that say which commune it is.
OF_COMMUNE = {"commune-report": frozenset({"signer", "document_number"})}


class Veil:
    """Blots out of texts what names a case's producer; longer names before shorter ones."""

    def __init__(self, names: Iterable[str]) -> None:
        known = {name.strip() for name in names if len(name.strip()) >= SHORTEST}
        parts = [_pattern(name) for name in sorted(known, key=lambda one: (-len(one), one))]
        whole = "|".join(parts) or r"(?!)"
        self._names = re.compile(rf"(?<!\w)(?:{whole})(?!\w)", re.IGNORECASE)

    def over(self, text: str) -> str:
        """The text without the names."""
        return self._names.sub(BLOT, text)

    def over_json(self, value: Json) -> Json:
        """A JSON value with the names blotted out of all its texts; keys stay."""
        if isinstance(value, str):
            return self.over(value)
        if isinstance(value, Mapping):
            return {name: self.over_json(one) for name, one in value.items()}
        if isinstance(value, Sequence):
            return [self.over_json(one) for one in value]
        return value


def _pattern(name: str) -> str:
    """A name with whatever blanks between its words, a number however it is grouped."""
    if _NUMBER.fullmatch(name):
        digits = re.sub(r"\D", "", name).removeprefix("84").removeprefix("0")
        return r"\+?(?:84|0)?[\s.\-]*" + r"[\s.\-]*".join(digits)
    return r"\s+".join(re.escape(word) for word in name.split())


def veil_of(svc: CaseServices, case: Case) -> Veil:
    """What blots a case's producer out of a text."""
    return Veil(names_of_producer(case, svc.store.events(case.id), province_of(svc, case.province)))


def names_of_producer(case: Case, events: Iterable[Event], province: Province) -> Iterator[str]:
    """Whatever in a case says who its producer is, or in which commune."""
    subject, party = case.subject, case.party
    yield from (subject.organisation, _without_kind(subject.organisation))
    yield from (party.name, party.email)
    yield from (subject.previous, subject.certificate)
    yield from _names_of_place(case.unit, province)
    for event in events:
        if event.actor == PRODUCER or event.form:
            yield from _named(event.data, IDENTIFYING | OF_COMMUNE.get(event.form, frozenset()))


def _without_kind(organisation: str) -> str:
    """What an organisation is called, without the words before it that say what it is."""
    for kind in phrase("blind.kinds")["vi"].split("; "):
        if organisation.casefold().startswith(f"{kind} "):
            return organisation[len(kind) :].strip()
    return organisation


def _names_of_place(unit: str, province: Province) -> Iterator[str]:
    """A unit's code, which stands in references, and its name; without the word for what it is only
    where more than one word is left, which names nothing else.
    """
    yield unit
    for lang, name in province.unit_name(unit).items():
        yield name
        words = name.split()
        kinds = phrase("blind.places")[lang].split("; ")
        rest = [word for word in words if word.casefold() not in kinds]
        if 1 < len(rest) < len(words):
            yield " ".join(rest)


def _named(value: Json, fields: frozenset[str]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name in fields and isinstance(one, str):
                yield one
            yield from _named(one, fields)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _named(one, fields)
