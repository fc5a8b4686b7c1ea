"""A plan is whole: every sentence of its print is a clause, and every clause is answered."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra import publish
from ocop.catalogue.changes import breaks
from ocop.catalogue.folders import DUTY_FOLDER, PLAN_FOLDER
from ocop.catalogue.ledger import Shelf
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.plans import published_duties, published_indicators, published_plans
from ocop.catalogue.published import read_document
from ocop.catalogue.shapes import meta_schema
from ocop.duties.owing import is_watched
from ocop.plans.course import cut_figure
from ocop.plans.duty import Duty, DutyPeriod, Expectation, Expectations
from ocop.plans.money import money_in
from ocop.plans.plan import Clause, ProgrammePlan, lies_under
from ocop.plans.reading import parse_plan
from ocop.programme.board import BASELINE_MEASURE
from ocop.programme.derived import DERIVED_SPECS
from tests.support.plans import (
    HA_NAM,
    SONG_XANH,
    Documents,
    changed,
    clause_in,
    documents_of,
    print_of,
    sense_faults_of,
    sentences,
    shape_faults_of,
    thing_in,
)

SAMPLE = Path(__file__).parents[1] / "samples" / "plans" / "ha-nam-sentences.json"
PRINTED = read_document(SAMPLE)
DUTIES, INDICATORS = published_duties(), published_indicators()
SHAPES = meta_schema("programme")["$defs"]
DONG = st.integers(0, 10**14)


@cache
def ha_nam() -> ProgrammePlan:
    return published_plans().get(HA_NAM)


def clause(id: str) -> Clause:
    [one] = ha_nam().under(id)
    return one


def unlike_print(plan: ProgrammePlan) -> list[str]:
    """Sentences of the print that the plan lacks or words otherwise, and what it adds."""
    own = {id: [*map(print_of, sentences(text))] for id, text in plan.paragraphs.items()}
    printed = PRINTED["paragraphs"]
    told = [
        f"{id}: sentence {n}"
        for id, prints in printed.items()
        for n, one in enumerate(prints, 1)
        if one not in own.get(id, ())
    ]
    added = [f"{id}: added" for id in own if len(own[id]) > len(printed.get(id, ()))]
    order = [] if [*own] == [*printed] else ["the order of paragraphs"]
    return [*told, *added, *order]


@pytest.mark.parametrize("plan", [HA_NAM, SONG_XANH])
def test_every_clause_is_answered_by_what_there_is(plan: str) -> None:
    documents = documents_of(plan)
    assert [*shape_faults_of(documents), *sense_faults_of(documents)] == []


def test_every_sentence_of_the_print_is_there_in_its_words() -> None:
    """The print is kept as digests of its sentences: chapters I to V and the closing paragraph."""
    assert unlike_print(ha_nam()) == []
    assert sum(map(len, PRINTED["paragraphs"].values())) == 244


def test_every_heading_is_there_in_its_words() -> None:
    own = {one.id: print_of(one.title["vi"]) for one in ha_nam().sections if one.id != "end"}
    assert own == PRINTED["headings"]


def test_a_sentence_that_is_left_out_or_reworded_is_noticed() -> None:
    def leave_out(documents: Documents) -> None:
        section = next(one for one in documents["plans"]["sections"] if one["id"] == "V.17")
        section["clauses"] = section["clauses"][:-1]

    def reword(documents: Documents) -> None:
        clause_in(documents, "IVb.2.1.2")["text"] = "Vốn hỗ trợ từ ngân sách khoảng 10 tỷ đồng"

    def add(documents: Documents) -> None:
        clause_in(documents, "V.17.2.3")["text"] += " Thêm một câu."

    def after(change: Callable[[Documents], object]) -> list[str]:
        return unlike_print(parse_plan(changed(HA_NAM, change)["plans"]))

    assert after(leave_out) == ["V.17.3: sentence 1", "the order of paragraphs"]
    assert after(reword) == ["IVb.2.1: sentence 2"]
    assert after(add) == ["V.17.2: added"]


def unanswered(documents: Documents) -> None:
    clause_in(documents, "V.6.1.2")["answers"] = {}


def naming(kind: str, id: str) -> Callable[[Documents], None]:
    def change(documents: Documents) -> None:
        clause_in(documents, "V.6.1.2")["answers"][kind] = [id]

    return change


def setting(folder: str, id: str, **values: Any) -> Callable[[Documents], None]:
    return lambda documents: thing_in(documents, folder, id).update(values)


def without(folder: str, id: str) -> Callable[[Documents], None]:
    return lambda documents: documents[folder][folder].remove(thing_in(documents, folder, id))


def at_clause(place: str, **values: Any) -> Callable[[Documents], None]:
    return lambda documents: clause_in(documents, place).update(values)


def second_group(documents: Documents) -> None:
    documents["plans"]["money"]["views"][1]["groups"][0]["sources"].append("credit")


def of_cases(fact: str, value: str) -> Callable[[Documents], None]:
    of = [{"register": "cases", "min": 1, "where": [{"at": fact, "in": [value]}]}]
    return setting("duties", "V.12-members", expects={"needs": "any", "of": of})


V6 = "V.6.1.2: answered by"
TOO_MANY = {"indicator": "stars-3-up", "at": "2025-12-31", "least": "151"}
AT_MOST_150 = [{"at": "2025-12-31", "most": "150"}]
FAULTY: list[tuple[Callable[[Documents], object], str]] = [
    (unanswered, "V.6.1.2: nothing answers it"),
    (naming("registers", "cars"), f"{V6} cars, which is not among the registers"),
    (naming("duties", "V.6-cars"), f"{V6} V.6-cars, which is not among the duties"),
    (naming("indicators", "cars"), f"{V6} cars, which is not among the indicators"),
    (naming("processes", "cars"), f"{V6} cars, which is not among the processes"),
    (naming("narratives", "cars"), f"{V6} cars, which is not among the narratives"),
    (without("duties", "V.9-communication"), "V.9.1.1: answered by V.9-communication, which"),
    (without("indicators", "workers"), "answered by workers, which is not"),
    (at_clause("V.6.1.2", owner="cars"), "V.6.1.2: unknown owner cars"),
    (at_clause("V.6.1.2", open=["cars"]), "V.6.1.2: unknown setting cars"),
    (at_clause("V.6.1.2", id="V.7.1.2"), "V.7.1.2: is there twice"),
    (at_clause("V.6.1.2", id="V.61.1.2"), "V.61.1.2: stands under V.6"),
    (at_clause("IV.5.1.1", open=["own-or-part"]), "setting six-groups: no clause leaves it open"),
    (second_group, "view by-plan does not hold every source once"),
    (
        at_clause("II.2a.6", targets=[TOO_MANY]),
        "II.2a.6: stars-3-up has another target",
    ),
    (
        setting("duties", "V.12-members", clauses=["V.14.1"]),
        "no clause of V.14.1 is answered by it",
    ),
    (setting("duties", "V.12-members", regimes={"1048-2019": "cars"}), "unknown owner cars"),
    (setting("duties", "V.12-members", regimes={"9-1999": "front"}), "unknown law 9-1999"),
    (
        setting("duties", "V.12-members", period={"every": "month", "printed": "hàng tháng"}),
        "“hàng tháng” is not printed there",
    ),
    (
        setting(
            "duties", "V.12-members", expects={"needs": "any", "of": [{"stage": "cars", "late": 0}]}
        ),
        "unknown stage cars",
    ),
    (of_cases("/stage", "cars"), "unknown stage cars"),
    (of_cases("/painted", "red"), "V.12-members: no case says /painted"),
    (
        lambda documents: documents["duties"].pop("producers"),
        "V.17-products: nothing says who the producers are",
    ),
    (setting("indicators", "workers", clauses=["IV.1"]), "no clause of IV.1 is answered by it"),
    (setting("indicators", "stars-3-up", baseline=None), "stars-3-up: a line needs a baseline"),
    (
        setting("indicators", "stars-3-up", course="always", targets=AT_MOST_150),
        "2025-12-31: no least number",
    ),
    (
        setting(
            "indicators", "stars-3-up", baseline={"at": "2025-12-31", "value": "41", "source": "x"}
        ),
        "stars-3-up: the days of its targets do not follow each other",
    ),
    (
        setting("indicators", "stars-3-up", better="down", course="always"),
        "2025-12-31: no greatest number",
    ),
]


@pytest.mark.parametrize(("change", "fault"), FAULTY, ids=[fault for _, fault in FAULTY])
def test_a_plan_that_is_not_whole_is_refused(
    change: Callable[[Documents], object], fault: str
) -> None:
    documents = changed(HA_NAM, change)
    faults = sense_faults_of(documents)
    assert any(fault in one for one in faults), faults


def test_a_plan_of_another_shape_is_refused() -> None:
    """Above all: no formula is text, and no clause has an empty answer."""

    def change(documents: Documents) -> None:
        unanswered(documents)
        naming("registers", "cars")(documents)
        setting("indicators", "workers", part="results.revenue / 2")(documents)
        setting("duties", "V.12-members", expects={"needs": "any", "of": []})(documents)

    clauses, duties, indicators = shape_faults_of(changed(HA_NAM, change))
    assert "“cars” cannot be used; one of these can: " in clauses
    assert "needs 1 or more in its list" in duties
    assert "has to be a group of entries { }, and is results.revenue / 2" in indicators


def test_a_part_of_a_target_that_does_not_add_up_is_refused() -> None:
    def change(documents: Documents) -> None:
        [target] = thing_in(documents, "indicators", "money-used")["targets"]
        target["parts"][0]["value"] = "9000000001"

    assert sense_faults_of(changed(HA_NAM, change)) == [
        "IVb.2.1.2: money-used has another target",
        "money-used: 2025-12-31: the parts are not the whole",
    ]


def test_publishing_holds_plans_to_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder, document in changed(HA_NAM, without("duties", "V.3-capital")).items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{HA_NAM}.json").write_text(json.dumps(document), "utf-8")
    for folder in ("processes", "rulebooks"):
        (tmp_path / folder).symlink_to(schemas_dir() / folder)
    monkeypatch.setattr("infra.programme.schemas_dir", lambda: tmp_path)
    plans, duties = Shelf(PLAN_FOLDER, tmp_path), Shelf(DUTY_FOLDER, tmp_path)
    assert any("answered by V.3-capital" in fault for fault in publish.unsound(plans))
    assert publish.unsound(duties) == []
    (tmp_path / "plans" / f"{HA_NAM}.json").unlink()
    assert publish.unsound(Shelf(DUTY_FOLDER, tmp_path)) == [
        f"duties/{HA_NAM}: the plan {HA_NAM} does not name this version"
    ]


def test_a_further_duty_breaks_nothing_and_another_owner_does() -> None:
    def further(documents: Documents) -> None:
        one = thing_in(documents, "duties", "V.9-communication")
        documents["duties"]["duties"].append({**one, "id": "V.9-news"})

    def kind(change: Callable[[Documents], object]) -> list[str]:
        return [
            *breaks("duties", documents_of(HA_NAM)["duties"], changed(HA_NAM, change)["duties"])
        ]

    assert kind(further) == []
    assert kind(setting("duties", "V.12-members", regimes={"1048-2019": "press"})) == [
        "/duties/V.12-members/regimes/1048-2019 is 'press', not 'front'",
        "/duties/V.12-members/regimes/26-2026 is gone",
    ]


def test_plan_duties_and_indicators_are_published_under_one_name() -> None:
    for id in published_plans().ids():
        plan = published_plans().get(id)
        assert DUTIES.at(plan.duties).plan == id
        assert INDICATORS.at(plan.indicators).plan == id


def test_the_plan_s_numbers() -> None:
    printed = {one.id: one.targets[0] for one in ha_nam().clauses if one.targets}
    end = date(2025, 12, 31)
    numbers: dict[str, tuple[object, ...]] = {
        id: (one.least, one.most, one.at) for id, one in printed.items()
    }
    assert numbers == {
        "II.2a.3": (41, None, end),
        "II.2a.4": (16, None, end),
        "II.2a.5": (25, None, end),
        "II.2a.6": (150, None, end),
        "II.2b.2": (70, 80, end),
        "II.2d.1": (100, None, end),
        "II.2d.2": (100, None, end),
        "IVb.2.1.1": (65_000_000_000, None, end),
        "IVb.2.1.2": (9_000_000_000, None, end),
        "IVb.2.1.3": (56_000_000_000, None, end),
    }
    assert [id for id, one in printed.items() if one.about] == ["IVb.2.1.1", "IVb.2.1.2"]


def test_the_printed_share_of_82_6_is_a_slip_that_nothing_is_reckoned_with() -> None:
    whole, direct, raised = (clause(f"IVb.2.1.{n}").targets[0] for n in (1, 2, 3))
    assert whole.least
    assert direct.least
    assert raised.least
    assert direct.least + raised.least == whole.least
    assert raised.printed_share == Fraction("82.6")
    assert cut_figure(raised.least * 100 / whole.least, "en") == "86.1"
    assert cut_figure(direct.least * 100 / whole.least, "vi") == "13,8"
    assert "82.6" in (clause("IVb.2.1.3").note or {})["en"]


def test_what_the_plan_leaves_open_is_a_setting_that_says_so() -> None:
    plan = ha_nam()
    open_points = {id: one.id for one in plan.clauses for id in one.open}
    assert open_points.keys() == {one.id for one in plan.settings}
    assert plan.setting("report-periods").default == ["half-year", "year"]
    assert plan.setting("own-or-part").default == ["own", "part"]
    assert plan.setting("yearly-list").default == "before-any-council"
    assert len(plan.setting("yearly-rating-duty").default) == 5
    assert clause("IVb.1.3.3").open == clause("IVb.2.1.8").open == ("merged-funds",)
    assert clause("III.1.2.1.3").open != clause("III.1.2.1.4").open


def test_no_period_is_taken_for_printed_that_is_not() -> None:
    duties = DUTIES.get(HA_NAM).duties
    printed = {one.id for one in duties if one.period.printed}
    assert {"V.15-report", "V.1-report", "V.2-rating"} <= printed
    assert len(printed) == 18
    reports = [one for one in duties if one.id.endswith("-report")]
    assert {one.period.printed for one in reports} == {"định kỳ"}


@pytest.mark.parametrize("law", ["1048-2019", "26-2026"])
def test_only_five_departments_besides_agriculture_owe_the_yearly_rating(law: str) -> None:
    duties = DUTIES.get(HA_NAM)
    rating = [one for one in duties.duties if one.id.endswith("-rating")]
    assert [one.regimes["1048-2019"] for one in rating] == [
        *ha_nam().setting("yearly-rating-duty").default
    ]
    assert len({one.expects.of[0].where[0].values for one in rating}) == 5
    assert all(one in duties.owed_by(one.regimes[law], law) for one in rating)


def test_districts_owe_nothing_any_more_and_their_councils_are_nobody_s() -> None:
    duties = DUTIES.get(HA_NAM)
    assert len(duties.owed_by("district", "1048-2019")) == 18
    assert duties.owed_by("district", "26-2026") == ()
    gone = {one.id for one in duties.owed_by("", "26-2026")}
    assert gone == {"V.15-council", "V.15-forward"}
    assert len(duties.owed_by("commune", "26-2026")) == 4 + 18 - len(gone)


def test_every_office_of_chapter_five_owes_something() -> None:
    duties = DUTIES.get(HA_NAM)
    charged = {one.owner for one in ha_nam().under("V") if one.kind == "duty"}
    assert len(charged) == 17
    assert [one for one in charged if not duties.owed_by(one, "1048-2019")] == []


def test_no_plan_is_named_in_code() -> None:
    """A second province's plan needs no Python: nothing there knows of a first."""
    named = {*published_plans().ids()}
    assert {HA_NAM, SONG_XANH} <= named
    files = sorted((schemas_dir().parent / "functions").rglob("*.py"))
    assert len(files) > 500
    assert [path for path in files if any(id in path.read_text("utf-8") for id in named)] == []


