"""Pictures made small for pages, by Pillow. What cameras write into them, such as where a photo was
taken, does not come along.
"""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

QUALITY = 82
MOST_PIXELS = 50_000_000  # more than most telephones'; what claims more is not opened
PAPER = (255, 255, 255)


def small_pictures(content: bytes, longest: tuple[int, ...]) -> list[bytes]:
    """A picture as JPEG with its longest side at most so many pixels, once for each; upright.

    [] for what is no picture after all.
    """
    most = max(longest)
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as found:
            if found.width * found.height > MOST_PIXELS:
                return []
            found.draft("RGB", (most, most))  # a photo is never held whole
            found.thumbnail((most, most))
            upright = _on_paper(ImageOps.exif_transpose(found))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return []
    return [_jpeg(upright, one) for one in longest]


def _on_paper(picture: Image.Image) -> Image.Image:
    """Without transparency, which JPEG does not have."""
    drawn = picture.convert("RGBA")
    paper = Image.new("RGB", drawn.size, PAPER)
    paper.paste(drawn, mask=drawn.getchannel("A"))
    return paper


def _jpeg(picture: Image.Image, most: int) -> bytes:
    small = picture.copy()
    small.thumbnail((most, most))
    out = BytesIO()
    small.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
