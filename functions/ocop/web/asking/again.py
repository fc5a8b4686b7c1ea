"""Beginning another rating of a recognised product, as every door asks for it."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, NotFound
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.catalogue.messages import sentence
from ocop.filing.again import Beginner, begin_again
from ocop.filing.idea import Receipt
from ocop.http import Reply, Request, json_reply
from ocop.web.asking.documents import key_for
from ocop.web.desk import Desk
from ocop.web.reading import OCCASIONS


def begin_from(
    desk: Desk, request: Request, case: Case, asked: Mapping[str, Any], who: Beginner
) -> Receipt:
    """Begins the `occasion` that was asked for from the certificate a case ended with.

    Raises NotFound for a case without one, InvalidInput for no such occasion, and what the use
    case raises.
    """
    certificate = _certificate_of(desk, case)
    for occasion in OCCASIONS:
        if occasion == asked.get("occasion"):
            key = key_for(desk, request, [case.id, occasion])
            return begin_again(desk.svc, certificate, occasion, who, key)
    raise _no_such_occasion(request.lang)


def begun_reply(receipt: Receipt) -> Reply:
    """What a program is told of the case that was begun."""
    document = {
        "reference": receipt.reference,
        "dossier": receipt.dossier,
        "event": receipt.event,
    }
    return json_reply(document, 201, {"Location": f"/v1/cases/{receipt.reference}"})


def _certificate_of(desk: Desk, case: Case) -> Certificate:
    if not case.subject.certificate:
        raise NotFound("no-certificate")
    return desk.svc.store.certificate(case.subject.certificate)


def _no_such_occasion(lang: Lang) -> InvalidInput:
    detail = sentence("no-such-occasion", lang)
    return InvalidInput([FieldError("/occasion", "no-such-occasion", detail)])
