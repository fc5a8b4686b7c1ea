"""What programs send: the `data` of a posted document."""

from typing import Any

from ocop.base.errors import FieldError, InvalidInput
from ocop.base.text import Text, pick
from ocop.http.request import Asked

NO_DATA: Text = {"vi": "Thiếu phần data của biểu mẫu.", "en": "The form's data is missing."}
NO_OBJECT: Text = {
    "vi": "Phần data phải là một đối tượng gồm các mục của biểu mẫu.",
    "en": "The data must be an object with the form's fields.",
}


def data_of(asked: Asked) -> dict[str, Any]:
    """The `data` of a posted document. Raises InvalidInput when it is no object."""
    sent = asked.json()
    data = sent.get("data")
    if isinstance(data, dict):
        return data
    code, text = ("type", NO_OBJECT) if "data" in sent else ("required", NO_DATA)
    raise InvalidInput([FieldError("/data", code, pick(text, asked.lang))])
