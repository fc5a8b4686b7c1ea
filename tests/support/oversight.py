"""Certificates that are overseen: inspections, withdrawals and complaints, by who does them."""

from dataclasses import replace
from typing import Any

from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.history import Act
from ocop.deciding.inspecting import open_proceeding
from ocop.deciding.officer import officer_of
from ocop.law.oversight import Matter
from ocop.people.rights import Officer
from tests.support.documents import document
from tests.support.play import CHAIRMAN, Story, before_council, kept
from tests.support.world import World, sub_of

ADMIN = "quantri@songxanh.example.vn"
LIAISON = "tutuvan@songxanh.example.vn"
GROUND = "production-stopped"


@kept
def recognised(world: World) -> Story:
    """A product with four stars, from 1 July 2026 on."""
    story = before_council(world).score(82, 84, star=4)
    return story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")


def officer(world: World, email: str = ADMIN) -> Officer:
    """The person behind an address."""
    return officer_of(world.svc, sub_of(email))


def certificate_of(story: Story) -> Certificate:
    """The certificate as it is stored now."""
    return story.world.store.certificate(story.case.subject.certificate)


def begun(story: Story, matter: Matter, email: str = ADMIN, **told: Any) -> Story:
    """What an officer begins about a story's certificate, as a story of its own."""
    world, asked = story.world, OPENINGS[matter] | told
    data = document(FORMS[matter], **asked)
    act = Act("opened", matter, story.key(), data, by="admin", channel="account")
    number = story.case.subject.certificate
    case = open_proceeding(world.svc, officer(world, email), number, matter, act, "vi")
    world.settle()
    return Story(world, story.token, case.id)


def five_stars(story: Story) -> None:
    """Make the certificate one of five stars, as the ministry would have given it."""
    certificate = certificate_of(story)
    assert story.world.store.turn_certificate(replace(certificate, star=5))


def subject_of(case: Case) -> Any:
    """What a proceeding is about."""
    return case.subject


FORMS: dict[Matter, str] = {"inspection": "inspection-plan", "withdrawal": "withdrawal-proposal"}
OPENINGS: dict[Matter, dict[str, Any]] = {
    "inspection": {"kind": "sudden", "visit_on": "2026-07-06", "team": "Nguyễn Thị Mẫu, Sở NN"},
    "withdrawal": {
        "ground": GROUND,
        "concluded_on": "2026-07-01",
        "concluded_by": "UBND xã Suối Mật",
        "document_number": "5/UBND",
        "verified": "Cơ sở đã đóng cửa.",
    },
}
