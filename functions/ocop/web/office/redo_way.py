"""From a complaint that was right to the order by which its case is evaluated again, in a step."""

from collections.abc import Mapping

from ocop.base.errors import Forbidden, NotFound
from ocop.cases.case import Case
from ocop.cases.subject import Proceeding
from ocop.deciding.inspecting import overseen
from ocop.deciding.officer import readable_case
from ocop.deciding.redo_basis import order_by
from ocop.deciding.redoing import REDO
from ocop.deciding.redoing_results import may_redo_result
from ocop.html import Component, Link, LinkRow
from ocop.http import Request
from ocop.people.rights import Officer
from ocop.web.desk import Desk
from ocop.web.reading import Reading

BY_COMPLAINT = "complaint"  # names the complaint in the address of an order


def way_to_order(reading: Reading, who: Officer) -> list[Component]:
    """The button on an upheld complaint's page, for who may order, until it was ordered."""
    complaint, svc = reading.case, reading.desk.svc
    if not isinstance(complaint.subject, Proceeding) or complaint.subject.matter != BY_COMPLAINT:
        return []
    if complaint.status != "ended" or not complaint.subject.about:
        return []
    about = svc.store.case(complaint.subject.about)
    address = _address(reading, who, about)
    if not address or not order_by(svc, about, complaint, reading.lang):
        return []
    href = f"{address}?{BY_COMPLAINT}={complaint.id}"
    label = reading.say("oversight.redo_by_complaint")
    return [LinkRow(links=[Link(label=label, href=href, primary=True)])]


def _address(reading: Reading, who: Officer, about: Case) -> str:
    """Where the order is recorded: at the certificate, or at a case without one; "" for nobody."""
    svc, number = reading.desk.svc, about.subject.certificate
    if isinstance(about.subject, Proceeding):
        return ""
    if not number:
        return f"/office/dossiers/{about.id}/redo" if may_redo_result(svc, who, about) else ""
    seen = overseen(svc, who, number)
    return f"/office/certificates/{number}/{REDO}" if seen.may_open and seen.may_redo else ""


def order_begun(desk: Desk, request: Request, who: Officer, about: Case) -> Mapping[str, str]:
    """What the form of an order begins with that a complaint's page led to."""
    id = request.query.get(BY_COMPLAINT, "")
    if not id:
        return {}
    try:
        complaint = readable_case(desk.svc, who, id)
    except (NotFound, Forbidden):
        return {}
    return order_by(desk.svc, about, complaint, request.lang)
