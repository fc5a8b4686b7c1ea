"""Which day a term ends on, and that page, mail and JSON say the same of it."""

from datetime import datetime

import pytest

from ocop.base.errors import CalendarEnds, TooEarly
from ocop.http.problem import problem
from tests.support.play import COMMUNE, PRODUCER, Story
from tests.support.visitor import Visitor
from tests.support.world import World

GUESS = "chưa công bố"


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def confirmed_at(world: World, moment: str) -> Story:
    world.clock.now = local(moment)
    return Story(world).idea(commune="10105", criteria_set="04", language="vi").confirm()


def mailed(world: World, to: str, template: str) -> str:
    """A mail's text without its line breaks."""
    return " ".join(world.post.last(to, template).mail.text.split())


def told(world: World, story: Story) -> dict[str, object]:
    headers = {"authorization": f"Bearer {story.token}"}
    document = Visitor(world).call("GET", f"/v1/dossiers/{story.id}", **headers).json
    return {name: document[name] for name in ("due", "due_guessed")}


@pytest.mark.parametrize(
    ("moment", "guess"), [("2026-12-01T09:00", False), ("2026-12-20T09:00", True)]
)
def test_a_deadline_that_fell_on_a_guess_says_so_everywhere(
    world: World, moment: str, guess: bool
) -> None:
    story = confirmed_at(world, moment)
    assert told(world, story)["due_guessed"] is guess
    assert (GUESS in Visitor(world).get(f"/r/{story.token}").body) is guess
    for to, template in ((COMMUNE, "task-assigned"), (PRODUCER, "idea-received")):
        assert (GUESS in mailed(world, to, template)) is guess


def test_a_province_declares_days_of_its_own_by_its_document(world: World) -> None:
    off = [{"date": "2026-07-02", "why": "Bão số 2"}, {"date": "2026-07-03", "why": "Bão số 2"}]
    worked = [{"date": "2026-07-11", "why": "Làm bù ngày 03/7/2026"}]
    before = confirmed_at(world, "2026-07-01T09:00").case.position.due
    world.load("song-xanh", calendar={"off": off, "worked": worked})
    after = confirmed_at(world, "2026-07-01T09:00").case.position.due
    assert (before, after) == (local("2026-07-15T23:59:59"), local("2026-07-16T23:59:59"))


def test_a_deadline_after_the_last_known_year_is_refused_and_nothing_stored(world: World) -> None:
    story = confirmed_at(world, "2030-10-10T09:00")
    story.decide(COMMUNE, "selected")
    before = story.case
    world.clock.now = local("2030-12-20T09:00")
    with pytest.raises(CalendarEnds):
        story.file("business-plan")
    assert story.case == before


def test_a_case_is_still_shown_on_a_day_that_the_calendar_does_not_know(world: World) -> None:
    story = confirmed_at(world, "2030-12-10T09:00")
    world.clock.now = local("2031-02-10T09:00")
    page = Visitor(world).get(f"/r/{story.token}")
    assert page.status == 200
    assert "24/12/2030" in page.body


def test_after_one_week_is_the_same_day_in_mail_page_and_refusal(world: World) -> None:
    story = confirmed_at(world, "2026-07-01T09:00")
    world.clock.now = local("2026-07-01T23:30")
    story.decide(COMMUNE, "resubmit", reason="Nói rõ nguồn nguyên liệu")
    assert "từ ngày 08/07/2026" in mailed(world, PRODUCER, "stage-outcome")
    again = {"commune": "10105", "criteria_set": "04"}
    world.clock.now = local("2026-07-07T23:59:59")
    producer = Visitor(world)
    assert "08/07/2026" in producer.get(f"/r/{story.token}").body
    with pytest.raises(TooEarly) as refused:
        story.file("product-idea", **again)
    assert "08/07/2026" in problem(refused.value, "vi")["detail"]
    world.clock.now = local("2026-07-08T00:00")
    story.file("product-idea", **again)
    assert story.case.position.stage == "idea-selection"
