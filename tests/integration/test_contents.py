"""What was filed lies beside its event where that is cheaper, and is read as one with it."""

import boto3
import pytest

from ocop.aws import rows
from ocop.aws.contents import CONTENT, beside_of
from ocop.aws.table import Row
from ocop.base.codec import decode
from ocop.base.errors import KeyReused, Unavailable, Unreadable
from ocop.cases.event import Event
from ocop.cases.history import verify
from ocop.cases.questions import criteria_of
from ocop.filing.access import open_link
from ocop.filing.filing import file_form
from tests.bench.sizes import item_bytes
from tests.support.documents import document
from tests.support.play import COMMUNE, PRODUCER, Story, confirmed
from tests.support.world import World

FORM = "business-plan"
KB = 1024
WORDS = " ".join(f"Tổ {number} góp {number * 37} kg nguyên liệu." for number in range(24))


@pytest.fixture
def story(world: World) -> Story:
    """A case that waits for its plan."""
    return confirmed(world).decide(COMMUNE, "selected")


def hand_in(story: Story, key: str, words: str = WORDS) -> str:
    """File the plan, with so many words; the event's id."""
    data = document(FORM, criteria_of(story.world.svc, story.case))
    data["materials"]["sources"] = words
    holder = open_link(story.world.svc, story.world.post.last(PRODUCER).token, "file")
    svc = story.world.svc
    return file_form(svc, story.case, holder, FORM, data, "vi", key).event


def of_case(story: Story) -> dict[str, Row]:
    return {row.sk: row for row in rows.query(f"D#{story.id}", "E#")}


def newest(story: Story) -> Event:
    return story.world.store.events(story.id)[-1]


def size_of(story: Story, sk: str) -> int:
    """Of a row, in bytes, as the table counts them."""
    client = boto3.client("dynamodb", region_name="ap-southeast-1")
    key = {"pk": {"S": f"D#{story.id}"}, "sk": {"S": sk}}
    return item_bytes(client.get_item(TableName="ocop", Key=key)["Item"])


def lying_beside(story: Story) -> list[str]:
    return [sk for sk in of_case(story) if sk.count("#") > 1]


def test_a_long_form_is_written_once_and_its_event_stays_short(story: Story) -> None:
    id = hand_in(story, "plan-1")
    [beside] = lying_beside(story)
    event, content = (size_of(story, sk) for sk in (f"E#{id}", beside))
    assert event <= KB < event + content
    assert newest(story).data["materials"]["sources"] == WORDS
    assert story.world.store.event(story.id, id) == newest(story)
    assert verify(story.world.store.events(story.id), story.case) == []


def test_a_short_act_has_one_row(story: Story) -> None:
    assert len(story.world.store.events(story.id)) == len(of_case(story)) == 3
    assert lying_beside(story) == []


def test_a_repeat_gets_the_first_answer_and_other_content_none(story: Story) -> None:
    first, held = hand_in(story, "plan-1"), newest(story)
    story.world.settle()
    assert hand_in(story, "plan-1") == first
    with pytest.raises(KeyReused):
        hand_in(story, "plan-1", WORDS + " Thêm.")
    assert newest(story) == held


def test_what_an_act_that_failed_has_left_is_never_read(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the same key may still bring something else, for nothing was filed under it."""

    def refuse(*_: object, **__: object) -> None:
        raise Unavailable

    before = story.world.store.events(story.id)
    with monkeypatch.context() as broken:
        broken.setattr("ocop.aws.commits.transact", refuse)
        with pytest.raises(Unavailable):
            hand_in(story, "plan-1")
    assert len(lying_beside(story)) == 1
    assert story.world.store.events(story.id) == before
    hand_in(story, "plan-1", WORDS + " Thêm.")
    assert len(lying_beside(story)) == 2
    assert newest(story).data["materials"]["sources"].endswith("Thêm.")
    assert verify(story.world.store.events(story.id), story.case) == []


def test_an_event_whose_content_is_lost_is_not_taken_for_an_empty_one(story: Story) -> None:
    id = hand_in(story, "plan-1")
    for sk in lying_beside(story):
        rows.drop(Row(f"D#{story.id}", sk))
    with pytest.raises(Unreadable):
        story.world.store.events(story.id)
    with pytest.raises(Unreadable):
        story.world.store.event(story.id, id)


def test_content_that_was_altered_breaks_the_chain(story: Story) -> None:
    id = hand_in(story, "plan-1")
    [sk] = lying_beside(story)
    row = Row.get(f"D#{story.id}", sk)
    row.update([Row.body.set({**row.body, "data": {}})])
    assert verify(story.world.store.events(story.id), story.case) == [id]


def test_a_version_that_knows_of_no_such_rows_calls_the_event_unreadable(story: Story) -> None:
    id = hand_in(story, "plan-1")
    body = of_case(story)[f"E#{id}"].body
    assert CONTENT in body
    assert beside_of(f"E#{id}", body) in of_case(story)
    with pytest.raises(Unreadable):
        decode(Event, body)


def test_a_case_that_is_erased_leaves_nothing_beside(story: Story) -> None:
    hand_in(story, "plan-1")
    story.world.store.erase(story.case)
    assert of_case(story) == {}
