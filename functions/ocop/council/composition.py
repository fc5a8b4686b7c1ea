"""Whether a council is made up as its law wants it, and what it lacks, in words."""

from collections.abc import Iterator
from datetime import date

from ocop.base.structs import struct
from ocop.base.text import Lang, Text, pick
from ocop.catalogue.texts import say
from ocop.law.citing import cited
from ocop.law.composition import Composition
from ocop.law.rulebook import Rulebook
from ocop.people.bodies import Council
from ocop.people.province import Province


@struct(frozen=True)
class Lack:
    """One thing a council lacks: `what` is a phrase of `composition`, `name` the agency."""

    what: str
    article: str
    name: Text | None = None

    def said(self, lang: Lang) -> str:
        """It in words, with its article."""
        if self.name is None:
            return f"{say(lang, f'composition.lacks_{self.what}')} ({self.article})"
        told = say(lang, "composition.lacks_seat", name=pick(self.name, lang))
        return f"{told} ({self.article})"


def lacks(law: Rulebook, province: Province, council: Council, day: date) -> tuple[Lack, ...]:
    """What a council lacks on a day to sit under a law; nothing where the law does not say.

    26/2026/QĐ-TTg Điều 7.3b for the province's council.
    """
    rules = _rules(law, council)
    article = cited(law.decision, rules.article) if rules else ""
    return tuple(_lacks(rules, article, province, council, day)) if rules else ()


def is_ruled(law: Rulebook, council: Council) -> bool:
    """Whether a law says who has to sit on such a council."""
    return _rules(law, council) is not None


def _rules(law: Rulebook, council: Council) -> Composition | None:
    return next((one for one in law.composition if one.level == council.level), None)


def _lacks(
    rules: Composition, article: str, province: Province, council: Council, day: date
) -> Iterator[Lack]:
    if not _presides(rules, council, day):
        yield Lack("chair", article)
    sitting = {member.agency for member in council.members}
    there = {person.agency for person in province.people.values()}
    for seat in rules.seats:
        needed = not seat.if_any or bool(there & set(seat.agencies))
        if needed and not sitting & set(seat.agencies):
            yield Lack("seat", article, seat.name)
    if rules.papers and council.decided is None:
        yield Lack("decision", article)
    if rules.papers and not council.regulation.number:
        yield Lack("regulation", article)


def _presides(rules: Composition, council: Council, day: date) -> bool:
    """Whether the chair is who the law names, or has that person's delegation on paper: the head of
    one of the agencies on the council, from the day of the paper on.
    """
    [chair] = [member for member in council.members if member.seat == "chair"]
    if chair.agency in rules.chairs:
        return True
    agencies = {code for seat in rules.seats for code in seat.agencies}
    delegation = council.delegation
    return delegation is not None and chair.agency in agencies and delegation.day <= day
