"""What is filed here has the worth of paper under a law that says so (26/2026, Article 7.1); what
programs read of the worklist; what becomes of a product that the centre refuses.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_web_office import signed_in
from tests.support.law import load_rulebook, rulebook_ids
from tests.support.laws import changed_law
from tests.support.play import COMMUNE, PRODUCER, filed
from tests.support.visitor import Visitor
from tests.support.world import World

WORTH = "Có giá trị như hồ sơ giấy (Điều 7.1, 26/2026/QĐ-TTg)"


MAILED = "has the worth of a dossier on paper (Điều 7.1, 26/2026/QĐ-TTg)"


def receipt(world: World) -> str:
    return " ".join(world.post.last(PRODUCER, "filing-received").mail.text.split())


def test_the_producer_reads_it_in_the_mail_and_on_the_page(world: World) -> None:
    story = filed(world)
    assert MAILED in receipt(world)
    producer = Visitor(world)
    producer.open_mail(PRODUCER)
    assert WORTH in producer.get(f"/dossiers/{story.id}").body
    officer, _ = signed_in(world, COMMUNE)
    assert WORTH in officer.get(f"/office/dossiers/{story.id}").body


def test_a_law_that_does_not_say_so_gives_it_none(world: World, tmp_path: Path) -> None:
    nothing: dict[str, Any] = {"electronic": None}
    silent = changed_law(world, tmp_path, **nothing)
    filed(silent)
    assert "on paper" not in receipt(silent)


def test_the_worklist_names_case_and_round_for_programs(world: World) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    told = Visitor(world).call("GET", "/v1/office/worklist", x_claim="tutuvan@songxanh.example.vn")
    [work] = told.json["work"]
    assert (work["reference"], work["round"]) == (story.case.reference, "2026-2")


@pytest.mark.parametrize("law", rulebook_ids())
def test_every_law_has_a_way_for_what_the_centre_refuses_at_ninety(law: str) -> None:
    centre = load_rulebook(law).stage("centre")
    for total, refused in (("89.99", "returned"), ("90", "refused-five")):
        fits = [
            one.id
            for one in centre.outcomes
            if one.to == "centre-recognition"
            and one.accepts is not None
            and one.accepts.holds(4, Fraction(total), disqualified=False)
        ]
        assert fits == [refused]
    assert centre.outcome("refused-five").doubt is not None
