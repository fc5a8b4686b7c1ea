"""Two versions of the code on one table: functions are replaced one by one, or taken back."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from typing import Any

import pytest

from ocop.aws.packing import BrokenBody
from ocop.aws.table import Row
from ocop.base.codec import SCHEMA, TAG, decode, schema_of
from ocop.base.errors import InvalidInput, Unavailable, Unreadable
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.event import Event
from ocop.cases.records import Execution, OpenTask, Workplace
from ocop.jobs.dispatch import dispatch
from ocop.jobs.sweep import reconcile, sweep
from tests.support.of_0_2 import CaseOf02, flat
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, Story, before_council, confirmed
from tests.support.tasks_before import as_before
from tests.support.world import World

Body = dict[str, Any]
RECORDS: dict[str, type] = {"META": Case, "E#": Event, "A#": Assignment, "EXEC": Execution}


def newer(record: type, body: Body) -> Body:
    """As a version with a field more writes it."""
    news: Body = {"of_tomorrow": {"a": [1]}, "another": "x"}
    inner: Body = {name: {**body[name], **news} for name in ("position", "subject") if name in body}
    return {**body, **inner, **news, SCHEMA: schema_of(record)}


def older(record: type, body: Body) -> Body:
    """As a version wrote it that knew no schemas and no field that has its default now."""
    as_it_was, body = (CaseOf02, flat(body)) if record is Case else (record, body)
    defaults = {one.name: one.default for one in fields(as_it_was) if one.default is not MISSING}
    lean = {k: v for k, v in body.items() if k not in defaults or v != defaults[k]}
    lean.pop(SCHEMA, None)
    return lean


def rewrite(change: Callable[[type, Body], Body]) -> int:
    """Let every record of every case be as another version has written it; how many there are."""
    count = 0
    for record, row in list(_rows()):
        many = isinstance(row.body, list)
        bodies = [change(record, one) for one in (row.body if many else [row.body])]
        row.update([Row.body.set(bodies if many else bodies[0])])
        count += len(bodies)
    return count


def _rows() -> Iterator[tuple[type, Row]]:
    for row in Row.scan():
        for prefix, record in RECORDS.items():
            if row.pk.startswith("D#") and row.sk.startswith(prefix):
                yield record, row


def newest_event(story: Story) -> Row:
    """The newest event of a case, whose effects nobody has carried out."""
    newest = story.world.store.events(story.id)[-1]
    return Row.get(f"D#{story.id}", f"E#{newest.id}")


@pytest.mark.parametrize("version", [newer, older])
def test_a_case_goes_on_whichever_version_wrote_it(
    world: World, version: Callable[[type, Body], Body]
) -> None:
    story = before_council(world)
    assert rewrite(version) > 20
    world.machines.lose_all()
    assert reconcile(world.svc).failed == 0
    world.settle()
    rewrite(version)
    story.score(80, star=4)
    rewrite(version)
    story.decide(CHAIRMAN, "recognise", decision_number="1/QĐ-UBND")
    assert story.case.ending == "recognised"


def test_a_case_goes_on_from_rows_of_before_its_own_held_a_task(world: World) -> None:
    story = confirmed(world)
    as_before(story.case)
    story.decide(COMMUNE, "selected").file("business-plan")
    as_before(story.case)
    world.machines.lose_all()
    assert reconcile(world.svc).restarted == 1
    world.settle()
    story.decide(COMMUNE, "selected").file("registration").file("self-assessment")
    as_before(story.case)
    story.decide(COMMUNE, "propose").decide(ADVISOR, "ready")
    as_before(story.case)
    story.score(80, star=4)
    as_before(story.case)
    story.decide(CHAIRMAN, "recognise", decision_number="1/QĐ-UBND")
    assert story.case.ending == "recognised"
    asked = [one for one in world.store.assignments(story.id) if one.is_task]
    assert [one.status for one in asked] == ["done"] * len(asked)
    assert len(asked) == 5


def test_a_case_of_0_2_is_written_anew_by_its_next_act(world: World) -> None:
    story = confirmed(world)
    rewrite(older)
    story.decide(COMMUNE, "selected")
    body = Row.get(f"D#{story.id}", "META").body
    assert body[SCHEMA] == schema_of(Case)
    assert (body["position"]["stage"], body["subject"][TAG]) == ("plan", "rating")
    assert not body.keys() & {"stage", "visit", "product", "producer", "rulebook", "next_check"}


def test_what_a_registration_told_0_2_still_counts(world: World) -> None:
    story = confirmed(world).decide(COMMUNE, "selected").file("business-plan")
    story.decide(COMMUNE, "selected")
    story.file("registration", occasion="upgrade", previous_certificate="99-10105-001-2023")
    rewrite(older)
    assert story.case.subject.occasion == ""
    with pytest.raises(InvalidInput) as refused:
        story.file("self-assessment")
    assert [error.pointer for error in refused.value.errors] == ["/changes"]


def test_0_2_does_not_read_what_the_new_code_wrote(world: World) -> None:
    story = before_council(world)
    body = Row.get(f"D#{story.id}", "META").body
    with pytest.raises(Unreadable):
        decode(CaseOf02, {**body, SCHEMA: 1})
    told = decode(CaseOf02, {**flat(body), SCHEMA: 1})
    assert (told.stage, told.due) == (story.case.position.stage, story.case.position.due)


@pytest.mark.parametrize("change", [{SCHEMA: 9}, {"subject": {TAG: "of-tomorrow"}}])
def test_a_case_that_only_tomorrow_can_read_waits_for_it_and_is_not_written(
    world: World, change: Body
) -> None:
    story = before_council(world)
    world.sweep()  # the first round of a day opens what the offices owe, which is no case's
    row = Row.get(f"D#{story.id}", "META")
    kept = row.body
    row.update([Row.body.set({**kept, **change})])
    before = contents()
    with pytest.raises(Unreadable):
        story.score(80, star=4)
    assert sweep(world.svc).failed == 0  # its time has not come
    assert reconcile(world.svc).failed == 1
    assert contents() == before
    row.update([Row.body.set(kept)])
    story.score(80, star=4).decide(CHAIRMAN, "recognise", decision_number="1/QĐ-UBND")
    assert story.case.ending == "recognised"


def contents() -> dict[tuple[str, str], object]:
    """Every row but the clock's own."""
    return {(row.pk, row.sk): row.body for row in Row.scan() if row.pk != "CLOCK"}


