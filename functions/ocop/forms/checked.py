"""Forms as the rest of the system passes them on: choices to fill in, and data that was checked."""

from collections.abc import Mapping
from typing import Any

from ocop.base.structs import struct
from ocop.base.text import Text

Choice = tuple[str, Text]


@struct(frozen=True)
class CheckedForm:
    """A form's data that passed its pinned schema."""

    form: str
    version: str
    sha256: str
    data: Mapping[str, Any]
