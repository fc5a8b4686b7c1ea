"""Days as people write them: "5/3/2027", "5-3-2027", "ngày 5 tháng 3 năm 2027", "5 March 2027"."""

import re
from datetime import date

# As text: `re` compiles each when it is first asked for, which few cold starts ever do.
_NUMBERED = r"([0-9]{1,2})\s*([/.\-])\s*([0-9]{1,2})\s*\2\s*([0-9]+)"
_ISO = r"([0-9]{4})\s*([/.\-])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,2})"
_WORDED = r"([0-9]{1,2})\s+tháng\s+([0-9]{1,2})(?:\s*,\s*|\s+năm\s+|\s+)([0-9]+)"
_NAMED = r"([0-9]{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+([0-9]+)"
_NAMED_FIRST = r"([a-z]{3,9})\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]+)"
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DASHES = "[\u2010-\u2015\u2212]"


class NoDay(ValueError):
    """No day can be read; `why` is "year" (not of four digits), "calendar" or "words"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_day(text: str) -> date:
    """The day that a text names, day before month as all of Vietnam writes it. Raises NoDay."""
    plain = re.sub(_DASHES, "-", text.strip().casefold()).removeprefix("ngày").strip()
    day, month, year = _parts(plain)
    if len(year) != 4:
        raise NoDay("year")
    try:
        return date(int(year), month, day)
    except ValueError:
        raise NoDay("calendar") from None


def _parts(text: str) -> tuple[int, int, str]:
    if found := re.fullmatch(_ISO, text):
        return int(found[4]), int(found[3]), found[1]
    if found := re.fullmatch(_NUMBERED, text):
        return int(found[1]), int(found[3]), found[4]
    if found := re.fullmatch(_WORDED, text):
        return int(found[1]), int(found[2]), found[3]
    if found := re.fullmatch(_NAMED, text):
        return int(found[1]), _month(found[2]), found[3]
    if found := re.fullmatch(_NAMED_FIRST, text):
        return int(found[2]), _month(found[1]), found[3]
    raise NoDay("words")


def _month(name: str) -> int:
    for number, month in enumerate(_MONTHS, 1):
        if month == name or month[:3] == name:
            return number
    raise NoDay("words")
