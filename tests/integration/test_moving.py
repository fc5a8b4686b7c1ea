"""A case that goes on is handed over to another stack, which takes it in where it stood."""

import base64
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from moto.dynamodb.models import dynamodb_backends

from infra import admin
from infra.demo import evidence
from ocop.base.errors import LinkUsed, NotFound, OcopError, WrongState
from ocop.base.proof import key_id
from ocop.cases.case import Case
from ocop.cases.history import verify
from ocop.cases.records import Draft
from ocop.council.sitting import save_sheet, submit_sheet
from ocop.filing.access import open_link
from ocop.filing.complaint import may_complain
from ocop.links.tokens import LinkKeys
from ocop.papers.handing import hand_over
from ocop.papers.packaging import make_package, package_key
from ocop.papers.parcel import Parcel, is_taken, open_parcel, parcel_problems
from ocop.papers.signed_acts import decisions_named
from ocop.papers.taking import take_parcel
from ocop.people.former import FormerUnit
from tests.integration.test_council import regulated, token_of
from tests.integration.test_evidence import hand_in
from tests.integration.test_packages import KEYS, flaws
from tests.integration.test_packages import owners as parts_of
from tests.integration.test_papers import SIGNED
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.convening import prepared, released
from tests.support.play import (
    ADVISOR,
    CHAIRMAN,
    COMMUNE,
    PRODUCER,
    Story,
    before_council,
    confirmed,
)
from tests.support.signing import Pen
from tests.support.snapshot import ACCOUNT, REGION
from tests.support.table import client_of, create_table
from tests.support.visitor import Visitor
from tests.support.world import World

THERE = "https://ninhbinh.ocop.example.vn"
BY = "admin"
OTHER_KEYS = LinkKeys("k2", {"k2": b"fedcba9876543210fedcba9876543210"})


def packed(world: World, story: Story) -> bytes:
    """The package of a case as it stands."""
    make_package(world.svc, story.id, "dossier")
    return world.rack.papers[package_key(world.svc, story.case, "dossier")]


def handed(world: World, story: Story) -> bytes:
    """The package of a case that was handed over."""
    hand_over(world.svc, story.id, THERE, BY)
    world.settle()
    return packed(world, story)


def elsewhere(world: World) -> World:
    """Another stack of the province, with keys of its own, at the same hour."""
    dynamodb_backends[ACCOUNT][REGION].tables.clear()
    create_table(client_of("dynamodb"), "ocop")
    other = World()
    other.svc = replace(other.svc, keys=lambda: OTHER_KEYS, base_url=THERE)
    other.machines.svc = other.svc
    other.pen.key = Pen("another").key
    other.clock.now = world.clock.now
    return other


def opened(content: bytes) -> Parcel:
    parcel, problems = open_parcel(content, KEYS)
    assert (problems, parcel is None) == ([], False)
    assert parcel is not None
    return parcel


def moved(world: World, story: Story) -> Story:
    """The case in the other stack, as its people find it there."""
    content = handed(world, story)
    regulation = world.province.councils[0].regulation
    other = elsewhere(world)
    if regulation.rounds:
        regulated(other, rounds=True)
    parcel = opened(content)
    assert list(parcel_problems(other.svc, parcel)) == []
    assert take_parcel(other.svc, parcel, BY)
    other.settle()
    token = other.post.last(PRODUCER, "case-taken-over").token
    return Story(other, token, story.id)


def to_the_plan(story: Story) -> Story:
    return story.decide(COMMUNE, "selected")


def to_the_commune(story: Story) -> Story:
    to_the_plan(story).file("business-plan").decide(COMMUNE, "selected")
    return story.file("registration").file("self-assessment")


def from_the_commune(story: Story) -> Story:
    return story.decide(COMMUNE, "propose").decide(ADVISOR, "ready")


def recognised(story: Story) -> Case:
    return story.score(82, star=4).decide(CHAIRMAN, "recognise", **SIGNED).case


