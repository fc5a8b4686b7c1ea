"""Every door asks a case the same: what is served, checked, kept as a draft and shown agree."""

from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from ocop.base.errors import InvalidInput, NotFound
from ocop.base.text import LANGS
from ocop.cases.assignment import Party
from ocop.cases.case import Case, Position
from ocop.cases.event import Event
from ocop.cases.flow import offered
from ocop.cases.questions import (
    Question,
    deciding_question,
    open_question,
    past_question,
    question_for,
)
from ocop.cases.services import Services
from ocop.cases.subject import Rating, Result
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.published import read_document
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.forms.forms import Forms
from ocop.html.record import record_of
from ocop.people.province import Province, parse_province
from ocop.registers.record import RegisterRecord
from tests.support.forms import FORMS
from tests.support.law import load_rulebook
from tests.support.samples import sample

SAMPLES = Path(__file__).parents[2] / "infra" / "demo" / "provinces"
PROVINCES = {"26-2026": "song-xanh", "26-2026@1.0.0": "song-xanh", "1048-2019": "ha-nam"}
PLACES = [(law, stage) for law in PROVINCES for stage in load_rulebook(law).stages]
DECIDED = [(law, id) for law, id in PLACES if load_rulebook(law).stage(id).outcomes]
VERSIONS = [(form, version) for form in FORMS.ids() for version in FORMS.versions[form]]
PAPERS = {"decision_number", "decision_date", "signer"}
PROPOSAL = {"document_number", "document_date", "signer"}
NOW = datetime(2026, 7, 1, 2, tzinfo=UTC)


class Shelf:
    """A table that knows provinces alone."""

    def __init__(self, province: Province) -> None:
        self._province = province

    def provinces(self, *, fresh: bool = False) -> list[Province]:
        return [self._province] if fresh or self._province else []

    def events(self, _: str) -> list[Event]:
        return []


class FormerTeam:
    """The rows of registers, as far as the choices of forms lead there: one team, whose term is
    over.
    """

    def listed(self, province: str, *_: object) -> list[str]:
        return [f"2020-01-05#{'t' * 26}"]

    def records(self, province: str, ids: list[str]) -> list[RegisterRecord]:
        term = {"date": "2020-01-05", "from": "2020-01-05", "to": "2020-12-31"}
        held = {"kind": "team", "decision": "7/QĐ-UBND", **term, "members": []}
        told: Any = {
            "register": "bodies@1.0.0",
            "unit": province,
            "counted": "2020-01-05",
            "name": "7",
        }
        state: Any = {"state": "confirmed", "version": 1, "head": "", "by": "", "at": NOW}
        return [RegisterRecord(one, province, **told, data=held, **state) for one in ids]


@cache
def province_under(law: str) -> Province:
    document = read_document(SAMPLES / f"{PROVINCES[law]}.json")
    return parse_province(document)


@cache
def services(law: str) -> Services:
    """What questions need of all services, in a province under a law."""
    needs = {
        "forms": Forms(),
        "rulebooks": published_rulebooks(),
        "criteria": CriteriaSets(),
        "store": Shelf(province_under(law)),
        "now": lambda: NOW,
        "registers": SimpleNamespace(store=FormerTeam()),
    }
    return cast(Services, SimpleNamespace(**needs))


def case_at(law: str, stage: str) -> Case:
    """A case at a stage, rated with four stars before."""
    home = province_under(law)
    commune = home.communes[0]
    result = Result("council-province", Fraction(80), 4, disqualified=False, headline={"vi": ""})
    return Case(
        id="a" * 26,
        reference=f"{home.code}-{commune.code}-001-2026",
        province=home.code,
        unit=commune.code,
        process=law,
        cycle=2026,
        status="open",
        party=Party("Nguyễn Thị Thử", "htx@example.vn"),
        subject=Rating("Mật ong mẫu", "HTX mẫu", set_number=4, occasion="first", result=result),
        position=Position(stage, 1, NOW),
    )


# What the forms of a request for support ask beside the reason, by stage and outcome.
CHECKED = {"organisation", "content"}
OF_SUPPORT = {
    ("support-check", "ask-finance"): {*CHECKED, "amount"},
    ("support-check", "send-adviser"): CHECKED,
    ("support-check", "answer"): CHECKED,
    ("support-finance", "concur"): {"amount", "document", "source"},
    ("support-visit", "reported"): {"findings", "visited_on", "way"},
}


def choices(schema: dict[str, Any], field: str) -> list[str]:
    return [choice["const"] for choice in schema["properties"][field]["oneOf"]]


