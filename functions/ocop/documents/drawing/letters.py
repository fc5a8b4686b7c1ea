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


def broken(text: str, size: float, room: float) -> list[str]:
    """A text in as few lines as it needs, as long as each other as they can be: the name of an
    agency never leaves one word alone.
    """
    for lines in range(1, len(text.split()) + 1):
        folded = _folded(text.split(), size, width_of(text, size) / lines, room)
        if len(folded) <= lines or lines == len(text.split()):
            return folded
    return [text]


def _folded(words: list[str], size: float, aim: float, room: float) -> list[str]:
    """Words in lines, each ended by the word that brings it past the aim, if that has room."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        full = not lines or width_of(lines[-1], size) >= aim or width_of(longer, size) > room
        lines[-1:] = [*lines[-1:], word] if full else [longer]
    return lines
