"""Pictures made byte by byte: what is whole to its last byte, and what lacks one."""

import zlib

import pytest

from ocop.base import whole_pictures
from ocop.base.whole_pictures import is_whole_jpeg, is_whole_png, is_whole_webp

SIDES = b"\x00\x10\x00\x20"  # 16 high, 32 wide
END = b"\xff\xd9"


def mark(kind: int, data: bytes = b"") -> bytes:
    """A part of a JPEG that has a length."""
    return bytes([0xFF, kind]) + (len(data) + 2).to_bytes(2) + data


def jpeg(*parts: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(parts)


def frame(kind: int = 0xC0, sides: bytes = SIDES) -> bytes:
    return mark(kind, b"\x08" + sides + b"\x01\x01\x11\x00")


SCAN = mark(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x11\x22"
BEGUN = jpeg(mark(0xE0, b"JFIF"), frame())


def test_a_jpeg_with_a_size_and_a_scan_is_whole_to_its_end_mark() -> None:
    assert is_whole_jpeg(BEGUN + SCAN + END)
    assert not is_whole_jpeg(BEGUN + SCAN + END[:1])
    assert not is_whole_jpeg(BEGUN + SCAN)
    assert not is_whole_jpeg(BEGUN)
    assert not is_whole_jpeg(BEGUN + END)
    assert not is_whole_jpeg(jpeg(SCAN, END))
    assert not is_whole_jpeg(jpeg(mark(0xE0, END), frame(), SCAN))


@pytest.mark.parametrize("kind", range(0xC0, 0xD0))
def test_every_frame_of_a_jpeg_names_a_size_and_no_table_does(kind: int) -> None:
    tables = {0xC4, 0xC8, 0xCC}
    assert is_whole_jpeg(jpeg(frame(kind), SCAN, END)) is (kind not in tables)


@pytest.mark.parametrize("sides", [b"\0\0\0\x20", b"\0\x10\0\0", b"\0\0\0\0"])
def test_a_jpeg_without_a_side_is_none(sides: bytes) -> None:
    assert not is_whole_jpeg(jpeg(frame(sides=sides), SCAN, END))


@pytest.mark.parametrize("sides", [b"\0\x01\0\x01", b"\x01\0\x01\0", b"\xff\xff\xff\xff"])
def test_a_jpeg_of_any_size_is_one(sides: bytes) -> None:
    assert is_whole_jpeg(jpeg(frame(sides=sides), SCAN, END))


@pytest.mark.parametrize("lone", [b"\xff", b"\xff\xff", b"\xff\x01", b"\xff\xd0", b"\xff\xd7"])
def test_marks_that_nothing_follows_are_passed(lone: bytes) -> None:
    assert is_whole_jpeg(jpeg(lone, frame(), lone, SCAN, END))


def test_what_is_between_two_marks_is_no_jpeg() -> None:
    assert not is_whole_jpeg(jpeg(frame(), b"\x00", SCAN, END))


# ---------------------------------------------------------------------------- PNG


def part(kind: bytes, data: bytes = b"") -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def head(wide: int, high: int, depth: int = 8, colour: int = 2, laced: int = 0) -> bytes:
    return part(b"IHDR", wide.to_bytes(4) + high.to_bytes(4) + bytes([depth, colour, 0, 0, laced]))


def png(begun: bytes, pixels: int, ended: bytes = part(b"IEND")) -> bytes:
    """A PNG of so many bytes of pixels, in two parts."""
    packed = zlib.compress(bytes(pixels))
    half = len(packed) // 2
    return b"\x89PNG\r\n\x1a\n" + begun + part(b"IDAT", packed[:half]) + part(
        b"IDAT", packed[half:]
    ) + ended  # fmt: skip


@pytest.mark.parametrize(
    ("depth", "colour", "line"),
    [(8, 0, 9), (1, 0, 2), (16, 0, 17), (8, 2, 25), (16, 2, 49), (8, 3, 9), (4, 3, 5), (8, 4, 17),
     (8, 6, 33), (16, 6, 65)],
)  # fmt: skip
def test_a_png_holds_each_line_with_a_byte_before_it(depth: int, colour: int, line: int) -> None:
    """Eight pixels wide, three lines high."""
    begun = head(8, 3, depth, colour)
    assert is_whole_png(png(begun, 3 * line))
    assert is_whole_png(png(begun, 3 * line + 1))
    assert not is_whole_png(png(begun, 3 * line - 1))


def test_a_part_of_a_byte_is_a_byte_of_a_line() -> None:
    assert is_whole_png(png(head(9, 1, 1, 0), 3))
    assert not is_whole_png(png(head(9, 1, 1, 0), 2))


def test_of_a_laced_png_the_pixels_are_not_counted_but_have_to_end() -> None:
    whole = png(head(8, 8, laced=1), 30)
    assert is_whole_png(whole)
    cut = zlib.compress(bytes(range(200)))[:-6]
    unended = b"\x89PNG\r\n\x1a\n" + head(8, 8, laced=1) + part(b"IDAT", cut) + part(b"IEND")
    assert not is_whole_png(unended)


@pytest.mark.parametrize(
    "begun",
    [head(0, 3), head(8, 0), head(8, 3, colour=5), head(8, 3, colour=1), part(b"IHDR", bytes(12))],
)
def test_a_png_whose_head_names_no_picture_is_none(begun: bytes) -> None:
    assert not is_whole_png(png(begun, 1000))


def test_a_png_begins_with_its_head_and_has_an_end() -> None:
    assert not is_whole_png(png(part(b"tEXt", bytes(13)) + head(8, 3), 75))
    assert is_whole_png(png(head(8, 3) + part(b"tEXt", b"words"), 75))
    assert not is_whole_png(png(head(8, 3), 75, ended=b""))
    assert not is_whole_png(png(head(8, 3), 75)[:-1])
    assert not is_whole_png(b"\x89PNG\r\n\x1a\n" + head(8, 3) + part(b"IEND"))
    spoilt = part(b"IDAT", b"no pixels at all")
    assert not is_whole_png(b"\x89PNG\r\n\x1a\n" + head(8, 3) + spoilt + part(b"IEND"))


def test_no_byte_of_a_png_s_parts_may_differ() -> None:
    whole = png(head(8, 3), 75)
    for place in range(8, len(whole)):
        assert not is_whole_png(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])


def test_of_a_huge_png_so_much_is_unpacked_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_pictures, "_MOST_DECODED", 1000)
    monkeypatch.setattr(whole_pictures, "_AT_ONCE", 64)
    assert is_whole_png(png(head(100, 100, colour=0), 1000))
    assert not is_whole_png(png(head(100, 100, colour=0), 999))
    assert is_whole_png(png(head(30, 30, colour=0), 930))
    assert not is_whole_png(png(head(30, 30, colour=0), 929))


