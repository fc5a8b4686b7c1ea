"""What programs send: the `data` of a posted document, and its idempotency key."""

from collections.abc import Mapping
from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.hashing import digest
from ocop.base.moment import local_date
from ocop.base.text import Lang, Text, pick
from ocop.http.request import Asked
from ocop.web.desk import Desk

NO_DATA: Text = {"vi": "Thiếu phần data của biểu mẫu.", "en": "The form's data is missing."}
NO_OBJECT: Text = {
    "vi": "Phần data phải là một đối tượng gồm các mục của biểu mẫu.",
    "en": "The data must be an object with the form's fields.",
}


def data_of(asked: Asked) -> dict[str, Any]:
    """The `data` of a posted document. Raises InvalidInput when it is no object."""
    return data_in(asked.json(), asked.lang)


def data_in(sent: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """The `data` of a document that was parsed already. Raises InvalidInput."""
    data = sent.get("data")
    if isinstance(data, dict):
        return data
    code, text = ("type", NO_OBJECT) if "data" in sent else ("required", NO_DATA)
    raise InvalidInput([FieldError("/data", code, pick(text, lang))])


def key_for(desk: Desk, asked: Asked, sent: object) -> str:
    """The idempotency key: the header's, else one that only the same request has again on the same
    day: next year the same idea is another case.
    """
    return asked.idempotency_key or digest([local_date(desk.svc.now()).isoformat(), sent])
