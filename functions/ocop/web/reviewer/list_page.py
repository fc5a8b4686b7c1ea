"""A member's list of a round: all that the round asks of them, behind one emailed link."""

from collections.abc import Sequence
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.moment import local_date, show_date
from ocop.cases.assignment import Assignment
from ocop.cases.blind import veil_of
from ocop.cases.lookup import province_of
from ocop.catalogue.texts import say
from ocop.council.member_list import MemberList, ProductOnList
from ocop.html import (
    Heading,
    Link,
    LinkRow,
    Notice,
    Pager,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
)
from ocop.http import Reply, Request, json_reply, keep_from_list, see_other
from ocop.links.tokens import mint
from ocop.web.desk import Desk, assigned

ON_ONE_PAGE = 15  # on one page, so that a phone shows it within a few screens
SHUT = frozenset({"waiting", "conflict", "declined", "dead"})  # nothing to open


def show_list(desk: Desk, request: Request, holder: Assignment) -> Reply:
    """So many products of the list, each with how far the member is."""
    listed = MemberList(desk.svc, holder)
    start = _start(request)
    some, home = listed.part(start, ON_ONE_PAGE), f"/r/{holder.dossier}-{holder.id}"
    lang, count = request.lang, len(listed.products)
    title = say(lang, "member_list.title")
    notice = [Notice(tone="good", title=say(lang, "member_list.all_in"))]
    page = WebPage(
        title=title,
        parts=[
            Heading(title=title, byline=say(lang, "member_list.count", count=count)),
            *(notice if "done" in request.query else []),
            Paragraph(text=_until(request, holder)),
            *([_next(request, home)] if any(one.to_do for one in some) else []),
            _table(desk, request, holder, some, home),
            Pager(
                more=f"{home}?from={start + ON_ONE_PAGE}" if start + ON_ONE_PAGE < count else "",
                first=home if start else "",
            ),
        ],
    )
    return desk.show(request, page, at=province_of(desk.svc, holder.province))


def _start(request: Request) -> int:
    return plain_number(request.query.get("from", "")) or 0


def _until(request: Request, holder: Assignment) -> str:
    how = say(request.lang, "member_list.how")
    if holder.due is None:
        return how
    day = show_date(local_date(holder.due), request.lang)
    return f"{say(request.lang, 'member_list.until', day=day)} {how}"


def _next(request: Request, home: str) -> LinkRow:
    label = say(request.lang, "member_list.begin")
    return LinkRow(links=[Link(label=label, href=f"{home}/next", primary=True)])


def _table(
    desk: Desk, request: Request, holder: Assignment, some: Sequence[ProductOnList], home: str
) -> Table:
    lang = request.lang
    heads = ("member_list.product", "member_list.state")
    return Table(
        caption=say(lang, "member_list.title"),
        columns=[TableColumn(title=say(lang, head)) for head in heads],
        rows=[_row(desk, request, holder, one, home) for one in some],
        empty=say(lang, "member_list.nothing"),
    )


def _row(
    desk: Desk, request: Request, holder: Assignment, one: ProductOnList, home: str
) -> TableRow:
    names = _names(desk, holder, one)
    return TableRow(
        href="" if one.state in SHUT else f"{home}/products/{one.product.dossier}",
        cells=[
            TableCell(
                text=names["product"],
                note=names.get("organisation", ""),
                reference=names["reference"],
            ),
            TableCell(text=_state(request, one), note=_own_day(request, holder, one)),
        ],
    )


def _state(request: Request, one: ProductOnList) -> str:
    return say(request.lang, f"member_list.at_{one.state}")


def _own_day(request: Request, holder: Assignment, one: ProductOnList) -> str:
    """Until when, where that is another day than the list's."""
    due = one.seat.due if one.seat and one.to_do else None
    if due is None or due == holder.due:
        return ""
    return say(request.lang, "member_list.own_day", day=show_date(local_date(due), request.lang))


def _names(desk: Desk, holder: Assignment, one: ProductOnList) -> dict[str, str]:
    """What a product is called, and who makes it; a member who is not to know that reads it without
    what names them.
    """
    product = one.product
    told = {"reference": product.reference, "product": product.product}
    if not holder.blind:
        return {**told, "organisation": product.organisation}
    veil = veil_of(desk.svc, desk.svc.store.case(product.dossier))
    return {name: veil.over(text) for name, text in told.items()}


def open_listed(desk: Desk, request: Request, key: str, dossier: str) -> Reply:
    """Leads to one product of a list, by that product's own link as it is now: what it opens is for
    the link itself to say. What was taken away, or never given, leads back to the list. Raises
    NotFound for a product that is not on it.
    """
    holder = assigned(desk, request, key, "list")
    return _open(desk, request, holder, MemberList(desk.svc, holder).one(dossier))


def open_next(desk: Desk, request: Request, key: str) -> Reply:
    """Leads to the next product whose sheet is awaited, after the one that `?after=` names; to the
    list where none is.
    """
    holder = assigned(desk, request, key, "list")
    following = MemberList(desk.svc, holder).following(request.query.get("after", ""))
    if following is None:
        return see_other(f"/r/{key}?done=1")
    return _open(desk, request, holder, following)


def _open(desk: Desk, request: Request, holder: Assignment, one: ProductOnList) -> Reply:
    if one.seat is None or one.state in SHUT:
        return see_other(f"/r/{holder.dossier}-{holder.id}")
    token = mint(desk.svc.keys(), one.seat.link, one.seat.grant.kid)
    cookies = keep_from_list(one.seat.link, token, holder.link, request, desk.site)
    return see_other(f"/r/{one.seat.dossier}-{one.seat.id}", cookies)


def send_list(desk: Desk, request: Request, key: str) -> Reply:
    """The same as JSON, so many products from `?from=` on, each with the token of its own link."""
    holder = assigned(desk, request, key, "list")
    listed, start = MemberList(desk.svc, holder), _start(request)
    some = [_document(desk, holder, one) for one in listed.part(start, ON_ONE_PAGE)]
    return json_reply(
        {
            "round": listed.group.id,
            "due": holder.due.isoformat() if holder.due else None,
            "count": len(listed.products),
            "products": some,
        }
    )


def _document(desk: Desk, holder: Assignment, one: ProductOnList) -> dict[str, Any]:
    told: dict[str, Any] = {**_names(desk, holder, one), "state": one.state}
    if one.seat is None or one.state in SHUT:
        return told
    token = mint(desk.svc.keys(), one.seat.link, one.seat.grant.kid)
    return {**told, "review": f"{one.seat.dossier}-{one.seat.id}", "token": token}
