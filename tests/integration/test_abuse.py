"""Strangers get a free service in measure, and nothing they type is public."""

from dataclasses import replace
from typing import Any

import pytest

from ocop.aws.store import TableStore
from ocop.base.errors import (
    KeyReused,
    LinkRevoked,
    LinkUsed,
    NotFound,
    StaleVersion,
    TooMany,
    Unavailable,
)
from ocop.cases import allowances
from ocop.cases.history import verify
from ocop.cases.records import Change
from ocop.filing.access import open_link, renew_link
from ocop.filing.idea import Receipt, confirm, submit_idea
from tests.integration.test_figures import Context
from tests.support.documents import document
from tests.support.meanwhile import meanwhile
from tests.support.play import COMMUNE, PRODUCER, Story, confirmed
from tests.support.table import raw_table
from tests.support.visitor import Visitor
from tests.support.world import World

VICTIM = "nan.nhan@example.vn"
PLACE = {"commune": "10105", "criteria_set": "04"}
WORDS = {
    "product_name": "Gọi số này vay tiền ngay",
    "organisation": "Quà tặng quatang.example",
    "representative": "Người Lạ Mẫu",
}


def send(world: World, key: str, email: str = VICTIM, client: str = "", **over: Any) -> Receipt:
    data = document("product-idea", email=email, **{**PLACE, **over})
    return submit_idea(world.svc, world.province, data, "vi", key, client=client)


def rows_of(dossier: str) -> list[dict[str, Any]]:
    table = raw_table()
    found: list[dict[str, Any]] = table.scan()["Items"]
    return [row for row in found if row["pk"] == f"D#{dossier}"]


def test_one_address_is_asked_to_confirm_three_times_a_day(world: World) -> None:
    for number in range(allowances.IDEAS_TO_ONE_ADDRESS):
        send(world, f"key-{number}")
    for again in range(5):
        with pytest.raises(TooMany) as refused:
            send(world, f"more-{again}", VICTIM.upper())
    assert refused.value.code == "too-many-to-address"
    world.settle()
    assert len([p for p in world.post.sent if p.to == VICTIM]) == 3
    send(world, "other", "khac@example.vn")
    world.clock.move(days=1)
    send(world, "tomorrow")


def test_a_repeat_of_one_idea_counts_once(world: World) -> None:
    receipts = {send(world, "same") for _ in range(10)}
    assert len(receipts) == 1
    send(world, "second")


def test_one_client_sends_so_many_and_its_neighbours_go_on(world: World) -> None:
    most = world.svc.ideas_per_client
    for number in range(most):
        world.svc.counters.take(
            allowances.from_client("203.0.113.7", most), str(number), world.clock()
        )
    with pytest.raises(TooMany, match="too-many-from-here"):
        send(world, "one-more", client="203.0.113.7")
    send(world, "neighbour", client="203.0.113.8")
    world.clock.move(hours=6)
    send(world, "later", "sau@example.vn", client="203.0.113.7")


def test_addresses_of_one_ipv6_subscriber_are_one_client() -> None:
    one, other = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9"
    assert allowances.from_client(one, 1) == allowances.from_client(other, 1)
    assert allowances.from_client(one, 1) != allowances.from_client("2001:db8:1:3::1", 1)


def test_who_is_asked_to_wait_keeps_what_was_typed_and_learns_until_when(world: World) -> None:
    for number in range(3):
        send(world, f"key-{number}")
    person = Visitor(world)
    page = person.get("/forms/product-idea")
    told = person.press(page, "/forms/product-idea", email=VICTIM, product_name="Mật ong rừng")
    assert told.status == 422  # the other fields are empty: told before any limit
    data = document("product-idea", None, "minimal", email=VICTIM, **PLACE)
    filled = {name: "true" if v is True else str(v) for name, v in data.items()}
    told = person.press(page, "/forms/product-idea", **filled)
    assert told.status == 429
    assert 0 < int(told.headers["Retry-After"]) <= 86_400
    assert "thử lại sau 07:00 ngày 02/07/2026" in told.body
    assert told.form("/forms/product-idea").values["/description"] == data["description"]
    api = person.call("POST", "/v1/forms/product-idea/submissions", {"data": data})
    assert (api.status, api.json["code"]) == (429, "too-many-to-address")


def test_mail_to_an_address_nobody_confirmed_holds_nothing_typed(world: World) -> None:
    receipt = send(world, "key", **WORDS)
    world.settle()
    first = world.post.last(VICTIM)
    world.clock.move(minutes=11)
    renew_link(world.svc, first.token)
    world.settle()
    for post in (p.mail for p in world.post.sent if p.to == VICTIM):
        assert receipt.reference in post.subject
        for typed in WORDS.values():
            assert typed not in post.subject + post.text + post.html
    assert len(world.post.sent) == 2


