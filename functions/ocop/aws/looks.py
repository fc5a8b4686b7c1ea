"""The clock's list of open cases, by when it looks at each next.

A case stands in an index of its own. One that nobody has touched since cases stood in the index of
what waits is found there still: that part of the list comes first.
"""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition

from ocop.aws import rows, table
from ocop.aws.table import Row
from ocop.cases.records import Page

OF_ITS_OWN = (
    "clock"  # before a cursor in the present list; those of the older one begin with a brace
)


def cases_by_look(province: str, until: datetime | None, limit: int, cursor: str) -> Page[str]:
    """Ids of a province's open cases that are to be looked at before an instant, of all for None.

    Raises Unavailable.
    """
    scope, room = table.open_cases(province), limit
    found: tuple[str, ...] = ()
    if not cursor.startswith(OF_ITS_OWN):
        older = rows.index_page(scope, _before(Row.wsk, until), limit, cursor)
        found, room = _ids(older), limit - len(older.items)
        if older.cursor or not room:
            return Page(found, older.cursor or OF_ITS_OWN)
        cursor = OF_ITS_OWN
    start = cursor.removeprefix(OF_ITS_OWN)
    page = rows.index_page(scope, _before(Row.csk, until), room, start, table.CLOCK_INDEX)
    return Page((*found, *_ids(page)), page.cursor and OF_ITS_OWN + page.cursor)


def _before(place: UnicodeAttribute, until: datetime | None) -> Condition | None:
    return place < f"{until.isoformat()}$" if until else None  # "$" is next to "#"


def _ids(page: Page[Row]) -> tuple[str, ...]:
    return tuple(row.pk[2:] for row in page.items)
