"""An older star beside a new result: what a chairman may keep, and which one a registration names.

The law is silent on a lower result (26/2026/QĐ-TTg, Articles 7(5) and 7(6)): a setting.
"""

from datetime import date, timedelta

import pytest

from ocop.base.errors import InvalidInput
from ocop.base.moment import local_date
from ocop.cases.questions import criteria_of, deciding_question
from ocop.certificates.life import validity_on
from tests.integration.test_again import begun, certificate_of, filed_again, judged, on, recognised
from tests.integration.test_certificate_import import HONEY, taken
from tests.integration.test_evidence import hand_in
from tests.support.documents import document
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, Story, confirmed
from tests.support.visitor import Visitor
from tests.support.world import World

DAY = timedelta(days=1)
KEPT = "Kết quả thấp hơn hạng đang có."


def rated_again(world: World, points: int, star: int) -> tuple[Story, Story]:
    """A product with four stars, and its upgrade of the next year before the chairman."""
    story = recognised(world)
    on(world, date(2027, 1, 4))
    return story, judged(filed_again(begun(story, "upgrade")), points, star)


def ready_dossier(world: World) -> Story:
    """A case that began with an idea, asked for its dossier."""
    story = confirmed(world)
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    return story.file("deployment-progress")


@pytest.mark.parametrize(("points", "star", "offer"), [(69, 3, True), (70, 4, False)])
def test_the_older_star_may_be_kept_where_the_result_is_lower(
    world: World, points: int, star: int, offer: bool
) -> None:
    _, again = rated_again(world, points, star)
    if not offer:
        with pytest.raises(InvalidInput):
            again.decide(CHAIRMAN, "keep-star", reason=KEPT)
        return
    again.decide(CHAIRMAN, "keep-star", reason=KEPT)
    assert again.case.ending == "older-kept"


def test_the_older_one_keeps_its_own_term(world: World) -> None:
    story, again = rated_again(world, 60, 3)
    before = certificate_of(story)
    again.decide(CHAIRMAN, "keep-star", reason=KEPT)
    after = certificate_of(story)
    assert (after.star, after.valid_to, after.replaced_by) == (4, before.valid_to, "")
    assert validity_on(after, before.valid_to).state == "valid"
    assert again.case.subject.certificate == ""
    assert KEPT in world.post.last(again.case.party.email).mail.text


def test_the_lower_one_may_be_recognised_in_its_place(world: World) -> None:
    story, again = rated_again(world, 60, 3)
    again.decide(CHAIRMAN, "recognise", decision_number="3/QĐ-UBND")
    today = local_date(world.clock.now)
    assert validity_on(certificate_of(story), today).state == "replaced"
    assert certificate_of(again).star == 3


def test_nothing_is_kept_of_a_first_rating_or_of_one_that_has_run_out(world: World) -> None:
    story = recognised(world)
    last = certificate_of(story).valid_to
    on(world, last - DAY)
    again = judged(filed_again(begun(story, "re-rating")), 60, 3)
    assert "keep-star" in offers(again)
    on(world, last + DAY)
    assert "keep-star" not in offers(again)


def offers(story: Story) -> set[str]:
    """What the chairman is offered."""
    question = deciding_question(story.world.svc, story.case, story.case.position.stage)
    return {outcome.id for outcome in question.context.outcomes}


@pytest.mark.parametrize("typed", ["ocop-99-10105-001-2026 ", "OCOP-99-10105-001-2026"])
def test_a_typed_number_ties_a_new_idea_to_its_certificate(world: World, typed: str) -> None:
    older = recognised(world)
    on(world, date(2027, 1, 4))
    story = idea_of(world)
    story.file("registration", occasion="upgrade", previous_certificate=typed)
    assert story.case.subject.previous == certificate_of(older).number
    story.file("self-assessment", changes="Bao bì").decide(COMMUNE, "propose").decide(
        ADVISOR, "ready"
    )
    story.score(92).decide(CHAIRMAN, "forward", decision_number="3/QĐ-UBND")
    assert certificate_of(older).replaced_by == ""