def on_from_the_idea(story: Story) -> Case:
    return recognised(from_the_commune(to_the_commune(story)))


def on_from_the_plan(story: Story) -> Case:
    story.file("business-plan").decide(COMMUNE, "selected")
    story.file("registration").file("self-assessment")
    return recognised(from_the_commune(story))


WAYS: dict[str, tuple[Callable[[Story], Story], Callable[[Story], Case]]] = {
    "idea": (lambda story: story, on_from_the_idea),
    "plan": (to_the_plan, on_from_the_plan),
    "commune": (to_the_commune, lambda story: recognised(from_the_commune(story))),
    "advice": (
        lambda story: to_the_commune(story).decide(COMMUNE, "propose"),
        lambda story: recognised(story.decide(ADVISOR, "ready")),
    ),
    "council": (lambda story: from_the_commune(to_the_commune(story)), recognised),
    "decision": (
        lambda story: from_the_commune(to_the_commune(story)).score(82, star=4),
        lambda story: story.decide(CHAIRMAN, "recognise", **SIGNED).case,
    ),
}


@pytest.mark.parametrize("stage", WAYS)
def test_a_case_goes_on_from_every_stage_and_is_recognised(world: World, stage: str) -> None:
    before, after = WAYS[stage]
    story = before(confirmed(world))
    stood, acts = story.case, world.store.events(story.id)
    there = moved(world, story)
    assert there.case.position == stood.position
    assert there.case.reference == stood.reference
    kept = there.world.store.events(there.id)
    assert [one.hash for one in kept[: len(acts)]] == [one.hash for one in acts]
    assert [one.kind for one in kept[len(acts) :]] == ["handed-over", "taken-over"]
    ended = after(there)
    assert (ended.status, ended.ending) == ("ended", "recognised")
    assert verify(there.world.store.events(there.id), ended) == []


def test_the_old_stack_only_reads_it_and_says_where_it_went(world: World) -> None:
    story = to_the_commune(confirmed(world))
    token = world.post.last(COMMUNE, "task-assigned").token
    handed(world, story)
    assert (story.case.status, story.case.handed_to) == ("ended", THERE)
    officer, _ = signed_in(world, ADMIN)
    assert THERE in officer.get(f"/office/dossiers/{story.id}").body
    reader = Visitor(world)
    assert THERE in reader.get(f"/cases/{story.case.reference}").body
    bare = reader.call("GET", f"/v1/cases/{story.case.reference}").json
    assert (bare["status"], bare["moved_to"]) == ("ended", THERE)
    told = reader.call("GET", f"/v1/cases/{story.case.reference}", x_case_key=PRODUCER).json
    assert (told["status"], told["ending"], THERE in told["state"]) == (
        "ended",
        "handed-over",
        True,
    )
    shown = reader.open_mail(PRODUCER).body
    assert THERE in shown
    assert f"/dossiers/{story.id}/support" not in shown
    for verb, held in (("decide", token), ("file", story.token)):
        holder = open_link(world.svc, held, "view")
        assert not story.case.awaits(holder), verb
    with pytest.raises(LinkUsed):
        open_link(world.svc, token, "decide")
    with pytest.raises(OcopError):
        story.file("self-assessment")
    sent = len(world.post.sent)
    world.clock.move(days=60)
    world.sweep()
    running = [run for run in world.machines.runs.values() if run.status == "RUNNING"]
    assert (len(world.post.sent), running) == (sent, [])


def test_handed_over_twice_is_once_and_what_has_ended_is_not(world: World) -> None:
    story = to_the_plan(confirmed(world))
    handed(world, story)
    acts = len(world.store.events(story.id))
    assert hand_over(world.svc, story.id, THERE, BY) == story.case
    assert len(world.store.events(story.id)) == acts
    with pytest.raises(WrongState):
        hand_over(world.svc, story.id, "https://elsewhere.example.vn", BY)


