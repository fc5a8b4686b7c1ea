"""A result in words, word for word."""

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from ocop.base.text import LANGS, Lang
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.texts import load_phrases
from ocop.scoring.explain import Explanation, explain
from ocop.scoring.ranking import RankingRules, rank
from ocop.scoring.sheet import ScoreCard, ScoreSheet, score
from ocop.scoring.tally import TallyRules, tally
from tests.support.law import load_rulebook
from tests.support.scoring import (
    RANKING,
    RICE,
    RULES,
    Choices,
    best,
    card_for,
    council,
    load_set,
    out,
    sheet_for,
    sheets,
    with_mark,
)

PHRASES = load_phrases("explain")
EVERY_MEMBER = RankingRules.from_data({**RANKING, "gates": {"tested_on": "every_member"}})


def said(
    *cards: ScoreCard, lang: Lang = "vi", rules: RankingRules = RULES, number: int = 6
) -> Explanation:
    cs = load_set("26-2026", number)
    result = tally(cs, council(*cards), TallyRules())
    return explain(cs, result, rank(cs, result, rules), rules, PHRASES, lang)


def test_a_result_tells_points_star_band_and_parts() -> None:
    told = said(score(RICE, best(RICE)))
    assert told == Explanation(
        headline="Đạt 100,00 điểm, xếp 5 sao.",
        band="Theo tổng điểm: 5 sao (từ 90 đến 100 điểm).",
        parts=(
            "Phần A. Sản phẩm và sức mạnh của cộng đồng: 40,00/40 điểm.",
            "Phần B. Khả năng tiếp thị: 25,00/25 điểm.",
            "Phần C. Chất lượng sản phẩm: 35,00/35 điểm.",
        ),
        next_star=("Sản phẩm đã ở hạng cao nhất.",),
    )


@pytest.mark.parametrize(
    ("total", "fixed", "headline", "gate"),
    [
        (
            91,
            {"4.1": 2},
            (
                "Đạt 91,00 điểm, nhưng xếp 4 sao vì tiêu chí 4.1 (Khu vực phân phối chính) chưa "
                "đạt "
                "mức tối thiểu của 5 sao."
            ),
            (
                "Tiêu chí 4.1 (Khu vực phân phối chính): bình quân 3,00 điểm; muốn đạt 5 sao phải "
                "từ "
                "mức “Quốc tế (có hợp đồng và tài liệu minh chứng thực hiện) hoặc kênh thương mại "
                "hiện đại: siêu thị, thương mại điện tử... (có hợp đồng và tài liệu minh chứng "
                "thực hiện, đường dẫn gian hàng điện tử)” (5 điểm) trở lên."
            ),
        ),
        (
            75,
            {"1.6": None},
            (
                "Đạt 75,00 điểm, nhưng xếp 3 sao vì tiêu chí 1.6 (Bảo vệ môi trường khi sản xuất) "
                "chưa đạt mức tối thiểu của 4 sao."
            ),
            (
                "Tiêu chí 1.6 (Bảo vệ môi trường khi sản xuất): bình quân 0,00 điểm; muốn đạt 4 "
                "sao "
                "phải từ mức “Có hồ sơ, thủ tục môi trường theo pháp luật và các quy định bảo vệ "
                "môi trường khác” (1 điểm) trở lên."
            ),
        ),
        (
            75,
            {"5.3": 0},
            (
                "Đạt 75,00 điểm, nhưng xếp 2 sao vì tiêu chí 5.3 (Trí tuệ/bản sắc địa phương) chưa "
                "đạt mức tối thiểu của 3 sao."
            ),
            (
                "Tiêu chí 5.3 (Trí tuệ/bản sắc địa phương): bình quân 0,00 điểm; muốn đạt 3 sao "
                "phải "
                "từ mức “Câu chuyện riêng, gắn với nguồn gốc xuất xứ sản phẩm” (1 điểm) trở lên."
            ),
        ),
    ],
)
def test_a_missed_threshold_of_each_star_is_named(
    total: int, fixed: Choices, headline: str, gate: str
) -> None:
    told = said(card_for(RICE, total, RULES.band_star(Fraction(total)), fixed))
    assert told.headline == headline
    assert told.gates == (gate,)


