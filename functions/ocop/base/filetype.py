"""What a file is: by its bytes, never by its name or by what somebody says of it."""

import re
from collections.abc import Mapping
from typing import Literal

from ocop.base.structs import struct

FileRefusal = Literal["", "empty", "program", "locked", "kind", "mismatch", "broken"]

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
HEIC, HEIF = "image/heic", "image/heif"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"


@struct(frozen=True)
class FileKind:
    """A kind of file that is taken.

    `endings`: how its names end, the usual one first; `shown`: a browser may open it in the page,
    others are handed over as a download.
    """

    endings: tuple[str, ...]
    shown: bool = False


KINDS: Mapping[str, FileKind] = {
    PDF: FileKind((".pdf",), shown=True),
    JPEG: FileKind((".jpg", ".jpeg"), shown=True),
    PNG: FileKind((".png",), shown=True),
    WEBP: FileKind((".webp",), shown=True),
    HEIC: FileKind((".heic",)),
    HEIF: FileKind((".heif", ".heic")),
    DOCX: FileKind((".docx",)),
    XLSX: FileKind((".xlsx",)),
}

SHOWABLE = (JPEG, PNG, WEBP)  # what every browser draws

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
)
_STARTS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_APPLE = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_IMAGE_BOX = frozenset({b"mif1", b"msf1"})
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_LOCKED_PDF = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
_CONTENTS = "[Content_Types].xml"
_MOST_CONTENTS = 262_144  # bytes of the list of parts that are read; a longer one is no office's


@struct(frozen=True)
class Verdict:
    """The media type a file truly has ("" for none that is taken), and why it is not taken."""

    media: str
    refusal: FileRefusal = ""


def judge(content: bytes, declared: str = "") -> Verdict:
    """What a file is and whether it may be taken; `declared`: the type it was announced as, if
    any.
    """
    if not content.strip(b"\x00\t\r\n "):
        return Verdict("", "empty")
    if content.startswith(_PROGRAMS):
        return Verdict("", "program")
    found = _found(content)
    if found.refusal:
        return found
    if declared and not _agree(found.media, declared):
        return Verdict(found.media, "mismatch")
    return found if _is_whole(content, found.media) else Verdict(found.media, "broken")


def _is_whole(content: bytes, media: str) -> bool:
    """Whether a picture that browsers draw can be drawn; of other kinds nothing is said."""
    from ocop.base.whole_pictures import is_whole_jpeg, is_whole_png, is_whole_webp

    looks = {JPEG: is_whole_jpeg, PNG: is_whole_png, WEBP: is_whole_webp}
    return media not in looks or looks[media](content)


def _agree(found: str, declared: str) -> bool:
    family = {HEIC, HEIF}
    return found == declared or {found, declared} <= family


def _found(content: bytes) -> Verdict:
    for start, media in _STARTS:
        if content.startswith(start):
            return Verdict(media)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Verdict(WEBP)
    if content[4:8] == b"ftyp":
        return _image_box(content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content.startswith(_OLD_OFFICE):
        return Verdict("", "locked" if _LOCKED_OFFICE in content else "kind")
    return _pdf(content)


def _pdf(content: bytes) -> Verdict:
    # Nothing but blanks may stand before the mark: a page of HTML with the mark in it is no PDF.
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        return Verdict("", "kind")
    return Verdict(PDF, "locked" if _LOCKED_PDF.search(content) else "")


def _image_box(content: bytes) -> Verdict:
    size = min(int.from_bytes(content[:4]), 256)
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, size, 4))}
    if brands & _APPLE:
        return Verdict(HEIC)
    return Verdict(HEIF) if content[8:12] in _IMAGE_BOX else Verdict("", "kind")


def _office(content: bytes) -> Verdict:
    """A Word or Excel file by the parts in its archive; one that carries macros is a program."""
    parts = _parts(content)
    media = next((media for part, media in _PARTS if part in parts), "")
    if not media or _CONTENTS not in parts:
        return Verdict("", "kind")
    if (
        any(part.endswith("vbaProject.bin") for part in parts)
        or b"macroEnabled" in parts[_CONTENTS]
    ):
        return Verdict("", "program")
    return Verdict(media)


def _parts(content: bytes) -> dict[str, bytes]:
    """The names in an archive, with the beginning of its list of parts; {} for a broken one."""
    # Only few files are archives: most starts of a function never need these.
    import zlib
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = dict.fromkeys(archive.namelist(), b"")
            if _CONTENTS in parts:
                with archive.open(_CONTENTS) as listed:
                    parts[_CONTENTS] = listed.read(_MOST_CONTENTS)
    except (BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        return {}
    return parts


def with_ending(name: str, media: str) -> str:
    """A file's name with the ending of what it truly is, so that it opens wherever it is saved."""
    kind = KINDS.get(media)
    lowered = name.lower()
    if kind is None or lowered.endswith(kind.endings):
        return name
    wrong = (ending for other in KINDS.values() for ending in other.endings)
    stem = next((name[: -len(one)] for one in wrong if lowered.endswith(one)), name)
    return f"{stem or name}{kind.endings[0]}"
