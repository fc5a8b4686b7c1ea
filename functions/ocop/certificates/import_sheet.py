"""A sheet of certificates that exist, checked cell by cell before anything is stored.

They keep the term of the decision that gave them (26/2026/QĐ-TTg, Article 12(1)).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from ocop.base.calendar import add_months
from ocop.base.collation import folded
from ocop.base.days import NoDay, read_day
from ocop.base.sheets import FORMULA_STARTS
from ocop.base.structs import struct
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.published import Published
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province

REQUIRED = (
    "number", "product", "organisation", "commune", "set", "star", "decision", "date", "rulebook",
)  # fmt: skip
OPTIONAL = ("signer", "points", "email")
NAMED: Mapping[str, tuple[str, ...]] = {
    "number": ("so giay", "so giay chung nhan"),
    "product": ("san pham", "ten san pham"),
    "organisation": ("chu the", "ten chu the"),
    "commune": ("xa", "xa phuong", "xa phuong thi tran"),
    "set": ("bo tieu chi", "bo san pham"),
    "star": ("hang", "sao", "hang sao"),
    "decision": ("quyet dinh", "so quyet dinh"),
    "date": ("ngay", "ngay quyet dinh"),
    "rulebook": ("bo quy dinh", "theo quyet dinh"),
    "signer": ("nguoi ky",),
    "points": ("diem",),
    "email": ("thu dien tu", "e mail"),
}
MOST_CERTIFICATES, LONGEST_CELL = 1000, 200
LOWEST_GIVEN, HIGHEST_GIVEN = 3, 5
FULL_POINTS = 100


@struct(frozen=True)
class CellError:
    """What is wrong with one cell: its row as a spreadsheet counts, its column by name ("" for the
    whole row or sheet), a code that has a sentence, and what stands there.
    """

    row: int
    column: str
    code: str
    value: str = ""


@struct(frozen=True)
class ExistingCertificate:
    """One sound row of the sheet."""

    row: int
    number: str
    product: str
    organisation: str
    unit: str
    set_number: int
    star: int
    decision: str
    day: date
    rulebook: str
    signer: str = ""
    points: Fraction | None = None
    email: str = ""


@struct(frozen=True)
class CheckedSheet:
    """What a sheet holds: all its rows when nothing is wrong with any of them, oldest first."""

    rows: tuple[ExistingCertificate, ...]
    errors: tuple[CellError, ...]


@struct(frozen=True)
class SheetRules:
    """What rows are checked against; `today` is the last day that a decision may bear."""

    province: Province
    rulebooks: Published[Rulebook]
    criteria: CriteriaSets
    today: date


def check_sheet(rules: SheetRules, sheet: Sequence[Sequence[str]]) -> CheckedSheet:
    """Every row of a sheet whose first row names its columns, in Vietnamese or by their ids."""
    head = _columns(sheet[0]) if sheet else {}
    lines = [(n, row) for n, row in enumerate(sheet[1:], 2) if any(row)]
    missing = [CellError(1, name, "missing-column") for name in REQUIRED if name not in head]
    if missing or not lines or len(lines) > MOST_CERTIFICATES:
        code = "too-many-rows" if len(lines) > MOST_CERTIFICATES else "no-rows"
        return CheckedSheet((), tuple(missing or [CellError(1, "", code)]))
    rows, errors = [], []
    for number, line in lines:
        cells = {name: line[at] if at < len(line) else "" for name, at in head.items()}
        wrong = list(_wrong(rules, number, cells))
        errors += wrong
        if not wrong:
            rows.append(_row(rules, number, cells))
    errors += _among(rows)
    ordered = sorted(rows, key=lambda row: (row.day, row.row))
    return CheckedSheet(() if errors else tuple(ordered), tuple(errors))


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Where each column stands, by its id."""
    known = {words: name for name, named in NAMED.items() for words in (name, *named)}
    places = ((known.get(folded(title)), at) for at, title in enumerate(head))
    return {name: at for name, at in places if name}