def test_taken_twice_is_once_also_after_it_went_on(world: World) -> None:
    story = from_the_commune(to_the_commune(confirmed(world)))
    content = handed(world, story)
    other = elsewhere(world)
    parcel = opened(content)
    assert take_parcel(other.svc, parcel, BY)
    other.settle()
    mails, acts = len(other.post.sent), len(other.store.events(story.id))
    assert not take_parcel(other.svc, parcel, BY)
    other.settle()
    assert (len(other.post.sent), len(other.store.events(story.id))) == (mails, acts)
    there = Story(other, other.post.last(PRODUCER).token, story.id).score(82, star=4)
    assert is_taken(other.svc, parcel)
    assert not take_parcel(other.svc, parcel, BY)
    assert there.decide(CHAIRMAN, "recognise", **SIGNED).case.ending == "recognised"


def test_a_council_goes_on_with_the_sheets_that_it_has(world: World) -> None:
    story = from_the_commune(to_the_commune(confirmed(world)))
    first, second, third = sorted(
        (a for a in world.store.assignments(story.id) if a.seat), key=lambda a: a.person
    )[:3]
    for one, total in ((first, 80), (second, 84)):
        holder = open_link(world.svc, token_of(story, one.person), "score")
        submit_sheet(world.svc, story.case, holder, story.sheet(total, 4))
    begun = open_link(world.svc, token_of(story, third.person), "score")
    save_sheet(world.svc, story.case, begun, story.sheet(70, 3).to_data())
    world.settle()
    sheets = {a.person: a.sheet for a in world.store.assignments(story.id) if a.sheet}
    assert len(sheets) == 3
    there = moved(world, story)
    seats = {a.person: a for a in there.world.store.assignments(story.id) if a.seat}
    assert {p: a.sheet for p, a in seats.items() if a.sheet} == sheets
    assert [seats[one.person].status for one in (first, second, third)] == ["done", "done", "open"]
    told = {post.to for post in there.world.post.sent if post.template == "council-invited"}
    asked = {a.party.email for a in seats.values() if a.is_open}
    assert told == asked
    assert recognised(there).ending == "recognised"
    tally = next(e for e in there.world.store.events(story.id) if e.kind == "tallied")
    assert len(tally.data["sheets"]) == len(seats)


def test_no_link_of_the_old_stack_opens_in_the_new(world: World) -> None:
    story = from_the_commune(to_the_commune(confirmed(world)))
    tokens = {story.token} | {
        token_of(story, a.person) for a in world.store.assignments(story.id) if a.seat
    }
    there = moved(world, story)
    for token in tokens:
        with pytest.raises(NotFound):
            open_link(there.world.svc, token, "view")
    there.world.svc = replace(there.world.svc, keys=world.svc.keys)  # not even with its keys
    for token in tokens - {story.token}:
        with pytest.raises(OcopError):
            open_link(there.world.svc, token, "view")


def test_a_case_that_waits_for_a_round_waits_for_one_there(world: World) -> None:
    regulated(world, rounds=True)
    story = from_the_commune(to_the_commune(confirmed(world)))
    assert story.case.position.seated
    there = moved(world, story)
    assert not [a for a in there.world.store.assignments(story.id) if a.seat]
    released(there.world, prepared(there.world))
    assert recognised(there).ending == "recognised"


@pytest.mark.parametrize("mode", ["written", "meeting"])
def test_a_round_that_is_under_way_goes_with_its_case(world: World, mode: str) -> None:
    regulated(world, rounds=True)
    story = from_the_commune(to_the_commune(confirmed(world)))
    sits = {"sits": "2026-07-20", "mode": mode} if mode == "meeting" else {}
    group = released(world, prepared(world, **sits))
    council = story.case.position.stage
    there = moved(world, story)
    kept = there.world.store.council_round("99", group.id)
    assert (kept.state, [one.dossier for one in kept.products]) == ("released", [story.id])
    assert there.case.position.meeting == (group.id if sits else "")
    there.score(82, star=4)
    assert (there.case.position.stage == council) is bool(sits)  # a meeting has to be held first