def test_the_next_star_after_a_missed_threshold() -> None:
    told = said(card_for(RICE, 75, 4, {"5.3": 0}))
    assert told.next_star == (
        "Tổng điểm đã đủ cho 3 sao.",
        (
            "Để lên 3 sao, tiêu chí 5.3 (Trí tuệ/bản sắc địa phương) phải đạt ít nhất mức “Câu "
            "chuyện riêng, gắn với nguồn gốc xuất xứ sản phẩm” (1 điểm); hiện được 0,00 điểm."
        ),
    )


def test_the_same_in_english() -> None:
    told = said(card_for(RICE, 75, 4, {"5.3": 0}), lang="en")
    title = RICE.criterion("5.3").title["en"]
    level = RICE.criterion("5.3").levels[1].label["en"]
    assert told.headline == (
        f"75.00 points, but 2 stars because criterion 5.3 ({title}) is below the minimum for 3 "
        "stars."
    )
    assert told.band == "By points alone: 4 stars (from 70 to under 90 points)."
    assert told.parts[0].startswith("Part A. Product and community strength: ")
    assert told.gates == (
        (
            f"Criterion 5.3 ({title}): 0.00 points on average; 3 stars take at least the level "
            f"“{level}” (1)."
        ),
    )
    assert told.next_star[0] == "The total is enough for 3 stars."


def test_several_missed_thresholds_are_counted_for_the_star_just_above() -> None:
    told = said(card_for(RICE, 85, 4, {"4.1": 1, "1.6": None, "6.1": 1}))
    assert told.headline == (
        "Đạt 85,00 điểm, nhưng xếp 3 sao vì có 3 tiêu chí chưa đạt mức tối thiểu của 4 sao."
    )
    assert len(told.gates) == 3


def test_missing_points_and_thresholds_of_the_next_star() -> None:
    told = said(card_for(RICE, 58, 3, {"4.1": 1, "5.1": 3}))
    assert told.headline == "Đạt 58,00 điểm, xếp 3 sao."
    assert told.band == "Theo tổng điểm: 3 sao (từ 50 đến dưới 70 điểm)."
    assert told.next_star[0] == "Để lên 4 sao, cần thêm 12,00 điểm (hiện có 58,00, cần từ 70 điểm)."
    assert (
        "Để lên 4 sao, tiêu chí 4.1 (Khu vực phân phối chính) phải đạt ít nhất mức “Ngoài địa bàn "
        "cấp xã, ≥ 5 đại diện/đại lý phân phối” (3 điểm); hiện được 2,00 điểm."
    ) in told.next_star


def test_the_lowest_band() -> None:
    told = said(card_for(RICE, 20), lang="vi")
    assert told.headline == "Đạt 20,00 điểm, xếp 1 sao."
    assert told.band == "Theo tổng điểm: 1 sao (dưới 30 điểm)."
    assert said(card_for(RICE, 20), lang="en").headline == "20.00 points, 1 star."


@pytest.mark.parametrize(("total", "told"), [(29, True), (30, False), (49, False)])
def test_a_next_star_without_a_certificate_is_said_to_be_one(total: int, told: bool) -> None:
    """The rulebook says which is the lowest star that is certified: 3 of 26-2026."""
    cs = load_set("26-2026", 6)
    result = tally(cs, council(score(cs, sheet_for(cs, total))), TallyRules())
    least = load_rulebook("26-2026").certified_from
    ranking = rank(cs, result, RULES)
    said = explain(cs, result, ranking, RULES, PHRASES, "vi", certified_from=least).next_star
    line = (
        "Chỉ sản phẩm từ 3 sao trở lên, tức từ 50 điểm, mới được công nhận và cấp giấy chứng nhận."
    )
    assert (least, line in said) == (3, told)


def test_a_mean_is_shown_cut_with_a_comma() -> None:
    told = said(*[card_for(RICE, 90, 5)] * 6, card_for(RICE, 89, 4))
    assert told.headline == "Đạt 89,86 điểm, xếp 4 sao."
    assert "cần thêm 0,14 điểm (hiện có 89,86, cần từ 90 điểm)" in told.next_star[0]


