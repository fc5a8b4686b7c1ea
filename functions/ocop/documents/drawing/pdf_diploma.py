"""The face of a certificate: one sheet across, framed, with its stars and the code to verify it."""

from math import cos, pi, sin
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from ocop.documents.drawing import measures as m
from ocop.documents.drawing.code import drawn_code
from ocop.documents.drawing.letters import font_face
from ocop.documents.parts import Diploma, Signer

GOLD, GREEN, INK = HexColor("#B8860B"), HexColor("#2F6B3A"), HexColor("#111111")
STAR, MOST_STARS = 8.5, 5  # millimetres from the middle to a point
CODE = 26  # millimetres, the side of the code


class DiplomaPage(Flowable):
    """A certificate, drawn by its places on the sheet."""

    def __init__(self, part: Diploma, sheet: m.Sheet) -> None:
        super().__init__()
        self.part, self.sheet = part, sheet

    def wrap(self, *_: Any) -> tuple[float, float]:
        """It takes what its frame has."""
        sheet = self.sheet
        return sheet.measure * mm, (sheet.height - sheet.top - sheet.bottom) * mm

    def draw(self) -> None:
        """Draw it from the corner of the sheet."""
        self.canv.translate(-self.sheet.left * mm, -self.sheet.bottom * mm)
        self._border()
        self._top()
        self._stars(self.part.stars)
        self._lines()
        self._code()
        self._signer(self.part.signer)

    def _border(self) -> None:
        for inset, width, colour in ((9, 2.2, GREEN), (11.5, 0.8, GOLD)):
            self.canv.setStrokeColor(colour)
            self.canv.setLineWidth(width)
            size = (self.sheet.width - 2 * inset) * mm, (self.sheet.height - 2 * inset) * mm
            self.canv.rect(inset * mm, inset * mm, *size)

    def _middle(self, words: str, size: float, up: float, style: str = "b") -> None:
        """A line in the middle, made smaller until it fits between the margins."""
        room = (self.sheet.width - 50) * mm
        while stringWidth(words, font_face(style), size) > room:
            size -= 0.5
        self.canv.setFont(font_face(style), size)
        self.canv.drawCentredString(self.sheet.width / 2 * mm, up * mm, words)

    def _top(self) -> None:
        self.canv.setFillColor(INK)
        self._middle(m.STATE, 13, 188)
        self._middle(m.MOTTO, 14, 181.5)
        self.canv.setStrokeColor(INK)
        half = stringWidth(m.MOTTO, font_face("b"), 14) / 2
        middle = self.sheet.width / 2 * mm
        self.canv.setLineWidth(0.8)
        self.canv.line(middle - half, 179.5 * mm, middle + half, 179.5 * mm)
        self._middle(self.part.agency.upper(), 14, 169)
        self.canv.setFillColor(GREEN)
        self._middle(self.part.name, 34, 152)
        self.canv.setFillColor(INK)

    def _stars(self, count: int) -> None:
        step = 2.6 * STAR
        left = self.sheet.width / 2 - step * (count - 1) / 2
        self.canv.setFillColor(GOLD)
        for position in range(min(count, MOST_STARS)):
            self._star((left + step * position) * mm, 138 * mm)
        self.canv.setFillColor(INK)

    def _star(self, x: float, y: float) -> None:
        path = self.canv.beginPath()
        for corner in range(10):
            reach = STAR * mm * (0.382 if corner % 2 else 1)
            angle = pi / 2 + corner * pi / 5
            place = x + reach * cos(angle), y + reach * sin(angle)
            (path.lineTo if corner else path.moveTo)(*place)
        path.close()
        self.canv.drawPath(path, stroke=0, fill=1)

    def _lines(self) -> None:
        """The first line is the product, large; those below stand with their names."""
        (_, product), *others = self.part.lines
        self._middle(product, 26, 115)
        for position, (label, value) in enumerate(others):
            self._middle(f"{label}: {value}" if label else value, 14, 104 - 8 * position, "")

    def _code(self) -> None:
        """The code with the address that verifies the certificate, and its number below."""
        rows = drawn_code(self.part.code)
        cell = CODE * mm / len(rows)
        left, top = 24 * mm, 54 * mm
        for down, row in enumerate(rows):
            for along, dark in enumerate(row):
                if dark == "1":
                    place = left + along * cell, top - (down + 1) * cell
                    self.canv.rect(*place, cell * 1.02, cell * 1.02, stroke=0, fill=1)
        self.canv.setFont(font_face(), 10)
        self.canv.drawString(left, 22.5 * mm, self.part.number)

    def _signer(self, who: Signer) -> None:
        middle = (self.sheet.width - 75) * mm
        lines = [(self.part.place_and_date, "i", 56), (who.authority.upper(), "b", 50)]
        lines += [(who.position.upper(), "b", 44), (who.name, "b", 20)]
        for words, style, up in lines:
            self.canv.setFont(font_face(style), 13)
            self.canv.drawCentredString(middle, up * mm, words)
