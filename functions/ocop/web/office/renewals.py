"""The campaign of re-ratings: whose certificates end, who has begun a dossier, and who is late."""

from datetime import date, timedelta
from typing import Any

from ocop.base.moment import local_date
from ocop.base.sheets import safe_csv
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.records import Page
from ocop.catalogue.texts import say
from ocop.certificates.again import Renewability, cases_begun
from ocop.html import (
    Heading,
    Link,
    Pager,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    show,
)
from ocop.http import Reply, Request, json_reply
from ocop.people.rights import Officer
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import renewability

CAMPAIGN = "/office/renewals"
LATELY = timedelta(days=180)  # how long after its end a certificate stays in the list
MOST_RENEWALS = 50
PARTS_OF_A_SHEET, LINES_OF_A_SHEET = 40, 500  # that one sheet is made of, in a few seconds
RENEWAL_COLUMNS = (
    "number", "product", "organisation", "commune", "star", "valid_to", "opens", "closes",
    "standing", "case", "email",
)  # fmt: skip
RENEWAL_CELLS = ("product", "commune", "star", "valid_to", "closes", "standing", "case")


@struct(frozen=True)
class RenewalLine:
    """A certificate in the campaign: what its product may do today, and the case that was begun."""

    ready: Renewability
    last: Case
    begun: Case | None

    @property
    def standing(self) -> str:
        """Where it is: early, timely or late, begun, or judged."""
        if self.begun is None:
            return self.ready.timeliness
        return "judged" if self.begun.subject.handed_in else "begun"


def show_renewals(desk: OfficeDesk, request: Request) -> Reply:
    """The list as a page."""
    who, lang = desk.who(request), request.lang
    part = _part(desk, who, request.query.get("cursor", ""))
    title = say(lang, "again.renewals")
    table = Table(
        caption=title,
        columns=[TableColumn(title=say(lang, f"again.column_{name}")) for name in RENEWAL_CELLS],
        rows=[_row(who, line, lang) for line in part.items],
        empty=say(lang, "again.renewals_more" if part.cursor else "again.renewals_none"),
    )
    sheet = Link(label=say(lang, "products.sheet"), href=f"{CAMPAIGN}.csv")
    page = WebPage(
        title=title,
        wide=True,
        parts=[
            Heading(
                title=title,
                back=Link(label=say(lang, "office.worklist"), href="/office"),
                lead=say(lang, "again.renewals_lead"),
            ),
            table,
            Pager(more=f"{CAMPAIGN}?cursor={part.cursor}" if part.cursor else ""),
            Paragraph(text="", link=sheet),
        ],
    )
    return desk.show(request, page, person=who.person.name, at=who.province)


def send_renewals_sheet(desk: OfficeDesk, request: Request) -> Reply:
    """The whole list as a sheet; of one that is longer than a sheet holds, the address of its next
    part stands in `Link`.
    """
    who, lang = desk.who(request), request.lang
    part = _whole(desk, request, who)
    head = [say(lang, f"again.column_{name}") for name in RENEWAL_COLUMNS]
    lines = [list(_cells(who, line, lang).values()) for line in part.items]
    more = f'<{CAMPAIGN}.csv?cursor={part.cursor}>; rel="next"'
    headers = {
        "Content-Disposition": f'attachment; filename="renewals-{who.province.code}.csv"',
        **({"Link": more} if part.cursor else {}),
    }
    return Reply(200, safe_csv([head, *lines]), "text/csv; charset=utf-8", headers)


def send_renewals(desk: OfficeDesk, request: Request) -> Reply:
    """The list as JSON."""
    part = _part(desk, desk.who(request), request.query.get("cursor", ""))
    renewals = [_document(line) for line in part.items]
    return json_reply({"renewals": renewals, "cursor": part.cursor})


def _whole(desk: OfficeDesk, request: Request, who: Officer) -> Page[RenewalLine]:
    """Those of the officer's units, as far as one sheet holds them."""
    lines: list[RenewalLine] = []
    cursor = request.query.get("cursor", "")
    for _ in range(PARTS_OF_A_SHEET):
        part = _part(desk, who, cursor)
        lines, cursor = [*lines, *part.items], part.cursor
        if not cursor or len(lines) >= LINES_OF_A_SHEET:
            break
    return Page(tuple(lines), cursor)


def _part(desk: OfficeDesk, who: Officer, cursor: str) -> Page[RenewalLine]:
    """Some of those of the officer's units, in the order in which they end."""
    today = local_date(desk.svc.now())
    days = (today - LATELY, today + _window(desk, who, today))
    found = desk.svc.store.expiring(who.province.code, days, cursor, MOST_RENEWALS)
    own = (one for one in found.items if who.serves_unit(one.unit) and not one.revocation)
    lines = (_line(desk, certificate) for certificate in own)
    return Page(tuple(line for line in lines if line), found.cursor)


def _window(desk: OfficeDesk, who: Officer, today: date) -> timedelta:
    """How many days before its end a certificate comes into the list."""
    law = desk.svc.rulebooks.get(who.province.rulebook_on(today))
    return timedelta(days=law.renewal.opens)


def _line(desk: OfficeDesk, certificate: Certificate) -> RenewalLine | None:
    ready = renewability(desk, certificate)
    if ready is None:
        return None
    open_cases = [one for one in cases_begun(desk.svc, certificate) if one.status != "ended"]
    last = desk.svc.store.case(certificate.dossier)
    return RenewalLine(ready, last, open_cases[-1] if open_cases else None)


def _row(who: Officer, line: RenewalLine, lang: Lang) -> TableRow:
    told, certificate = _cells(who, line, lang), line.ready.certificate
    cells = [
        TableCell(text=certificate.product, note=certificate.organisation),
        TableCell(text=told["commune"]),
        TableCell(stars=certificate.star),
        *(TableCell(text=told[name]) for name in RENEWAL_CELLS[3:]),
    ]
    return TableRow(href=f"/office/dossiers/{certificate.dossier}", cells=cells)


def _cells(who: Officer, line: RenewalLine, lang: Lang) -> dict[str, str]:
    certificate, days = line.ready.certificate, line.ready.days
    unit = who.province.units.get(certificate.unit)
    return {
        "number": certificate.shown_number,
        "product": certificate.product,
        "organisation": certificate.organisation,
        "commune": pick(unit.name, lang) if unit else certificate.unit,
        "star": str(certificate.star),
        "valid_to": show.day(certificate.valid_to, lang),
        "opens": show.day(days.opens, lang),
        "closes": show.day(days.closes, lang) if days.closes else "",
        "standing": say(lang, f"again.standing_{line.standing}"),
        "case": line.begun.reference if line.begun else "",
        "email": line.last.party.email,
    }


def _document(line: RenewalLine) -> dict[str, Any]:
    certificate, days = line.ready.certificate, line.ready.days
    return {
        "number": certificate.number,
        "printed_number": certificate.shown_number,
        "dossier": certificate.dossier,
        "product": certificate.product,
        "organisation": certificate.organisation,
        "unit": certificate.unit,
        "stars": certificate.star,
        "valid_to": certificate.valid_to.isoformat(),
        "opens": days.opens.isoformat(),
        "closes": days.closes.isoformat() if days.closes else None,
        "standing": line.standing,
        "case": line.begun.reference if line.begun else "",
        "has_address": bool(line.last.party.email),
    }
