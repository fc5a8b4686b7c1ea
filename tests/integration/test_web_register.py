"""What the public reads of results and certificates is true on the day it is read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ocop.aws.certificates import certificate_row
from ocop.cases.certificate import Certificate
from tests.support.play import CHAIRMAN, COMMUNE, PRODUCER, Story, before_council, confirmed
from tests.support.visitor import Visitor
from tests.support.world import World


def recognised(world: World) -> tuple[Story, Certificate]:
    story = before_council(world).score(82, 84, star=4)
    story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    return story, world.store.certificate(story.case.subject.certificate)


def wait_until_day(world: World, found: Certificate, days_after: int) -> None:
    """Noon in Vietnam, so many days after the certificate's last."""
    last = world.clock.now.replace(
        year=found.valid_to.year, month=found.valid_to.month, day=found.valid_to.day, hour=5
    )
    world.clock.now = last + timedelta(days=days_after)


@pytest.mark.parametrize(
    ("days_after", "status", "card", "page"),
    [
        (0, "valid", "Có giá trị đến", "Còn hiệu lực đến"),
        (1, "expired", "Hết hiệu lực từ", "Đã hết hạn"),
    ],
)
def test_a_certificate_is_valid_through_its_last_day_and_no_longer(
    world: World, days_after: int, status: str, card: str, page: str
) -> None:
    _, found = recognised(world)
    wait_until_day(world, found, days_after)
    person = Visitor(world)
    [listed] = person.call("GET", "/v1/products").json["products"]
    alone = person.call("GET", f"/v1/certificates/{found.number}").json
    assert (listed["status"], alone["status"]) == (status, status)
    assert card in person.get("/products").body
    assert page in person.get(f"/certificates/{found.number}").body


def test_a_link_to_a_certificate_tells_where_it_is_shared_what_it_leads_to(world: World) -> None:
    _, found = recognised(world)
    page = Visitor(world).get(f"/certificates/{found.number}").page
    told = {
        one.attributes.get("property", ""): one.attributes["content"]
        for one in page.all("meta")
        if "content" in one.attributes
    }
    assert told["og:title"] == f"{found.product}: giấy chứng nhận {found.shown_number}"
    assert told["og:description"].startswith(f"OCOP 4 sao. {found.organisation}, ")
    assert "Còn hiệu lực đến" in told["og:description"]


def test_the_register_names_the_first_day_without_a_certificate(world: World) -> None:
    _, found = recognised(world)
    wait_until_day(world, found, 400)
    first = found.valid_to + timedelta(days=1)
    shown = Visitor(world).get("/products").body
    assert f"Hết hiệu lực từ {first.day:02}/{first.month:02}/{first.year}" in shown
    assert "Có giá trị đến" not in shown
    assert shown.count("còn hiệu lực") == shown.count("không còn hiệu lực")
    assert "No longer valid since" in Visitor(world, lang="en").get("/products").body


def test_an_ended_case_gives_its_result_to_programs_as_to_readers(world: World) -> None:
    story, _ = recognised(world)
    address = f"/cases/{story.case.reference}"
    [found] = Visitor(world).call("GET", f"/v1{address}", x_case_key=PRODUCER).json["results"]
    page = Visitor(world).track(story.case.reference, PRODUCER).body
    assert found["stars"] == 4
    assert all(line in page for line in found["explanation"])
    assert found["points"].replace(".", ",") in page


def test_a_case_that_goes_on_gives_no_result_yet(world: World) -> None:
    story = before_council(world).score(82, 84, star=4)
    assert (story.case.status, story.case.position.stage) == ("open", "recognition")
    answer = (
        Visitor(world).call("GET", f"/v1/cases/{story.case.reference}", x_case_key=PRODUCER).json
    )
    assert answer["results"] == []


def test_a_case_that_ended_unscored_has_no_result(world: World) -> None:
    story = confirmed(world).decide(COMMUNE, "rejected", reason="Không hợp Chương trình")
    answer = (
        Visitor(world).call("GET", f"/v1/cases/{story.case.reference}", x_case_key=PRODUCER).json
    )
    assert (answer["status"], answer["results"]) == ("ended", [])


def test_why_members_rejected_a_dossier_is_told_to_its_producer_alone(world: World) -> None:
    story = before_council(world).disqualify("rejected_when/0", "Giấy tờ giả của ông A")
    reference = story.case.reference
    person = Visitor(world)
    told = (
        person.call("GET", f"/v1/cases/{reference}", x_case_key=PRODUCER).body
        + person.track(reference, PRODUCER).body
    )
    assert "ông A" not in told
    own = Visitor(world).get(f"/r/{story.token}")
    assert "ông A" in own.body


def test_products_of_one_star(world: World) -> None:
    _, found = recognised(world)  # of four stars
    for number, star in enumerate((5, 4, 4, 3)):
        certificate_row(replace(found, number=f"OCOP-{number}", star=star)).save()
    person, path = Visitor(world), "/v1/products?star=4&limit=2"
    listed = person.call("GET", path).json
    assert [one["stars"] for one in listed["products"]] == [4, 4]
    rest = person.call("GET", f"{path}&cursor={listed['cursor']}").json
    assert ([one["stars"] for one in rest["products"]], rest["cursor"]) == ([4], "")
    other = person.call("GET", f"/v1/products?star=5&cursor={listed['cursor']}")
    assert (other.status, other.json["code"]) == (400, "bad-cursor")
    assert len(person.call("GET", "/v1/products").json["products"]) == 5


def test_a_certificate_says_when_its_product_may_be_rated_again(world: World) -> None:
    _, found = recognised(world)
    days = Visitor(world).call("GET", f"/v1/certificates/{found.number}").json["renewal"]
    opens, closes = found.valid_to - timedelta(days=180), found.valid_to - timedelta(days=120)
    assert days == {
        "opens": opens.isoformat(),
        "closes": closes.isoformat(),
        "notice": opens.isoformat(),
        "article": "Điều 7.6a",
    }
    page = Visitor(world).get(f"/certificates/{found.number}").body
    assert f"từ ngày {opens:%d/%m/%Y} đến hết ngày {closes:%d/%m/%Y}" in page
    wait_until_day(world, found, 1)
    assert "đánh giá lại nộp" not in Visitor(world).get(f"/certificates/{found.number}").body
