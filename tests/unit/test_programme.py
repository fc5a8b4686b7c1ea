"""Figures folded from running totals: units, periods, splits, and what is no figure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from ocop.cases.certificate import Certificate, Renewal, Revocation
from ocop.catalogue.plans import published_duties, published_indicators
from ocop.people.former import FormerUnit
from ocop.people.province import Province, Unit
from ocop.plans.course import CountedFigure
from ocop.plans.duty import RecordMatch
from ocop.plans.indicator import Counted
from ocop.plans.task import DutyLine
from ocop.programme.board import BASELINE_MEASURE, BoardLine, line_of, size_of
from ocop.programme.derived import DERIVED_SPECS, certificate_heads
from ocop.programme.derived_tasks import ToldTask, chosen_to_train, report_heads, task_heads
from ocop.programme.figures import Counting, HeadFigures, MeasureSpec
from ocop.registers.measures import TOLD_APART, TotalsHead, mark_of, refolded
from tests.support.counting import ALL_REGISTERS
from tests.support.registers import bare_record

DAY = date(2023, 5, 20)
SPECS = {
    **DERIVED_SPECS,
    **{
        f"{id}.{one['id']}": MeasureSpec(one["op"] == TOLD_APART, tuple(one.get("split", ())))
        for id in ALL_REGISTERS.ids()
        for one in ALL_REGISTERS.get(id).measures
    },
}
UNITS = {
    "35": Unit("35", {"vi": "Tỉnh"}, "province", ""),
    "351": Unit("351", {"vi": "Huyện"}, "district", "35"),
    "11": Unit("11", {"vi": "Xã A"}, "commune", "351"),
    "12": Unit("12", {"vi": "Xã B"}, "commune", "351"),
    "13": Unit("13", {"vi": "Xã C"}, "commune", "35"),
}
PROVINCE = Province("35", {"vi": "Tỉnh"}, (), UNITS, {}, (), {})
Told = tuple[str, str, str, Mapping[str, Any]]  # register, unit, day, answers


def heads(*told: Told) -> list[TotalsHead]:
    records = [
        replace(bare_record(ALL_REGISTERS.get(id), data), id=f"r{n}", unit=unit, counted=day)
        for n, (id, unit, day, data) in enumerate(told)
    ]
    amounts = refolded((ALL_REGISTERS.get(one.register_id), one) for one in records)
    return [TotalsHead(place, kept) for place, kept in amounts.items()]


def figure(
    counted: Counted, kept: Sequence[TotalsHead], unit: str = "35", day: date = DAY
) -> CountedFigure | None:
    counting = Counting(PROVINCE, unit, day, date(2021, 1, 1))
    return HeadFigures(counting, kept, SPECS)(counted)


def keys_of_figure(
    counted: Counted, kept: Sequence[TotalsHead], unit: str = "35", day: date = DAY
) -> frozenset[str]:
    told = figure(counted, kept, unit, day)
    assert isinstance(told, frozenset)
    return told


def taught(unit: str, day: str, *makers: str) -> Told:
    people = [{"person": "x", "role": "owner", "organisation": one} for one in makers]
    return ("training", unit, day, {"kind": "executive", "participants": people})


OWNERS = Counted("training.owners-trained", since="plan")


def test_keys_are_united_and_not_added_up() -> None:
    kept = heads(taught("11", "2023-01-05", "a", "b"), taught("12", "2023-02-05", "b", "c"))
    counts = [len(keys_of_figure(OWNERS, kept, unit)) for unit in ("11", "12", "351", "35")]
    assert counts == [2, 2, 3, 3]
    assert figure(OWNERS, kept, "35") == frozenset(map(mark_of, "abc"))


@pytest.mark.parametrize(("since", "counted"), [("plan", 4), ("cycle", 3), ("period", 2)])
def test_a_period_begins_with_its_quarter_year_or_plan(since: str, counted: int) -> None:
    days = ("2020-12-31", "2021-01-01", "2023-01-01", "2023-04-01", "2023-05-31", "2023-06-01")
    acts = [("communication", "11", day, {"form": "radio"}) for day in days]
    assert figure(Counted("communication.acts", since=since), heads(*acts)) == Fraction(counted)


def test_what_nobody_has_counted_is_no_figure_and_what_was_taken_back_is_nought() -> None:
    attendees = Counted("communication.attendees", since="plan")
    assert figure(attendees, []) is None
    act = heads(("communication", "11", "2023-05-01", {"form": "radio"}))
    assert figure(attendees, act) == Fraction(0)
    assert figure(attendees, act, "12") is None
    assert figure(Counted("cases.of-potential"), act) is None


def test_money_is_narrowed_to_sources() -> None:
    paid = [
        ("funding", "11", "2022-01-01", {"state": "spent", "source": source, "content": "other",
                                         "amount": amount})
        for source, amount in (("state-ntm", 9), ("own", 50), ("credit", 6))
    ]  # fmt: skip
    state = RecordMatch("/source", ("state-ntm",))
    spent = Counted("funding.spent", since="plan")
    assert figure(spent, heads(*paid)) == Fraction(65)
    assert figure(replace(spent, where=(state,)), heads(*paid)) == Fraction(9)


def test_what_holds_is_counted_on_the_day() -> None:
    bodies = [
        ("bodies", "11", "2022-01-01", {"kind": "council", "to": "2023-05-20"}),
        ("bodies", "11", "2022-01-01", {"kind": "council", "to": "2023-05-19"}),
        ("bodies", "12", "2023-06-01", {"kind": "council"}),
        ("bodies", "12", "2023-05-30", {"kind": "council"}),
    ]
    kept = heads(*bodies)
    assert figure(Counted("bodies.kept"), kept) == Fraction(2)
    assert figure(Counted("bodies.kept"), kept, day=date(2023, 6, 1)) == Fraction(2)
    assert figure(Counted("bodies.kept", by="unit"), kept) == frozenset({"11", "12"})


def test_an_organisation_counts_in_the_year_it_was_consolidated() -> None:
    life = [
        {"date": "2022-04-02", "what": "consolidated"},
        {"date": "2020-01-01", "what": "founded"},
    ]
    kept = heads(("organisations", "11", "2010-01-01", {"kind": "farm", "life": life}))
    new = Counted("organisations.new-and-consolidated", by="record")
    assert len(keys_of_figure(replace(new, since="plan"), kept)) == 1
    assert figure(replace(new, since="cycle"), kept) == frozenset()


def test_an_organisation_that_ended_counts_no_more_but_among_those_founded() -> None:
    life = [{"date": "2022-04-02", "what": "founded"}, {"date": "2023-05-19", "what": "ended"}]
    data = {"kind": "farm", "taking_part": True, "workers": 9, "life": life}
    kept = heads(("organisations", "11", "2022-04-02", data))
    new = Counted("organisations.new-and-consolidated", since="plan", by="record")
    assert len(keys_of_figure(new, kept)) == 1
    part = Counted("organisations.taking-part", by="record")
    assert len(keys_of_figure(part, kept, day=date(2023, 5, 19))) == 1
    assert keys_of_figure(part, kept, day=DAY) == frozenset()
    assert figure(Counted("organisations.workers"), kept, day=date(2023, 5, 19)) == Fraction(9)
    assert figure(Counted("organisations.workers"), kept, day=DAY) == Fraction(0)


def test_a_merged_unit_counts_for_its_successor_from_the_day_on() -> None:
    former = {"19": FormerUnit("19", {"vi": "Xã cũ"}, "commune", date(2023, 4, 30), "12")}
    merged = replace(PROVINCE, former=former)
    kept = heads(taught("19", "2023-01-05", "a"), taught("12", "2023-05-05", "a", "b"))
    after = HeadFigures(Counting(merged, "12", DAY, date(2021, 1, 1)), kept, SPECS)
    assert after(OWNERS) == frozenset(map(mark_of, "ab"))
    assert set(after.split(OWNERS, "unit")) == {"12"}
    whole = HeadFigures(Counting(merged, "35", DAY, date(2021, 1, 1)), kept, SPECS)
    assert whole(OWNERS) == after(OWNERS)


def test_a_merged_agency_counts_for_its_successor_from_the_day_after() -> None:
    """Departments stay in the document, with their last day."""
    names = {"vi": "Sở"}
    gone = Unit("3502", names, "agency", "35", until=date(2023, 2, 28), successor="3501")
    units = {**UNITS, "3501": Unit("3501", names, "agency", "35"), "3502": gone}
    merged = replace(PROVINCE, units=units)
    kept = heads(taught("3502", "2023-01-05", "a"), taught("3501", "2023-01-06", "b"))
    for day, own, heir in ((date(2023, 2, 28), "a", "b"), (date(2023, 3, 1), "", "ab")):
        for unit, marks in (("3502", own), ("3501", heir)):
            figures = HeadFigures(Counting(merged, unit, day, date(2021, 1, 1)), kept, SPECS)
            found = figures(OWNERS) or frozenset()
            assert found == frozenset(map(mark_of, marks)), (day, unit)


def test_a_split_tells_each_value_apart() -> None:
    kept = heads(
        ("organisations", "11", "2022-01-01", {"kind": "farm", "taking_part": True}),
        ("organisations", "12", "2022-01-01", {"kind": "company", "taking_part": True}),
        ("organisations", "12", "2022-01-01", {"kind": "company", "taking_part": False}),
    )
    figures = HeadFigures(Counting(PROVINCE, "35", DAY, DAY), kept, SPECS)
    part = Counted("organisations.taking-part")
    by_kind = {kind: size_of(one) for kind, one in figures.split(part, "/kind").items()}
    assert by_kind == {"company": 1, "farm": 1}
    assert list(figures.split(part, "unit")) == ["11", "12"]
    assert figures.split(part, "/nothing") == {}


# ------------------------------------------------------------------ certificates

CERTIFICATE = Certificate(
    number="1", dossier="d", reference="r", province="35", product="Mật ong", organisation="HTX",
    unit="11", star=3, total=Fraction(60), headline={}, rulebook="x", set_number=4,
    decision_number="1/QĐ", issuer="", issued=date(2020, 6, 1), valid_to=date(2023, 5, 31),
)  # fmt: skip


def group_of(certificate: Certificate) -> str:
    return "Thực phẩm" if certificate.set_number < 14 else "Đồ uống"


def products(certificates: Sequence[Certificate], day: date = DAY, name: str = "valid") -> int:
    counted = Counted(f"certificates.{name}", since="" if name == "valid" else "plan")
    told = figure(counted, certificate_heads(certificates, group_of), day=day)
    return 0 if told is None else size_of(told)


def test_a_product_counts_through_its_last_day() -> None:
    assert products([CERTIFICATE], date(2023, 5, 31)) == 1
    assert products([CERTIFICATE], date(2023, 6, 1)) == 0
    assert products([CERTIFICATE], date(2020, 5, 31)) == 0


def test_products_are_told_apart_by_the_group_and_not_by_a_number_that_each_law_gives() -> None:
    coffee = replace(CERTIFICATE, number="2", product="Cà phê", set_number=14)
    kept = certificate_heads([CERTIFICATE, coffee], group_of)
    figures = HeadFigures(Counting(PROVINCE, "35", DAY, DAY), kept, SPECS)
    told = figures.split(Counted("certificates.valid"), "/group")
    assert {group: size_of(one) for group, one in told.items()} == {"Thực phẩm": 1, "Đồ uống": 1}


def test_a_withdrawn_product_counts_no_more() -> None:
    gone = replace(CERTIFICATE, revocation=Revocation("a", date(2023, 5, 1), "2/QĐ"))
    assert (products([gone]), products([gone], name="withdrawn")) == (0, 1)
    back = replace(gone, revocation=replace(gone.revocation, lifted=date(2023, 5, 9)))  # type: ignore[type-var]
    assert (products([back]), products([back], name="withdrawn")) == (1, 0)


def test_a_higher_star_is_the_same_product() -> None:
    before = replace(
        CERTIFICATE,
        replaced_on=date(2023, 5, 2),
        renewals=(Renewal("d2", date(2023, 2, 1)),),
    )
    after = replace(
        CERTIFICATE, number="2", star=4, earlier=("1",), issued=date(2023, 5, 2),
        valid_to=date(2026, 5, 1),
    )  # fmt: skip
    both = [before, after]
    assert (products(both), products(both, name="upgraded")) == (1, 1)
    for day, due in ((date(2023, 5, 30), 0), (date(2023, 5, 31), 1)):
        told = [products(both, day, name) for name in ("rated-again-in-time", "due-again")]
        assert told == [due, due]


def kept_41(certificates: Sequence[Certificate], day: date) -> BoardLine:
    indicator = published_indicators().get("ha-nam-2021-2025").get("kept-41")
    counting = Counting(PROVINCE, "35", day, date(2021, 1, 1))
    return line_of(indicator, counting, certificate_heads(certificates, group_of), SPECS)


def test_one_lost_and_one_new_still_make_41_but_not_41_kept() -> None:
    first = [
        replace(CERTIFICATE, number=f"{n}", product=f"P{n}", issued=date(2021, 6, 1),
                valid_to=date(2026, 6, 1))
        for n in range(41)
    ]  # fmt: skip
    assert kept_41(first, DAY).progress.state == "met"
    lost = replace(first[0], revocation=Revocation("a", date(2023, 1, 1), "2/QĐ"))
    new = replace(first[0], number="x", product="Khác", issued=date(2023, 2, 1))
    line = kept_41([lost, *first[1:], new], DAY)
    assert products([lost, *first[1:], new]) == 41
    assert (line.actual.value, line.progress.state) == (Fraction(40), "behind")


def test_an_indicator_without_records_says_which_are_missing() -> None:
    line = kept_41([], DAY)
    assert (line.progress.state, line.actual.value) == ("no-data", None)
    assert line.missing == ("certificates.of-baseline", "certificates.valid")


# ------------------------------------------------------------------ the plans' data


@pytest.mark.parametrize("plan", published_indicators().ids())
def test_every_indicator_can_be_folded(plan: str) -> None:
    """Each is narrowed by what its measure is split by, and both takes keys of one kind."""
    for indicator in published_indicators().get(plan).indicators:
        folds = (indicator.part, *([indicator.whole] if indicator.whole else []))
        for fold in folds:
            for counted in fold.of:
                if counted.measure == BASELINE_MEASURE:  # keys that the province's document names
                    continue
                spec = SPECS[counted.measure]
                assert {one.at for one in counted.where} <= {*spec.split}, indicator.id
                assert fold.op != "both" or spec.tells_apart or counted.by, indicator.id


def test_random_figures_of_a_province_are_those_of_all_its_records() -> None:
    random = Random(5)
    told = [
        taught(random.choice(["11", "12", "13"]), f"2023-0{random.randint(1, 5)}-02",
               *random.sample("abcdefgh", random.randint(0, 4)))
        for _ in range(200)
    ]  # fmt: skip
    kept = heads(*told)
    for unit, below in (("35", {"11", "12", "13"}), ("351", {"11", "12"}), ("13", {"13"})):
        rows = [row for _, at, _, data in told if at in below for row in data["participants"]]
        assert figure(OWNERS, kept, unit) == {mark_of(row["organisation"]) for row in rows}


# ------------------------------------------------------------------- tasks and reports


def told(duty: str, state: Any, period: str = "2025-H1", *, late: bool = False) -> ToldTask:
    """A task of the sample plan that was due in July 2025."""
    due = datetime(2025, 7, 7, 17, tzinfo=UTC)
    duties = "ha-nam-2021-2025"
    line = DutyLine("t", duties, duty, period, "11", "11", due, state, late)
    return ToldTask(line, published_duties().get(duties).duty(duty))


def figure_of_tasks(heads: Sequence[TotalsHead], measure: str) -> CountedFigure | None:
    counting = Counting(PROVINCE, "35", date(2025, 12, 31), date(2021, 1, 1))
    return HeadFigures(counting, heads, DERIVED_SPECS)(Counted(measure, since="cycle"))


def test_a_report_is_in_time_when_its_task_was_met_by_its_day() -> None:
    tasks = [
        told("V.15-report", "met"),
        told("V.15-report", "met", late=True),
        told("V.15-report", "open"),
        told("V.16-communication", "met"),
    ]
    on_the_day, after = datetime(2025, 7, 7, tzinfo=UTC), datetime(2025, 7, 8, tzinfo=UTC)
    for now, due in ((on_the_day, 2), (after, 3)):
        heads = report_heads(tasks, now)
        assert figure_of_tasks(heads, "reports.due") == due
        assert figure_of_tasks(heads, "reports.in-time") == 1
    assert figure_of_tasks(task_heads(tasks, after), "tasks.due") == 4
    assert figure_of_tasks(task_heads(tasks, after), "tasks.met-in-time") == 2


def test_a_chosen_idea_was_chosen_to_train_when_its_own_course_was() -> None:
    tasks = [
        told("V.1-train", "met", "2025-E35-10101-001-2025"),
        told("V.1-train", "met", "2025-E35-10101-002-2025", late=True),
        told("V.1-train", "nothing", "2025-E35-10101-003-2025"),
        told("V.8-trades", "met", "2025-Y"),
    ]
    assert chosen_to_train(tasks) == {
        "35-10101-001-2025": True, "35-10101-002-2025": False, "35-10101-003-2025": False,
    }  # fmt: skip
