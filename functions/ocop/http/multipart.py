"""Reads the body of a page's form that carries files (RFC 7578)."""

import re

from ocop.base.errors import Malformed

MOST_BOXES = 20
_BOUNDARY = re.compile(r'boundary="?([0-9A-Za-z\'()+_,./:=? -]{1,70}?)"?\s*(?:;|$)')
_NAME = re.compile(r'[; ]name="([^"\r\n]*)"')


def multipart_fields(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """The fields and the files, by name; a file that was not chosen is empty.

    Raises Malformed for what is no such body.
    """
    boundary = _BOUNDARY.search(content_type)
    if not boundary:
        raise Malformed("malformed-form")
    first, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())
    if first.strip() or not parts or not parts[-1].startswith(b"--") or len(parts) > MOST_BOXES:
        raise Malformed("malformed-form")
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in parts[:-1]:
        _take_part(part, fields, files)
    return fields, files


def _take_part(part: bytes, fields: dict[str, str], files: dict[str, bytes]) -> None:
    head, parted, content = part.partition(b"\r\n\r\n")
    try:
        told = head.decode("utf-8")
        name = _NAME.search(told)
        if not name or not parted:
            raise Malformed("malformed-form")
        if "filename=" in told:
            files[name[1]] = content
        else:
            fields[name[1]] = content.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("malformed-form") from None
