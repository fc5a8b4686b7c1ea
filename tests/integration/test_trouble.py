"""What did not go out is seen in words by the administrator of its province, and is put right."""

import json
from datetime import timedelta
from typing import Any, get_args

import pytest

from ocop.base.errors import Forbidden, InvalidInput, NotFound, WrongState
from ocop.base.tags import tag_of
from ocop.cases.effects import Effect, SendMail, Unknown
from ocop.cases.records import Refusal, Wake
from ocop.catalogue.texts import load_phrases
from ocop.filing.access import open_link
from ocop.filing.addresses import Correction, correct_producer
from ocop.jobs import trouble
from ocop.jobs.delivery import FAILURES, note_delivery
from ocop.jobs.dispatch import dispatch
from ocop.jobs.sweep import sweep
from ocop.jobs.trouble import (
    SHOWN,
    TAKEN_UP,
    Trouble,
    correct_and_send,
    hand_back,
    send_again,
    troubles,
)
from ocop.mail.letters import template_ids
from ocop.people.rights import Officer
from ocop.web.office.troubles import phrase_of
from tests.support.play import COMMUNE, PRODUCER, Story, confirmed
from tests.support.table import raw_table
from tests.support.visitor import Visitor
from tests.support.world import PROVINCES, World

ADMIN = "quantri@songxanh.example.vn"
RIGHT = "dung@example.vn"


@pytest.fixture
def boss(world: World) -> Officer:
    return Officer(world.province.people["admin"], world.province)


def outbox_rows() -> list[dict[str, Any]]:
    table = raw_table()
    return [row for row in table.scan()["Items"] if row["pk"] == "OUTBOX"]


def refused(world: World) -> Story:
    """An idea whose address no mail reaches."""
    world.post.refuse.add(PRODUCER)
    story = Story(world)
    with pytest.raises(AssertionError, match="confirm-address"):
        story.idea(commune="10105", criteria_set="04")
    return story


def test_a_row_that_waits_is_handed_back_to_the_dispatcher_and_sent_once(
    world: World, boss: Officer
) -> None:
    world.post.down.add(COMMUNE)
    Story(world).idea(commune="10105", criteria_set="04").confirm_only()
    [id] = world.waiting()
    world.bring(id)
    before = world.outbox.peek(1)[0].effects
    with pytest.raises(Exception, match="unavailable"):
        dispatch(world.svc, id)
    [row] = outbox_rows()
    seen = [(one.kind, one.what, one.to) for one in troubles(world.svc, boss).items]
    assert ("waiting", "task-assigned", COMMUNE) in seen
    world.post.down.clear()
    assert hand_back(world.svc, boss, row["sk"])
    [fresh] = outbox_rows()
    assert fresh["sk"] != row["sk"]  # the stream brings rows that are new
    assert "lease" not in fresh
    assert fresh["done"] == row["done"]
    effect = world.outbox.peek(1)[0]
    assert effect.effects == before
    assert effect.effect_id(2) == f"{row['sk']}#2"
    world.settle()
    assert len([post for post in world.post.sent if post.to == COMMUNE]) == 1
    assert outbox_rows() == []
    assert not hand_back(world.svc, boss, row["sk"])


def test_a_row_that_is_being_carried_out_is_left_to_its_worker(world: World, boss: Officer) -> None:
    Story(world).idea(commune="10105", criteria_set="04").confirm_only()
    world.outbox.set_aside(world.waiting()[0], world.clock())
    [row] = outbox_rows()
    assert world.outbox.claim(row["sk"], world.clock(), 120)
    assert not hand_back(world.svc, boss, row["sk"])
    assert [one["sk"] for one in outbox_rows()] == [row["sk"]]


def test_what_tells_of_no_province_is_seen_by_whoever_administers_one(
    world: World, boss: Officer
) -> None:
    mail = SendMail("sheets-late", COMMUNE, "vi", {}, "")
    world.outbox.put(Wake("2026-06-01#x", (mail,), world.clock()))
    world.clock.move(hours=1)
    [row] = outbox_rows()
    assert [(one.kind, one.id) for one in troubles(world.svc, boss).items] == [
        ("waiting", row["sk"])
    ]


def test_a_row_nobody_can_read_is_shown_and_never_a_mistake_of_ours(world: World) -> None:
    table = raw_table()
    table.put_item(Item={"pk": "OUTBOX", "sk": "2026-06-01#x#y", "body": b"no JSON"})
    table.put_item(Item={"pk": "OUTBOX", "sk": "2026-06-02"})
    page = signed_in(world).get("/office/trouble")
    assert page.status == 200
    assert page.body.count("Dòng này không đọc được") == 2