def test_drafts_and_files_that_were_not_filed_yet_go_along(world: World) -> None:
    story = to_the_plan(confirmed(world))
    world.store.save_draft(story.id, Draft("business-plan", {"target_star": 4}, 1, world.clock.now))
    hand_in(story, evidence.pdf("Giay phep"), slot="general", name="Giấy phép.pdf")
    there = moved(world, story)
    draft = there.world.store.draft(story.id, "business-plan")
    assert draft is not None
    assert draft.data == {"target_star": 4}
    [file] = there.world.uploads.known(story.id) or []
    assert (file.state, file.name, file.moved) == ("sound", "Giấy phép.pdf", True)
    assert there.world.rack.papers[file.key] == evidence.pdf("Giay phep")


def test_what_was_not_handed_over_is_looked_at_and_not_kept(world: World) -> None:
    story = to_the_plan(confirmed(world))
    parcel = opened(packed(world, story))
    other = elsewhere(world)
    [problem] = parcel_problems(other.svc, parcel)
    assert "hand it over there first" in problem


def test_a_council_of_strangers_is_named(world: World) -> None:
    story = from_the_commune(to_the_commune(confirmed(world)))
    parcel = opened(handed(world, story))
    other = elsewhere(world)
    people = {**other.province.people}
    gone = people.pop("hd-2")
    people["hd-3"] = replace(people["hd-3"], name="Người khác")
    changed = replace(other.province, people=people)
    other.store.provinces = lambda *, fresh=False: [changed]  # type: ignore[method-assign]
    problems = list(parcel_problems(other.svc, parcel))
    assert len(problems) == 2
    assert any(gone.name in one for one in problems)
    assert any("hd-3" in one for one in problems)


def test_no_third_stack_takes_what_was_handed_over_to_another(world: World) -> None:
    """It would go on in two places, each with a decision of its own."""
    story = from_the_commune(to_the_commune(confirmed(world)))
    content, third = handed(world, story), elsewhere(world)
    third.svc = replace(third.svc, base_url="https://third.example.vn")
    [problem] = parcel_problems(third.svc, opened(content))
    assert THERE in problem
    there = replace(third.svc, base_url=THERE.upper())
    assert list(parcel_problems(there, opened(content))) == []


def test_it_comes_back_where_the_other_stack_did_not_take_it(world: World) -> None:
    story = from_the_commune(to_the_commune(confirmed(world)))
    stood = story.case.position
    parcel = opened(handed(world, story))
    assert list(parcel_problems(world.svc, parcel)) == []
    assert take_parcel(world.svc, parcel, BY)
    world.settle()
    assert (story.case.position, story.case.status, story.case.handed_to) == (stood, "open", "")
    assert verify(world.store.events(story.id), story.case) == []
    assert recognised(story).ending == "recognised"


def test_it_comes_back_after_it_went_on_elsewhere(world: World) -> None:
    story = to_the_commune(confirmed(world))
    content = handed(world, story)
    here = dict(dynamodb_backends[ACCOUNT][REGION].tables)
    other = elsewhere(world)
    assert take_parcel(other.svc, opened(content), BY)
    other.settle()
    there = Story(other, other.post.last(PRODUCER).token, story.id)
    there.decide(COMMUNE, "propose")
    back, keys = handed(other, there), {key_id(other.pen.public_key()): other.pen.public_key()}
    acts = [one.hash for one in other.store.events(story.id)]
    dynamodb_backends[ACCOUNT][REGION].tables.clear()
    dynamodb_backends[ACCOUNT][REGION].tables.update(here)
    parcel, problems = open_parcel(back, keys)
    assert parcel is not None, problems
    assert list(parcel_problems(world.svc, parcel)) == []
    assert take_parcel(world.svc, parcel, BY)
    world.settle()
    events = world.store.events(story.id)
    assert [one.hash for one in events[:-1]] == acts
    assert verify(events, story.case) == []
    ended = recognised(story.decide(ADVISOR, "ready"))
    assert ended.ending == "recognised"


