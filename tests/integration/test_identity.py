"""Who an officer is: by what the pool named the account, never by what its holder may change."""

from dataclasses import replace

import pytest

from ocop.people.account import account_id
from tests.integration.test_web_office import ADMIN, signed_in
from tests.support.play import COMMUNE, filed
from tests.support.visitor import Visitor
from tests.support.world import World, sub_of

WORK = "/v1/office/worklist"
PROVINCE = "/v1/office/province"
WRONG_CLAIMS = [
    {"email_verified": "false"},
    {"email_verified": ""},
    {"token_use": "access"},
    {"token_use": ""},
    {"sub": ""},
]


def status(world: World, path: str, who: str, **over: str) -> int:
    return Visitor(world, claims=over).call("GET", path, x_claim=who).status


@pytest.mark.parametrize("over", WRONG_CLAIMS)
def test_only_an_id_token_of_a_proven_address_names_an_officer(
    world: World, over: dict[str, str]
) -> None:
    assert status(world, WORK, COMMUNE) == 200
    assert status(world, WORK, COMMUNE, **over) == 401


def test_a_changed_address_makes_nobody_of_its_holder(world: World) -> None:
    """As an ID token reads after its holder has given the account the administrator's address."""
    stolen = {"email": ADMIN}
    assert status(world, PROVINCE, COMMUNE, **stolen) == 403
    assert status(world, PROVINCE, ADMIN) == 200
    strangers = {"sub": sub_of("stranger@example.vn")}
    assert status(world, PROVINCE, ADMIN, **strangers) == 403


def test_an_account_that_was_never_bound_opens_nothing(world: World) -> None:
    document = dict(world.store.province_document("99"))
    fresh = {**document["people"][0], "id": "moi", "email": "moi@songxanh.example.vn"}
    version = world.store.province_versions("99")[0]
    again = {**document, "people": [*document["people"], fresh]}
    world.store.save_province(again, replace(version, number=version.number + 1))
    assert status(world, WORK, "moi@songxanh.example.vn") == 403


def test_a_closed_account_opens_nothing_on_either_way_in(world: World) -> None:
    officer, _ = signed_in(world)
    account = world.store.account(account_id(sub_of(COMMUNE)))
    world.store.save_account(replace(account, active=False))
    assert status(world, WORK, COMMUNE) == 403
    assert officer.get("/office").status == 403


@pytest.mark.parametrize("change", ["gone", "without a role"])
def test_whoever_leaves_the_document_is_out_at_once(world: World, change: str) -> None:
    story = filed(world)
    officer, _ = signed_in(world)
    document = dict(world.store.province_document("99"))
    people = [dict(one) for one in document["people"]]
    mine = next(one for one in people if one["email"] == COMMUNE)
    mine["roles"] = []
    kept = [one for one in people if one is not mine or change != "gone"]
    version = world.store.province_versions("99")[0]
    again = {**document, "people": kept}
    world.store.save_province(again, replace(version, number=version.number + 1))
    for path in ("/office", f"/office/dossiers/{story.id}"):
        assert officer.get(path).status == 403
    assert status(world, WORK, COMMUNE) == 403


def test_a_person_called_like_the_producer_opens_no_cases(world: World) -> None:
    story = filed(world)
    document = dict(world.store.province_document("99"))
    role = {"role": "commune-officer", "unit": "10103"}
    sly = {"id": "producer", "name": "Trần Văn Mẫu", "email": "sly@example.vn", "roles": [role]}
    world.put_in_force({**document, "people": [*document["people"], sly]})
    assert status(world, f"/v1/office/dossiers/{story.id}", "sly@example.vn") == 404
