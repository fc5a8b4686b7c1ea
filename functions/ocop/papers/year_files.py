"""Files of a year that never change: its records of each open register and its certificates, as
CSV and JSON, made once when the year has been over for a while. What is changed later stands in the
files of the year after, as a correction.

That there are such files is the programme's own wish, and the day on which they are made a setting
(`files_made` in `schemas/cycles/`); no law asks for them.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Protocol

from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.cases.lookup import province_of
from ocop.cases.paper_ports import PaperShelf
from ocop.certificates.ports import CertificateServices
from ocop.papers.year_contents import YearOfData, certified_years, year_contents
from ocop.people.province import Province
from ocop.programme.cycle import PROGRAMME_CYCLE, published_cycle_kinds
from ocop.registers.opened import LICENCE, open_registers
from ocop.registers.yearly import first_year

YEAR_MANIFEST = "manifest.json"
YEAR_MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
YEARS_MADE_UP = 20  # that are made up for at once


class YearServices(CertificateServices, Protocol):
    """What files of a year are made with."""

    @property
    def shelf(self) -> PaperShelf:
        """Where they lie."""


def year_file_key(province: str, year: int, name: str) -> str:
    """Where a file of a year lies."""
    return f"papers/open-data/{province}/{year}/{name}"


def make_year_files(svc: YearServices, code: str) -> int:
    """Make the files of every year that is due and has none; how many years were made.

    A repeat makes nothing: a file that is there stays, and the list of a year's files with their
    SHA-256 is laid down last. Raises Unavailable.
    """
    province = province_of(svc, code)
    due = _due_year(local_date(svc.now()))
    years = list(_lacking(svc, province, due))
    for year in years:
        _make_year(svc, province, year)
    return len(years)


def manifest_of(svc: YearServices, province: str, year: int) -> dict[str, Any] | None:
    """The list of a year's files; None before they are made."""
    key = year_file_key(province, year, YEAR_MANIFEST)
    if not svc.shelf.holds(key):
        return None
    found: dict[str, Any] = json.loads(svc.shelf.read(key))
    return found


def newest_manifest(svc: YearServices, province: str, day: date) -> dict[str, Any] | None:
    """The list of the newest year that has files; it names the years before."""
    for year in (day.year - 1, day.year - 2):
        if found := manifest_of(svc, province, year):
            return found
    return None


def _due_year(day: date) -> int:
    """The last year whose files are to be there on a day."""
    month, of_month = published_cycle_kinds().get(PROGRAMME_CYCLE).files_made
    return day.year - 1 if day > date(day.year, month, of_month) else day.year - 2


def _lacking(svc: YearServices, province: Province, due: int) -> Iterator[int]:
    """The years without files up to the one that is due, the oldest first."""
    years = [first_year(svc.registers, province, one) for one in open_registers(svc.registers)]
    known = [one for one in (*years, *certified_years(svc, province)) if one]
    for year in range(max(min(known, default=due + 1), due - YEARS_MADE_UP), due + 1):
        if not svc.shelf.holds(year_file_key(province.code, year, YEAR_MANIFEST)):
            yield year


@struct(frozen=True)
class _Laid:
    name: str
    sha256: str
    bytes: int


def _make_year(svc: YearServices, province: Province, year: int) -> None:
    before = manifest_of(svc, province.code, year - 1)
    since = datetime.fromisoformat(before["made"]) if before else None
    told = YearOfData(province, year, svc.now(), since)
    laid = [_lay(svc, told, name, content) for name, content in year_contents(svc, told)]
    manifest = {
        "province": province.code,
        "year": year,
        "made": told.made.isoformat(),
        "licence": LICENCE,
        "files": [{"name": one.name, "sha256": one.sha256, "bytes": one.bytes} for one in laid],
        "years": [year, *(before["years"] if before else [])],
    }
    key = year_file_key(province.code, year, YEAR_MANIFEST)
    content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    svc.shelf.put_once(key, content, YEAR_MEDIA["json"])


def _lay(svc: YearServices, told: YearOfData, name: str, content: str) -> _Laid:
    """Lay a file down unless one is there; what is there is what counts."""
    key = year_file_key(told.province.code, told.year, name)
    svc.shelf.put_once(key, content.encode(), YEAR_MEDIA[name.rpartition(".")[2]])
    kept = svc.shelf.read(key)
    return _Laid(name, hashlib.sha256(kept).hexdigest(), len(kept))
