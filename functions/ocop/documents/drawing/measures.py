"""Sizes of an administrative paper in points and millimetres: Decree 30/2020/NĐ-CP, Annex I."""

from typing import NamedTuple

from ocop.catalogue.texts import say

FONT = "Times New Roman"
STATE, MOTTO = say("vi", "papers.state"), say("vi", "papers.motto")

STATE_SIZE, MOTTO_SIZE, AGENCY_SIZE = 12, 13, 12  # 12-13, 13-14, 12-13
NUMBER_SIZE, PLACE_SIZE = 13, 13  # 13, 13-14
TITLE_SIZE, BODY_SIZE, TABLE_SIZE = 14, 13, 12  # 13-14, 13-14
RECIPIENTS_SIZE, RECIPIENT_SIZE, PAGE_SIZE = 12, 11, 13  # 12, 11, 13-14
LINE_OF_AGENCY = LINE_OF_TITLE = 0.4  # of the text above, from a third to a half
FIRST_LINE = 12.7  # millimetres: 1 or 1.27 cm
BETWEEN = 6  # points between paragraphs, at least
ROOM_TO_SIGN = 60  # points, for a signature and a seal
LEFT_SHARE = 0.4  # of the head and the foot, which stand in two columns


class Sheet(NamedTuple):
    """A sheet of A4 with its margins, in millimetres (top and bottom 20-25, left 30-35, right
    15-20).
    """

    width: float
    height: float
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 20

    @property
    def measure(self) -> float:
        """The width of its text."""
        return self.width - self.left - self.right


UPRIGHT = Sheet(210, 297)
ACROSS = Sheet(297, 210, left=30, right=20)