def test_cases_of_one_round_come_together_in_one_again(world: World) -> None:
    regulated(world, rounds=True)
    first = from_the_commune(to_the_commune(confirmed(world)))
    told = {"commune": "10105", "criteria_set": "04", "organisation": "Tổ hợp tác mẫu"}
    more = Story(world).idea(email="moi@songmat.example.vn", product_name="Chè mẫu", **told)
    more.confirm()
    second = from_the_commune(to_the_commune(more))
    group = released(world, prepared(world))
    assert {one.dossier for one in group.products} == {first.id, second.id}
    parcels = [opened(handed(world, one)) for one in (first, second)]
    other = elsewhere(world)
    regulated(other, rounds=True)
    for parcel in parcels:
        assert list(parcel_problems(other.svc, parcel)) == []
        assert take_parcel(other.svc, parcel, BY)
        other.settle()
    kept, plan = other.store.council_round("99", group.id), other.store.round_plan("99", group.id)
    assert {one.dossier for one in kept.products} == {first.id, second.id} == plan.seats.keys()
    seats = [a for one in (first, second) for a in other.store.assignments(one.id)]
    assert seats
    assert not [a for a in seats if a.listing or a.list_link]  # each product by its own link
    assert recognised(Story(other, "", second.id)).ending == "recognised"


def test_a_list_of_links_goes_on_for_what_stays(world: World) -> None:
    regulated(world, rounds=True)
    first = from_the_commune(to_the_commune(confirmed(world)))
    told = {"commune": "10105", "criteria_set": "04", "organisation": "Tổ hợp tác mẫu"}
    more = Story(world).idea(email="moi@songmat.example.vn", product_name="Chè mẫu", **told)
    second = from_the_commune(to_the_commune(more.confirm()))
    released(world, prepared(world))
    letters = [post for post in world.post.sent if post.template == "round-invited"]
    assert letters
    hand_over(world.svc, first.id, THERE, BY)
    world.settle()
    for post in letters:
        assert open_link(world.svc, post.token, "list").is_open
    assert second.case.is_open


def test_a_thousand_changes_of_one_byte_in_a_case_that_goes_on_are_found(world: World) -> None:
    story = from_the_commune(to_the_commune(confirmed(world)))
    whole = handed(world, story)
    assert flaws(whole) == []
    chance, ends = random.Random(20261127), parts_of(whole)
    for _ in range(1000):
        changed, place = bytearray(whole), chance.randrange(len(whole))
        changed[place] ^= chance.randrange(1, 256)
        name = next(name for end, name in ends if place < end)
        assert {flaw.file for flaw in flaws(bytes(changed))} == {name}, place
    stranger = Pen("another").public_key()
    [flaw] = flaws(whole, {key_id(stranger): stranger})
    assert flaw.file == "manifest.seal.json"


def test_nothing_in_a_package_opens_a_link_or_names_an_address(world: World) -> None:
    content = handed(world, from_the_commune(to_the_commune(confirmed(world))))
    parcel = opened(content)
    told: dict[str, Any] = {"asked": [dict(one) for one in parcel.asked]}
    assert "digest" not in str(told)
    assert "@songxanh.example.vn" not in str(told)
    assert COMMUNE.encode() not in b"".join(parcel.files.values())


