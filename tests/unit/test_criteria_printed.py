"""Every number of every set is the decision's, and each kind of damage to one is refused."""

import copy
import json
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from infra import printed
from infra.printed import PRINTED, unlike_printed
from infra.publish import unsound
from ocop.base.hashing import digest
from ocop.catalogue.folders import CRITERIA_FOLDER
from ocop.catalogue.ledger import Shelf
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import Document, read_document

DOCUMENTS = Shelf(CRITERIA_FOLDER, schemas_dir()).documents
Data = dict[str, Any]
Damage = Callable[[Data], bool]


def test_all_sets_have_the_numbers_of_their_decision() -> None:
    assert len(DOCUMENTS) == 73
    assert list(unlike_printed(DOCUMENTS)) == []


def test_the_law_in_force_has_six_groups_of_twenty_six_sets() -> None:
    """26/2026/QĐ-TTg, Article 2(2) and Annex I: sets 1 to 26, group by group."""
    ours = [one for one in DOCUMENTS.values() if one["rulebook"] == "26-2026"]
    ours.sort(key=lambda one: int(one["number"]))
    assert [one["number"] for one in ours] == list(range(1, 27))
    groups = [(name, len([*sets])) for name, sets in groupby(one["group"]["vi"] for one in ours)]
    assert groups == [
        ("Thực phẩm", 13),
        ("Đồ uống", 4),
        ("Dược liệu và sản phẩm từ dược liệu", 3),
        ("Hàng thủ công mỹ nghệ", 2),
        ("Sinh vật cảnh", 3),
        ("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch", 1),
    ]


def test_each_decision_has_its_source_and_each_set_its_digest() -> None:
    decisions = read_document(PRINTED)
    assert {book: len(one["sets"]) for book, one in decisions.items()} == {
        "26-2026": 26,
        "148-2023": 22,
        "1048-2019": 25,
    }
    assert all("Quyết định" in one["source"] for one in decisions.values())
    entries = [entry for one in decisions.values() for entry in one["sets"].values()]
    assert [e["sha256"] for e in entries] == [digest(e["numbers"]) for e in entries]


def criteria(data: Data) -> Iterator[Data]:
    for part in data["parts"]:
        for section in part["sections"]:
            yield from section["criteria"]


def options(data: Data, key: str) -> list[Data]:
    return [option for one in criteria(data) for option in one["options"] if key in option]


def repeat_a_code(data: Data) -> bool:
    first, second, *_ = criteria(data)
    second["code"] = first["code"]
    return True


def drop_gates(data: Data) -> bool:
    for one in criteria(data):
        if any("min_for_star" in option for option in one["options"]):
            for option in one["options"]:
                option.pop("min_for_star", None)
            return True
    return False


def lower_a_gate(data: Data) -> bool:
    for one in criteria(data):
        for below, gate in zip(one["options"], one["options"][1:], strict=False):
            if "min_for_star" in gate and "min_for_star" not in below:
                below["min_for_star"] = gate.pop("min_for_star")
                return True
    return False


def gate_for_another_star(data: Data) -> bool:
    marked = [o for o in options(data, "min_for_star") if o["min_for_star"] != 3]
    for option in marked[:1]:
        option["min_for_star"] -= 1
    return bool(marked)


def empty_the_grounds(data: Data) -> bool:
    had = bool(data["rejected_when"])
    data["rejected_when"] = []
    return had


def drop_a_mark(key: str) -> Damage:
    def drop(data: Data) -> bool:
        return any(one.pop(key, None) is not None for one in criteria(data))

    return drop


def drop_a_level_of_a_case(data: Data) -> bool:
    for one in criteria(data):
        if any("case" in option for option in one["options"]):
            one["options"].pop()
            return True
    return False


def weaken_a_middle_level(data: Data) -> bool:
    for one in criteria(data):
        low, *middle, _ = [option["points"] for option in one["options"]]
        if middle and middle[0] - low > 1:
            one["options"][1]["points"] -= 1
            return True
    return False


