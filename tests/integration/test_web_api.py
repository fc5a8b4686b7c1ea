"""The open API: what a portal of its own would call."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from ocop.cases.questions import criteria_of
from ocop.links.tokens import producer_assignment_id
from ocop.web.routes import OFFICE, OFFICE_DOOR, PORTAL, REVIEW
from tests.support.documents import document
from tests.support.play import CHAIRMAN, COMMUNE, PRODUCER, Story, before_council, confirmed, filed
from tests.support.visitor import Visitor
from tests.support.world import World

LANGS = ("vi", "en")


@pytest.fixture
def program(world: World) -> Visitor:
    return Visitor(world)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_forms_are_listed_and_served_in_both_languages(program: Visitor) -> None:
    listed = program.call("GET", "/v1/forms").json["forms"]
    assert "product-idea" in [one["id"] for one in listed]
    titles = {
        program.call("GET", f"/v1/forms/product-idea?lang={lang}").json["schema"]["title"]
        for lang in LANGS
    }
    assert len(titles) == 2


def test_a_form_made_per_set_is_served_for_the_set_asked_for(program: Visitor) -> None:
    first = program.call("GET", "/v1/forms/self-assessment")
    served = program.call("GET", "/v1/forms/self-assessment?set=26-2026/11")
    assert [one.json["schema"]["$id"].split(":")[6] for one in (first, served)] == ["01", "11"]
    assert program.call("GET", "/v1/forms/self-assessment?set=../x").status == 404


def test_an_idea_is_filed_once_however_often_it_is_sent(world: World, program: Visitor) -> None:
    data = document("product-idea", email=PRODUCER, commune="10105", criteria_set="04")
    answers = [
        program.call("POST", "/v1/forms/product-idea/submissions", {"data": data}) for _ in range(2)
    ]
    assert [one.status for one in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert set(answers[0].json) == {"reference", "dossier", "event"}


def test_the_same_idea_without_a_key_is_another_case_next_year(
    world: World, program: Visitor
) -> None:
    data = document("product-idea", email=PRODUCER, commune="10105", criteria_set="04")
    path, given = "/v1/forms/product-idea/submissions", []
    for days in (0, 365):
        world.clock.move(days=days)
        given.append(program.call("POST", path, {"data": data}).json["dossier"])
    assert len(set(given)) == 2


def test_one_key_for_two_ideas_is_refused(program: Visitor) -> None:
    data = document("product-idea", email=PRODUCER, commune="10105", criteria_set="04")
    path, key = "/v1/forms/product-idea/submissions", "key-of-the-program"
    assert program.call("POST", path, {"data": data}, idempotency_key=key).status == 201
    other = {**data, "product_name": "Khác"}
    again = program.call("POST", path, {"data": other}, idempotency_key=key)
    assert (again.status, again.json["code"]) == (422, "key-reused")


def test_errors_come_all_at_once_in_the_asked_language(program: Visitor) -> None:
    path = "/v1/forms/product-idea/submissions"
    found = {
        lang: program.call("POST", f"{path}?lang={lang}", {"data": {"email": "x"}}).json
        for lang in LANGS
    }
    pointers = [[one["pointer"] for one in found[lang]["errors"]] for lang in LANGS]
    assert pointers[0] == pointers[1]
    assert {"/email", "/product_name", "/consent"} <= set(pointers[0])
    assert found["vi"]["errors"][0]["detail"] != found["en"]["errors"][0]["detail"]


@pytest.mark.parametrize("body", [{}, {"data": []}, {"data": None}, {"data": "x"}])
def test_a_filing_without_data_says_so(program: Visitor, body: dict[str, object]) -> None:
    answer = program.call("POST", "/v1/forms/product-idea/submissions", body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/data")
    assert answer.json["errors"][0]["code"] == ("type" if "data" in body else "required")


def test_a_later_form_needs_the_producers_link(world: World, program: Visitor) -> None:
    story = confirmed(world)
    story.decide(COMMUNE, "selected")
    plan = document("business-plan", criteria_of(world.svc, story.case))
    body = {"data": plan, "dossier": story.id}
    path = "/v1/forms/business-plan/submissions"
    assert program.call("POST", path, body).status == 401
    foreign = Story(world).idea(
        commune="10105", criteria_set="04", email="khac@example.vn", product_name="Khác"
    )
    assert program.call("POST", path, body, **bearer(foreign.token)).status == 404
    assert program.call("POST", path, body, **bearer(story.token)).status == 201
    assert story.case.position.stage == "plan-selection"


@pytest.mark.parametrize(
    ("method", "rest"),
    [("GET", ""), ("PUT", ""), ("POST", "/decide"), ("POST", "/code"), ("GET", "/products")],
)
def test_a_producers_link_reviews_nothing(
    world: World, program: Visitor, method: str, rest: str
) -> None:
    story = confirmed(world)
    address = f"/v1/reviews/{story.id}-{producer_assignment_id(story.id)}{rest}"
    body: dict[str, Any] | None = {"data": {}} if method != "GET" else None
    answer = program.call(method, address, body, **bearer(story.token))
    assert (answer.status, answer.json["code"]) == (404, "link-unknown")


@pytest.mark.parametrize("named", [None, "", 5, ["x"], {}])
def test_a_later_form_says_that_its_dossier_is_missing(program: Visitor, named: object) -> None:
    path, body = "/v1/forms/business-plan/submissions", {"data": {}, "dossier": named}
    answer = program.call("POST", path, body)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/dossier")
    assert program.call("POST", "/v1/forms/none/submissions", {"data": {}}).status == 404


def test_drafts_are_versioned(world: World, program: Visitor) -> None:
    story = confirmed(world)
    story.decide(COMMUNE, "selected")
    path, own = f"/v1/dossiers/{story.id}/drafts/business-plan", bearer(story.token)
    assert program.call("GET", path, **own).status == 404
    first = program.call("PUT", path, {"data": {}}, **own)
    assert (first.status, first.headers["ETag"]) == (200, '"1"')
    blind = program.call("PUT", path, {"data": {}}, **own)
    assert (blind.status, blind.json["code"]) == (428, "precondition-required")
    assert program.call("PUT", path, {"data": {}}, if_match='"9"', **own).status == 412
    assert program.call("PUT", path, {"data": {}}, if_match='"1"', **own).status == 200
    unknown = program.call("PUT", path, {"data": {"hack": 1}}, if_match='"2"', **own)
    assert unknown.status == 422
    for tags in ("*", '"7", "3"', 'W/"4"', '"x",W/"5" ,'):
        assert program.call("PUT", path, {"data": {}}, if_match=tags, **own).status == 200, tags
    for tags in ('"7", "8"', '"', ",", "ÿ", "6 7"):
        refused = program.call("PUT", path, {"data": {}}, if_match=tags, **own).status
        assert refused in (412, 428), tags
    assert program.call("GET", path, **own).json["version"] == 6


def test_the_first_draft_may_say_that_it_is_the_first(world: World, program: Visitor) -> None:
    story = confirmed(world)
    story.decide(COMMUNE, "selected")
    path, own = f"/v1/dossiers/{story.id}/drafts/business-plan", bearer(story.token)
    assert program.call("PUT", path, {"data": {}}, if_match="*", **own).status == 412
    assert program.call("PUT", path, {"data": {}}, if_none_match="*", **own).status == 200
    again = program.call("PUT", path, {"data": {"target_star": "4"}}, if_none_match="*", **own)
    assert again.status == 412
    assert "target_star" not in program.call("GET", path, **own).json["data"]


@pytest.mark.parametrize(
    "query",
    ["star=abc", "star=9", "star=-1", "star=0", "star=٣", "star=4.5", "limit=0", "limit=9999"],
)
def test_a_filter_that_means_nothing_is_refused(program: Visitor, query: str) -> None:
    answer = program.call("GET", f"/v1/products?{query}")
    assert (answer.status, answer.json["code"]) == (422, "bad-filter")
    assert answer.json["errors"][0]["pointer"] == f"/{query.partition('=')[0]}"
    assert program.get(f"/products?{query}").status == 422


@pytest.mark.parametrize("cursor", ["junk", "====", "YWJj", "QUFB" * 700, "%00", "NyNhYmM*"])
def test_a_cursor_that_we_never_gave_is_refused(
    world: World, program: Visitor, cursor: str
) -> None:
    for path in ("/v1/products", "/v1/office/worklist"):
        answer = program.call("GET", f"{path}?cursor={cursor}", x_claim=COMMUNE)
        assert (answer.status, answer.json["code"]) == (400, "bad-cursor")


def test_evidence_gets_a_ticket_by_link_only(world: World, program: Visitor) -> None:
    story = confirmed(world)
    asked = {"dossier": story.id, "slot": "general", "name": "a.pdf", "type": "application/pdf"}
    assert program.call("POST", "/v1/uploads", asked).status == 401
    ticket = program.call("POST", "/v1/uploads", asked, **bearer(story.token))
    assert (ticket.status, ticket.json["url"]) == (201, "https://bucket.example.vn")
    hostile = {**asked, "type": "text/html"}
    refused = program.call("POST", "/v1/uploads", hostile, **bearer(story.token))
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/type")


def test_a_case_is_public_without_anything_personal(world: World, program: Visitor) -> None:
    story = filed(world)
    path = f"/v1/cases/{story.case.reference}"
    alone = program.call("GET", path).json
    assert alone == {"reference": story.case.reference, "status": "open"}
    answer = program.call("GET", path, x_case_key=PRODUCER)
    assert (answer.status, answer.json["stage"]) == (200, "intake")
    assert PRODUCER not in answer.body
    assert story.case.party.name not in answer.body
    assert program.call("GET", "/v1/cases/99-10105-999-2026").status == 404


def test_the_producer_reads_the_whole_dossier(world: World, program: Visitor) -> None:
    story = filed(world)
    found = program.call("GET", f"/v1/dossiers/{story.id}", **bearer(story.token))
    assert found.status == 200
    assert found.json["submissions"][0]["form"] == "product-idea"


def test_a_dossier_names_the_forms_that_can_be_filed_now(world: World, program: Visitor) -> None:
    def asked(story: Story) -> object:
        return program.call("GET", f"/v1/dossiers/{story.id}", **bearer(story.token)).json["forms"]

    story = Story(world).idea(commune="10105", criteria_set="04")
    assert asked(story) == []  # the address is not confirmed yet
    story.confirm()
    assert asked(story) == []
    story.decide(COMMUNE, "selected")
    assert asked(story) == ["business-plan"]


def test_criteria_are_open(program: Visitor) -> None:
    sets = program.call("GET", "/v1/criteria/26-2026").json["sets"]
    assert len(sets) == 26
    one = program.call("GET", sets[10]["href"]).json
    assert sum(part["max"] for part in one["parts"]) == 100
    assert program.call("GET", "/v1/criteria/26-2026/99").status == 404
    assert program.call("GET", "/v1/criteria/nowhere").status == 404


def test_a_member_scores_by_program(world: World, program: Visitor) -> None:
    story = before_council(world)
    chair = next(a for a in world.store.assignments(story.id) if a.seat == "chair")
    own = bearer(world.post.last(chair.party.email).token)
    path = f"/v1/reviews/{story.id}-{chair.id}"
    found = program.call("GET", path, **own)
    assert found.json["sheet"]["total"] == "0"
    etag = found.headers["ETag"]
    saved = program.call("PUT", path, {"data": {"c1_1": "0"}}, if_match=etag, **own)
    assert (saved.status, saved.json["sheet"]["data"]) == (200, {"c1_1": "0"})
    assert program.call("PUT", path, {"data": {}}, if_match=etag, **own).status == 412
    assert program.call("PUT", path, {"data": {}}, **own).status == 428
    gaps = program.call("POST", f"{path}/submit", {"data": {"c1_1": "0"}}, **own)
    assert gaps.status == 422
    assert "/c1_2" in [one["pointer"] for one in gaps.json["errors"]]
    assert program.call("GET", path).status == 401
    blank = program.call("POST", f"{path}/conflict", {"reason": "\u200b\u2060"}, **own)
    assert (blank.status, [e["pointer"] for e in blank.json["errors"]]) == (422, ["/reason"])
    left = program.call("POST", f"{path}/conflict", {"reason": "Người nhà"}, **own)
    assert (left.status, left.json["status"]) == (200, "conflict")
    assert program.call("GET", path, **own).json["code"] == "seat-left"


def test_the_openapi_file_names_every_route_and_no_other(program: Visitor) -> None:
    served = json.loads(program.call("GET", "/openapi.json").body)
    listed = {
        (method.upper(), path)
        for path, item in served["paths"].items()
        for method in item
        if method in ("get", "put", "post", "delete")
    }
    routed = {
        (method, rule.replace("<", "{").replace(">", "}"))
        for method, rule, _ in (*PORTAL, *REVIEW, *OFFICE, *OFFICE_DOOR)
        if rule.startswith("/v1/")
    }
    assert listed == routed
    assert Path("functions/ocop/web/openapi.json").is_file()


def answered(program: Visitor, story: Story) -> list[tuple[str, str, Any]]:
    """What the API answers about a case, with the operation that describes it."""
    own = bearer(story.token)
    asked = [
        ("/v1/forms", "/v1/forms", {}),
        ("/v1/forms/{form}", f"/v1/forms/registration?dossier={story.id}", own),
        ("/v1/criteria/{rulebook}", "/v1/criteria/26-2026", {}),
        ("/v1/cases/{reference}", f"/v1/cases/{story.case.reference}", {}),
        (
            "/v1/cases/{reference}",
            f"/v1/cases/{story.case.reference}",
            {"x_case_key": PRODUCER},
        ),
        ("/v1/products", "/v1/products", {}),
        ("/v1/certificates/{number}", f"/v1/certificates/{story.case.subject.certificate}", {}),
        ("/v1/dossiers/{id}", f"/v1/dossiers/{story.id}", own),
        ("/v1/office/worklist", "/v1/office/worklist", {"x_claim": COMMUNE}),
        ("/v1/office/dossiers/{id}", f"/v1/office/dossiers/{story.id}", {"x_claim": COMMUNE}),
    ]
    return [
        (rule, path, program.call("GET", path, **headers).json) for rule, path, headers in asked
    ]


def test_answers_have_the_shape_that_openapi_promises(world: World, program: Visitor) -> None:
    story = before_council(world).score(82, 84, star=4)
    story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")
    document = program.call("GET", "/openapi.json").json
    for rule, path, body in answered(program, story):
        operation = document["paths"][rule]["get"]
        promised = operation["responses"]["200"]["content"]["application/json"]["schema"]
        schema = {**promised, "components": document["components"]}
        assert list(Draft202012Validator(schema).iter_errors(body)) == [], path


def test_every_form_is_served_without_further_ado(world: World, program: Visitor) -> None:
    for form in world.svc.forms.ids():
        for lang in LANGS:
            assert program.call("GET", f"/v1/forms/{form}?lang={lang}").status == 200, form


def test_a_form_that_a_law_does_not_use_is_none_of_its_province(
    world: World, program: Visitor
) -> None:
    world.load("ha-nam")
    world.clock.now = world.clock.now.replace(year=2021)
    assert program.call("GET", "/v1/forms/commune-report?province=35").status == 404
    assert program.call("GET", "/v1/forms/decision?province=35").status == 200


def test_a_set_that_does_not_add_up_is_told_and_not_opened(program: Visitor) -> None:
    for law in ("148-2023", "1489-2025"):
        gaps = program.call("GET", f"/v1/criteria/{law}").json["incomplete"]
        assert [gap["number"] for gap in gaps] == [7, 11, 12, 13]
        refused = program.call("GET", f"/v1/criteria/{law}/11?lang=en")
        assert (refused.status, refused.json["code"]) == (404, "incomplete-criteria-set")
        assert "Part C has 35 points, its criteria add up to 32" in refused.json["detail"]
    asked = program.call("GET", "/v1/forms/self-assessment?set=148-2023/11")
    assert asked.json["code"] == "incomplete-criteria-set"
    assert program.call("GET", "/v1/criteria/26-2026").json["incomplete"] == []
    assert program.call("GET", "/v1/criteria/1489-2025/6").json["number"] == 6


def test_the_page_of_an_idea_says_which_groups_are_not_open(world: World, program: Visitor) -> None:
    assert "chưa nhận đăng ký" not in program.call("GET", "/forms/product-idea").body
    world.load("ha-nam")
    world.clock.now = world.clock.now.replace(year=2021)
    page = program.call("GET", "/forms/product-idea?province=35").body
    assert "Nhóm sản phẩm chưa nhận đăng ký" in page
    assert "19. Thực phẩm chức năng" in page
    assert "cộng lại 38 điểm" in page


def test_sets_of_a_decision_can_be_read(program: Visitor) -> None:
    listed = program.call("GET", "/v1/criteria/148-2023")
    assert len(listed.json["sets"]) == 22
    for one in listed.json["sets"][:2]:
        assert program.call("GET", one["href"]).status == 200
    for wrong in ("../forms", "148-2024", ".."):
        assert program.call("GET", f"/v1/criteria/{wrong}").status == 404
        assert program.call("GET", f"/v1/criteria/{wrong}/1").status == 404


def test_a_draft_is_judged_by_the_law_of_its_own_case(world: World, program: Visitor) -> None:
    story = confirmed(world).decide(COMMUNE, "resubmit", reason="Nói rõ hơn về nguyên liệu")
    ended = [{"id": "1048-2019", "from": "2021-01-01", "to": "2021-12-31"}]
    world.load("song-xanh", rulebooks=ended)
    path = f"/v1/dossiers/{story.id}/drafts/product-idea"
    told = {"criteria_set": "04", "commune": "10105", "product_name": "Mật ong rừng"}
    kept = program.call("PUT", path, {"data": told}, **bearer(story.token))
    assert (kept.status, kept.json["data"]) == (200, told)
