"""The embedded font, and how wide a text is in it: Tinos has the widths of Times New Roman."""

from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Tinos"
FACES = {"": "Regular", "b": "Bold", "i": "Italic", "bi": "BoldItalic"}
POINTS_PER_MM = 72 / 25.4


def font_face(style: str = "") -> str:
    """The name of a face: "" or any of "b", "i" and "bi"."""
    return f"{FAMILY}-{FACES[style]}"


@lru_cache(maxsize=1)
def introduce_fonts() -> None:
    """Make the faces known, once."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for style in FACES:
        registerFont(TTFont(font_face(style), str(FONTS / f"{font_face(style)}.ttf")))
        addMapping(FAMILY, 1 if "b" in style else 0, 1 if "i" in style else 0, font_face(style))


def width_of(text: str, size: float, style: str = "b") -> float:
    """The width of a text in millimetres."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    introduce_fonts()
    return float(stringWidth(text, font_face(style), size)) / POINTS_PER_MM
