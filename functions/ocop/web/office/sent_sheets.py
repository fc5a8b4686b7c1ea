"""Sheets as programs send them."""

import base64
from collections.abc import Mapping
from typing import Any

from ocop.base.errors import Malformed
from ocop.base.sheets import read_csv
from ocop.base.workbook import read_workbook


def sent_sheet(document: Mapping[str, Any]) -> list[list[str]]:
    """The rows of a sheet: `csv` as text, or `xlsx` in base64. Raises Malformed for anything
    else.
    """
    if isinstance(text := document.get("csv"), str):
        return read_csv(text)
    try:
        book = base64.b64decode(str(document["xlsx"]), validate=True)
    except (KeyError, ValueError):
        raise Malformed("bad-sheet") from None
    return read_workbook(book)
