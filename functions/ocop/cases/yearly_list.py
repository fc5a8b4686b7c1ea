"""The yearly list of products that a decision approves before any council sits (plan of Hà Nam,
V.1): new products, higher stars, re-ratings. The law of today asks for none, so that it binds where
a council's regulation says so.
"""

from collections.abc import Iterable, Iterator

from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.ports import CaseServices
from ocop.people.bodies import Council
from ocop.registers.places import BY_DAY, id_at
from ocop.registers.ports import Span
from ocop.registers.record import RegisterRecord

YEARLY_LISTS = "yearly-lists"
MOST_LISTS = 50  # the newest


def not_listed(svc: CaseServices, council: Council, cases: Iterable[Case]) -> list[Case]:
    """The cases that no approved list of their year names, before a council that needs one."""
    waiting = list(cases)
    if not council.regulation.yearly_list or not waiting:
        return []
    year = local_date(svc.now()).year
    lists = list(_lists(svc, waiting[0].province))
    return [case for case in waiting if not any(_names(one, case, year) for one in lists)]


def council_bound(svc: CaseServices, councils: Iterable[Council]) -> Council | None:
    """The council in its term that asks for a list of each product it is asked about by itself;
    one that is asked in rounds looks when a round is released.
    """
    today = local_date(svc.now())
    bound = (
        one
        for one in councils
        if one.regulation.yearly_list
        and not one.regulation.rounds
        and one.starts <= today <= one.ends
    )
    return next(bound, None)


def _lists(svc: CaseServices, province: str) -> Iterator[RegisterRecord]:
    """All of a province: its committee approves what its districts propose."""
    store = svc.registers.store
    places = store.listed(province, YEARLY_LISTS, province, BY_DAY, Span(down=True), MOST_LISTS)
    for one in store.records(province, list(dict.fromkeys(map(id_at, places)))):
        if one.state != "void":
            yield one


def _names(record: RegisterRecord, case: Case, today: int) -> bool:
    """Whether a list of the case's evaluation year has it; without a round, of this year."""
    year = int(case.subject.evaluation_round.partition("-")[0] or today)
    named = {str(row["reference"]) for row in record.data["products"]}
    return int(record.data["year"]) == year and case.reference in named
