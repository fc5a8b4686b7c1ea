"""Packages of a case for its administrators: one button, and the same for programs."""

from dataclasses import replace
from typing import Any

from aws_lambda_powertools import Logger

from ocop.base.errors import Forbidden, NotFound
from ocop.cases.case import Case
from ocop.cases.effects import MakePackage
from ocop.cases.records import Wake
from ocop.council.roll import sits_on
from ocop.deciding.officer import readable_case
from ocop.html import ActButton, Component, Heading, Link, LinkRow, Paragraph, Subheading, WebPage
from ocop.http import Reply, Request, json_reply, see_other
from ocop.papers.contents import Dossier
from ocop.papers.ministry import went_up
from ocop.papers.packaging import PACKAGE_KINDS, ZIP_MEDIA, PackageKind, package_key, package_name
from ocop.people.rights import Officer
from ocop.web.asking import nothing_asked
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import Reading

logger = Logger()
_LOOKS_AGAIN = "5"  # after which the page of a package that is being made looks again
_HEAD = "head"


def package_links(reading: Reading, who: Officer) -> list[Component]:
    """The ways to the packages of a case, for who may have them."""
    if not who.may_export(reading.case):
        return []
    base = f"/office/dossiers/{reading.case.id}/packages"
    kinds = [kind for kind in PACKAGE_KINDS if kind == "dossier" or _up(reading)]
    links = [Link(label=reading.say(f"packages.{kind}"), href=f"{base}/{kind}") for kind in kinds]
    return [Subheading(text=reading.say("packages.title")), LinkRow(links=links)]


def _up(reading: Reading) -> bool:
    return went_up(reading.desk.svc, Dossier(reading.case, reading.events, ()))


def open_package(desk: OfficeDesk, request: Request, id: str, kind: str) -> Reply:
    """Leads to a package; where there is none, a page on which it is asked for."""
    reading, wanted = _asked(desk, request, id, kind)
    if address := _address(desk, reading.case, wanted):
        return see_other(address)
    page, waits = _page(reading, wanted, request), "asked" in request.query
    who = desk.who(request).person.name
    reply = desk.show(request, page, person=who, at=reading.province)
    return replace(reply, headers={**reply.headers, "Refresh": _LOOKS_AGAIN}) if waits else reply


def order_package(desk: OfficeDesk, request: Request, id: str, kind: str) -> Reply:
    """Has a package made of the case as the page showed it; shows it anew when it went on."""
    seen = request.form().get(_HEAD)
    reading, wanted = _asked(desk, request, id, kind)
    if seen != reading.case.head:
        page, who = _page(reading, wanted, request), desk.who(request).person.name
        return desk.show(request, page, 412, person=who, at=reading.province)
    _order(desk, request, reading.case, wanted)
    return see_other(f"/office/dossiers/{id}/packages/{kind}?asked=1")


def send_package(desk: OfficeDesk, request: Request, id: str, kind: str) -> Reply:
    """Where a package lies, for programs; without an address while it is not made."""
    reading, wanted = _asked(desk, request, id, kind)
    return json_reply(_document(desk, reading.case, wanted))


def order_package_by_program(desk: OfficeDesk, request: Request, id: str, kind: str) -> Reply:
    """Has a package made, unless there is one of the case as it stands."""
    reading, wanted = _asked(desk, request, id, kind)
    nothing_asked(request)
    document = _document(desk, reading.case, wanted)
    if not document["href"]:
        _order(desk, request, reading.case, wanted)
    return json_reply(document, status=200 if document["href"] else 202)


def _asked(desk: OfficeDesk, request: Request, id: str, kind: str) -> tuple[Reading, PackageKind]:
    """The case and the kind of package. Raises NotFound, Forbidden for who may not have it."""
    who = desk.who(request)
    case = readable_case(desk.svc, who, id)
    if not who.may_export(case):
        raise Forbidden
    if sits_on(desk.svc, case, who.person.id):
        raise Forbidden("package-scoring")
    reading = Reading(desk, case, request.lang)
    wanted = next((one for one in PACKAGE_KINDS if one == kind), None)
    if wanted is None or (wanted == "ministry" and not _up(reading)):
        raise NotFound
    return reading, wanted


def _address(desk: OfficeDesk, case: Case, kind: PackageKind) -> str:
    key = package_key(desk.svc, case, kind)
    if not desk.svc.shelf.holds(key):
        return ""
    return desk.svc.shelf.address(key, package_name(case, kind), ZIP_MEDIA)


def _order(desk: OfficeDesk, request: Request, case: Case, kind: PackageKind) -> None:
    """Presses within a minute are one. Who takes a case's personal data out stands in the log."""
    now, person = desk.svc.now(), desk.who(request).person.id
    logger.info("package_asked", dossier=case.id, kind=kind, person=person)
    order = MakePackage(case.id, kind)
    desk.svc.outbox.put(Wake(f"package-{kind}-{case.id}-{now:%Y%m%d%H%M}", (order,), now))


def _document(desk: OfficeDesk, case: Case, kind: PackageKind) -> dict[str, Any]:
    address = _address(desk, case, kind)
    return {"name": package_name(case, kind), "href": address, "head": case.head}


def _page(reading: Reading, kind: PackageKind, request: Request) -> WebPage:
    base = f"/office/dossiers/{reading.case.id}"
    waits = "asked" in request.query
    title = reading.say("packages.waiting" if waits else f"packages.{kind}")
    back = Link(label=reading.say("papers.back"), href=base)
    heading = Heading(over_reference=reading.case.reference, back=back, title=title)
    button = ActButton(
        action=f"{base}/packages/{kind}",
        label=reading.say("packages.make"),
        hidden={_HEAD: reading.case.head},
        note=reading.say("packages.personal"),
    )
    how = Paragraph(text=_how(reading, kind))
    return WebPage(title=title, parts=[heading, how, *([] if waits else [button])])


def _how(reading: Reading, kind: str) -> str:
    """What the package holds; of that for the ministry by which article, if its law lists that."""
    law = reading.rulebook
    silent = kind == "ministry" and not law.ministry_article
    name = f"packages.{kind}_how{'_silent' if silent else ''}"
    return reading.say(name, article=law.ministry_article, decision=law.decision)