def signed_in(world: World, email: str = ADMIN) -> Visitor:
    person = Visitor(world)
    person.jar["office", "/"] = f"session:{email}"
    return person


def test_a_refused_mail_is_told_in_words_with_the_phone_and_a_way_to_mend_it(world: World) -> None:
    refused(world)
    page = signed_in(world).get("/office/trouble")
    for said in (
        "Thư xin xác nhận địa chỉ",
        PRODUCER,
        "Dịch vụ thư không nhận thư này",
        "99-10105-001-2026",
        "Mật ong mẫu",
        "0900 000 000",
        "Sửa địa chỉ và gửi",
    ):
        assert said in page.body, said
    assert "confirm-address" not in page.body


def test_a_refused_mail_keeps_its_content_and_is_sent_again(world: World, boss: Officer) -> None:
    refused(world)
    [one] = troubles(world.svc, boss).items
    world.post.refuse.clear()
    send_again(world.svc, boss, one.id)
    assert (troubles(world.svc, boss).items, len(outbox_rows())) == ([], 1)  # it is on its way
    world.settle()
    assert troubles(world.svc, boss).items == []
    assert world.post.last(PRODUCER, "confirm-address").token


def test_the_administrator_corrects_a_producer_s_address(world: World, boss: Officer) -> None:
    refused(world)
    [one] = troubles(world.svc, boss).items
    with pytest.raises(InvalidInput):
        correct_and_send(world.svc, boss, one.id, "khong phai dia chi", "vi")
    page = signed_in(world).get("/office/trouble")
    person = signed_in(world)
    form = next(
        one for one in page.page.all("form") if "trouble" in one.attributes.get("action", "")
    )
    assert form
    correct_and_send(world.svc, boss, one.id, RIGHT, "vi")
    world.settle()
    assert troubles(world.svc, boss).items == []
    token = world.post.last(RIGHT, "confirm-address").token
    story = world.store.case(open_link(world.svc, token).dossier)
    assert story.party.email == RIGHT
    [*_, event] = world.store.events(story.id)
    assert (event.kind, event.actor, event.data["email"]) == ("address-corrected", "admin", RIGHT)
    assert person.get("/office/trouble").status == 200


def test_a_later_mail_goes_to_the_corrected_address_with_a_link_that_opens(
    world: World, boss: Officer
) -> None:
    story = confirmed(world)
    world.post.refuse.add(PRODUCER)
    story.decide(COMMUNE, "selected")
    [one] = troubles(world.svc, boss).items
    assert (one.what, one.to_producer) == ("stage-outcome", True)
    correct_and_send(world.svc, boss, one.id, RIGHT, "vi")
    world.settle()
    mail = world.post.last(RIGHT, "stage-outcome")
    assert open_link(world.svc, mail.token, "file").party.email == RIGHT
    with pytest.raises(Exception, match="link-revoked"):
        open_link(world.svc, story.token, "file")


def test_an_officer_s_mail_goes_to_the_address_the_document_now_holds(
    world: World, boss: Officer
) -> None:
    world.post.refuse.add(COMMUNE)
    confirmed(world)
    [one] = [one for one in troubles(world.svc, boss).items if one.kind == "refused"]
    assert not one.to_producer
    document = json.loads((PROVINCES / "song-xanh.json").read_text("utf-8"))
    people = [
        {**person, "email": RIGHT} if person["email"] == COMMUNE else person
        for person in document["people"]
    ]
    changed = world.load("song-xanh", people=people)
    send_again(world.svc, Officer(changed.people["admin"], changed), one.id)
    world.settle()
    assert world.post.last(RIGHT, "task-assigned")


def notice(kind: str, effect: str, to: str = PRODUCER, **tags: str) -> dict[str, Any]:
    told = {"effect": tag_of(effect), "template": "confirm-address", **tags}
    sent = {"messageId": "m-1", "destination": [to]}
    return {"eventType": kind, "mail": {**sent, "tags": {k: [v] for k, v in told.items()}}}


