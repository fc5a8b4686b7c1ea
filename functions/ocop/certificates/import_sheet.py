"""A sheet of certificates that exist, checked cell by cell before anything is stored.

They keep the term of the decision that gave them (26/2026/QĐ-TTg, Article 12(1)).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from ocop.base.address import BadAddress, bare_address
from ocop.base.calendar import add_months
from ocop.base.collation import folded, meant, worded
from ocop.base.days import NoDay, read_day
from ocop.base.sheets import is_formula
from ocop.base.structs import struct
from ocop.base.visible import tidy
from ocop.cases.signed import ONE_OFFICE, SignedDecision
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.published import Published
from ocop.law.rulebook import Outcome, Rulebook, Stage
from ocop.people.former import FormerUnit
from ocop.people.province import Province, Unit
from ocop.scoring.ranking import RankingRules

REQUIRED = (
    "number", "product", "organisation", "commune", "set", "star", "decision", "date", "rulebook",
)  # fmt: skip
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
_POINTS = re.compile("[0-9]{1,3}(?:[.,][0-9]{1,4})?")


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
        cells = {name: tidy(line[at]) if at < len(line) else "" for name, at in head.items()}
        wrong = list(_wrong(rules, number, cells))
        errors += wrong
        if not wrong:
            rows.append(_row(rules, number, cells))
    errors += _among(rules, rows)
    ordered = sorted(rows, key=lambda row: (row.day, row.row))
    return CheckedSheet(() if errors else tuple(ordered), tuple(errors))


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Where each column stands, by its id."""
    known = {words: name for name, named in NAMED.items() for words in (name, *named)}
    places = ((known.get(folded(title)), at) for at, title in enumerate(head))
    return {name: at for name, at in places if name}


def _wrong(rules: SheetRules, row: int, cells: Mapping[str, str]) -> Iterator[CellError]:
    for name, text in cells.items():
        if is_formula(text):
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
        return _day_fault(rules, text, cells["rulebook"])
    if name == "commune":
        return "" if unit_of(rules.province, text) else "unknown-commune"
    if name == "rulebook":
        return "" if text in rules.rulebooks.ids() else "unknown-rulebook"
    if name == "set":
        return _set_fault(rules, text, cells["rulebook"])
    if name == "points" and text:
        return _points_fault(rules, text, cells)
    return _address_fault(text) if name == "email" and text else ""


def _day_fault(rules: SheetRules, text: str, rulebook: str) -> str:
    try:
        day = read_day(text)
    except NoDay:
        return "not-a-day"
    if day > rules.today:
        return "in-the-future"
    known = rulebook in rules.rulebooks.ids()
    return "before-law" if known and day < rules.rulebooks.at(rulebook).in_force.first else ""


def _address_fault(text: str) -> str:
    try:
        bare_address(text)
    except BadAddress:
        return "not-an-address"
    return ""


def _set_fault(rules: SheetRules, text: str, rulebook: str) -> str:
    if rulebook not in rules.rulebooks.ids():
        return ""  # which is said of its own cell
    law = rules.rulebooks.at(rulebook)
    numbers = {str(entry.number) for entry in rules.criteria.entries(law.criteria)}
    # Products were judged by sets too that we cannot score by.
    numbers |= {str(incomplete.number) for incomplete in law.incomplete_sets}
    return "" if text.lstrip("0") in numbers else "unknown-set"


def _points_fault(rules: SheetRules, text: str, cells: Mapping[str, str]) -> str:
    """Points of a star have to reach its band; thresholds may have kept the star below theirs."""
    if not _POINTS.fullmatch(text) or _points(text) > FULL_POINTS:
        return "not-points"
    star, rulebook = cells["star"], cells["rulebook"]
    if rulebook not in rules.rulebooks.ids() or not star.isdecimal():
        return ""
    least = RankingRules.from_data(rules.rulebooks.at(rulebook).ranking).start(int(star))
    return "points-below-star" if _points(text) < least else ""


def _points(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def unit_of(province: Province, text: str) -> str:
    """The code of the commune that a text names, with or without marks and its kind, of one that is
    no more its successor's; "" for none or more than one.
    """
    now = [(name, unit.code) for unit in province.communes for name in _called(unit)]
    communes = [one for one in province.former.values() if one.level == "commune"]
    since = [(unit, province.commune_since(unit.code)) for unit in communes]
    before = [(name, here.code) for unit, here in since if here for name in _called(unit)]
    return meant(text, now) or meant(text, before) or ""


def _called(unit: Unit | FormerUnit) -> tuple[str, str, str]:
    """What a sheet may call a unit: by its code, by its name with its kind, and without."""
    name = unit.name["vi"]
    return unit.code, name, name.split(" ", 1)[-1]


def _row(rules: SheetRules, row: int, cells: Mapping[str, str]) -> ExistingCertificate:
    points, email = cells.get("points", ""), cells.get("email", "")
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
        email=bare_address(email) if email else "",
    )


def _among(rules: SheetRules, rows: Sequence[ExistingCertificate]) -> Iterator[CellError]:
    """What rows get wrong together: a number twice, two certificates of a product on one day, one
    decision of two days.
    """
    numbers: dict[str, int] = {}
    products: dict[tuple[str, str, date], int] = {}
    days: dict[str, date] = {}
    for row in rows:
        if numbers.setdefault(folded(row.number), row.row) != row.row:
            yield CellError(row.row, "number", "number-twice", row.number)
        product = (worded(row.organisation), worded(row.product), row.day)
        if products.setdefault(product, row.row) != row.row:
            yield CellError(row.row, "product", "product-twice", row.product)
        signed = decision_behind(rules, row)
        if signed and days.setdefault(signed.place, row.day) != row.day:
            yield CellError(row.row, "date", "decision-of-two-days", row.day.isoformat())


def recognised_at(law: Rulebook, star: int) -> tuple[Stage, Outcome]:
    """Where a law gives a star, and by which outcome."""
    giving = [(at, one) for at in law.stages.values() for one in at.outcomes if one.certificate]
    given = (found for found in giving if found[1].certifies(star))
    return next(given, giving[0])


def decision_behind(rules: SheetRules, row: ExistingCertificate) -> SignedDecision | None:
    """The decision on paper that gave a star; None where it is not told which office's it is."""
    level = recognised_at(rules.rulebooks.at(row.rulebook), row.star)[0].level
    signed = SignedDecision(rules.province.code, level, row.decision, row.day, row.signer)
    return signed if row.signer or level in ONE_OFFICE else None


def valid_through(rules: SheetRules, row: ExistingCertificate) -> date:
    """The last day of a certificate that exists, by the months of its own law."""
    return add_months(row.day, rules.rulebooks.at(row.rulebook).certificate_months)
