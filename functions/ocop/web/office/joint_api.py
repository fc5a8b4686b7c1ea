"""The decision desk for programs."""

from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.catalogue.messages import field_text
from ocop.deciding.joint import JointRequest, preview_joint, ready_for, release_joint
from ocop.http import Reply, Request, json_reply
from ocop.web.asking import data_in, key_for
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.joint import papers_called


def send_ready(desk: OfficeDesk, request: Request) -> Reply:
    """The products that wait for the asker's recognition."""
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
    return json_reply({"ready": ready})


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
    return json_reply({"id": listed.id, "released": [one.dossier for one in listed.items]}, 201)


def _wanted(desk: OfficeDesk, request: Request) -> JointRequest:
    sent: dict[str, Any] = dict(request.json())
    data, dossiers = data_in(sent, request.lang), sent.get("products", [])
    if not isinstance(dossiers, list) or not all(isinstance(one, str) for one in dossiers):
        told = field_text(["type"], request.lang, {"label": "products"})
        raise InvalidInput([FieldError("/products", "type", told)])
    return JointRequest(data, dossiers, key_for(desk, request, sent))