@pytest.mark.parametrize("plan", [HA_NAM, SONG_XANH])
def test_every_duty_is_watched(plan: str) -> None:
    assert [one.id for one in DUTIES.get(plan).duties if not is_watched(one)] == []


def test_a_duty_that_waits_for_what_no_case_does_is_not_watched_by_chance() -> None:
    bare = Duty("V.0", (), {}, {}, DutyPeriod("year", ""), Expectations("any", ()))
    unknown = replace(bare, expects=Expectations("any", (Expectation("cars", 1),)))
    assert not is_watched(bare)
    assert not is_watched(unknown)
    assert not is_watched(replace(bare, period=DutyPeriod("decade", "")))


@given(
    st.fixed_dictionaries(
        dict.fromkeys(("state-ntm", "state-other", "credit", "own", "other"), DONG)
    )
)
def test_both_views_count_every_dong_once(by_source: dict[str, int]) -> None:
    money = ha_nam().money
    by_origin, by_plan = (money_in(money.view(id), by_source) for id in ("by-origin", "by-plan"))
    assert sum(by_origin.values()) == sum(by_plan.values()) == sum(by_source.values())
    assert by_origin["state"] - by_plan["direct"] == by_source["state-other"]


def test_money_from_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="by-plan has no place for lottery"):
        money_in(ha_nam().money.view("by-plan"), {"lottery": 1})


