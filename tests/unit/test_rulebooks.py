"""The rulebooks: whole, reachable, and saying what the law says."""

import ast
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.lawful import law_faults, ways_faults
from ocop.base.errors import NotFound, WrongState
from ocop.base.rounds import EvaluationRound
from ocop.cases.flow import route
from ocop.cases.subject import Result
from ocop.catalogue.folders import CRITERIA_FOLDER, RULEBOOK_FOLDER
from ocop.catalogue.ledger import Shelf, write_ledger
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.shapes import meta_faults
from ocop.catalogue.texts import say
from ocop.law.checking import LawFault, rulebook_faults, stage_faults
from ocop.law.composing import composed
from ocop.law.oversight import Matter
from ocop.law.reading import parse_rulebook
from ocop.law.rounds import round_named, round_open_on
from ocop.law.rulebook import Rulebook
from ocop.links.tokens import REVIEWER_LONGEST_DAYS
from tests.support.forms import FORMS
from tests.support.law import load_rulebook, rulebook_ids
from tests.support.scoring import law_set

FILES = [schemas_dir() / "rulebooks" / f"{id}.json" for id in rulebook_ids()]
ARCHIVED = [
    schemas_dir() / "rulebooks" / "archive" / f"{law}@1.0.0.json"
    for law in ("1048-2019", "26-2026")
]  # of before the processes
FORCE, PLAN = "26-2026", "1048-2019"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_rulebook_keeps_its_schema_and_leads_somewhere(path: Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    assert meta_faults(data, "rulebook") == []
    assert [*law_faults(data)] == []
    assert data["id"] == path.stem


@pytest.mark.parametrize("place", ["ranking", "tally", "certificate", "checkpoints", "links"])
def test_a_rule_that_nobody_reads_there_is_refused(place: str) -> None:
    data = json.loads(FILES[0].read_text("utf-8"))
    data[place]["renewals"] = {"opens": 180}
    assert [fault for fault in meta_faults(data, "rulebook") if "renewals" in fault]


def test_planted_defects_are_found() -> None:
    data = json.loads(ARCHIVED[0].read_text("utf-8"))
    data["stages"][0]["to"] = "nowhere"
    data["stages"][1]["outcomes"][2]["ending"] = "vanished"
    found = said(stage_faults(parse_rulebook(data)))
    assert "idea: leads to unknown nowhere" in found
    assert "idea-selection: unknown ending vanished" in found
    assert "plan: cannot be reached" in found


BARE = {"id": "x", "kind": "decision", "step": 3, "level": "commune", "title": {"vi": "", "en": ""}}


def said(faults: list[LawFault]) -> list[str]:
    return [say("en", one.name, place=one.place, value=one.value) for one in faults]


def told_of(thing: Any) -> set[str]:
    """The parts of a parsed thing that say anything."""
    return {part.name for part in fields(thing) if getattr(thing, part.name)}


def test_what_a_document_does_not_say_is_asked_of_nobody() -> None:
    data = json.loads(ARCHIVED[0].read_text("utf-8"))
    silent = {"id": "on", "label": {"vi": "Tiếp", "en": "On"}}
    data["stages"] = [BARE, {**BARE, "id": "y", "outcomes": [silent], "routes": [{"when": {}}]}]
    bare, stage = parse_rulebook(data).stages.values()
    assert told_of(bare) == {"id", "kind", "step", "level", "title", "link_days"}
    assert (bare.link_days, bare.limit, bare.lapse) == (REVIEWER_LONGEST_DAYS, None, None)
    [outcome], [way] = stage.outcomes, stage.routes
    assert (told_of(outcome), told_of(way)) == ({"id", "label"}, {"when"})
    assert told_of(way.when) == set()


def test_what_a_law_does_not_say_it_does_not_ask() -> None:
    law = parse_rulebook(json.loads(ARCHIVED[0].read_text("utf-8")))
    silent = ("electronic_article", "law_start", "transition", "again", "custody", "composition")
    assert not any(getattr(law, name) for name in (*silent, "reading"))
    assert told_of(law.meeting) == told_of(law.dossier) == set()
    never = replace(law.renewal, opens=0, closes=None, notice=0, extends=0, article="")
    assert parse_rulebook(law_without_renewal()).renewal == replace(never, extends_article="")
    assert (law.oversight.redo, law.oversight.older) == ("", "this-law")
    assert law.oversight.first_stages == frozenset()


def law_without_renewal() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(ARCHIVED[0].read_text("utf-8"))
    data["certificate"].pop("renewal", None)
    return data


def stages_of(*stages: dict[str, Any]) -> Rulebook:
    """A law of nothing but these stages, which ends in one way."""
    data = json.loads(ARCHIVED[0].read_text("utf-8"))
    return parse_rulebook({**data, "stages": [{**BARE, **one} for one in stages], "endings": ENDS})


ENDS = {"over": {"vi": "Hết", "en": "Over"}}
OVER = {"id": "o", "label": {"vi": "", "en": ""}, "ending": "over"}
AGAIN = {**OVER, "ending": "", "to": "a"}
DAYS = {"days": 30, "article": ""}


@pytest.mark.parametrize(
    ("stages", "problems"),
    [
        (({"id": "a", "to": "b"}, {"id": "b", "outcomes": [OVER]}), []),
        (({"id": "a", "to": "@return"},), []),
        (({"id": "a", "routes": [{"when": {}, "ending": "over"}]},), []),
        (({"id": "a", "outcomes": [OVER], "lapse": {**DAYS, "ending": "over"}},), []),
        (({"id": "a"},), ["a: no way on"]),
        (({"id": "a", "to": "b"},), ["a: leads to unknown b"]),
        (({"id": "a", "apart": "b", "outcomes": [OVER]},), ["a: leads to unknown b"]),
        (
            ({"id": "a", "outcomes": [OVER]}, {"id": "b", "outcomes": [AGAIN]}),
            ["b: cannot be reached"],
        ),
        (
            ({"id": "a", "outcomes": [OVER], "lapse": {**DAYS, "ending": "gone"}},),
            ["a: unknown ending gone"],
        ),
        (
            ({"id": "a", "routes": [{"when": {}, "ending": "gone"}]},),
            ["a: unknown ending gone"],
        ),
        (
            ({"id": "a", "outcomes": [OVER], "time": {"unit": "round"}},),
            ["a: is due by a round of its level, and there is none"],
        ),
        (({"id": "a", "outcomes": [OVER], "time": {"unit": "working", "amount": 5}},), []),
        (({"id": "a", "outcomes": [OVER], "time": {"unit": "calendar", "amount": 5}},), []),
        (
            (
                {"id": "a", "outcomes": [AGAIN, {**AGAIN, "to": "b"}, {**AGAIN, "to": "c"}]},
                {"id": "b", "to": "a"},
                {"id": "c", "outcomes": [AGAIN, OVER]},
            ),
            [],
        ),
    ],
)
def test_every_stage_is_reached_and_leads_on(
    stages: tuple[dict[str, Any], ...], problems: list[str]
) -> None:
    assert said(stage_faults(stages_of(*stages))) == problems


@pytest.mark.parametrize(
    ("id", "stages"),
    [
        (
            FORCE,
            (
                "idea idea-selection plan plan-selection deployment renewal intake supplement "
                "advisory council-province settlement-province recognition centre "
                "centre-recognition"
            ),
        ),
        (
            PLAN,
            (
                "idea idea-selection plan plan-selection deployment renewal intake supplement "
                "council-district settlement-district council-province settlement-province "
                "recognition centre centre-recognition"
            ),
        ),
        (
            "148-2023",
            (
                "idea idea-selection plan plan-selection deployment renewal intake supplement "
                "council-district settlement-district recognition-district council-province "
                "settlement-province recognition centre centre-recognition"
            ),
        ),
        (
            "1489-2025",
            (
                "idea idea-selection plan plan-selection deployment renewal intake supplement "
                "advisory council-province settlement-province recognition centre "
                "centre-recognition"
            ),
        ),
    ],
)
def test_the_stages_of_each_law(id: str, stages: str) -> None:
    law = load_rulebook(id)
    complaint = "complaint-intake complaint-answer complaint-answer-centre"
    district = "withdrawal-district " if "withdrawal-district" in law.stages else ""
    after = f"inspection inspection-follow-up {district}withdrawal withdrawal-centre {complaint}"
    beside = "support-check support-finance support-visit"
    assert list(law.stages) == f"{stages} {after} {beside}".split()


def result(total: int, star: int, *, disqualified: bool = False) -> Result:
    from fractions import Fraction

    return Result("council", Fraction(total), star, disqualified, {"vi": "", "en": ""})


def leads(rulebook: Rulebook, stage: str, found: Result) -> str:
    way = route(rulebook.stage(stage), found)
    return way.to or way.ending


@pytest.mark.parametrize(
    ("total", "star", "to"),
    [
        (29, 1, "not-recognised"),
        (49, 2, "not-recognised"),
        (50, 3, "recognition"),
        (89, 4, "recognition"),
        (93, 5, "recognition"),
    ],
)
def test_where_the_provincial_council_leads(total: int, star: int, to: str) -> None:
    for id in (FORCE, PLAN):
        assert leads(load_rulebook(id), "council-province", result(total, star)) == to


@pytest.mark.parametrize(("id", "to"), [(FORCE, "recognition"), (PLAN, "not-recognised")])
def test_ninety_points_reach_the_chairman_whatever_gate_is_missed(id: str, to: str) -> None:
    """26/2026 Điều 7.3e: from 90 points."""
    assert leads(load_rulebook(id), "council-province", result(90, 2)) == to


def test_a_disqualified_product_ends_whatever_its_points() -> None:
    found = result(95, 0, disqualified=True)
    assert leads(load_rulebook(FORCE), "council-province", found) == "disqualified"
    assert leads(load_rulebook(PLAN), "council-district", found) == "disqualified"


@pytest.mark.parametrize(("total", "to"), [(49, "stopped"), (50, "council-province")])
def test_the_district_passes_fifty_points_on(total: int, to: str) -> None:
    assert leads(load_rulebook(PLAN), "council-district", result(total, 2)) == to


def test_the_commune_has_fifteen_working_days() -> None:
    limit = load_rulebook(FORCE).stage("intake").limit
    assert limit is not None
    assert (limit.amount, limit.unit, limit.article) == (15, "working", "Điều 7.2")


@pytest.mark.parametrize(
    ("day", "round_id"),
    [
        (date(2026, 4, 29), "2026-1"),
        (date(2026, 4, 30), "2026-2"),
        (date(2026, 10, 29), "2026-2"),
        (date(2026, 10, 30), "2027-1"),
        (date(2026, 12, 31), "2027-1"),
    ],
)
def test_the_round_of_a_proposal(day: date, round_id: str) -> None:
    coming = round_open_on(day, load_rulebook(FORCE).rounds)
    assert coming is not None
    assert coming.id == round_id
    assert round_named(round_id, load_rulebook(FORCE).rounds) == coming


@pytest.mark.parametrize(
    ("day", "province", "centre"),
    [
        (date(2026, 1, 29), date(2026, 6, 30), date(2026, 3, 30)),
        (date(2026, 1, 30), date(2026, 6, 30), date(2026, 9, 30)),
        (date(2026, 4, 29), date(2026, 6, 30), date(2026, 9, 30)),
        (date(2026, 4, 30), date(2026, 12, 30), date(2026, 9, 30)),
        (date(2026, 7, 29), date(2026, 12, 30), date(2026, 9, 30)),
        (date(2026, 7, 30), date(2026, 12, 30), date(2027, 3, 30)),
        (date(2026, 10, 29), date(2026, 12, 30), date(2027, 3, 30)),
        (date(2026, 10, 30), date(2027, 6, 30), date(2027, 3, 30)),
    ],
)
def test_before_which_day_province_and_ministry_finish(
    day: date, province: date, centre: date
) -> None:
    """26/2026/QĐ-TTg, Article 5(1) and 5(2), on both sides of each day of proposal."""
    law = load_rulebook(FORCE)
    coming = [round_open_on(day, law.rounds), round_open_on(day, law.centre_rounds)]
    assert [one.ends for one in coming if one] == [province, centre]


def test_no_rulebook_is_named_in_code() -> None:
    """Not in a string, nor in an expression; what explains the code may name one."""
    code = Path(schemas_dir().parent, "functions")
    told = re.compile("|".join(map(re.escape, rulebook_ids())))
    named = [
        (path.name, word)
        for path in code.rglob("*.py")
        for word in spoken(ast.parse(path.read_text("utf-8")))
        if told.search(word)
    ]
    assert named == []


def spoken(tree: ast.Module) -> Iterator[str]:
    """The strings of a module that are no docstrings."""
    explaining = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in constants:
        if isinstance(node.value, str) and id(node) not in explaining:
            yield node.value


def ledger_faults(schemas: Path) -> list[str]:
    return Shelf(RULEBOOK_FOLDER, schemas).faults()


def test_a_changed_rulebook_or_criteria_set_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(schemas_dir(), tmp_path, dirs_exist_ok=True)
    assert ledger_faults(tmp_path) == []
    rulebook = tmp_path / "rulebooks" / "26-2026.json"
    data = json.loads(rulebook.read_text("utf-8"))
    rulebook.write_text(json.dumps({**data, "links": {"grace_days": 1}}), "utf-8")
    assert len(ledger_faults(tmp_path)) == 1
    rulebook.write_text(json.dumps({**data, "version": "9.0.0"}), "utf-8")
    assert len(ledger_faults(tmp_path)) == 2
    archive = tmp_path / "rulebooks" / "archive"
    archive.mkdir(exist_ok=True)
    (archive / f"26-2026@{data['version']}.json").write_text(json.dumps(data), "utf-8")
    assert write_ledger([Shelf(RULEBOOK_FOLDER, tmp_path)]) == []
    assert ledger_faults(tmp_path) == []
    criteria = next((tmp_path / "criteria" / "1048-2019").glob("01*.json"))
    criteria.write_text(criteria.read_text("utf-8").replace("10", "11", 1), "utf-8")
    assert len(ledger_faults(tmp_path)) == 3  # each version of the law that scores by it
    assert Shelf(CRITERIA_FOLDER, tmp_path).faults() == [
        f"1048-2019/{criteria.stem}: is published and may not change"
    ]


def test_a_dossier_keeps_its_version() -> None:
    newest = load_rulebook(FORCE)
    assert load_rulebook(newest.ref) == newest
    with pytest.raises(NotFound):
        load_rulebook(f"{FORCE}@0.0.1")


@pytest.mark.parametrize("path", ARCHIVED, ids=lambda path: path.stem)
def test_a_case_of_before_the_processes_keeps_its_way_and_its_law(path: Path) -> None:
    """Version 2.0.0 moved the yearly cycle out of the law; what was filed under 1.0.0 keeps it, and
    the law of its idea.
    """
    old = load_rulebook(path.stem)
    new = load_rulebook(old.id)
    assert (old.version, old.law_start, new.law_start) == ("1.0.0", "", "intake")
    assert not any(map(old.completes_dossier, old.stages.values()))
    completing = [s.id for s in new.stages.values() if new.completes_dossier(s)]
    assert completing == ["deployment", "renewal"]
    assert (old.reading, old.incomplete_sets) == ((), ())
    assert rulebook_faults(old, FORMS.ids(), [law_set(old.id, 6)]) == []


@pytest.mark.parametrize(
    ("day", "id", "ends"),
    [
        (date(2026, 1, 29), "2026-2", date(2026, 3, 30)),
        (date(2026, 1, 30), "2026-1", date(2026, 9, 30)),
        (date(2026, 7, 29), "2026-1", date(2026, 9, 30)),
        (date(2026, 7, 30), "2027-2", date(2027, 3, 30)),
        (date(2026, 8, 1), "2027-2", date(2027, 3, 30)),
    ],
)
def test_the_centre_s_round_of_a_proposal(day: date, id: str, ends: date) -> None:
    """26/2026/QĐ-TTg, Article 5.2: before 30 July and 30 January, by 30 September and 30 March."""
    coming = round_open_on(day, load_rulebook(FORCE).centre_rounds)
    assert coming is not None
    assert (coming.id, coming.ends) == (id, ends)
    assert coming.last_day == ends - timedelta(days=1)


def test_an_extra_round_of_the_province_takes_what_closes_first() -> None:
    yearly = load_rulebook(FORCE).rounds
    extra = EvaluationRound("2026-t1", date(2026, 8, 1), date(2026, 9, 1), "Quy chế")
    for day, id in ((date(2026, 7, 31), "2026-t1"), (date(2026, 8, 1), "2026-2")):
        coming = round_open_on(day, yearly, [extra])
        assert coming is not None
        assert coming.id == id
    assert round_named("2026-t1", yearly, [extra]) == extra
    assert round_named("2026-t1", yearly) is None


def test_a_limit_by_the_round_needs_a_round() -> None:
    rulebook = load_rulebook(FORCE)
    assert said(stage_faults(replace(rulebook, centre_rounds=()))) == [
        "centre: is due by a round of its level, and there is none"
    ]


@pytest.mark.parametrize(
    ("occasion", "days", "article"),
    [
        ("", 60, "Điều 12.2a"),
        ("first", 60, "Điều 12.2a"),
        ("upgrade", 60, "Điều 12.2a"),
        ("re-rating", 30, "Điều 12.2b"),
    ],
)
def test_the_days_that_the_new_law_leaves_to_dossiers_of_the_old(
    occasion: str, days: int, article: str
) -> None:
    transition = load_rulebook(FORCE).transition
    assert transition is not None
    rule = transition.rule_for("148-2023", occasion)
    assert rule is not None
    assert (rule.days, rule.article) == (days, article)
    assert transition.rule_for(FORCE, occasion) is None


def test_the_yearly_cycle_leads_to_the_law_that_follows() -> None:
    process: dict[str, Any] = {
        "endings": {"no": {"vi": "Không", "en": "No"}},
        "stages": [
            {"id": "a", "to": "b"},
            {"id": "b", "outcomes": [{"id": "on", "to": "@next"}, {"id": "off", "ending": "no"}]},
        ],
    }
    law = {"id": "law", "stages": [{"id": "c"}, {"id": "d"}], "endings": {"yes": {}}}
    whole = composed(law, process)
    assert [stage["id"] for stage in whole["stages"]] == ["a", "b", "c", "d"]
    assert [outcome.get("to") for outcome in whole["stages"][1]["outcomes"]] == ["c", None]
    assert whole["endings"].keys() == {"no", "yes"}
    assert process["stages"][1]["outcomes"][0]["to"] == "@next"


def test_a_process_that_leads_nowhere_is_found() -> None:
    no_way = {"id": "a", "to": "b", "outcomes": [{"id": "off", "ending": "vanished"}]}
    process = {"endings": {}, "stages": [no_way]}
    assert list(ways_faults(process, "vi")) == [
        "a: dẫn tới bước “b”, là bước không có",
        "off: kết thúc bằng “vanished”, là cách kết thúc không có",
        "stages: không bước nào dẫn tới bước đầu của luật (“@next”)",
    ]
    assert next(ways_faults(process)) == "a: leads to unknown b"


@pytest.mark.parametrize("id", rulebook_ids())
def test_what_has_an_id_is_found_by_it_and_by_no_other(id: str) -> None:
    law = load_rulebook(id)
    assert [law.oversight.ground(one.id) for one in law.oversight.grounds] == [
        *law.oversight.grounds
    ]
    for stage in law.stages.values():
        assert [stage.outcome(one.id) for one in stage.outcomes] == [*stage.outcomes]
        for unknown in ("", "a", "zz"):
            with pytest.raises(NotFound):
                stage.outcome(unknown)
            with pytest.raises(NotFound):
                law.oversight.ground(unknown)


@pytest.mark.parametrize(
    ("id", "matter", "star", "stage"),
    [
        (FORCE, "withdrawal", 3, "withdrawal"),
        (FORCE, "withdrawal", 4, "withdrawal"),
        (FORCE, "withdrawal", 5, "withdrawal-centre"),
        (FORCE, "inspection", 5, "inspection"),
        (FORCE, "complaint", 3, "complaint-intake"),
        (PLAN, "complaint", 5, "complaint-intake"),
        (PLAN, "inspection", 4, "inspection"),
        (PLAN, "withdrawal", 3, "withdrawal"),
        (PLAN, "withdrawal", 5, "withdrawal-centre"),
        ("148-2023", "withdrawal", 3, "withdrawal-district"),
        ("148-2023", "withdrawal", 4, "withdrawal"),
        ("148-2023", "withdrawal", 5, "withdrawal-centre"),
        ("1489-2025", "withdrawal", 3, "withdrawal"),
        (FORCE, "withdrawal", 2, ""),
        (PLAN, "withdrawal", 2, ""),
    ],
)
def test_where_a_matter_of_a_certificate_begins(
    id: str, matter: Matter, star: int, stage: str
) -> None:
    """26/2026/QĐ-TTg, Articles 8(3)(a) and 9(4)(a): five stars are the ministry's. Of earlier laws
    whoever recognised withdraws, which is a default: under 148 the district three stars.
    """
    oversight = load_rulebook(id).oversight
    if stage:
        assert oversight.first_stage(matter, star) == stage
    else:
        with pytest.raises(WrongState, match="no-such-oversight"):
            oversight.first_stage(matter, star)


@pytest.mark.parametrize("id", ["1048-2019", "148-2023", "1489-2025"])
def test_what_earlier_laws_say_of_withdrawals_is_told_as_a_setting(id: str) -> None:
    """Their wording was not at hand: no article is made up, and who decides is told the doubt."""
    data = json.loads((schemas_dir() / "rulebooks" / f"{id}.json").read_text("utf-8"))
    oversight = data["oversight"]
    assert len(oversight["grounds"]) == 6
    assert {one["article"] for one in [*oversight["grounds"], *oversight["withdrawal"]]} == {""}
    follow = [one for one in data["stages"] if one["id"].startswith(("inspection", "withdrawal"))]
    assert {one["article"] for one in follow} == {""}
    proposing = [
        outcome
        for stage in follow
        for outcome in stage["outcomes"]
        if outcome["id"].startswith("propose-withdrawal")
    ]
    assert len(proposing) >= 4
    assert all("chưa tra được" in one["doubt"]["vi"] for one in proposing)


def test_a_set_that_cannot_be_scored_is_found_by_its_number_alone() -> None:
    for law in rulebook_ids():
        rulebook = load_rulebook(law)
        known = {one.number: one for one in rulebook.incomplete_sets}
        assert {n: rulebook.incomplete_set(n) for n in range(30)} == {
            n: known.get(n) for n in range(30)
        }
    assert load_rulebook("26-2026").incomplete_sets == ()
    assert load_rulebook("148-2023").incomplete_sets != ()


@pytest.mark.parametrize("path", ARCHIVED, ids=lambda p: p.stem)
def test_where_no_stage_is_named_an_evaluation_is_done_again_from_the_last_council(
    path: Path,
) -> None:
    law = parse_rulebook(json.loads(path.read_text("utf-8")))
    assert (law.oversight.redo, law.redone_from) == ("", "council-province")
    named = replace(law, oversight=replace(law.oversight, redo="intake"))
    assert named.redone_from == "intake"
