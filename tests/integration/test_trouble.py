"""What did not go out is seen in words by the administrator of its province, and is put right."""

import json
from datetime import timedelta
from typing import Any, get_args

import pytest

from ocop.base.errors import Forbidden, InvalidInput, NotFound, WrongState
from ocop.base.tags import tag_of
from ocop.cases.effects import Effect, SendMail, Unknown
from ocop.cases.records import Refusal
from ocop.catalogue.texts import load_phrases
from ocop.filing.access import open_link
from ocop.filing.addresses import Correction, correct_producer
from ocop.jobs.delivery import FAILURES, note_delivery
from ocop.jobs.dispatch import dispatch
from ocop.jobs.sweep import sweep
from ocop.jobs.trouble import correct_and_send, hand_back, send_again, troubles
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
    seen = [(one.kind, one.what, one.to) for one in troubles(world.svc, boss)]
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
    [one] = troubles(world.svc, boss)
    world.post.refuse.clear()
    send_again(world.svc, boss, one.id)
    assert troubles(world.svc, boss)[0].kind == "waiting"
    world.settle()
    assert troubles(world.svc, boss) == []
    assert world.post.last(PRODUCER, "confirm-address").token


def test_the_administrator_corrects_a_producer_s_address(world: World, boss: Officer) -> None:
    refused(world)
    [one] = troubles(world.svc, boss)
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
    assert troubles(world.svc, boss) == []
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
    [one] = troubles(world.svc, boss)
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
    [one] = [one for one in troubles(world.svc, boss) if one.kind == "refused"]
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
    [one] = troubles(world.svc, boss)
    assert (one.id, one.reference, one.kept) == (effect, story.case.reference, False)
    correct_and_send(world.svc, boss, one.id, RIGHT, "vi")
    world.settle()
    assert world.post.last(RIGHT, "link-renewed").token
    assert troubles(world.svc, boss) == []


def test_a_bounce_after_a_refusal_leaves_the_mail_s_content(world: World, boss: Officer) -> None:
    refused(world)
    [one] = troubles(world.svc, boss)
    note_delivery(world.svc, notice("Bounce", one.id, province="99"))
    [again] = troubles(world.svc, boss)
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
    [mine] = troubles(world.svc, Officer(world.province.people["admin"], world.province))
    assert troubles(world.svc, foreign) == []
    with pytest.raises(Exception, match="not-found"):
        send_again(world.svc, foreign, mine.id)
    by = Correction(stranger.id, "key", "vi")
    with pytest.raises(WrongState):
        correct_producer(world.svc, foreign, dossier, RIGHT, by)
    assert world.store.case(dossier).party.email == PRODUCER
    Story(world).idea(commune="10105", criteria_set="04", email=RIGHT).confirm_only()
    world.bring(world.waiting()[0])
    [row] = outbox_rows()
    assert troubles(world.svc, foreign) == []
    with pytest.raises(Forbidden):
        hand_back(world.svc, foreign, row["sk"])


def test_a_refused_mail_whose_content_never_was_kept_is_told_and_not_sent(
    world: World, boss: Officer
) -> None:
    world.svc.refusals.keep(Refusal("1", RIGHT, "link-renewed", "bounce", "99", world.clock()))
    with pytest.raises(NotFound):
        send_again(world.svc, boss, "1")
    assert [(one.id, one.kept) for one in troubles(world.svc, boss)] == [("1", False)]


def test_a_mail_without_a_link_is_sent_again_to_whom_it_was_for(
    world: World, boss: Officer
) -> None:
    story = confirmed(world)
    world.post.refuse.add(ADMIN)
    world.clock.now = story.case.position.due or world.clock.now
    world.sweep()
    [one] = troubles(world.svc, boss)
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


def test_the_newest_fifty_refused_mails_are_shown(world: World, boss: Officer) -> None:
    for number in range(51):
        at = world.clock() + timedelta(seconds=number)
        world.svc.refusals.keep(Refusal(f"{number:03}", RIGHT, "link-renewed", "bounce", "99", at))
    shown = [one.id for one in troubles(world.svc, boss)]
    assert (len(shown), "000" in shown, "001" in shown) == (50, False, True)


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
