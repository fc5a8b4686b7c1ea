"""The same paper has the same bytes: archives with one date in them, whenever they are made."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

_MADE = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def steadied(content: bytes, at: datetime) -> bytes:
    """An office document as if it had been made at an instant, its parts in a fixed order."""
    stamp = f"{at:%Y-%m-%dT%H:%M:%SZ}".encode()
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return target.getvalue()