def move_points(data: Data) -> bool:
    """From one criterion with a best level of its own to another, so that all adds up."""
    section = next(s for p in data["parts"] for s in p["sections"] if len(s["criteria"]) > 1)
    giver, taker = section["criteria"][:2]
    for one, by in ((giver, -1), (taker, 1)):
        one["max"] += by
        one["options"][-1]["points"] += by
    return True


def another_agency(data: Data) -> bool:
    data["lead_agencies"] = ["health"] if data["lead_agencies"] != ["health"] else []
    return True


DAMAGES: dict[str, tuple[Damage, int]] = {
    "a code twice": (repeat_a_code, 73),
    "gates dropped": (drop_gates, 48),
    "a gate lowered": (lower_a_gate, 48),
    "a gate for a lower star": (gate_for_another_star, 48),
    "grounds emptied": (empty_the_grounds, 25),
    "a ground of a criterion dropped": (drop_a_mark("can_disqualify"), 1),
    "a mark on a criterion dropped": (drop_a_mark("named_for_star"), 1),
    "a printed zero dropped": (drop_a_mark("zero_if_none_met"), 1),
    "a level of a case dropped": (drop_a_level_of_a_case, 27),
    "a level between cheaper": (weaken_a_middle_level, 1),
    "points moved": (move_points, 73),
    "another agency": (another_agency, 73),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_no_damage_passes(name: str) -> None:
    damage, least = DAMAGES[name]
    damaged: dict[str, Document] = {}
    for id, document in DOCUMENTS.items():
        data = copy.deepcopy(dict(document))
        if damage(data):
            damaged[id] = data
    assert len(damaged) >= least
    refused = {line.partition(":")[0] for line in unlike_printed(damaged)}
    assert refused == damaged.keys()


def rice(change: Callable[[Data], object]) -> list[str]:
    id = "26-2026/06-che-bien-tu-gao-ngu-coc"
    data = copy.deepcopy(dict(DOCUMENTS[id]))
    change(data)
    return [line.removeprefix(f"{id}: ") for line in unlike_printed({id: data})]


def test_a_damage_is_said_in_words() -> None:
    printed_line, weakened = "3 = 1 2>3 3 (none) under 1", "3 = 1>3 2 3 (none) under 1"
    said = f"criterion 1.1: the decision prints {printed_line!r}, the set has {weakened!r}"
    assert rice(lower_a_gate) == [said]
    lines = rice(repeat_a_code)
    assert "criterion 1.2: the decision prints it (2 = 0 1 2 under 1), the set lacks it" in lines
    assert any(line.startswith("criterion 1.1-2: the decision does not print") for line in lines)
    assert rice(lambda data: data.update(number=31))[0].startswith("the numbers that its decision")


def test_a_code_printed_twice_is_told_apart_in_the_numbers() -> None:
    sets = read_document(PRINTED)["1048-2019"]["sets"]["04"]["numbers"]
    assert sets["criterion 9.2"] != sets["criterion 9.2-2"]
    assert "(prints 9.2)" in sets["criterion 9.2-2"]


def test_numbers_made_to_fit_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decisions = json.loads(PRINTED.read_text("utf-8"))
    decisions["26-2026"]["sets"]["06"]["numbers"]["grounds for rejection"] = "0"
    changed = tmp_path / PRINTED.name
    changed.write_text(json.dumps(decisions), "utf-8")
    monkeypatch.setattr(printed, "PRINTED", changed)
    said = rice(lambda data: data.update(rejected_when=[]))
    assert said == ["its numbers in printed_numbers.json are not those of the SHA-256 beside them"]


def test_publishing_refuses_a_weakened_set(tmp_path: Path) -> None:
    id = "26-2026/06-che-bien-tu-gao-ngu-coc"
    data = copy.deepcopy(dict(DOCUMENTS[id]))
    assert drop_gates(data)
    path = tmp_path / "criteria" / f"{id}.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(data), "utf-8")
    [fault] = unsound(Shelf(CRITERIA_FOLDER, tmp_path))
    assert fault.startswith(f"criteria/{id}: criterion 1.1: the decision prints")