def test_the_second_chapter_four_is_none_of_the_first() -> None:
    assert not lies_under("IVb.1.1.1", "IV")
    assert lies_under("II.2a.1", "II.2")
    assert not lies_under("II.21.1", "II.2")
    assert not lies_under("II.2", "II.2a")
    assert {one.id.partition(".")[0] for one in ha_nam().under("IV")} == {"IV"}


@cache
def registers() -> dict[str, Any]:
    """The registers that there are by now, by id."""
    paths = (schemas_dir() / "registers").glob("*.json")
    return {path.stem: read_document(path) for path in paths}


needs_registers = pytest.mark.skipif(not registers(), reason="there are no registers yet")


@needs_registers
def test_the_registers_that_answer_are_there() -> None:
    assert {*SHAPES["register"]["enum"]} == registers().keys()


@needs_registers
@pytest.mark.parametrize("plan", [HA_NAM, SONG_XANH])
def test_indicators_count_by_measures_that_registers_have(plan: str) -> None:
    measures = {f"{id}.{one['id']}" for id, of in registers().items() for one in of["measures"]}
    derived = {*SHAPES["measure"]["anyOf"][0]["enum"]}
    assert derived == {*DERIVED_SPECS, BASELINE_MEASURE}  # each is counted by somebody
    measures |= derived
    named = {
        counted.measure
        for one in INDICATORS.get(plan).indicators
        for fold in (one.part, one.whole)
        if fold
        for counted in fold.of
    }
    assert named - measures == set()


@needs_registers
@pytest.mark.parametrize("plan", [HA_NAM, SONG_XANH])
def test_duties_expect_what_registers_can_hold(plan: str) -> None:
    for duty in DUTIES.get(plan).duties:
        for one in duty.expects.of:
            fields = registers().get(one.register, {}).get("schema", {}).get("properties", {})
            for condition in one.where if fields else ():
                field = fields[condition.at.removeprefix("/")]
                choices = {choice["const"] for choice in field.get("oneOf", ())} or {True, False}
                assert {*condition.values} <= choices, duty.id


@needs_registers
def test_registers_name_clauses_of_the_plan() -> None:
    stray = {ref for of in registers().values() for ref in of["clauses"] if not ha_nam().under(ref)}
    assert stray == set()
