"""What the law leaves to whoever decides a case, as everybody reads it who reads the case."""

from ocop.base.text import pick
from ocop.cases.open_points import PointToSettle, open_points
from ocop.html import Component, Notice
from ocop.web.reading import Reading


def points_notices(reading: Reading) -> list[Component]:
    """A complaint that came late, an older star that was withdrawn; and what follows."""
    return [_notice(reading, point) for point in _points(reading)]


def own_points(reading: Reading) -> list[Component]:
    """The same for the producer: what follows, and not what is not sure of the law."""
    return [
        Notice(tone="info", title=point.said(reading.lang), text=point.heard(reading.lang))
        for point in _points(reading)
    ]


def told_points(reading: Reading) -> list[dict[str, str]]:
    """The same for programs."""
    return [
        {
            "code": point.code,
            "under": point.under,
            "said": point.said(reading.lang),
            "article": point.article,
        }
        for point in _points(reading)
    ]


def _points(reading: Reading) -> tuple[PointToSettle, ...]:
    return open_points(reading.desk.svc, reading.rulebook, reading.case)


def _notice(reading: Reading, point: PointToSettle) -> Notice:
    doubt = [pick(point.doubt, reading.lang)] if point.doubt else []
    text = " ".join([point.asked(reading.lang), *doubt])
    return Notice(tone="info", title=point.said(reading.lang), text=text)