@pytest.mark.parametrize("kind", FAILURES)
def test_a_bounce_stands_under_its_effect_and_names_the_case(
    world: World, boss: Officer, kind: str
) -> None:
    story = confirmed(world)
    effect = f"2026-07-01T02:00:00+00:00#{story.id}#event#0"
    note_delivery(world.svc, notice(kind, effect, province="99", dossier=story.id))
    note_delivery(world.svc, notice(kind, effect, province="99", dossier=story.id))
    [one] = troubles(world.svc, boss).items
    assert (one.id, one.reference, one.kept) == (effect, story.case.reference, False)
    correct_and_send(world.svc, boss, one.id, RIGHT, "vi")
    world.settle()
    assert world.post.last(RIGHT, "link-renewed").token
    assert troubles(world.svc, boss).items == []


def test_a_bounce_after_a_refusal_leaves_the_mail_s_content(world: World, boss: Officer) -> None:
    refused(world)
    [one] = troubles(world.svc, boss).items
    note_delivery(world.svc, notice("Bounce", one.id, province="99"))
    [again] = troubles(world.svc, boss).items
    assert (again.id, again.kept) == (one.id, True)


def test_troubles_of_another_province_are_not_shown_and_not_touched(world: World) -> None:
    dossier = refused(world).id
    world.post.down.add(COMMUNE)
    other = World("ha-nam")
    stranger = next(
        person
        for person in other.province.people.values()
        if any(role.role == "administrator" for role in person.roles)
    )
    foreign = Officer(stranger, other.province)
    [mine] = troubles(world.svc, Officer(world.province.people["admin"], world.province)).items
    assert troubles(world.svc, foreign).items == []
    with pytest.raises(Exception, match="not-found"):
        send_again(world.svc, foreign, mine.id)
    by = Correction(stranger.id, "key", "vi")
    with pytest.raises(WrongState):
        correct_producer(world.svc, foreign, dossier, RIGHT, by)
    assert world.store.case(dossier).party.email == PRODUCER
    Story(world).idea(commune="10105", criteria_set="04", email=RIGHT).confirm_only()
    world.bring(world.waiting()[0])
    [row] = outbox_rows()
    assert troubles(world.svc, foreign).items == []
    with pytest.raises(Forbidden):
        hand_back(world.svc, foreign, row["sk"])


def test_a_refused_mail_whose_content_never_was_kept_is_told_and_not_sent(
    world: World, boss: Officer
) -> None:
    world.svc.refusals.keep(Refusal("1", RIGHT, "link-renewed", "bounce", "99", world.clock()))
    with pytest.raises(NotFound):
        send_again(world.svc, boss, "1")
    assert [(one.id, one.kept) for one in troubles(world.svc, boss).items] == [("1", False)]


def test_a_mail_without_a_link_is_sent_again_to_whom_it_was_for(
    world: World, boss: Officer
) -> None:
    story = confirmed(world)
    world.post.refuse.add(ADMIN)
    world.clock.now = story.case.position.due or world.clock.now
    world.sweep()
    [one] = troubles(world.svc, boss).items
    assert (one.what, one.to, one.to_producer) == ("task-overdue", ADMIN, False)
    world.post.refuse.clear()
    send_again(world.svc, boss, one.id)
    world.settle()
    assert [post.template for post in world.post.sent if post.to == ADMIN] == ["task-overdue"]


def test_a_reminder_that_could_not_go_is_not_sent_once_all_is_done(world: World) -> None:
    story = confirmed(world)
    due = story.case.position.due
    assert due is not None
    world.post.down.add(COMMUNE)
    world.clock.now = due
    sweep(world.svc)
    world.settle(wholly=False)
    assert world.waiting()
    world.post.down.clear()
    story.decide(COMMUNE, "selected")
    assert [post.template for post in world.post.sent if post.to == COMMUNE] == ["task-assigned"]


def test_nobody_but_the_administrator_sees_or_does_any_of_it(world: World) -> None:
    chairman = Officer(world.province.people["chu-tich"], world.province)
    for act in (
        lambda: troubles(world.svc, chairman),
        lambda: hand_back(world.svc, chairman, "x"),
        lambda: send_again(world.svc, chairman, "x"),
        lambda: correct_and_send(world.svc, chairman, "x", RIGHT, "vi"),
    ):
        with pytest.raises(Forbidden):
            act()


