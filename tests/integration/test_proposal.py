"""A commune proposes a whole dossier by a paper of its own: number, day, signer (Articles 6.2a and
7.2b of 26/2026/QĐ-TTg).
"""

from typing import Any

import pytest

from ocop.base.errors import InvalidInput
from tests.support.play import COMMUNE, filed
from tests.support.printed import papers_of
from tests.support.world import World

HANDED_IN, DAY_BEFORE, DAY_AFTER = "2026-07-01", "2026-06-30", "2026-07-02"


def refused(world: World, outcome: str = "propose", **paper: Any) -> set[tuple[str, str]]:
    story = filed(world)
    with pytest.raises(InvalidInput) as found:
        story.decide(COMMUNE, outcome, **paper)
    assert story.case.position.stage == "intake"
    return {(error.pointer, error.code) for error in found.value.errors}


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("document_number", "required"),
        ("document_date", "required"),
        ("signer", "signer-required"),
    ],
)
def test_a_proposal_has_a_number_a_day_and_a_signer(world: World, field: str, code: str) -> None:
    assert refused(world, **{field: ""}) == {(f"/{field}", code)}


def test_an_incomplete_dossier_is_not_proposed(world: World) -> None:
    assert [pointer for pointer, _ in refused(world, file_check="incomplete")] == ["/outcome"]


@pytest.mark.parametrize(
    ("day", "code"), [(DAY_BEFORE, "proposal-too-early"), (DAY_AFTER, "until-today")]
)
def test_its_day_lies_between_the_dossier_and_today(world: World, day: str, code: str) -> None:
    assert str(filed(world).case.subject.handed_in) == HANDED_IN
    assert refused(world, document_date=day) == {("/document_date", code)}


def test_on_the_day_of_the_dossier_it_goes_on(world: World) -> None:
    story = filed(world).decide(COMMUNE, "propose", document_date=HANDED_IN)
    assert story.case.position.stage != "intake"


def test_a_commune_that_does_not_propose_needs_no_paper(world: World) -> None:
    story = filed(world).decide(COMMUNE, "supplement", reason="Thiếu phiếu kiểm nghiệm")
    assert story.case.position.stage == "supplement"


def test_report_and_proposal_print_number_day_and_signer(world: World) -> None:
    story = filed(world)
    world.clock.move(days=2)
    paper = {"document_number": "7/TTr-UBND", "document_date": DAY_AFTER, "signer": "Lê Văn Mẫu"}
    printed = papers_of(story.decide(COMMUNE, "propose", **paper), "office")
    for paper_id in ("form-03", "commune-proposal"):
        values = printed[paper_id]
        assert values["commune_report_document_number"] == "7/TTr-UBND"
        assert values["date"] == "ngày 02 tháng 7 năm 2026"
        assert values["commune_report_signer"] == "Lê Văn Mẫu"
