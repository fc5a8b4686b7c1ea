"""A score sheet is a flat form whose answers become the sheet that the council's rules judge."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.forms.score_form import (
    form_grounds,
    level_choices,
    read_score_sheet,
    write_score_sheet,
)
from ocop.forms.serve import served_schema
from ocop.scoring.criteria import CriteriaSet, field_name
from ocop.scoring.sheet import REJECTED_WHEN, Disqualification, ScoreSheet, score
from ocop.scoring.sheet import grounds as known_grounds
from tests.support.forms import RICE, check_of, mistakes, schema_of, the_form
from tests.support.samples import sample
from tests.support.scoring import load_set

TOURISM = load_set("26-2026", 26)


def whole() -> dict[str, Any]:
    return sample(schema_of("score-sheet"))


def test_a_whole_sheet_scores_100_at_the_best_levels() -> None:
    sheet = read_score_sheet(RICE, whole())
    card = score(RICE, sheet)
    assert (card.total, card.missing, card.disqualified) == (100, (), False)


def test_choices_notes_and_opinion_are_read_by_criterion() -> None:
    data = whole() | {"c1_1": "none", "c1_2": "0", "c1_1_note": "Chưa rõ", "opinion": "Tốt"}
    sheet = read_score_sheet(RICE, data)
    assert (sheet.choices["1.1"], sheet.choices["1.2"]) == (None, 0)
    assert (sheet.notes, sheet.comment) == ({"1.1": "Chưa rõ"}, "Tốt")


def test_none_is_a_choice_only_where_no_level_of_zero_is_printed() -> None:
    for criterion in RICE.criteria:
        values = [value for value, _ in level_choices(criterion)]
        assert ("none" in values) == criterion.zero_if_none_met
        assert [v for v in values if v != "none"] == [str(i) for i in range(len(criterion.levels))]


def test_every_level_has_to_be_chosen() -> None:
    data = whole()
    del data["c1_1"], data["c2_1"]
    assert [*mistakes("score-sheet", data)] == ["/c1_1", "/c2_1"]


def test_a_rejection_needs_its_reason_and_no_levels() -> None:
    found = mistakes("score-sheet", {"reject_1": True})
    assert found == {"/rejection_reason": "Lý do loại: chưa điền"}
    data = {"reject_c2_1": True, "rejection_reason": "Giống hệt sản phẩm khác"}
    assert mistakes("score-sheet", data) == {}
    sheet = read_score_sheet(RICE, data)
    assert sheet.disqualifications == (Disqualification("2.1", "Giống hệt sản phẩm khác"),)
    assert score(RICE, sheet).disqualified


def test_an_unticked_ground_is_no_rejection() -> None:
    data = whole() | {"reject_1": False}
    assert mistakes("score-sheet", data) == {}
    assert read_score_sheet(RICE, data).disqualifications == ()


@pytest.mark.parametrize("criteria", [RICE, TOURISM, load_set("148-2023", 5)])
def test_the_grounds_are_those_the_rules_know(criteria: CriteriaSet) -> None:
    assert tuple(ground.source for ground in form_grounds(criteria)) == known_grounds(criteria)


def test_a_set_without_grounds_asks_for_every_level() -> None:
    schema = served_schema(the_form("score-sheet"), "vi", None, TOURISM)
    assert known_grounds(TOURISM) == ()
    assert schema["required"] == [field_name(c.code) for c in TOURISM.criteria]
    assert "if" not in schema


def test_grounds_say_what_they_are() -> None:
    fields = schema_of("score-sheet")["properties"]
    assert fields["reject_1"]["title"].startswith("Loại: ")
    assert fields["reject_c2_1"]["title"] == "Loại: 2.1 Nguồn gốc ý tưởng sản phẩm"
    assert "giống hệt sản phẩm của nhà sản xuất khác" in fields["reject_c2_1"]["description"]
    assert f"{REJECTED_WHEN}0" == form_grounds(RICE)[0].source


def test_a_draft_of_a_sheet_is_read_as_far_as_it_goes() -> None:
    checked = check_of("score-sheet").check({"c1_1": "2", "reject_1": True}, partial=True)
    assert checked.errors == ()
    sheet = read_score_sheet(RICE, checked.data)
    assert sheet.choices == {"1.1": 2}
    assert sheet.disqualifications == (Disqualification(f"{REJECTED_WHEN}0", ""),)


@st.composite
def sheets(draw: st.DrawFn) -> ScoreSheet:
    choices: dict[str, int | None] = {}
    for criterion in draw(st.lists(st.sampled_from(RICE.criteria), unique_by=lambda c: c.code)):
        none = [None] if criterion.zero_if_none_met else []
        choices[criterion.code] = draw(st.sampled_from([*range(len(criterion.levels)), *none]))
    sources = draw(st.lists(st.sampled_from(known_grounds(RICE)), unique=True))
    ordered = [source for source in known_grounds(RICE) if source in sources]
    out = tuple(Disqualification(source, "Có bằng chứng") for source in ordered)
    notes = dict.fromkeys(choices, "Đã xem") if draw(st.booleans()) else {}
    return ScoreSheet(choices, notes, out, draw(st.sampled_from(("", "Đạt"))))


@given(sheets())
def test_a_sheet_written_into_the_form_reads_back_the_same(sheet: ScoreSheet) -> None:
    data = write_score_sheet(RICE, sheet)
    assert check_of("score-sheet").check(data, partial=True).errors == ()
    assert read_score_sheet(RICE, data) == sheet


def test_a_ground_says_once_that_it_rejects() -> None:
    fields = schema_of("score-sheet")["properties"]
    titles = [field["title"] for name, field in fields.items() if name.startswith("reject_")]
    assert titles[0].startswith("Loại: giả mạo hồ sơ")
    assert all(title.count("Loại: ") == 1 for title in titles)
