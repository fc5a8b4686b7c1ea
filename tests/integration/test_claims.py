"""A producer's own points are read by the rules that a member's sheet is read by."""

from collections.abc import Mapping

import pytest

from ocop.base.errors import InvalidInput
from ocop.cases.questions import criteria_of
from ocop.filing.access import open_link
from ocop.filing.filing import file_form
from ocop.scoring.criteria import field_name
from tests.integration.test_older_star import ready_dossier
from tests.support.documents import document
from tests.support.play import COMMUNE, Story, kept
from tests.support.world import World


@kept
def registered(world: World) -> Story:
    """A dossier of which the self-assessment is missing."""
    return ready_dossier(world).file("registration")


def claim(story: Story, points: Mapping[str, int]) -> None:
    """File the self-assessment with so many points for some criteria."""
    cs = criteria_of(story.world.svc, story.case)
    data = document("self-assessment", cs)
    for code, wanted in points.items():
        levels = [level.points for level in cs.criterion(code).levels]
        data["criteria"][field_name(code)]["level"] = str(levels.index(wanted))
    holder = open_link(story.world.svc, story.token, "file")
    form = "self-assessment"
    file_form(story.world.svc, story.case, holder, form, data, "vi", story.key())


def test_the_structure_of_a_story_counts_with_a_story_alone(world: World) -> None:
    """26/2026/QĐ-TTg, Phụ lục II, the note of 5.2."""
    story = registered(world)
    with pytest.raises(InvalidInput) as refused:
        claim(story, {"5.1": 0, "5.2": 2})
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("/criteria/c5_2/level", "misread")
    assert "câu chuyện" in error.detail
    assert story.case.position.stage == "deployment"
    claim(story, {"5.1": 2, "5.2": 2})
    assert story.case.position.stage == "intake"


def test_neither_a_story_nor_its_structure_is_sound(world: World) -> None:
    story = registered(world)
    claim(story, {"5.1": 0, "5.2": 0})
    assert story.case.position.stage == "intake"


def test_a_tourism_sheet_is_claimed_by_one_case(world: World) -> None:
    """A setting: the decision prints two cases at each of criteria 8, 9 and 15."""
    story = Story(world).idea(commune="10105", criteria_set="26").confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    story.file("deployment-progress").file("registration", samples=0)
    cs = criteria_of(world.svc, story.case)
    data = document("self-assessment", cs)
    for code, place in (("8", 0), ("9", -1)):
        levels = cs.criterion(code).levels
        case = (levels[0].case, levels[-1].case)[place]
        own = [at for at, level in enumerate(levels) if level.case == case and level.points]
        data["criteria"][field_name(code)]["level"] = str(own[0])
    holder = open_link(world.svc, story.token, "file")
    with pytest.raises(InvalidInput) as refused:
        file_form(world.svc, story.case, holder, "self-assessment", data, "vi", story.key())
    assert {error.code for error in refused.value.errors} == {"misread"}
