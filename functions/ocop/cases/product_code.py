"""The product code that papers carry: (T).-.(X).-.(STT).-20.. at the head of the sheets of Annex II
of 26/2026/QĐ-TTg, whose year is that of the evaluation.

A case has its reference from the idea on, in mails, links and memory, and keeps it. Where the
evaluation comes in the year of the idea, the code is the reference. Where it comes in a later one,
the number would be another product's of that year, so it begins with the last two digits of the
idea's year: case 001 of 2026, evaluated in 2027, is 26001-2027. Nothing has to be counted or stored
for it, no two cases share a code, and each can be read back from the other.
"""

from ocop.cases.case import Case

_YEAR = len("2026")
_SHORTEST = len("001")
_OF_IDEA = slice(2, _YEAR)


def product_code(case: Case) -> str:
    """The code of a case's product, "" before its evaluation has a year: that of its round, and
    where the law has no rounds, of the day its dossier was handed in.
    """
    rating = case.subject
    year = rating.evaluation_round[:_YEAR]
    if not year and rating.handed_in:
        year = str(rating.handed_in.year)
    return coded(case.reference, year) if year else ""


def reference_behind(code: str) -> str:
    """The reference of the case that a product code stands for, "" where it cannot be another."""
    place, number, _ = code.rsplit("-", 2)
    begun, own = number[: _YEAR // 2], number[_YEAR // 2 :]
    return f"{place}-{own}-20{begun}" if len(own) >= _SHORTEST else ""


def coded(reference: str, year: str) -> str:
    """A reference with its product evaluated in a year."""
    place, number, begun = reference.rsplit("-", 2)
    return reference if year == begun else f"{place}-{begun[_OF_IDEA]}{number}-{year}"