def test_a_threshold_that_every_member_has_to_reach() -> None:
    cards = (card_for(RICE, 91, 5), card_for(RICE, 91, 5, {"4.1": 2}))
    told = said(*cards, rules=EVERY_MEMBER)
    assert told.gates[0].startswith(
        "Tiêu chí 4.1 (Khu vực phân phối chính): có thành viên chỉ chấm 3,00 điểm; muốn đạt 5 sao, "
        "mọi thành viên phải chấm từ mức “Quốc tế"
    )


@pytest.mark.parametrize(
    ("rules", "gate"),
    [
        (RULES, "chưa có điểm; muốn đạt 4 sao phải có điểm ở tiêu chí này."),
        (
            EVERY_MEMBER,
            (
                "có thành viên chấm 0 điểm; muốn đạt 4 sao, mọi thành viên phải cho điểm ở tiêu "
                "chí này."
            ),
        ),
    ],
)
def test_a_threshold_without_a_level(rules: RankingRules, gate: str) -> None:
    cs = with_mark("4.2", 4)
    card = score(cs, ScoreSheet({**best(cs).choices, "4.2": 0}))
    result = tally(cs, council(card), TallyRules())
    told = explain(cs, result, rank(cs, result, rules), rules, PHRASES, "vi")
    assert told.headline == (
        "Đạt 97,00 điểm, nhưng xếp 3 sao vì tiêu chí 4.2 (Tổ chức phân phối) chưa đạt mức tối "
        "thiểu "
        "của 4 sao."
    )
    assert told.gates == (f"Tiêu chí 4.2 (Tổ chức phân phối): {gate}",)
    assert told.next_star[1] == "Để lên 4 sao, tiêu chí 4.2 (Tổ chức phân phối) phải có điểm."


def test_a_rejection_gives_its_reasons_without_names() -> None:
    told = said(
        score(RICE, out("6.1", "Có cát lẫn trong gạo.")),
        score(RICE, out("rejected_when/0", "Giấy chứng nhận là giả.")),
    )
    assert told.headline == "Sản phẩm bị loại nên không được xếp sao."
    assert told.rejections == (
        "Bị loại ở tiêu chí 6.1 (Tạp chất). Lý do: Có cát lẫn trong gạo.",
        (
            f"Hồ sơ bị loại theo quy định của bộ tiêu chí ({RICE.rejected_when[0]['vi']}). "
            "Lý do: Giấy chứng nhận là giả."
        ),
    )
    assert told.gates == ()
    assert told.next_star == ()


def test_an_explanation_is_kept_as_data() -> None:
    told = said(card_for(RICE, 91, 5, {"4.1": 2}))
    data = json.loads(json.dumps(told.to_data()))
    assert (data["headline"], data["band"]) == (told.headline, told.band)
    lists = ("parts", "gates", "next_star", "rejections")
    assert [tuple(data[name]) for name in lists] == [getattr(told, name) for name in lists]


@settings(max_examples=50)
@given(sheets(RICE))
def test_every_result_can_be_told_in_both_languages(sheet: ScoreSheet) -> None:
    card = score(RICE, sheet)
    for lang in LANGS:
        told = said(card, lang=lang)
        text = " ".join([told.headline, told.band, *told.parts, *told.gates, *told.next_star])
        assert not re.search(r"[{}]", text)
        assert str(card.total) in told.headline


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("name", sorted(PHRASES))
def test_a_phrase_has_the_same_places_in_both_languages(name: str) -> None:
    phrase = PHRASES[name]
    assert placeholders(phrase["vi"]) == placeholders(phrase["en"])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("total", "star", "fixed"),
    [(20, 1, {}), (66, 3, {}), (75, 4, {"5.3": 0}), (85, 4, {"4.1": 1, "1.6": None, "6.1": 1})],
)
def test_a_headline_may_follow_a_colon_in_a_subject(
    lang: Lang, total: int, star: int, fixed: Choices
) -> None:
    assert ":" not in said(card_for(RICE, total, star, fixed), lang=lang).headline


def test_the_phrases_fit_their_schema() -> None:
    def read(path: str) -> Any:
        return json.loads((schemas_dir() / path).read_text(encoding="utf-8"))

    schema: Mapping[str, Any] = read("meta/texts.schema.json")
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(read("texts/explain.json"))) == []
