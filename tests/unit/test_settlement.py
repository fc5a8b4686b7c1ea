"""Money in tables: every dong once in each, whatever merged funds stand under."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.catalogue.plans import published_plans
from ocop.plans.settlement import MONEY_STATES, MoneyLine, money_table, money_total, view_table

MONEY = published_plans().get("ha-nam-2021-2025").money
SOURCES = [source.id for source in MONEY.sources]
a_line = st.builds(
    MoneyLine,
    state=st.sampled_from(MONEY_STATES),
    source=st.sampled_from(SOURCES),
    content=st.sampled_from(["support", "training"]),
    unit=st.sampled_from(["10105", "99"]),
    year=st.sampled_from(["2021", "2025"]),
    dong=st.integers(1, 10**12),
)


@given(st.lists(a_line, max_size=30))
def test_every_table_and_both_views_add_up_to_the_same_dong(lines: list[MoneyLine]) -> None:
    whole = {
        state: sum(line.dong for line in lines if line.state == state) for state in MONEY_STATES
    }
    tables = [money_table(lines, lambda line, by=by: getattr(line, by)) for by in KEYS]  # type: ignore[misc]
    tables += [view_table(view, lines) for view in MONEY.views]
    for table in tables:
        assert money_total(table).dong == whole


KEYS = ("source", "content", "unit", "year")


def test_merged_funds_stand_in_another_group_of_each_view() -> None:
    lines = [MoneyLine("spent", "state-other", "support", "99", "2023", 7)]
    placed = {
        view.id: [row.key for row in view_table(view, lines) if row.dong["spent"]]
        for view in MONEY.views
    }
    assert placed == {"by-origin": ["state"], "by-plan": ["raised"]}


@pytest.mark.parametrize(("planned", "used"), [(0, None), (3, Fraction(2, 3))])
def test_what_was_used_is_exact_and_nothing_where_nothing_was_planned(
    planned: int, used: Fraction | None
) -> None:
    lines = [MoneyLine("spent", "own", "support", "99", "2023", 2)]
    lines += [MoneyLine("planned", "own", "support", "99", "2023", planned)] if planned else []
    [row] = money_table(lines, lambda line: line.source)
    assert row.used == used
