"""Officers' accounts: made by one way for both ways in, each on its own."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ocop.aws.store import TableStore
from ocop.base.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    StaleVersion,
    Unavailable,
    VersionNeeded,
)
from ocop.cases.lookup import province_of
from ocop.cases.services import Services
from ocop.deciding.officer import officer_of
from ocop.jobs.walks import provinces_of
from ocop.people.account import Account, account_id
from ocop.setup.accounts import ask_new_password, enrol_officers, invite, officers, password_link
from ocop.setup.provinces import load_province, province_history
from tests.integration.test_web_office import ADMIN
from tests.support.play import CHAIRMAN, COMMUNE
from tests.support.pool import Pool
from tests.support.visitor import Visitor
from tests.support.world import PROVINCES, World, sub_of

HERE = "/v1/office/province"


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
def bare(world: World) -> World:
    """The province without a single account, as after an update of a running stack."""
    world.store.province_document("99")
    for account in world.store.accounts("99"):
        world.store.save_account(replace(account, active=False, settled=False))
    return world


def document(world: World) -> dict[str, Any]:
    return dict(world.store.province_document("99"))


def without(world: World, email: str) -> dict[str, Any]:
    told = document(world)
    return {**told, "people": [one for one in told["people"] if one["email"] != email]}


def test_every_officer_is_invited_in_vietnamese_by_our_own_mail(bare: World, pool: Pool) -> None:
    done = enrol_officers(bare.svc, pool, bare.province)
    wanted = {person.email for person in officers(bare.province)}
    assert (len(done.made), done.failed, done.left) == (len(wanted), {}, 0)
    bare.settle()
    invited = [post for post in bare.post.sent if post.template == "account-invited"]
    assert {post.to for post in invited} == wanted
    assert "đặt mật khẩu" in invited[0].mail.subject
    assert "/office/password/v1." in invited[0].mail.text


def account_at(world: World, email: str) -> Account:
    [account] = [one for one in world.store.accounts("99") if one.email == email]
    return account


def test_an_invitation_holds_for_a_week_and_the_link_of_a_forgotten_password_for_two_hours(
    bare: World, pool: Pool
) -> None:
    enrol_officers(bare.svc, pool, bare.province)
    invited = account_at(bare, COMMUNE)
    assert invited.expires == bare.clock() + timedelta(days=7)
    bare.clock.move(hours=1)
    ask_new_password(bare.svc, COMMUNE)
    assert account_at(bare, COMMUNE).expires == bare.clock() + timedelta(hours=2)
    bare.clock.move(minutes=59)
    ask_new_password(bare.svc, COMMUNE)
    asked = account_at(bare, COMMUNE)
    assert asked.n == invited.n + 1, "one mail an hour"
    bare.clock.move(minutes=1)
    ask_new_password(bare.svc, COMMUNE)
    assert account_at(bare, COMMUNE).n == asked.n + 1


def test_links_to_set_a_password_are_counted_from_one(bare: World) -> None:
    person = account_at(bare, COMMUNE).person
    account = bare.store.save_account(Account("another", "99", person, COMMUNE))
    for number in (1, 2):
        account = invite(bare.svc, bare.province, account)
        assert (account.n, password_link(account).n) == (number, number)


def test_one_account_that_fails_holds_up_no_other(bare: World, pool: Pool) -> None:
    pool.down = {COMMUNE: Unavailable(), CHAIRMAN: Conflict("account-unproven")}
    done = enrol_officers(bare.svc, pool, bare.province)
    assert sorted(done.failed.values()) == ["account-unproven", "unavailable"]
    assert len(done.made) == len(officers(bare.province)) - 2
    pool.down = {}
    again = enrol_officers(bare.svc, pool, bare.province)
    assert (len(again.made), again.failed) == (2, {})
    assert enrol_officers(bare.svc, pool, bare.province).made == []


def test_an_account_whose_invitation_was_lost_is_invited_by_the_next_run(
    bare: World, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise Unavailable

    with monkeypatch.context() as down:
        down.setattr("ocop.aws.provinces.waiting_row", lost)
        assert len(enrol_officers(bare.svc, pool, bare.province).failed) > 3
    pool.enrolled.clear()
    accounts = bare.store.accounts(bare.province.code)
    assert {(one.n, one.mailed) for one in accounts} == {(0, None)}
    enrol_officers(bare.svc, pool, bare.province)
    bare.settle()
    assert bare.post.last(COMMUNE, "account-invited")


def test_many_accounts_are_made_a_part_at_a_time(bare: World, pool: Pool) -> None:
    total = len(officers(bare.province))
    first = enrol_officers(bare.svc, pool, bare.province, most=2)
    assert (len(first.made), first.left) == (2, total - 2)
    second = enrol_officers(bare.svc, pool, bare.province)
    assert len(second.made) == total - 2


def test_leavers_are_shut_out_and_their_accounts_closed(world: World, pool: Pool) -> None:
    told = without(world, COMMUNE)
    load_province(world.svc, told, replaces=1)
    done = enrol_officers(world.svc, pool, world.svc.store.provinces(fresh=True)[0])
    assert len(done.closed) == 1
    assert pool.closed == [sub_of(COMMUNE)]
    assert not world.store.account(account_id(sub_of(COMMUNE))).active


def test_who_left_by_another_process_is_shut_out_at_once(world: World) -> None:
    assert officer_of(world.svc, sub_of(COMMUNE)).person.email == COMMUNE
    another = replace(world.svc, store=TableStore())
    load_province(another, without(world, COMMUNE), replaces=1)
    with pytest.raises(Forbidden):
        officer_of(world.svc, sub_of(COMMUNE))


@pytest.mark.parametrize(
    "serves",
    [
        lambda svc: province_of(svc, "35").code == "35",
        lambda svc: provinces_of(svc) == ["35", "99"],
    ],
)
def test_a_province_that_another_process_has_just_loaded_is_served_at_once(
    world: World, serves: Callable[[Services], bool]
) -> None:
    assert [one.code for one in world.store.provinces()] == ["99"]
    told = json.loads((PROVINCES / "ha-nam.json").read_text("utf-8"))
    load_province(replace(world.svc, store=TableStore()), told)
    assert serves(world.svc)
    with pytest.raises(NotFound):
        province_of(world.svc, "97")


def test_an_account_that_is_closed_or_holds_no_role_opens_nothing(world: World) -> None:
    account = world.store.account(account_id(sub_of(COMMUNE)))
    closed = world.store.save_account(replace(account, active=False))
    with pytest.raises(Forbidden):
        officer_of(world.svc, sub_of(COMMUNE))
    world.store.save_account(replace(closed, active=True, province="98"))
    with pytest.raises(Forbidden):
        officer_of(world.svc, sub_of(COMMUNE))
    with pytest.raises(Forbidden):
        officer_of(world.svc, sub_of("nobody@example.vn"))


def test_a_new_address_is_a_new_account_and_the_old_one_ends(world: World, pool: Pool) -> None:
    told = document(world)
    people = [dict(one) for one in told["people"]]
    mine = next(one for one in people if one["email"] == COMMUNE)
    mine["email"] = "moi@songxanh.example.vn"
    load_province(world.svc, {**told, "people": people}, replaces=1)
    enrol_officers(world.svc, pool, world.svc.store.provinces(fresh=True)[0])
    program = Visitor(world)
    assert program.call("GET", "/v1/office/worklist", x_claim=COMMUNE).status == 403
    assert program.call("GET", "/v1/office/worklist", x_claim=mine["email"]).status == 200


def test_an_account_of_another_province_is_never_bound_here(world: World, pool: Pool) -> None:
    account = world.store.account(account_id(sub_of(COMMUNE)))
    world.store.save_account(replace(account, province="98"))
    done = enrol_officers(world.svc, pool, world.province)
    assert list(done.failed.values()) == ["account-elsewhere"]


def test_the_api_makes_accounts_too_and_says_what_failed(world: World) -> None:
    program = Visitor(world)
    told = document(world)
    role = {"role": "commune-officer", "unit": "10103"}
    new = [
        {"id": f"m{n}", "name": "Lê Thị Mẫu", "email": f"m{n}@example.vn", "roles": [role]}
        for n in range(2)
    ]
    program.accounts.down["m1@example.vn"] = Unavailable()
    body = {**told, "people": [*told["people"], *new]}
    answer = program.call("PUT", HERE, body, x_claim=ADMIN, if_match='"1"')
    assert answer.status == 200
    assert answer.json["accounts"]["made"] == ["m0"]
    assert answer.json["accounts"]["failed"] == {"m1": "unavailable"}
    world.settle()
    assert world.post.last("m0@example.vn", "account-invited")


# ------------------------------------------------------------------- versions


def test_every_change_is_a_version_with_who_and_when(world: World) -> None:
    program = Visitor(world)
    told = {**document(world), "settings": {"contact": "ocop@example.vn"}}
    read = program.call("GET", HERE, x_claim=ADMIN)
    assert read.headers["ETag"] == '"1"'
    done = program.call("PUT", HERE, told, x_claim=ADMIN, if_match=read.headers["ETag"])
    assert (done.status, done.json["version"]) == (200, 2)
    versions = program.call("GET", f"{HERE}/versions", x_claim=ADMIN).json["versions"]
    boss = next(p.id for p in world.province.people.values() if p.email == ADMIN)
    assert [(one["version"], one["by"]) for one in versions] == [(2, boss), (1, "operator")]
    assert world.store.province_document("99", 1) != world.store.province_document("99", 2)


def test_nobody_s_version_is_overwritten_unseen(world: World) -> None:
    program = Visitor(world)
    told = {**document(world), "settings": {"contact": "a@example.vn"}}
    assert program.call("PUT", HERE, told, x_claim=ADMIN).status == 428
    assert program.call("PUT", HERE, told, x_claim=ADMIN, if_match='"1"').status == 200
    other = {**told, "settings": {"contact": "b@example.vn"}}
    assert program.call("PUT", HERE, other, x_claim=ADMIN, if_match='"1"').status == 412
    assert program.call("PUT", HERE, other, x_claim=ADMIN, if_match='"x"').status == 412
    assert [one.number for one in province_history(world.svc, "99")] == [2, 1]


def test_the_same_document_again_makes_no_version(world: World) -> None:
    same = Visitor(world).call("PUT", HERE, document(world), x_claim=ADMIN)
    assert (same.status, same.json["version"]) == (200, 1)
    assert len(province_history(world.svc, "99")) == 1


def test_two_savers_at_once_cannot_both_win(world: World) -> None:
    first = {**document(world), "settings": {"contact": "a@example.vn"}}
    version = replace(world.store.province_versions("99")[0], number=2)
    world.store.save_province(first, version)
    with pytest.raises(StaleVersion):
        world.store.save_province(document(world), version)
    with pytest.raises(VersionNeeded):
        load_province(world.svc, {**first, "settings": {}})


def test_units_of_another_province_are_refused(world: World) -> None:
    told = document(world) | {"code": "98"}
    with pytest.raises(InvalidInput) as refused:
        load_province(world.svc, told)
    assert refused.value.errors
    people = [
        {
            **one,
            "roles": [{**held, "unit": _renamed(held["unit"])} for held in one["roles"]],
        }
        for one in told["people"]
    ]
    units = [{**unit, "code": _renamed(unit["code"]), **_parent(unit)} for unit in told["units"]]
    councils = [{**c, "unit": "98"} for c in told["councils"]]
    sly = {**told, "people": people, "units": units, "councils": councils}
    with pytest.raises(InvalidInput) as taken:
        load_province(world.svc, sly)
    assert {error.code for error in taken.value.errors} == {"unit-taken"}


def _renamed(code: str) -> str:
    return "98" if code == "99" else code


def _parent(unit: dict[str, Any]) -> dict[str, str]:
    return {"parent": "98"} if unit.get("parent") == "99" else {}