def idea_of(world: World, **over: str) -> Story:
    """A product's idea, carried through to its dossier."""
    story = Story(world).idea(commune="10105", criteria_set="04", **over).confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    return story.file("deployment-progress")


def test_the_number_on_the_paper_of_one_taken_over_is_known_too(world: World) -> None:
    taken(world, HONEY.replace("HTX Sông Mật", "Hợp tác xã Suối Mật"))
    [product] = Visitor(world).call("GET", "/v1/products").json["products"]
    on(world, date(2027, 1, 4))
    story = idea_of(world, organisation="Hợp tác xã Suối Mật")
    story.file("registration", occasion="upgrade", previous_certificate="07/gcn")
    assert story.case.subject.previous == product["number"]
    story.file("self-assessment", changes="Bao bì").decide(COMMUNE, "propose").decide(
        ADVISOR, "ready"
    )
    story.score(80, star=4).decide(CHAIRMAN, "recognise", decision_number="3/QĐ-UBND")
    older = world.store.certificate(product["number"])
    assert older.replaced_by == story.case.subject.certificate
    assert certificate_of(story).earlier == (older.number,)


def test_a_number_nobody_knows_stays_what_was_typed(world: World) -> None:
    story = ready_dossier(world)
    story.file("registration", occasion="upgrade", previous_certificate="99/GCN")
    assert (story.case.subject.occasion, story.case.subject.previous) == ("upgrade", "")


def test_a_registration_may_be_corrected_before_the_dossier_is_handed_in(world: World) -> None:
    recognised(world)
    on(world, date(2027, 1, 4))
    story = idea_of(world)
    number = "OCOP-99-10105-001-2026"
    story.file("registration", occasion="upgrade", previous_certificate=number)
    story.file("registration", occasion="first")
    assert (story.case.subject.occasion, story.case.subject.previous) == ("first", "")


@pytest.mark.parametrize(
    ("day", "over", "code"),
    [
        (date(2026, 12, 31), {}, "again-same-year"),
        (date(2027, 1, 1), {"organisation": "HTX Nào Đó", "email": "khac@a.example.vn"}, "other"),
    ],
)
def test_it_has_to_be_one_s_own_and_in_time(
    world: World, day: date, over: dict[str, str], code: str
) -> None:
    recognised(world)
    on(world, day)
    story = idea_of(world, **over)
    number = "OCOP-99-10105-001-2026"
    with pytest.raises(InvalidInput) as refused:
        story.file("registration", occasion="upgrade", previous_certificate=number)
    [error] = refused.value.errors
    expected = "certificate-of-another" if code == "other" else code
    assert (error.pointer, error.code) == ("/previous_certificate", expected)
    assert error.detail


@pytest.mark.parametrize("email", ["htx@songmat.example.vn", "ke-la@xa.example.vn"])
def test_the_last_dossier_goes_to_its_own_mailbox_alone(world: World, email: str) -> None:
    """Who calls an organisation by another's name may name its certificate, and sees nothing of
    what was handed in for it: neither answers nor files.
    """
    last = "Chỉ chủ cũ biết Zyxwv"
    older = ready_dossier(world).file("registration")
    hand_in(older, name="giay-cua-chu-cu.pdf")
    told = {"general": {**_general(older), "history": last}}
    older.file("self-assessment", **told).decide(COMMUNE, "propose").decide(ADVISOR, "ready")
    older.score(82, 84, star=4).decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    on(world, date(2027, 1, 4))
    story = idea_of(world, email=email)
    number = certificate_of(older).number
    story.file("registration", occasion="upgrade", previous_certificate=number)
    assert story.case.subject.previous == number
    person = Visitor(world)
    person.get(f"/r/{story.token}")
    form = person.get(f"/dossiers/{story.id}/forms/self-assessment").body
    files = person.get(f"/dossiers/{story.id}/evidence").body
    own = email == older.case.party.email
    assert ("Zyxwv" in form, "giay-cua-chu-cu" in files) == (own, own)


def _general(story: Story) -> dict[str, str]:
    """The first part of a self-assessment."""
    criteria = criteria_of(story.world.svc, story.case)
    told: dict[str, str] = document("self-assessment", criteria)["general"]
    return told