def test_every_trouble_is_reached_page_by_page(world: World, boss: Officer) -> None:
    """Refused mails behind what waits, and none of either twice."""
    old = world.clock() - TAKEN_UP * 2
    for number in range(20):
        at = world.clock() + timedelta(seconds=number)
        world.svc.refusals.keep(Refusal(f"{number:03}", RIGHT, "link-renewed", "bounce", "99", at))
        mine = SendMail("sheets-late", RIGHT, "vi", province="99" if number % 2 else "35")
        world.outbox.put(Wake(f"{old.isoformat()}#{number:03}", (mine,), old))
    person, path, seen = signed_in(world), "/office/trouble", []
    for _ in range(9):
        page = person.get(path)
        shown = [
            one.attributes["value"]
            for one in page.page.all("input")
            if one.attributes.get("name") == "row"
        ]
        assert len(shown) <= SHOWN
        seen += shown
        more = [
            href
            for one in page.page.all("a")
            if (href := one.attributes["href"]).startswith("/office/trouble?from=")
        ]
        if not more:
            break
        path = more[0]
    waiting = [f"{old.isoformat()}#{number:03}" for number in range(1, 20, 2)]
    assert seen == waiting
    told = [one.id for one in all_troubles(world, boss)]
    assert told == [*waiting, *(f"{number:03}" for number in reversed(range(20)))]


def all_troubles(world: World, boss: Officer) -> list[Trouble]:
    part = troubles(world.svc, boss)
    found = [*part.items]
    while part.cursor:
        part = troubles(world.svc, boss, part.cursor)
        found += part.items
    return found


def test_what_has_only_just_been_asked_for_is_no_trouble(world: World, boss: Officer) -> None:
    """As thousands of rows are while a large sheet is stored."""
    mail = SendMail("sheets-late", RIGHT, "vi", province="99")
    world.outbox.put(Wake(f"{world.clock().isoformat()}#1", (mail,), world.clock()))
    assert troubles(world.svc, boss).items == []
    world.clock.now += TAKEN_UP + timedelta(seconds=1)
    assert [one.what for one in troubles(world.svc, boss).items] == ["sheets-late"]


def test_rows_of_other_provinces_hide_none_of_ones_own(
    world: World, boss: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "LOOKED_THROUGH", 3)
    old = world.clock() - TAKEN_UP * 2
    for number in range(8):
        mail = SendMail("sheets-late", RIGHT, "vi", province="99" if number == 7 else "35")
        world.outbox.put(Wake(f"{old.isoformat()}#{number}", (mail,), old))
    assert troubles(world.svc, boss).items == []
    assert [one.id for one in all_troubles(world, boss)] == [f"{old.isoformat()}#7"]


@pytest.mark.parametrize("count", [3, 8, 11])
def test_however_much_is_harmed_a_page_shows_little_and_leads_on(world: World, count: int) -> None:
    names = [f"{number:026}" for number in range(count)]
    world.store.set_place("harm-case#99", json.dumps(names))
    world.svc.refusals.keep(Refusal("1", RIGHT, "link-renewed", "bounce", "99", world.clock()))
    person, path, seen, pages = signed_in(world), "/office/trouble", "", 0
    while path:
        body = person.get(path)
        pages, seen = pages + 1, seen + body.body
        more = [one.attributes["href"] for one in body.page.all("a")]
        path = next((one for one in more if one.startswith("/office/trouble?from=")), "")
    assert [seen.count(name) for name in names] == [1] * count
    assert (pages, seen.count("Thư bị trả lại")) == (1 + (count > 4), 1)


@pytest.mark.parametrize("cursor", ["h:x", "x", "w", f"w:{'a' * 600}"])
def test_a_place_that_is_none_is_refused(world: World, cursor: str) -> None:
    assert signed_in(world).get(f"/office/trouble?from={cursor}").status == 400


def test_refused_mails_are_forgotten_after_400_days(world: World) -> None:
    refused(world)
    table = raw_table()
    [row] = [row for row in table.scan()["Items"] if str(row["pk"]).startswith("REFUSED")]
    assert row["ttl"] == int((world.clock() + timedelta(days=400)).timestamp())


def test_every_mail_and_every_reason_has_its_words() -> None:
    phrases = load_phrases("trouble")
    for template in template_ids():
        assert phrase_of("what", template) != "what_unreadable", template
    for reason in ("mail-bad-address", "link-unknown", "waiting", "broken", *FAILURES.values()):
        assert phrase_of("why", reason) in phrases
        assert phrase_of("why", reason) != "why_mail_refused", reason


@pytest.mark.parametrize(
    "effect", [effect for effect in get_args(Effect) if effect not in (SendMail, Unknown)]
)
def test_everything_that_may_wait_has_its_words(effect: type) -> None:
    assert phrase_of("what", effect.__name__) != "what_unreadable"