def _wrong(rules: SheetRules, row: int, cells: Mapping[str, str]) -> Iterator[CellError]:
    for name, text in cells.items():
        if text.startswith(FORMULA_STARTS):
            yield CellError(row, name, "formula", text[:40])
        elif len(text) > LONGEST_CELL:
            yield CellError(row, name, "too-long", text[:40])
        elif code := "required" if name in REQUIRED and not text else _fault(rules, name, cells):
            yield CellError(row, name, code, text[:40])


def _fault(rules: SheetRules, name: str, cells: Mapping[str, str]) -> str:
    """The code of what is wrong with one cell, "" for nothing."""
    text = cells[name]
    if name == "star":
        return "" if text in map(str, range(LOWEST_GIVEN, HIGHEST_GIVEN + 1)) else "not-a-star"
    if name == "date":
        return _day_fault(rules, text)
    if name == "commune":
        return "" if unit_of(rules.province, text) else "unknown-commune"
    if name == "rulebook":
        return "" if text in rules.rulebooks.ids() else "unknown-rulebook"
    if name == "set":
        return _set_fault(rules, text, cells["rulebook"])
    if name == "points" and text:
        return _points_fault(text)
    return "not-an-address" if name == "email" and text and "@" not in text[1:-1] else ""


def _day_fault(rules: SheetRules, text: str) -> str:
    try:
        return "in-the-future" if read_day(text) > rules.today else ""
    except NoDay:
        return "not-a-day"


def _set_fault(rules: SheetRules, text: str, rulebook: str) -> str:
    if rulebook not in rules.rulebooks.ids():
        return ""  # which is said of its own cell
    law = rules.rulebooks.at(rulebook)
    numbers = {str(entry.number) for entry in rules.criteria.entries(law.criteria)}
    # Products were judged by sets too that we cannot score by.
    numbers |= {str(incomplete.number) for incomplete in law.incomplete_sets}
    return "" if text.lstrip("0") in numbers else "unknown-set"


def _points_fault(text: str) -> str:
    try:
        return "" if 0 <= _points(text) <= FULL_POINTS else "not-points"
    except (ValueError, ZeroDivisionError):
        return "not-points"


def _points(text: str) -> Fraction:
    if "/" in text or "e" in text.lower():
        raise ValueError(text)
    return Fraction(text.replace(",", "."))


def unit_of(province: Province, text: str) -> str:
    """The code of the commune that a text names, with or without marks and its kind; "" for none
    or more than one.
    """
    if text in province.units:
        return text
    wanted = folded(text)
    named = [
        unit.code
        for unit in province.communes
        if wanted in (folded(unit.name["vi"]), folded(unit.name["vi"]).split(" ", 1)[-1])
    ]
    return named[0] if len(named) == 1 else ""


def _row(rules: SheetRules, row: int, cells: Mapping[str, str]) -> ExistingCertificate:
    points = cells.get("points", "")
    return ExistingCertificate(
        row=row,
        number=cells["number"],
        product=cells["product"],
        organisation=cells["organisation"],
        unit=unit_of(rules.province, cells["commune"]),
        set_number=int(cells["set"]),
        star=int(cells["star"]),
        decision=cells["decision"],
        day=read_day(cells["date"]),
        rulebook=cells["rulebook"],
        signer=cells.get("signer", ""),
        points=_points(points) if points else None,
        email=cells.get("email", ""),
    )


def _among(rows: Sequence[ExistingCertificate]) -> Iterator[CellError]:
    """What rows get wrong together: a number twice, two certificates of a product on one day, one
    decision of two days.
    """
    numbers: dict[str, int] = {}
    products: dict[tuple[str, str, date], int] = {}
    days: dict[tuple[str, int], date] = {}
    for row in rows:
        if numbers.setdefault(folded(row.number), row.row) != row.row:
            yield CellError(row.row, "number", "number-twice", row.number)
        product = (folded(row.organisation), folded(row.product), row.day)
        if products.setdefault(product, row.row) != row.row:
            yield CellError(row.row, "product", "product-twice", row.product)
        if days.setdefault((folded(row.decision), row.day.year), row.day) != row.day:
            yield CellError(row.row, "date", "decision-of-two-days", row.day.isoformat())


def valid_through(rules: SheetRules, row: ExistingCertificate) -> date:
    """The last day of a certificate that exists, by the months of its own law."""
    return add_months(row.day, rules.rulebooks.at(row.rulebook).certificate_months)
