"""A link that decides opens on a new device after a code from its own mailbox, not otherwise."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from ocop.cases import allowances
from ocop.cases.assignment import Assignment
from ocop.filing.reissuing import held_by, reissue_links
from tests.support.papers import on_paper
from tests.support.play import ADVISOR, CHAIRMAN, Story, before_council
from tests.support.visitor import Answer, Visitor
from tests.support.world import BASE, World

DIGITS = re.compile(r"^([0-9]{6})$", re.MULTILINE)
OTHERS = ("000000", "111111", "222222", "333333", "444444", "555555", "666666")


def deciding(world: World) -> Story:
    """A product whose recognition waits for the chairman."""
    return before_council(world).score(82, 84, star=4)


def holder(world: World, story: Story, to: str = CHAIRMAN) -> Assignment:
    asked = world.store.assignments(story.id)
    return next(one for one in asked if one.party.email == to and one.is_open)


def mailed(world: World) -> str:
    """The code of the newest mail, which has no link in it."""
    world.settle()
    letter = world.post.last(CHAIRMAN, "device-code").mail
    assert "/r/" not in letter.text
    [code] = DIGITS.findall(letter.text)
    return str(code)


def open_new(person: Visitor, to: str, template: str = "") -> Answer:
    """The link in the last mail to somebody, in a browser of which nothing else is known."""
    return person.get(f"{BASE}/r/{person.world.post.last(to, template).token}")


def asked(person: Visitor, world: World) -> Answer:
    """The page that takes the code, after a press of the button."""
    return person.follow(person.press(open_new(person, CHAIRMAN, "task-assigned"), "/code"))


def wrong_ones(code: str) -> list[str]:
    return [one for one in OTHERS if one != code]


def test_a_new_device_sees_nothing_before_the_code_and_all_after_it(world: World) -> None:
    story, person = deciding(world), Visitor(world)
    shut = open_new(person, CHAIRMAN, "task-assigned")
    assert shut.status == 403
    assert story.case.subject.product not in shut.body
    assert CHAIRMAN not in shut.body
    page = person.follow(person.press(shut, "/code"))
    open_page = person.follow(person.press(page, "/device", code=mailed(world)))
    assert open_page.status == 200
    assert story.case.subject.product in open_page.body
    assert open_page.form("/decide")


def test_a_known_device_is_not_asked_for_the_next_link_of_its_mailbox(world: World) -> None:
    story, person = deciding(world), Visitor(world)
    person.press(asked(person, world), "/device", code=mailed(world))
    key = next(home for name, home in person.jar if name.startswith("t_"))
    person.jar = {at: value for at, value in person.jar.items() if at[0].startswith("d_")}
    assert person.get(key).status == 404  # a device alone opens nothing
    world.clock.move(days=5)
    assert reissue_links(world.svc, story.id, held_by(CHAIRMAN)) == 1
    world.settle()
    assert open_new(person, CHAIRMAN, "link-renewed").status == 200
    assert open_new(Visitor(world), CHAIRMAN, "link-renewed").status == 403
    assert len([p for p in world.post.sent if p.template == "device-code"]) == 1


def test_after_thirty_days_and_under_another_key_a_device_is_new_again(world: World) -> None:
    story, person = deciding(world), Visitor(world)
    person.press(asked(person, world), "/device", code=mailed(world))
    world.clock.move(days=30)
    world.sweep()
    newest = [p for p in world.post.sent if p.to == CHAIRMAN and "/r/" in p.mail.text][-1]
    assert person.get(f"{BASE}/r/{newest.token}").status == 403
    assert story.case.is_open


def test_forgetting_takes_link_and_device_out_of_a_browser(world: World) -> None:
    deciding(world)
    person = Visitor(world)
    page = person.follow(person.press(asked(person, world), "/device", code=mailed(world)))
    assert person.press(page, "/forget").status == 200
    assert not [name for name, _ in person.jar if name.startswith(("t_", "d_"))]
    assert open_new(person, CHAIRMAN, "task-assigned").status == 403


def test_a_code_is_good_once_and_a_double_press_gets_in_twice(world: World) -> None:
    deciding(world)
    person, thief = Visitor(world), Visitor(world)
    page = asked(person, world)
    other = asked(thief, world)
    code = mailed(world)
    for _ in range(2):
        assert person.press(page, "/device", code=code).status == 303
    refused = thief.press(other, "/device", code=code)
    assert refused.status == 422
    assert "đã dùng" in refused.body
    assert not [name for name, _ in thief.jar if name.startswith("d_")]


def test_five_tries_and_no_more_not_even_the_right_one(world: World) -> None:
    deciding(world)
    person = Visitor(world)
    page, code = asked(person, world), mailed(world)
    for _ in range(3):
        assert person.press(page, "/device", code="").status == 422  # no try
    for wrong in wrong_ones(code)[: allowances.CODE_TRIES]:
        assert person.press(page, "/device", code=wrong).status == 422
    assert person.press(page, "/device", code=code).status == 429
    assert open_new(person, CHAIRMAN, "task-assigned").status == 403


def test_a_code_lives_ten_minutes_and_its_link_no_longer_than_itself(world: World) -> None:
    story, person = deciding(world), Visitor(world)
    page, code = asked(person, world), mailed(world)
    world.clock.move(minutes=11)
    late = person.press(page, "/device", code=code)
    assert late.status == 422
    assert "mười phút" in late.body
    fresh = person.follow(person.press(late, "/code"))
    assert person.press(fresh, "/device", code=mailed(world)).status == 303
    kinds = [event.kind for event in world.store.events(story.id)][-3:]
    assert kinds == ["code-sent", "code-sent", "device-known"]


def test_a_minute_has_one_code_and_a_day_ten(world: World) -> None:
    deciding(world)
    person = Visitor(world)
    for _ in range(3):
        asked(person, world)
    mailed(world)
    assert len([p for p in world.post.sent if p.template == "device-code"]) == 1
    for _ in range(allowances.MAILED_CODES - 1):
        world.clock.move(minutes=1)
        assert asked(person, world).status == 200
    world.clock.move(minutes=1)
    assert asked(person, world).status == 429


@pytest.mark.parametrize("minute", ["9" * 10, "9" * 12, "9" * 5000, "-1", "²"])
def test_a_minute_that_no_clock_shows_breaks_no_page(world: World, minute: str) -> None:
    deciding(world)
    person = Visitor(world)
    page = asked(person, world)
    here = page.path.partition("?")[0]
    assert person.send("GET", f"{here}?minute={quote(minute)}").status == 200
    wrong = person.press(page, "/device", code=mailed(world), minute=minute)
    assert wrong.status == 422


def test_a_scanner_s_empty_forms_mail_nothing(world: World) -> None:
    story, person = deciding(world), Visitor(world)
    shut = open_new(person, CHAIRMAN, "task-assigned")
    action = shut.form("/code").action
    form = {"content_type": "application/x-www-form-urlencoded"}
    before = world.store.events(story.id)
    for body in ("", "send=", "send=&_do="):
        assert person.send("POST", action, body, **form).status == 403
    page = person.get(f"{action}?minute=9999999999")
    for body in ("", "minute=&mark=&code=", "code=123456"):
        address = page.form("/device").action
        assert person.send("POST", address, body, **form).status == 422
    assert world.store.events(story.id) == before


@pytest.mark.parametrize("device", ["", "d1.9999999999.aaaa", "d1.x.y", "junk", "d1." + "9" * 80])
def test_programs_have_no_way_around_the_code(world: World, device: str) -> None:
    story, program = deciding(world), Visitor(world)
    task = holder(world, story)
    sent = {"data": {"outcome": "recognise", **on_paper("12/QĐ-UBND", world.clock.now)}}
    token = world.post.last(CHAIRMAN, "task-assigned").token
    headers = {"authorization": f"Bearer {token}", "x_device": device}
    key = f"{story.id}-{task.id}"
    routes = [("GET", ""), ("PUT", ""), ("POST", "/decide"), ("POST", "/submit")]
    routes += [("POST", "/uploads"), ("DELETE", "/evidence/abcdef"), ("POST", "/decline")]
    for method, rest in routes:
        body = None if method in ("GET", "DELETE") else sent
        refused = program.call(method, f"/v1/reviews/{key}{rest}", body, **headers)
        assert (refused.status, refused.json["code"]) == (403, "code-needed"), (method, rest)
    for page in ("", "/decided", "/evidence", "/evidence/abcdef"):
        program.jar["t_" + task.id, "/"] = token
        assert program.get(f"/r/{key}{page}").status == 403, page
    assert holder(world, story).is_open


def test_programs_ask_for_a_code_and_send_what_they_get_for_it(world: World) -> None:
    story, program = deciding(world), Visitor(world)
    task = holder(world, story)
    key = f"{story.id}-{task.id}"
    bearer = {"authorization": f"Bearer {world.post.last(CHAIRMAN, 'task-assigned').token}"}
    minute = program.call("POST", f"/v1/reviews/{key}/code", {}, **bearer).json["minute"]
    code = mailed(world)
    wrong = {"minute": minute, "code": wrong_ones(code)[0]}
    address = f"/v1/reviews/{key}/device"
    refused = program.call("POST", address, wrong, **bearer)
    assert [e["code"] for e in refused.json["errors"]] == ["code-wrong"]
    sent: dict[str, Any] = {"minute": minute, "code": code}
    known = program.call("POST", address, sent, **bearer)
    assert program.call("POST", address, sent, **bearer).status == 422
    with_it = {**bearer, "x_device": known.json["device"]}
    assert program.call("GET", f"/v1/reviews/{key}", **with_it).status == 200


def test_the_province_names_the_roles_and_others_are_not_asked(world: World) -> None:
    story = before_council(world)
    member = next(one for one in world.store.assignments(story.id) if one.seat).party.email
    assert open_new(Visitor(world), member).status == 200
    told = dict(world.store.province_document("99"))
    world.put_in_force({**told, "settings": {"mailed_code": ["council-member"]}})
    assert open_new(Visitor(world), member).status == 403
    story.score(82, 84, star=4)
    assert open_new(Visitor(world), CHAIRMAN, "task-assigned").status == 200
    assert open_new(Visitor(world), ADVISOR).status == 200


def test_a_device_known_to_one_person_is_new_to_another(world: World) -> None:
    """A tablet that a colleague has used does not open the chairman's link."""
    deciding(world)
    person = Visitor(world)
    person.press(asked(person, world), "/device", code=mailed(world))
    told = dict(world.store.province_document("99"))
    world.put_in_force({**told, "settings": {"mailed_code": ["province-advisory"]}})
    assert open_new(person, ADVISOR).status == 403
