"""The pages on which a lawyer compares what the software does with the law, and past sheets."""

import json
from dataclasses import asdict
from typing import Any

from infra.dry_run import PastTally, try_law
from infra.rulebook import past_tallies
from ocop.catalogue.paths import schemas_dir
from tests.support.law import load_rulebook, rulebook_ids
from tests.support.play import before_council
from tests.support.visitor import Visitor
from tests.support.world import World


def test_every_law_has_a_page_to_sign(world: World) -> None:
    person = Visitor(world)
    listed = person.get("/law")
    for id in rulebook_ids():
        assert f'href="/law/{id}"' in listed.body
        page = person.get(f"/law/{id}")
        assert page.status == 200
        assert page.body.index("Là luật") < page.body.index("Chỉ là cài đặt")
        assert "Người đối chiếu (họ tên, chức vụ, ký)" in page.body


def test_law_and_settings_stand_apart(world: World) -> None:
    page = Visitor(world, lang="en").get("/law/26-2026")
    law, _, settings = page.body.partition("What is only a setting")
    assert "Điều 7.2" in law
    assert "Điều 7.2" not in settings
    assert "Spread limit (points)" in settings
    assert "26-2026@3.0.0" in law
    assert "22 May 2026" in law
    assert "proposed before 30 April; finished before 30 June" in law
    assert Visitor(world).get("/law/26-2026@1.0.0").status == 200
    assert Visitor(world).get("/law/27-2030").status == 404


def test_where_no_article_of_a_law_is_known_its_page_says_so(world: World) -> None:
    """Of inspection and withdrawal: the settings are those that the law of 2026 has by article."""
    person, now = Visitor(world), rulebook_document("26-2026")
    for id in ("1048-2019", "148-2023", "1489-2025"):
        settings = person.get(f"/law/{id}").body.partition("Chỉ là cài đặt")[2]
        assert "không có điều khoản nào đã biết của quyết định này" in settings
        assert "căn cứ và thời hạn như Điều 8, 9 Quyết định 26/2026" in settings
        law = rulebook_document(id)
        assert _grounds(law) == _grounds(now)
        assert _limits(law) == _limits(now)
    assert "không có điều khoản nào đã biết" not in person.get("/law/26-2026").body


def rulebook_document(id: str) -> Any:
    return json.loads((schemas_dir() / "rulebooks" / f"{id}.json").read_bytes())


def _grounds(law: Any) -> list[Any]:
    return [{**one, "article": ""} for one in law["oversight"]["grounds"]]


def _limits(law: Any) -> dict[str, Any]:
    kept = ("inspection", "inspection-follow-up", "withdrawal", "withdrawal-centre")
    return {one["id"]: {**one["time"], "article": ""} for one in law["stages"] if one["id"] in kept}


def test_past_sheets_are_read_from_the_table_and_tried(world: World) -> None:
    story = before_council(world).score(82, 84, star=4)
    [past] = list(past_tallies(world.svc))
    again = PastTally.from_data(json.loads(json.dumps(asdict(past), default=int)))
    [trial] = try_law(
        [again], {again.law: load_rulebook(again.law)}, load_rulebook("26-2026"), "vi"
    )
    assert past.reference == story.case.reference
    result = story.case.subject.result
    assert result is not None
    assert trial.before is not None
    assert (trial.before.total, trial.before.star) == (result.total, result.star)
    assert not trial.changed
