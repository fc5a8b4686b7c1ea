"""Behind a front a request's client is whom the front names, and nothing goes around the front."""

from dataclasses import replace

import pytest

from ocop.base.errors import TooMany
from ocop.cases.allowances import from_client
from ocop.web.doors import portal
from tests.integration.test_abuse import PLACE
from tests.support.documents import document
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

KEY = "k" * 40
CLIENT = "203.0.113.9"


def visitor(world: World, front_key: str) -> Visitor:
    found = Visitor(world)
    found.portal = portal(replace(found.desk, site=replace(found.desk.site, front_key=front_key)))
    return found


def idea(person: Visitor, **headers: str) -> Answer:
    data = document("product-idea", None, "minimal", email="htx@example.vn", **PLACE)
    sent = {"data": data}
    return person.call("POST", "/v1/forms/product-idea/submissions", sent, **headers)


@pytest.mark.parametrize("headers", [{}, {"x_front_key": "wrong"}, {"x_front_client": CLIENT}])
def test_what_goes_around_the_front_is_refused(world: World, headers: dict[str, str]) -> None:
    answer = idea(visitor(world, KEY), **headers)
    assert (answer.status, answer.json["code"]) == (403, "past-the-front")


def test_the_front_names_the_client_that_is_counted(world: World) -> None:
    answer = idea(visitor(world, KEY), x_front_key=KEY, x_front_client=CLIENT)
    assert answer.status == 201
    with pytest.raises(TooMany):
        world.svc.counters.take(from_client(CLIENT, 1), "another", world.clock())


def test_without_a_front_nobody_names_a_client_by_a_header(world: World) -> None:
    answer = idea(visitor(world, ""), x_front_key="", x_front_client=CLIENT)
    assert answer.status == 201
    world.svc.counters.take(from_client(CLIENT, 1), "another", world.clock())
