"""How instants, days, sizes and numbers look to a reader."""

from datetime import date, datetime

from ocop.base.calendar import VIETNAM
from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang
from ocop.catalogue.texts import say


def day(at: date | datetime | str, lang: Lang) -> str:
    """A day in Vietnam: "02/09/2026", in English "2 September 2026"; `at` may be ISO text."""
    known = date.fromisoformat(at) if isinstance(at, str) else at
    return show_date(local_date(known) if isinstance(known, datetime) else known, lang)


def is_day(text: str) -> bool:
    """Whether a box for days can show the text: an ISO day, or nothing yet."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def moment(at: datetime, lang: Lang) -> str:
    """An instant in Vietnam's time to the minute: "14:05, 2 September 2026"."""
    local = at.astimezone(VIETNAM)
    return say(lang, "facts.moment", time=f"{local:%H:%M}", day=day(at, lang))


def size(count: int, lang: str) -> str:
    """Bytes in words a phone owner knows, one decimal, never rounded up: "1,2 MB"."""
    for unit, name in ((1 << 20, "MB"), (1 << 10, "KB")):
        if count >= unit:
            tenths = count * 10 // unit
            mark = "." if lang == "en" else ","
            tail = f"{mark}{tenths % 10}" if tenths % 10 else ""
            return f"{tenths // 10}{tail} {name}"
    return f"{count} B"


def points(text: str, lang: str) -> str:
    """Points with the reader's decimal mark: "72.5" is "72,5" in Vietnamese."""
    return text if lang == "en" else text.replace(".", ",")


def grouped(number: float, lang: str) -> str:
    """A number with its thousands apart from 10 000 on (below it may be a year): "1.200.000"."""
    text = f"{number:,}" if abs(number) >= 10_000 else str(number)
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))