def command(world: World, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """An administrator's command on a stack, which makes the packages that it asks for."""
    monkeypatch.setattr("ocop.wiring.services.services", lambda: world.svc)
    monkeypatch.setattr("sys.argv", ["infra.admin", *words])

    def wait(_: float) -> None:
        world.settle()
        for dossier, kind in world.orders.packages:
            assert kind == "dossier"
            make_package(world.svc, dossier, "dossier")

    monkeypatch.setattr("time.sleep", wait)
    return admin.main()


def test_one_command_hands_over_and_one_takes_in(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    story = from_the_commune(to_the_commune(confirmed(world)))
    file, keys = tmp_path / "case.zip", tmp_path / "keys.json"
    public = base64.b64encode(world.pen.public_key()).decode()
    keys.write_text(json.dumps({"keys": [{"public_key": public}]}), "utf-8")
    leave = ["hand-over", story.case.reference, "--to", THERE, "--file", str(file), "--by"]
    assert command(world, monkeypatch, *leave, COMMUNE) == 1
    assert "Not allowed" in capsys.readouterr().err
    assert story.case.is_open
    assert command(world, monkeypatch, *leave, ADMIN) == 0
    assert story.case.handed_to == THERE
    other = elsewhere(world)
    come = ["package", str(file), "--keys", str(keys)]
    assert command(other, monkeypatch, *come) == 0
    told = capsys.readouterr().out
    assert "it would go on at" in told
    with pytest.raises(NotFound):
        other.store.case(story.id)
    assert command(other, monkeypatch, *come, "--store", "--by", COMMUNE) == 1
    assert command(other, monkeypatch, *come, "--store", "--by", ADMIN) == 0
    assert other.store.events(story.id)[-1].by == BY
    assert command(other, monkeypatch, *come, "--store", "--by", ADMIN) == 0
    assert "taken in already" in capsys.readouterr().out
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert command(other, monkeypatch, *come) == 1
    assert "(end of archive)" in capsys.readouterr().err


def test_a_look_at_a_case_that_still_goes_on_says_that_it_is_to_be_handed_over(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    story = to_the_commune(confirmed(world))
    file, keys = tmp_path / "case.zip", tmp_path / "keys.json"
    public = base64.b64encode(world.pen.public_key()).decode()
    keys.write_text(json.dumps({"keys": [{"public_key": public}]}), "utf-8")
    file.write_bytes(packed(world, story))
    come = ["package", str(file), "--keys", str(keys)]
    assert command(elsewhere(world), monkeypatch, *come) == 1
    told = capsys.readouterr()
    assert "hand it over there first" in told.out + told.err
    assert "has ended" not in told.out + told.err


def test_a_stack_of_the_successor_alone_says_what_it_lacks(world: World) -> None:
    parcel = opened(handed(world, to_the_plan(confirmed(world))))
    other = elsewhere(world)
    [own] = other.store.provinces()
    merged = replace(
        own,
        code="37",
        former={"99": FormerUnit("99", own.name, "province", date(2025, 6, 30), "37")},
    )
    other.store.provinces = lambda *, fresh=False: [merged]  # type: ignore[method-assign]
    [problem] = parcel_problems(other.svc, parcel)
    assert "load the document of 99 beside that of 37" in problem


def test_numbers_of_decisions_are_used_there_too(world: World) -> None:
    story = from_the_commune(to_the_commune(confirmed(world))).score(95)
    story.decide(CHAIRMAN, "forward", **SIGNED)
    parcel = opened(handed(world, story))
    assert not may_complain(world.svc, story.case)  # it goes on, if not here
    other = elsewhere(world)
    law = other.svc.rulebooks.at(parcel.case.process)
    [signed] = decisions_named(law, parcel.case, parcel.events, parcel.units)
    assert signed.unit == "99"
    assert signed.number == SIGNED["decision_number"]
    assert take_parcel(other.svc, parcel, BY)
    assert other.store.decision_under(signed) == signed
    third = elsewhere(other)
    third.store.lay_down((), [replace(signed, signer="Người khác")])
    [problem] = parcel_problems(third.svc, parcel)
    assert f"bears the number {signed.number} here" in problem


def test_everybody_hears_of_it_once(world: World) -> None:
    there = moved(world, before_council(world))
    told = [(post.to, post.template) for post in there.world.post.sent]
    assert len(told) == len(set(told))
    assert told.count((PRODUCER, "case-taken-over")) == 1
