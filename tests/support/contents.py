"""What stands in a file, whatever its kind, so that a mark in a paper or a sheet can be seen."""

import re
import zlib
from base64 import a85decode, b64decode
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from tests.support.visitor import Answer

PLAIN = ("application/json", "application/problem+json")
STREAM = re.compile(rb"ASCII85Decode.*?stream\r?\n(.*?)~>", re.DOTALL)
SHOWN = re.compile(rb"\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def text_in(content: bytes) -> str:
    """All text of a file: of a DOCX, XLSX or ZIP that of all its parts, of a PDF of ours the plain
    letters that its pages show, of anything else what it reads like.
    """
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as whole:
            return "\n".join(text_in(whole.read(name)) for name in whole.namelist())
    if content.startswith(b"%PDF-"):
        return " ".join(_shown(content))
    said = content.decode("utf-8", "replace")
    return f"{said}\n{unescape(TAG.sub('', said))}"


def _shown(content: bytes) -> Iterator[str]:
    """What a PDF's pages show; letters beyond ASCII go by numbers of their font's own."""
    for packed in STREAM.findall(content):
        page = zlib.decompress(a85decode(packed))
        yield from (line.decode("latin-1") for line in SHOWN.findall(page))


def answered(answer: Answer) -> bytes:
    """The bytes of an answer: those of a file travel as text."""
    kind = answer.headers.get("Content-Type", "")
    binary = kind.startswith("application/") and not kind.startswith(PLAIN)
    return b64decode(answer.body) if binary else answer.body.encode()
