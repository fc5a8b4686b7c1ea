"""The decision desk for programs."""

from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.cases.decision_list import DecisionList
from ocop.catalogue.messages import field_text
from ocop.deciding.held import open_lists, undo_list
from ocop.deciding.joint import JointRequest, preview_joint, ready_for
from ocop.deciding.releasing import release_joint
from ocop.http import Reply, Request, json_reply
from ocop.web.asking import data_in, key_for
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.joint import papers_called


def send_ready(desk: OfficeDesk, request: Request) -> Reply:
    """The products that wait for the asker's recognition, and the lists that are not out yet."""
    who = desk.who(request)
    ready = [
        {
            "dossier": one.case.id,
            "reference": one.case.reference,
            "product": one.case.subject.title,
            "star": one.case.subject.result.star,
            "total": str(one.case.subject.result.total),
        }
        for one in ready_for(desk.svc, who)
        if one.case.subject.result
    ]
    held = [_list_told(one) for one in open_lists(desk.svc, who)]
    return json_reply({"ready": ready, "held": held})


def preview_by_program(desk: OfficeDesk, request: Request) -> Reply:
    """What the release of a list would do; stores nothing."""
    who = desk.who(request)
    seen = preview_joint(desk.svc, who, _wanted(desk, request), request.lang)
    items = [
        {
            "dossier": item.dossier,
            "star": item.star,
            "total": str(item.points),
            "certificate": certificate,
            "letters": list(letters),
        }
        for item, certificate, letters in zip(
            seen.items, seen.certificates, seen.letters, strict=True
        )
    ]
    return json_reply({"items": items, "papers": papers_called(seen)})


def release_by_program(desk: OfficeDesk, request: Request) -> Reply:
    """Releases a list under one decision; a repeat under the same key goes on with it."""
    who, wanted = desk.who(request), _wanted(desk, request)
    listed = release_joint(desk.svc, who, wanted, request.lang, channel="api")
    return json_reply(_list_told(listed), 201)


def undo_by_program(desk: OfficeDesk, request: Request) -> Reply:
    """Takes a list back that is not out yet."""
    who, id = desk.who(request), request.json().get("list")
    return json_reply(_list_told(undo_list(desk.svc, who, id if isinstance(id, str) else "")))


def _list_told(listed: DecisionList) -> dict[str, Any]:
    """A list as programs read it: `released` has its products once they are decided."""
    products, signed = [one.dossier for one in listed.items], listed.signed
    return {
        "id": listed.id,
        "state": listed.state,
        "decision_number": signed.number,
        "decision_date": signed.day.isoformat(),
        "signer": signed.signer,
        "goes_out": listed.goes_out.isoformat() if listed.goes_out else None,
        "products": products,
        "released": products if listed.is_told else [],
    }


def _wanted(desk: OfficeDesk, request: Request) -> JointRequest:
    sent: dict[str, Any] = dict(request.json())
    data, dossiers = data_in(sent, request.lang), sent.get("products", [])
    if not isinstance(dossiers, list) or not all(isinstance(one, str) for one in dossiers):
        told = field_text(["type"], request.lang, {"label": "products"})
        raise InvalidInput([FieldError("/products", "type", told)])
    return JointRequest(data, dossiers, key_for(desk, request, sent))