def test_what_is_unpacked_to_look_at_a_picture_is_bounded() -> None:
    """64 MiB of pixels, a MiB at once: what a function of the least memory can bear."""
    assert whole_pictures._MOST_DECODED == 64 * 2**20
    assert whole_pictures._AT_ONCE == 2**20


# --------------------------------------------------------------------------- WebP


def webp(kind: bytes = b"VP8 ", data: bytes = b"\x01\x02\x03\x04", longer: int = 0) -> bytes:
    first = kind + len(data).to_bytes(4, "little") + data
    return b"RIFF" + (4 + len(first) + longer).to_bytes(4, "little") + b"WEBP" + first


@pytest.mark.parametrize("kind", [b"VP8 ", b"VP8L", b"VP8X"])
def test_a_webp_is_as_long_as_it_says(kind: bytes) -> None:
    assert is_whole_webp(webp(kind))
    assert is_whole_webp(webp(kind) + b"\0")
    assert not is_whole_webp(webp(kind)[:-1])
    assert not is_whole_webp(webp(kind, longer=1))


def test_a_webp_has_a_first_part_of_a_picture_within_it() -> None:
    assert is_whole_webp(webp(data=b"\x01"))
    assert not is_whole_webp(webp(data=b""))
    assert not is_whole_webp(webp(b"ICCP"))
    assert is_whole_webp(webp(b"VP8X", longer=8) + bytes(8))
    assert not is_whole_webp(webp(longer=-1))
