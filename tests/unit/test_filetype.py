"""What a file is, by its bytes."""

import io
import zipfile
from typing import Any

import pytest
from PIL import Image

from infra.demo import evidence
from ocop.base.filetype import (
    DOCX,
    HEIC,
    HEIF,
    JPEG,
    KINDS,
    PDF,
    PNG,
    WEBP,
    XLSX,
    Verdict,
    judge,
    with_ending,
)


def archive(*parts: str, contents: str = "<Types/>") -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("[Content_Types].xml", contents)
        for part in parts:
            file.writestr(part, "<x/>")
    return whole.getvalue()


def drawn(kind: str, size: tuple[int, int] = (64, 48), **how: Any) -> bytes:
    """A picture with something on it, as another program writes it."""
    out = io.BytesIO()
    picture = Image.effect_noise(size, 80)
    picture.convert(how.pop("mode", "RGB")).save(out, kind, **how)
    return out.getvalue()


HEIC_PHOTO = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
SOUND = {
    PDF: [evidence.pdf("Phieu"), b"%PDF-1.4\n%%EOF\n", b"\xef\xbb\xbf\n%PDF-1.7\n"],
    JPEG: [drawn("JPEG"), drawn("JPEG", progressive=True), drawn("JPEG") + b"a film behind it"],
    PNG: [
        evidence.png(1, 2, 3),
        drawn("PNG", mode="P"),
        drawn("PNG", mode="1"),
        drawn("PNG", mode="RGBA"),
    ],
    WEBP: [drawn("WEBP"), drawn("WEBP", lossless=True), drawn("WEBP", mode="RGBA")],
    HEIC: [HEIC_PHOTO, b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic"],
    HEIF: [b"\x00\x00\x00\x14ftypmif1\x00\x00\x00\x00mif1"],
    DOCX: [archive("word/document.xml")],
    XLSX: [archive("xl/workbook.xml")],
}


@pytest.mark.parametrize("media", KINDS)
def test_every_kind_is_known_by_its_bytes(media: str) -> None:
    for content in SOUND[media]:
        assert judge(content) == Verdict(media)
        assert judge(content, media) == Verdict(media)


@pytest.mark.parametrize("media", KINDS)
def test_another_kind_than_announced_is_a_mismatch(media: str) -> None:
    family = {HEIC, HEIF}
    others = [other for other in KINDS if other != media and {other, media} != family]
    for other in others:
        assert judge(SOUND[media][0], other) == Verdict(media, "mismatch")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "empty"),
        (b"\x00" * 100, "empty"),
        (b" \r\n\t", "empty"),
        (b"MZ\x90\x00\x03", "program"),
        (b"MZ%PDF-1.4", "program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"#!/bin/sh\n", "program"),
        (archive("word/document.xml", "word/vbaProject.bin"), "program"),
        (archive("xl/workbook.xml", contents="sheet.macroEnabled.main+xml"), "program"),
        (evidence.pdf("x").replace(b"trailer<<", b"trailer<</Encrypt 9 0 R"), "locked"),
        (b"%PDF-1.7\n1 0 obj<</Type/XRef/Encrypt <</Filter/Standard>>>>", "locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument", "kind"),
        (b"<html>%PDF-1.4</html>", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        (b"GIF89a", "kind"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "kind"),
        (b"RIFX\x24\x00\x00\x00WEBPVP8 ", "kind"),
        (b"plain words", "kind"),
        (archive("evil.exe"), "kind"),
        (b"PK\x03\x04 cut short", "kind"),
        (b"\x00\x00\x00\x14ftypavif\x00\x00\x00\x00avif", "kind"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42", "kind"),
    ],
)
def test_what_is_not_taken_says_why(content: bytes, refusal: str) -> None:
    assert judge(content, PDF).refusal == refusal
    assert judge(content).refusal == refusal


@pytest.mark.parametrize("media", [JPEG, PNG, WEBP])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_picture_that_was_cut_off_is_broken(media: str, part: float) -> None:
    for content in SOUND[media][:2]:
        assert judge(content[: int(len(content) * part)]) == Verdict(media, "broken")


def test_a_picture_that_is_spoilt_or_named_alone_is_broken() -> None:
    for media in (JPEG, PNG, WEBP):
        assert judge(SOUND[media][0][:12]).refusal == "broken"
    whole = evidence.png(1, 2, 3)
    middle = len(whole) // 2
    spoilt = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    assert judge(spoilt) == Verdict(PNG, "broken")
    few = evidence.png(1, 2, 3, size=48).replace(evidence.png(1, 2, 3, size=48)[16:33], _larger())
    assert judge(few) == Verdict(PNG, "broken")


def _larger() -> bytes:
    """The head of a PNG that names more pixels than follow, with the sum that belongs to it."""
    return evidence.png(1, 2, 3, size=49)[16:33]


@pytest.mark.parametrize(
    ("name", "media", "ending"),
    [
        ("Phiếu kiểm nghiệm tháng 3", PDF, "Phiếu kiểm nghiệm tháng 3.pdf"),
        ("scan.PDF", PDF, "scan.PDF"),
        ("anh.jpeg", JPEG, "anh.jpeg"),
        ("anh.pdf", JPEG, "anh.jpg"),
        ("Biên bản 03.12", DOCX, "Biên bản 03.12.docx"),
        (".pdf", PNG, ".pdf.png"),
        ("la.exe", "", "la.exe"),
    ],
)
def test_a_name_ends_as_what_the_file_is(name: str, media: str, ending: str) -> None:
    assert with_ending(name, media) == ending


def test_what_browsers_open_in_the_page_and_how_names_end() -> None:
    assert {media for media, kind in KINDS.items() if kind.shown} == {PDF, JPEG, PNG, WEBP}
    assert {media: kind.endings for media, kind in KINDS.items() if len(kind.endings) > 1} == {
        JPEG: (".jpg", ".jpeg"),
        HEIF: (".heif", ".heic"),
    }


@pytest.mark.parametrize(("beyond", "refusal"), [(0, "program"), (1, "")])
def test_macros_are_looked_for_in_so_much_of_the_list_of_parts(beyond: int, refusal: str) -> None:
    mark = "macroEnabled"
    contents = mark.rjust(256 * 1024 + beyond)
    assert judge(archive("xl/workbook.xml", contents=contents)).refusal == refusal


def test_a_photograph_names_its_kind_within_its_first_box() -> None:
    """Brands beyond the box's own length are other data."""
    brands = b"mif1" + bytes(4) + b"abcd" * 3
    for size, media in ((28, HEIF), (32, HEIC)):
        assert judge(size.to_bytes(4) + b"ftyp" + brands + b"heic") == Verdict(media)
    far = b"mif1" + bytes(4) + b"abcd" * 59
    assert judge((256).to_bytes(4) + b"ftyp" + far + b"heic") == Verdict(HEIC)
    assert judge((500).to_bytes(4) + b"ftyp" + far + b"abcdheic") == Verdict(HEIF)
