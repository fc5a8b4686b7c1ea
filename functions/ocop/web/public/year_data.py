"""`/data/years/…`: the files of a year, which never change, with their SHA-256."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.html import (
    Component,
    FactLine,
    Facts,
    Folded,
    Heading,
    Link,
    LinkRow,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import Reply, Request, see_other
from ocop.papers.year_contents import CERTIFICATES_FILE
from ocop.papers.year_files import (
    YEAR_MANIFEST,
    YEAR_MEDIA,
    manifest_of,
    newest_manifest,
    year_file_key,
)
from ocop.people.province import Province
from ocop.web.desk import Desk

YEARS = "/data/years"
SUMS = "SHA-256"


@struct(frozen=True)
class _Year:
    """A year of a province before the public."""

    desk: Desk
    province: Province
    year: str
    lang: Lang


def year_ways(desk: Desk, request: Request, province: Province) -> Sequence[Component]:
    """The way to the years that have files; nothing before the first."""
    newest = newest_manifest(desk.svc, province.code, local_date(desk.svc.now()))
    if newest is None:
        return []
    label = say(request.lang, "opened.years", year=newest["year"])
    return [LinkRow(links=[_year_link(province, newest["year"], label)])]


def show_year_data(desk: Desk, request: Request, year: str) -> Reply:
    """The files of a year. Raises NotFound before they are made."""
    province, lang = desk.province(request), request.lang
    manifest = _manifest(desk, province, year)
    seat = _Year(desk, province, year, lang)
    made = show.day(date.fromisoformat(manifest["made"][:10]), lang)
    title = say(lang, "opened.year_title", year=year)
    back = Link(label=say(lang, "opened.title"), href=f"/data?province={province.code}")
    sums = {one["name"]: one["sha256"] for one in manifest["files"]}
    parts = [
        Heading(back=back, title=title, lead=say(lang, "opened.year_lead", day=made)),
        files_table(lang, title, _rows(seat, sums)),
        LinkRow(links=[_link(seat, YEAR_MANIFEST)]),
        Folded(title=SUMS, parts=[Facts(facts=_lines(sums))]),
        LinkRow(links=_others(desk, province, manifest["year"])),
    ]
    return desk.show(request, WebPage(title=title, parts=parts), public=True, at=province)


def send_year_file(desk: Desk, request: Request, year: str, file: str) -> Reply:
    """Leads to a short-lived address of a file of a year. Raises NotFound for any other."""
    province = desk.province(request)
    manifest = _manifest(desk, province, year)
    if file not in {YEAR_MANIFEST, *(one["name"] for one in manifest["files"])}:
        raise NotFound
    key = year_file_key(province.code, int(year), file)
    name = f"ocop-{province.code}-{year}-{file}"
    return see_other(desk.svc.shelf.address(key, name, YEAR_MEDIA[file.rpartition(".")[2]]))


def _manifest(desk: Desk, province: Province, year: str) -> dict[str, Any]:
    """Raises NotFound for a year without files."""
    number = plain_number(year, 4)
    found = manifest_of(desk.svc, province.code, number) if number else None
    if found is None:
        raise NotFound
    return found


def _lines(sums: dict[str, str]) -> list[FactLine]:
    return [FactLine(label=name, value=sum) for name, sum in sums.items()]


def _others(desk: Desk, province: Province, year: int) -> list[Link]:
    """The ways to the other years."""
    newest = newest_manifest(desk.svc, province.code, local_date(desk.svc.now()))
    years = newest["years"] if newest else []
    return [_year_link(province, one, str(one)) for one in years if one != year]


def _year_link(province: Province, year: int, label: str) -> Link:
    return Link(label=label, href=f"{YEARS}/{year}?province={province.code}")


def files_table(lang: Lang, caption: str, rows: Sequence[TableRow]) -> Table:
    """What there is to take along, a line each, with its ways."""
    names = ("data", "take")
    columns = [TableColumn(title=say(lang, f"opened.column_{name}")) for name in names]
    return Table(caption=caption, columns=columns, rows=rows, empty=say(lang, "opened.none"))


def kinds_of_file(title: str, ways: Mapping[str, str]) -> list[Link]:
    """The ways to one thing by kind of file, each told aloud with its title."""
    return [
        Link(label=kind.upper(), href=href, note=f"{title} ({kind.upper()})")
        for kind, href in ways.items()
    ]


def _rows(seat: _Year, names: Iterable[str]) -> list[TableRow]:
    """The files of a year, those of one register in one line."""
    kinds: dict[str, dict[str, str]] = {}
    for name in names:
        id, _, kind = name.rpartition(".")
        kinds.setdefault(id, {})[kind] = _href(seat, name)
    told = {
        id: (_title(seat, id), dict(sorted(ways.items(), reverse=True)))
        for id, ways in kinds.items()
    }
    return [
        TableRow(cells=[TableCell(text=title), TableCell(links=kinds_of_file(title, ways))])
        for title, ways in told.values()
    ]


def _href(seat: _Year, name: str) -> str:
    return f"{YEARS}/{seat.year}/{name}?province={seat.province.code}"


def _link(seat: _Year, name: str) -> Link:
    kind = name.rpartition(".")[2].upper()
    return Link(label=f"{say(seat.lang, 'opened.manifest')} ({kind})", href=_href(seat, name))


def _title(seat: _Year, id: str) -> str:
    """What a file holds, in words."""
    if id == CERTIFICATES_FILE:
        return say(seat.lang, "opened.certificates")
    return pick(seat.desk.svc.registers.registers.get(id).title, seat.lang)