@pytest.mark.parametrize(("law", "stage"), PLACES)
def test_what_is_served_is_what_is_checked_and_kept(law: str, stage: str) -> None:
    svc = services(law)
    case = case_at(law, stage)
    for form in load_rulebook(law).stage(stage).forms:
        question = question_for(svc, case, form)
        for lang in LANGS:
            schema = question.serve(lang)["schema"]
            answer = sample(schema, "full")
            assert question.check(answer, lang).version == FORMS.get(form).version
            assert question.judge(answer, lang, partial=True).errors == ()
            for name in schema["required"] if "if" not in schema else ():
                less = {field: value for field, value in answer.items() if field != name}
                with pytest.raises(InvalidInput):
                    question.check(less, lang)
                assert question.judge(less, lang, partial=True).errors == ()
        with pytest.raises(InvalidInput):
            question.check({**answer, "unknown": 1}, "vi")


@pytest.mark.parametrize(("law", "stage"), DECIDED)
def test_a_stage_asks_what_its_outcomes_need_and_no_more(law: str, stage: str) -> None:
    svc = services(law)
    case = case_at(law, stage)
    question = deciding_question(svc, case, stage)
    schema = question.serve("vi")["schema"]
    open_now = offered(load_rulebook(law).stage(stage), case.subject.result)
    fields = set(schema["properties"])
    assert choices(schema, "outcome") == [outcome.id for outcome in open_now]
    if question.form.id == "decision":
        numbered = any(outcome.needs_number for outcome in open_now)
        totalled = any(outcome.needs_total for outcome in open_now)
        assert fields & PAPERS == (PAPERS if numbered else set())
        assert ("central_total" in fields) is totalled
    for outcome in open_now:
        needs = {
            "reason": outcome.needs_reason,
            **dict.fromkeys(PAPERS, outcome.needs_number),
            **(dict.fromkeys(PROPOSAL, True) if outcome.needs_document else {}),
            "central_total": outcome.needs_total,
            "ground": outcome.needs_ground,
            "fix_by": outcome.needs_day,
        }
        needed = {field for field, is_needed in needs.items() if is_needed}
        needed |= OF_SUPPORT.get((stage, outcome.id), set())
        assert demanded(question, outcome.id) == needed


def demanded(question: Question, outcome: str) -> set[str]:
    """The fields that are missing once an outcome is chosen, beside what is always asked."""
    schema = question.serve("vi")["schema"]
    answer = {name: sample(schema)[name] for name in schema["required"]}
    missing = question.judge({**answer, "outcome": outcome}, "vi").errors
    return {error.pointer.strip("/") for error in missing if error.code == "required"}


@pytest.mark.parametrize("law", PROVINCES)
@pytest.mark.parametrize("form", FORMS.ids())
def test_a_form_of_another_stage_is_asked_as_there(law: str, form: str) -> None:
    svc = services(law)
    case = case_at(law, "plan")
    first = next((s.id for s in load_rulebook(law).stages.values() if form in s.forms), "")
    if not first:
        if "outcomes" in FORMS.get(form).option_names:
            with pytest.raises(NotFound, match="unknown-form"):
                question_for(svc, case, form).serve("vi")
        return
    there = question_for(svc, case, form, first)
    assert question_for(svc, case, form).serve("vi") == there.serve("vi")


@pytest.mark.parametrize(("form", "version"), VERSIONS)
def test_what_was_filed_under_any_version_is_shown_whole(form: str, version: str) -> None:
    svc = services("26-2026")
    for stage in (s for s in load_rulebook("26-2026").stages.values() if form in s.forms):
        case = case_at("26-2026", "centre-recognition")
        question = past_question(svc, case, form, version, stage.id)
        schema = question.serve("vi")["schema"]
        assert f":{form}:{version}:" in schema["$id"]
        template = FORMS.get(form, version).schema.get("properties", {})
        assert set(template) <= set(schema["properties"])
        data = sample(schema, "full")
        assert record_of(schema, data, "vi", {})
        if stage.outcomes:
            assert choices(schema, "outcome") == [outcome.id for outcome in stage.outcomes]


def test_a_decision_of_an_older_version_is_read_with_all_it_held() -> None:
    svc = services("26-2026")
    case = case_at("26-2026", "plan")
    question = past_question(svc, case, "decision", "1.1.0", "idea-selection")
    data = {"outcome": "selected", "signer": "Nguyễn Văn Ký", "decision_number": "1/QĐ"}
    shown = str(record_of(question.serve("vi")["schema"], data, "vi", {}))
    assert "Nguyễn Văn Ký" in shown
    assert "Chọn ý tưởng" in shown


def test_who_answers_and_what_the_answer_does() -> None:
    svc = services("26-2026")
    case = case_at("26-2026", "deployment")
    told = {}
    for stage, form in (
        ("deployment", "deployment-progress"),
        ("deployment", "self-assessment"),
        ("intake", "commune-report"),
        ("council-province", "score-sheet"),
    ):
        question = question_for(svc, case, form, stage)
        told[form] = (question.who, question.does)
    idea = open_question(svc, lambda: province_under("26-2026"), "product-idea")
    assert told == {
        "deployment-progress": ("producer", "files"),
        "self-assessment": ("producer", "completes"),
        "commune-report": ("commune-officer", "decides"),
        "score-sheet": ("council-member", "scores"),
    }
    assert (idea.who, idea.does) == ("producer", "opens")
