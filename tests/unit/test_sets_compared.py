"""`diff` of two laws tells what differs between their criteria sets, set by set and short."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from infra.rulebook import main
from ocop.catalogue.sets_compared import ListedSet, SetsCompared, compare_sets, said_of_sets
from ocop.scoring.criteria import CriteriaSet, Criterion, Section
from tests.support.scoring import law_set

FORCE = "26-2026"
Change = Callable[[Criterion], Criterion]


def listed(*sets: CriteriaSet) -> list[ListedSet]:
    return [ListedSet(one.number, one.name, one) for one in sets]


def with_criterion(cs: CriteriaSet, code: str, change: Change | None) -> CriteriaSet:
    """The set with one of its criteria changed, or without it."""

    def of_section(section: Section) -> Section:
        kept = [c for c in section.criteria if change or c.code != code]
        return replace(
            section, criteria=tuple(change(c) if change and c.code == code else c for c in kept)
        )

    parts = tuple(
        replace(part, sections=tuple(map(of_section, part.sections))) for part in cs.parts
    )
    return replace(cs, parts=parts)


def gate(star: int | None, place: int) -> Change:
    def moved(one: Criterion) -> Criterion:
        levels = [
            replace(level, min_for_star=star if at == place else level.min_for_star)
            for at, level in enumerate(one.levels)
        ]
        return replace(one, levels=tuple(levels))

    return moved


def more_points(one: Criterion) -> Criterion:
    *rest, best = one.levels
    return replace(one, max=one.max + 1, levels=(*rest, replace(best, points=best.points + 1)))


def compared(old: CriteriaSet, new: CriteriaSet) -> SetsCompared:
    return compare_sets(listed(old), listed(new), "vi")


def test_a_set_is_like_itself() -> None:
    alike = compared(law_set(FORCE, 1), law_set(FORCE, 1))
    assert (alike.count, alike.of_words) == (0, {})


TITLE = "“Liên kết sản xuất”"
CHANGES: Mapping[str, tuple[Change | None, str]] = {
    "a gate is gone": (gate(None, 2), f"{TITLE}: các mức 0, 1, 2 (★4), 3 (★5) thành 0, 1, 2, 3"),
    "a gate is lowered": (gate(5, 1), "(★5), 2 (★4), 3 (★5)"),
    "points": (more_points, "thành 0, 1, 2 (★4), 4 (★5)"),
    "it may disqualify": (
        lambda one: replace(one, can_disqualify=True),
        f"{TITLE}: không bị loại thành có thể bị loại",
    ),
    "it is gone": (None, "Bỏ tiêu chí “Liên kết sản xuất” (mức 0, 1, 2 (★4), 3 (★5))"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_one_change_of_a_criterion_is_the_one_thing_told(name: str) -> None:
    change, told = CHANGES[name]
    old = law_set(FORCE, 1)
    found = compared(old, with_criterion(old, "1.5", change))
    [(said, sets)] = found.of_criteria.items()
    assert told in said
    assert (sets, found.of_sets, found.of_words) == ((1,), (), {})


def test_what_is_new_is_told_from_the_other_side() -> None:
    whole = law_set(FORCE, 1)
    [said] = compared(with_criterion(whole, "1.5", None), whole).of_criteria
    assert said.startswith("Thêm tiêu chí “Liên kết sản xuất”")


def test_grounds_agencies_and_groups_are_told() -> None:
    old = law_set(FORCE, 1)
    new = replace(old, rejected_when=(), lead_agencies=("health",), group=law_set(FORCE, 14).group)
    group, agency, ground = compared(old, new).of_criteria
    assert group == "Nhóm sản phẩm: “Thực phẩm” thành “Đồ uống”"
    assert agency.endswith("Sở Nông nghiệp và Môi trường thành Sở Y tế")
    assert ground.startswith("Bỏ căn cứ loại hồ sơ: Loại: giả mạo hồ sơ")


def test_other_words_of_the_same_points_are_apart() -> None:
    old = law_set(FORCE, 1)

    def reworded(one: Criterion) -> Criterion:
        first, *rest = one.levels
        return replace(one, levels=(replace(first, label={"vi": "Chưa có", "en": "None"}), *rest))

    found = compared(old, with_criterion(old, "1.5", reworded))
    [said] = found.of_words
    assert (found.count, said.endswith("thành “Chưa có”")) == (0, True)


def test_sets_are_paired_by_name_and_an_incomplete_one_is_not_gone() -> None:
    tea, wine = law_set(FORCE, 11), law_set(FORCE, 14)
    before = [ListedSet(7, tea.name), *listed(wine)]
    found = compare_sets(before, listed(tea, law_set(FORCE, 23)), "vi")
    assert found.of_sets == (
        "Bộ 7 Chè tươi, chè chế biến thành bộ 11 Chè tươi, chè chế biến",
        (
            "Bộ 7 Chè tươi, chè chế biến và bộ 11 Chè tươi, chè chế biến: chưa so được, vì điểm in "
            "trong nguồn không cộng đủ"
        ),
        "Bỏ bộ 14 Rượu trắng",
        "Thêm bộ 23 Hoa",
    )
    assert (found.pairs, found.of_criteria) == (0, {})


def test_sets_are_named_in_runs() -> None:
    assert said_of_sets((1, 2, 3, 5, 8, 9), 22, "vi") == "Bộ 1–3, 5, 8–9"
    assert said_of_sets((1, 2), 2, "en") == "All sets (2)"
    assert said_of_sets((4,), 1, "vi") == "Bộ 4"


def test_the_command_tells_it_of_two_laws(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "148-2023", FORCE]) == 0
    told = capsys.readouterr().out.splitlines()
    [head] = [n for n, one in enumerate(told) if one.startswith("Bộ tiêu chí của 148-2023 so với")]
    of_sets = told[head + 1 :]
    assert "Mọi bộ (22): Bỏ tiêu chí “Kế toán” (mức 0, 1)" in of_sets
    assert len(of_sets) == len({*of_sets})
    assert main(["diff", "148-2023", "1489-2025"]) == 0
    assert "Bộ tiêu chí của" not in capsys.readouterr().out
