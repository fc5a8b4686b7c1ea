"""Kinds of case: an upgrade and a re-rating begin from the certificate and the last dossier."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ocop.base.errors import InvalidInput, WrongState
from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.certificate import Certificate
from ocop.cases.evidence import uploads_of
from ocop.cases.history import verify
from ocop.cases.questions import criteria_of, deciding_question
from ocop.catalogue.holidays import load_calendar
from ocop.catalogue.paths import schemas_dir
from ocop.catalogue.published import read_document
from ocop.certificates.life import validity_on
from ocop.deciding.decide import decide
from ocop.filing.access import open_link
from ocop.filing.again import Beginner, begin_again
from ocop.filing.carried import carried_answers
from ocop.filing.filing import file_form
from ocop.law.again import Again
from tests.integration.test_certificate_import import HONEY, taken
from tests.integration.test_evidence import assess, gathering, hand_in
from tests.integration.test_papers import print_all, words
from tests.integration.test_web_office import signed_in
from tests.support.documents import document
from tests.support.inspector import inspect
from tests.support.laws import changed_law
from tests.support.papers import on_paper
from tests.support.play import ADVISOR, CHAIRMAN, COMMUNE, PRODUCER, Story, before_council, kept
from tests.support.visitor import Visitor
from tests.support.world import World

OFFICER = Beginner("admin", "account")
DAY = timedelta(days=1)


@kept
def recognised(world: World) -> Story:
    """A product with four stars since 1 July 2026."""
    story = before_council(world).score(82, star=4)
    return story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")


def certificate_of(story: Story) -> Certificate:
    return story.world.store.certificate(story.case.subject.certificate)


def on(world: World, day: date) -> None:
    """Noon of a day in Vietnam."""
    world.clock.now = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def begun(story: Story, occasion: Again, who: Beginner = OFFICER) -> Story:
    """The case that is begun from a story's certificate, with its producer's link."""
    world = story.world
    receipt = begin_again(world.svc, certificate_of(story), occasion, who, story.key())
    world.settle()
    found = Story(world, id=receipt.dossier)
    found.token = world.post.last(found.case.party.email, "rated-again").token
    return found


def filed_again(story: Story) -> Story:
    """Its dossier handed in as the forms begin."""
    about = {"occasion": story.case.subject.occasion, "previous_certificate": "12"}
    story.file("registration", **about)
    return story.file("self-assessment", changes="Bao bì mới")


def judged(story: Story, points: int, star: int = 5) -> Story:
    story.decide(COMMUNE, "propose").decide(ADVISOR, "ready")
    return story.score(points, star=star)


def refusal(story: Story, occasion: Again) -> str:
    with pytest.raises(WrongState) as refused:
        begin_again(story.world.svc, certificate_of(story), occasion, OFFICER, story.key())
    return refused.value.code


def test_an_upgrade_begins_next_year_and_at_the_dossier(world: World) -> None:
    story = recognised(world)
    on(world, date(2026, 12, 31))
    assert refusal(story, "upgrade") == "again-same-year"
    on(world, date(2027, 1, 1))
    again = begun(story, "upgrade")
    case, certificate = again.case, certificate_of(story)
    assert (case.status, case.position.stage, case.position.waits_for) == (
        "open", "renewal", "producer",
    )  # fmt: skip
    assert (case.subject.occasion, case.subject.previous) == ("upgrade", certificate.number)
    assert case.reference == "99-10105-001-2027"
    assert case.party == story.case.party
    [event] = world.store.events(case.id)
    assert (event.kind, event.by, event.data["certificate"]) == (
        "begun-again", "admin", certificate.number,
    )  # fmt: skip


def test_one_case_of_a_product_at_a_time(world: World) -> None:
    story = recognised(world)
    on(world, date(2027, 1, 4))
    again = begun(story, "upgrade")
    assert refusal(story, "upgrade") == "again-open"
    world.clock.move(days=260)
    world.sweep()
    assert again.case.ending == "lapsed"
    second = begun(story, "upgrade")
    assert (second.case.reference, second.id != again.id) == ("99-10105-002-2027", True)


def test_a_repeat_gets_the_first_case(world: World) -> None:
    story = recognised(world)
    on(world, date(2027, 1, 4))
    first, second = (
        begin_again(world.svc, certificate_of(story), "upgrade", OFFICER, "k") for _ in range(2)
    )
    assert first == second


def test_a_re_rating_begins_with_its_window_and_is_due_with_its_end(world: World) -> None:
    """26/2026/QĐ-TTg, Article 7(6)(a): from the 180th to the 120th day before the last."""
    story = recognised(world)
    last = certificate_of(story).valid_to
    on(world, last - 181 * DAY)
    assert refusal(story, "re-rating") == "again-early"
    on(world, last - 180 * DAY)
    again = begun(story, "re-rating")
    due = again.case.position.due
    assert due is not None
    assert local_date(due) == last - 120 * DAY
    mail = world.post.last(PRODUCER, "rated-again").mail
    assert again.case.reference in mail.text


def test_the_last_dossier_is_carried_over(world: World) -> None:
    story = recognised(world)
    on(world, date(2027, 1, 4))
    again = begun(story, "upgrade")
    person = Visitor(world)
    person.get(f"/r/{again.token}")
    page = person.get(f"/dossiers/{again.id}/forms/registration")
    assert "Đã điền sẵn" in page.body
    old = world.store.event(story.id, story.case.filed["registration"])
    assert old is not None
    values = page.form("/forms/registration").values
    assert values["/representative"] == old.data["representative"]
    assert values["/occasion"] == "upgrade"
    assert values["/previous_certificate"] == certificate_of(story).number
    assert "/pledge" not in values
    told = carried_answers(world.svc, again.case, "self-assessment")
    before = world.store.event(story.id, story.case.filed["self-assessment"])
    assert before is not None
    assert told["criteria"] == before.data["criteria"]
    assert "changes" not in told


def test_evidence_is_carried_by_its_version_and_filed_again(world: World) -> None:
    story = gathering(world)
    assess(story, hand_in(story))
    [old] = uploads_of(world.svc, story.id)
    story.decide(COMMUNE, "propose").decide(ADVISOR, "ready").score(82, star=4)
    story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    on(world, date(2027, 1, 4))
    again = filed_again(begun(story, "upgrade"))
    [own] = uploads_of(world.svc, again.id)
    assert (own.id, own.key, own.object_version, own.sha256) == (
        old.id, old.key, old.object_version, old.sha256,
    )  # fmt: skip
    filing = world.store.event(again.id, again.case.filed["self-assessment"])
    assert filing is not None
    assert filing.files[old.id]["version"] == old.object_version


def test_a_paper_that_ran_out_is_named_and_refused(world: World) -> None:
    story = recognised(world)
    on(world, date(2027, 1, 4))
    again = begun(story, "upgrade")
    file = hand_in(again)
    about = {"occasion": "upgrade", "previous_certificate": "12"}
    again.file("registration", **about)
    data = document("self-assessment", criteria_of(world.svc, again.case))

    holder = open_link(world.svc, again.token, "file")

    def file_until(last: str) -> None:
        paper = {"kind": "test-results", "file": file, "valid_until": last}
        data["criteria"]["c1_1"]["evidence"] = [paper]
        sent = {**data, "changes": "Bao bì"}
        file_form(world.svc, again.case, holder, "self-assessment", sent, "vi", again.key())

    with pytest.raises(InvalidInput) as refused:
        file_until("2027-01-03")
    [error] = refused.value.errors
    assert (error.pointer, error.code) == (
        "/criteria/c1_1/evidence/0/valid_until", "paper-expired",
    )  # fmt: skip
    file_until("2027-01-04")
    assert again.case.position.stage == "intake"


def test_the_occasion_stays_what_it_was_begun_for(world: World) -> None:
    story = recognised(world)
    on(world, date(2027, 1, 4))
    again = begun(story, "upgrade")
    with pytest.raises(InvalidInput) as refused:
        again.file("registration", occasion="first")
    assert [error.code for error in refused.value.errors] == ["occasion-fixed"]


def test_a_new_star_comes_in_the_place_of_the_older_one(world: World) -> None:
    story = recognised(world)
    old = certificate_of(story)
    on(world, date(2029, 1, 4))
    again = judged(filed_again(begun(story, "re-rating")), 60, 3)
    again.decide(CHAIRMAN, "recognise", decision_number="3/QĐ-UBND")
    new = certificate_of(again)
    today = local_date(world.clock.now)
    before = world.store.certificate(old.number)
    assert (new.star, new.earlier, new.of_product) == (3, (old.number,), old.of_product)
    assert validity_on(before, today).state == "replaced"
    assert validity_on(new, today).state == "valid"
    assert refusal(story, "re-rating") == "again-replaced"
    assert verify(world.store.events(again.id), again.case) == []


# Điều 7 khoản 6 điểm c: cơ quan tham mưu OCOP lập báo cáo, không phải Tổ tư vấn.
@pytest.mark.parametrize(
    ("occasion", "day", "office", "sign"),
    [
        ("re-rating", date(2029, 2, 1), "CƠ QUAN THAM MƯU OCOP CẤP TỈNH", "BC-OCOP"),
        ("upgrade", date(2027, 2, 1), "TỔ TƯ VẤN OCOP", "BC-TTV"),
    ],
)
def test_who_looks_into_a_dossier_heads_the_report_on_it(
    world: World, occasion: Again, day: date, office: str, sign: str
) -> None:
    story = recognised(world)
    on(world, day)
    again = filed_again(begun(story, occasion))
    again.decide(COMMUNE, "propose").decide(ADVISOR, "ready")
    report = print_all(world, again)["advisory-report.docx"]
    assert inspect(report) == []
    told = words(report)
    assert office in told.upper().replace("\n", " ")
    assert sign in told
    assert ("phân hạng lại" in told) == (occasion == "re-rating")


def test_a_re_rating_that_fails_leaves_the_older_one_its_term(world: World) -> None:
    story = recognised(world)
    old = certificate_of(story)
    on(world, date(2029, 1, 4))
    again = judged(filed_again(begun(story, "re-rating")), 45, 0)
    assert again.case.ending == "not-recognised"
    kept_on = world.store.certificate(old.number)
    assert validity_on(kept_on, old.valid_to).state == "valid"
    assert validity_on(kept_on, old.valid_to + DAY).state == "expired"


def test_a_late_re_rating_holds_the_older_one_until_its_answer(world: World) -> None:
    """Article 12(3)."""
    story = recognised(world)
    last = certificate_of(story).valid_to
    on(world, last - DAY)
    again = filed_again(begun(story, "re-rating"))
    held = certificate_of(story)
    states = [validity_on(held, last + n * DAY).state for n in (0, 1, 180, 181)]
    assert states == ["re-rating", "extended", "extended", "expired"]
    judged(again, 45, 0)
    answered = certificate_of(story)
    assert validity_on(answered, last + 30 * DAY).state == "expired"


def test_whoever_reads_that_it_is_held_reads_by_which_article(world: World) -> None:
    story = recognised(world)
    certificate = certificate_of(story)
    on(world, certificate.valid_to - DAY)
    filed_again(begun(story, "re-rating"))
    page = f"/certificates/{certificate.number}"
    by_article = "Kéo dài hiệu lực theo Điều 12.3, Quyết định 26/2026/QĐ-TTg."
    assert by_article not in Visitor(world).get(page).body
    on(world, certificate.valid_to + DAY)
    assert by_article in Visitor(world).get(page).body


@pytest.mark.parametrize(
    ("article", "told"),
    [("Điều 12.3", "(Điều 12.3, 26/2026/QĐ-TTg)"), ("", "(theo thiết lập của bộ quy định)")],
)
def test_the_holder_reads_that_article_or_that_it_is_a_setting(
    world: World, tmp_path: Path, article: str, told: str
) -> None:
    term = read_document(schemas_dir() / "rulebooks" / "26-2026.json")["certificate"]
    renewal = {**term["renewal"], "extends_article": article}
    changed_law(world, tmp_path, certificate={**term, "renewal": renewal})
    story = recognised(world)
    on(world, certificate_of(story).valid_to - 119 * DAY)
    world.sweep()
    person = Visitor(world)
    person.open_mail(PRODUCER, "renewal-told")
    assert told in person.get(f"/dossiers/{story.id}").body


def test_a_certificate_of_the_books_begins_with_empty_forms_and_the_same_link(
    world: World,
) -> None:
    taken(world, HONEY)
    [product] = Visitor(world).call("GET", "/v1/products").json["products"]
    certificate = world.store.certificate(product["number"])
    on(world, date(2027, 1, 4))
    with pytest.raises(WrongState) as refused:
        begin_again(world.svc, certificate, "upgrade", OFFICER, "a")
    assert refused.value.code == "again-no-address"
    who = Beginner("admin", "account", PRODUCER)
    receipt = begin_again(world.svc, certificate, "upgrade", who, "b")
    world.settle()
    again = Story(world, world.post.last(PRODUCER, "rated-again").token, receipt.dossier)
    assert again.case.subject.previous == certificate.number
    assert carried_answers(world.svc, again.case, "self-assessment") == {}
    person = Visitor(world)
    person.get(f"/r/{again.token}")
    values = person.get(f"/dossiers/{again.id}/forms/registration").form("/forms/reg").values
    assert (values["/product_name"], values["/previous_certificate"]) == ("Mật ong mẫu", "07/GCN")
    done = judged(filed_again(again), 92)
    assert done.case.position.stage == "recognition"


def test_the_producer_begins_by_the_page_of_the_last_case(world: World) -> None:
    story = recognised(world)
    person = Visitor(world)
    person.open_mail(PRODUCER, "result-recognised")
    page = person.get(f"/dossiers/{story.id}")
    assert "sớm nhất ngày 01/01/2027" in page.body
    on(world, date(2027, 1, 4))
    page = person.get(f"/dossiers/{story.id}")
    done = person.follow(person.press(page, f"/dossiers/{story.id}/again"))
    world.settle()
    assert "99-10105-001-2027" in done.body
    assert world.post.last(PRODUCER, "rated-again").token


def test_an_officer_begins_for_the_producer_and_others_cannot(world: World) -> None:
    story = recognised(world)
    on(world, date(2027, 1, 4))
    officer, _ = signed_in(world)
    page = officer.get(f"/office/dossiers/{story.id}")
    done = officer.follow(officer.press(page, f"/office/dossiers/{story.id}/again"))
    assert "99-10105-001-2027" in done.body
    body = {"occasion": "upgrade"}
    address = f"/v1/office/dossiers/{story.id}/again"
    for typed in ("a@b", "a@example.vn, b@example.vn", {"x": 1}, "\u200b"):
        wrong = officer.call("POST", address, {**body, "email": typed}, x_claim=COMMUNE)
        assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "/email")
    again = officer.call("POST", address, body, x_claim=COMMUNE)
    assert (again.status, again.json["reference"]) == (201, "99-10105-001-2027")
    other = officer.call("POST", address, body, x_claim=COMMUNE, idempotency_key="another-key")
    assert (other.status, other.json["code"]) == (409, "again-open")
    for member in world.store.assignments(story.id):
        if member.seat:
            email = member.party.email
            assert officer.call("POST", address, body, x_claim=email).status in (403, 404)


def test_a_program_begins_by_the_link(world: World) -> None:
    story = recognised(world)
    token = world.post.last(PRODUCER, "result-recognised").token
    on(world, date(2027, 1, 4))
    person = Visitor(world)
    bearer = {"authorization": f"Bearer {token}"}
    address = f"/v1/dossiers/{story.id}/again"
    wrong = person.call("POST", address, {"occasion": "first"}, **bearer)
    assert (wrong.status, wrong.json["errors"][0]["code"]) == (422, "no-such-occasion")
    made = person.call("POST", address, {"occasion": "upgrade"}, **bearer)
    assert (made.status, made.json["reference"]) == (201, "99-10105-001-2027")
    assert person.call("POST", address, {"occasion": "upgrade"}, **bearer).json == made.json


def test_a_re_rating_has_forty_five_days_and_no_round(world: World) -> None:
    """Article 7(6)(g): from the day on which the province has the whole dossier."""
    story = recognised(world)
    on(world, date(2029, 1, 4))
    again = filed_again(begun(story, "re-rating")).decide(COMMUNE, "propose")
    assert again.case.subject.received == date(2029, 1, 4)
    assert again.case.subject.evaluation_round == ""
    on(world, date(2029, 2, 2))
    again.decide(ADVISOR, "ready")
    due = again.case.position.due
    assert due is not None
    last = date(2029, 1, 4) + 45 * DAY
    assert local_date(due) == load_calendar().next_working(last)


def test_of_a_re_rating_the_council_reads_what_was_found_on_the_spot(world: World) -> None:
    """Article 7(6)(c): where much has changed or evidence is not clear the office goes and looks,
    and reports to the council before it gives its opinion.
    """
    story = recognised(world)
    on(world, date(2029, 1, 4))
    again = filed_again(begun(story, "re-rating")).decide(COMMUNE, "propose")
    seen = {
        "cause": "scale",
        "needed": "done",
        "date": "2029-01-04",
        "findings": "Xưởng mới gấp ba lần xưởng cũ.",
    }
    again.decide(ADVISOR, "ready", site_visit=seen)
    chair = next(one for one in world.store.assignments(again.id) if one.seat == "chair")
    sheet = Visitor(world).open_mail(chair.party.email)
    assert seen["findings"] in sheet.body
    assert "04/01/2029" in sheet.body


@pytest.mark.parametrize(
    ("cause", "needed", "goes_on"),
    [
        ("none", "not-needed", True),
        ("scale", "done", True),
        ("unclear", "done", True),
        ("scale", "not-needed", False),
        ("unclear", "not-needed", False),
        ("scale", "proposed", False),
    ],
)
def test_a_re_rating_with_cause_for_a_visit_goes_before_the_council_after_it(
    world: World, cause: str, needed: str, *, goes_on: bool
) -> None:
    story = recognised(world)
    on(world, date(2029, 1, 4))
    again = filed_again(begun(story, "re-rating")).decide(COMMUNE, "propose")
    visit = {"cause": cause, "needed": needed}
    if goes_on:
        again.decide(ADVISOR, "ready", site_visit=visit)
        assert again.case.position.stage == "council-province"
        return
    with pytest.raises(InvalidInput) as refused:
        again.decide(ADVISOR, "ready", site_visit=visit)
    assert [(e.pointer, e.code) for e in refused.value.errors] == [
        ("/site_visit/needed", "visit-missing")
    ]
    again.decide(ADVISOR, "supplement", site_visit=visit, reason="Chờ kiểm tra thực tế")
    assert again.case.position.stage == "supplement"


def test_the_report_on_a_re_rating_says_whether_there_is_cause_and_no_other(world: World) -> None:
    story = recognised(world)
    on(world, date(2029, 1, 4))
    again = filed_again(begun(story, "re-rating")).decide(COMMUNE, "propose")

    def asks(case: Case) -> tuple[bool, bool]:
        schema = deciding_question(world.svc, case, "advisory").serve("vi")["schema"]
        visit = schema["properties"]["site_visit"]
        return "cause" in visit["properties"], "cause" in visit["required"]

    assert asks(again.case) == (True, True)
    assert asks(story.case) == (False, False)


def test_a_decision_told_late_ends_all_that_were_given_after_its_day(world: World) -> None:
    """Three cases of one product, decided on; the last told bears a day before that of the second,
    and whichever is the newest counts from its day on, alone.
    """
    stories = [before_council(world).score(82, star=4), *(judgeable(world) for _ in range(2))]
    asked = [post for post in world.post.sent if post.to == CHAIRMAN]
    links = [post.token for post in asked if post.template == "task-assigned"]
    start = local_date(world.clock.now)
    first, second, third = (start + DAY * later for later in (0, 15, 7))
    for story, link, day in zip(stories, links, (first, second, third), strict=True):
        on(world, max(day, local_date(world.clock.now)))
        paper = {**on_paper(f"{day.day}/QĐ-UBND", world.clock.now), "decision_date": f"{day}"}
        data = {"outcome": "recognise", **paper}
        decide(world.svc, story.case, open_link(world.svc, link, "decide"), data, "vi", story.key())
    given = [certificate_of(story) for story in stories]
    for day in (first, third - DAY, third, second - DAY, second):
        assert sum(validity_on(one, day).in_force for one in given) == 1


def judgeable(world: World) -> Story:
    """The same product once more, judged by the council."""
    story = Story(world).idea(commune="10105", criteria_set="04", email="khac@example.vn").confirm()
    story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")
    story.file("deployment-progress").file("registration").file("self-assessment")
    return story.decide(COMMUNE, "propose").decide(ADVISOR, "ready").score(82, star=4)