def test_who_has_nothing_left_to_do_gets_no_new_link(world: World) -> None:
    story = confirmed(world)
    done = world.post.last(COMMUNE, "task-assigned").token
    story.decide(COMMUNE, "selected")
    world.clock.move(minutes=11)
    with pytest.raises(LinkUsed):
        renew_link(world.svc, done)
    renew_link(world.svc, story.token)
    world.settle()
    assert [post.to for post in world.post.sent if post.template == "link-renewed"] == [PRODUCER]


def test_the_same_idea_twice_at_once_is_one_case_and_one_number(world: World) -> None:
    twin = Twin(world)
    world.store.commit = twin.commit  # type: ignore[method-assign]
    first = send(world, "same")
    assert twin.receipt == first
    assert send(world, "next", "khac@example.vn").reference.endswith("-002-2026")


class Twin:
    """The other press of the button, which is faster by a moment."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.store = world.store.commit
        self.receipt: Receipt | None = None

    def commit(self, change: Change) -> None:
        if self.receipt is None:
            self.world.store.commit = self.store  # type: ignore[method-assign]
            self.receipt = send(self.world, "same")
        self.store(change)


def test_two_ideas_that_want_one_number_get_one_each(world: World) -> None:
    found = world.store.next_number
    stale = iter([1, 1])
    world.store.next_number = lambda *commune: (  # type: ignore[method-assign]
        next(stale, None) or found(*commune)
    )
    references = {send(world, key, f"{key}@example.vn").reference for key in ("a", "b")}
    assert {r.split("-")[2] for r in references} == {"001", "002"}


def test_the_same_key_with_other_content_names_the_case_it_stands_for(world: World) -> None:
    receipt = send(world, "same")
    with pytest.raises(KeyReused) as refused:
        send(world, "same", core_value="Đã sửa")
    assert refused.value.params == {"reference": receipt.reference}


def test_an_idea_nobody_confirms_is_forgotten_after_two_weeks(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    lapses = int(story.case.position.opened.timestamp()) + 14 * 86_400
    assert {row["sk"]: row.get("ttl") for row in rows_of(story.id)} == {
        "META": lapses,
        f"E#{world.store.events(story.id)[0].id}": None,
    }
    world.clock.move(days=14)
    with pytest.raises(LinkRevoked, match="idea-lapsed"):
        confirm(world.svc, open_link(world.svc, story.token, "file"))
    with pytest.raises(LinkRevoked, match="idea-lapsed"):
        renew_link(world.svc, story.token)


def gone(dossier: str, monkeypatch: pytest.MonkeyPatch, world: World) -> dict[str, Any]:
    """What the stream brings when a case has expired, and what the function says to it."""
    import dispatch

    monkeypatch.setattr(dispatch, "services", lambda: world.svc)
    keys = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": "META"}}
    change = {"Keys": keys, "SequenceNumber": "1"}
    record = {"eventName": "REMOVE", "eventSource": "aws:dynamodb", "dynamodb": change}
    answer: dict[str, Any] = dispatch.handler({"Records": [record]}, Context())
    return answer


def test_what_is_left_of_an_idea_that_expired_expires_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    other = Story(world).idea(commune="10105", criteria_set="04")
    raw_table().delete_item(Key={"pk": f"D#{story.id}", "sk": "META"})
    world.clock.move(days=14)
    for dossier in (story.id, story.id, other.id):
        assert gone(dossier, monkeypatch, world) == {"batchItemFailures": []}
    now = int(world.clock.now.timestamp())
    assert [(row["sk"][:2], row["ttl"]) for row in rows_of(story.id)] == [("E#", now)]
    assert [row.get("ttl") for row in rows_of(other.id) if row["sk"] != "META"] == [None]


def test_a_confirmed_case_is_kept_for_good(world: World) -> None:
    story = Story(world).idea(commune="10105", criteria_set="04")
    lapsing = {":at": int(world.clock.now.timestamp()) + 1_000_000}
    first = {
        "pk": f"D#{story.id}",
        "sk": f"E#{world.store.events(story.id)[0].id}",
    }  # as events were at first
    raw_table().update_item(
        Key=first,
        UpdateExpression="SET #t = :at",
        ExpressionAttributeNames={"#t": "ttl"},
        ExpressionAttributeValues=lapsing,
    )
    world.clock.move(minutes=11)
    renew_link(world.svc, story.token)
    world.settle()
    story.token = world.post.last(PRODUCER, "confirm-address").token
    story.confirm()
    rows = rows_of(story.id)
    assert len(rows) >= 5
    assert {row.get("ttl") for row in rows} == {None}


def test_a_forgotten_reference_is_never_given_again(world: World) -> None:
    first = send(world, "one")
    table = raw_table()
    for row in rows_of(first.dossier):
        table.delete_item(Key={"pk": row["pk"], "sk": row["sk"]})
    with pytest.raises(NotFound):
        world.store.case(world.store.case_id(first.reference))
    assert send(world, "two").reference != first.reference
    world.store = TableStore()  # nor by a container that never knew of it
    world.svc = replace(world.svc, store=world.store)
    assert send(world, "three").reference.endswith("-003-2026")


def test_a_superseded_link_renews_nothing(world: World) -> None:
    story = confirmed(world)
    world.clock.move(minutes=11)
    renew_link(world.svc, story.token)
    world.clock.move(minutes=11)
    with pytest.raises(LinkRevoked):
        renew_link(world.svc, story.token)
    world.settle()
    newest = world.post.last(PRODUCER, "link-renewed").token
    assert open_link(world.svc, newest).dossier == story.id


def test_a_link_is_renewed_in_the_moment_of_another_act_on_its_case(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = confirmed(world)
    held = world.post.last(COMMUNE, "task-assigned").token
    world.clock.move(minutes=11)
    meanwhile(monkeypatch, TableStore, "commit", lambda: renew_link(world.svc, story.token))
    renew_link(world.svc, held)
    world.settle()
    told = [post for post in world.post.sent if post.template == "link-renewed"]
    assert sorted(post.to for post in told) == sorted([COMMUNE, PRODUCER])
    for post in told:
        assert open_link(world.svc, post.token).is_open
    assert verify(world.store.events(story.id), story.case) == []


def test_a_link_is_sent_again_five_times_a_day_at_most(world: World) -> None:
    story = confirmed(world)
    for _ in range(5):
        world.clock.move(minutes=11)
        renew_link(world.svc, story.token)
        world.settle()
        story.token = world.post.last(PRODUCER, "link-renewed").token
    world.clock.move(minutes=11)
    with pytest.raises(TooMany):
        renew_link(world.svc, story.token)
    world.clock.move(days=1)
    renew_link(world.svc, story.token)


def test_an_unconfirmed_idea_shows_nothing_typed_to_anybody(world: World) -> None:
    reference = send(world, "key", **WORDS).reference
    person = Visitor(world)
    pages = [f"/cases/{reference}", f"/v1/cases/{reference}", f"/received/{reference}"]
    for path in pages:
        shown = person.get(path)
        assert shown.status == 200, path
        assert not [typed for typed in WORDS.values() if typed in shown.body], path


@pytest.mark.parametrize(
    "key",
    [PRODUCER, PRODUCER.upper(), "0900000000", "0900 000 000", "+84 900 000 000", "84900000000"],
)
def test_a_case_opens_by_its_producer_s_address_or_phone(world: World, key: str) -> None:
    story = confirmed(world)
    shown = Visitor(world).track(story.case.reference, key)
    assert (shown.status, "Mật ong mẫu" in shown.body) == (200, True)
    path = f"/v1/cases/{story.case.reference}"
    assert Visitor(world).call("GET", path, x_case_key=key).json["product"] == "Mật ong mẫu"


@pytest.mark.parametrize("key", ["", " ", "0", COMMUNE, "0900000002", "00", "@", "htx"])
def test_a_wrong_second_thing_opens_nothing(world: World, key: str) -> None:
    story = confirmed(world)
    shown = Visitor(world).track(story.case.reference, key)
    assert (shown.status, "Mật ong mẫu" in shown.body) == (422, False)


def test_ten_wrong_tries_in_an_hour_close_the_door_for_that_hour(world: World) -> None:
    story = confirmed(world)
    path, person = f"/v1/cases/{story.case.reference}", Visitor(world)
    for number in range(10):
        assert person.call("GET", path, x_case_key=f"03{number:08}").status == 403
    shut = person.call("GET", path, x_case_key=PRODUCER)
    assert (shut.status, shut.json["code"]) == (429, "too-many-tries")
    assert person.track(story.case.reference, PRODUCER).status == 429
    assert person.call("GET", path).status == 200
    world.clock.move(hours=1)
    assert person.call("GET", path, x_case_key=PRODUCER).status == 200


def test_an_unknown_case_stays_unknown_whatever_comes_with_it(world: World) -> None:
    person = Visitor(world)
    for headers in ({}, {"x_case_key": PRODUCER}):
        assert person.call("GET", "/v1/cases/99-10105-999-2026", **headers).status == 404
    assert person.get("/cases/99-10105-999-2026").status == 404


@pytest.mark.parametrize("typed", ["[{}]", "Mã hồ sơ: {}", "({}).", "  {}\t"])
def test_a_pasted_reference_leads_to_its_case(world: World, typed: str) -> None:
    reference = confirmed(world).case.reference
    found = Visitor(world).send("GET", f"/cases?reference={typed.format(reference)}")
    assert (found.status, found.headers["Location"]) == (303, f"/cases/{reference}")


def test_somebody_else_s_commit_is_not_taken_for_ours(world: World) -> None:
    """A store that is always overtaken ends in a refusal that may be tried again."""

    def overtaken(change: Change) -> None:
        raise StaleVersion

    world.store.commit = overtaken  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        send(world, "key")
