"""What programs send: the `data` of a posted document, and its idempotency key."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.hashing import digest
from ocop.base.moment import local_date
from ocop.base.text import Lang
from ocop.catalogue.messages import field_text
from ocop.catalogue.texts import say
from ocop.http import Request
from ocop.web.desk import Desk


def data_in(document: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """The `data` of a posted document. Raises InvalidInput when it is no object."""
    data = document.get("data")
    if isinstance(data, dict):
        return data
    if "data" in document:
        raise _refusal("type", say(lang, "documents.no_object"))
    raise _refusal("required", say(lang, "documents.no_data"))


def dossier_in(document: Mapping[str, Any], lang: Lang) -> str:
    """The `dossier` that a posted document names. Raises InvalidInput when it is no text."""
    named = document.get("dossier")
    if isinstance(named, str) and named:
        return named
    detail = say(lang, "documents.no_dossier")
    raise InvalidInput([FieldError("/dossier", "required", detail)])


def nothing_asked(request: Request) -> None:
    """Raises InvalidInput for a body that says more than an empty object does."""
    key = "additionalProperties"
    faults = [
        FieldError(f"/{name}", key, field_text([key], request.lang, {"label": name}))
        for name in request.json()
    ]
    if faults:
        raise InvalidInput(faults)


def _refusal(code: str, detail: str) -> InvalidInput:
    return InvalidInput([FieldError("/data", code, detail)])


def key_for(desk: Desk, request: Request, document: object) -> str:
    """The idempotency key: the header's, else one that only the same request has again on the same
    day: next year the same idea is another case.
    """
    day = local_date(desk.svc.now()).isoformat()
    return request.idempotency_key or digest([day, document])