@pytest.mark.parametrize("version", [newer, older])
def test_so_does_what_waits_in_the_outbox(
    world: World, version: Callable[[type, Body], Body]
) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04").confirm_only()
    row = newest_event(story)
    more = {"of_tomorrow": 1} if version is newer else {}
    told = [{**effect, **more} for effect in row.body["effects"]]
    row.update([Row.body.set({**row.body, "effects": told})])
    world.settle()
    assert world.post.last(COMMUNE, "task-assigned")
    assert story.case.position.stage == "idea-selection"


def test_an_effect_of_a_newer_version_waits_for_it_and_holds_up_no_other(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04").confirm_only()
    row = newest_event(story)
    effects = [{"kind": "of-tomorrow", "x": 1}, *row.body["effects"]]
    row.update([Row.body.set({**row.body, "effects": effects})])
    [id] = world.waiting()
    world.bring(id)
    for _ in range(2):
        with pytest.raises(Unavailable):
            dispatch(world.svc, id)
    assert [post.template for post in world.post.sent].count("task-assigned") == 1
    assert world.outbox.waiting(9).items == (id,)


def test_a_broken_case_is_missing_from_a_worklist_and_hides_no_other(world: World) -> None:
    broken, sound = confirmed(world), confirmed(world)
    row = Row.get(f"D#{broken.id}", "META")
    row.update([Row.body.set(BrokenBody(b"not a body", ""))])
    whose = Workplace("99", "xa-suoi-mat", (("commune-officer", "10105"),), ("99",))
    found = world.store.worklist(whose, "", 9)
    assert [one.case.id for one in found.items if isinstance(one, OpenTask)] == [sound.id]
    assert sweep(world.svc).failed == 0


def test_a_province_that_cannot_be_read_keeps_no_other_from_its_work(world: World) -> None:
    story = confirmed(world)
    Row("PROVINCES", "98", body={"code": "98"}).save()
    Row("PROVINCES", "97", body=BrokenBody(b"not a body", "")).save()
    assert [one.code for one in world.store.provinces(fresh=True)] == ["99"]
    due = story.case.position.next_look
    assert due is not None
    world.clock.now = due
    assert sweep(world.svc).checked == 1
