"""Whatever refuses a page, what was typed on it is kept, with a way on."""

from typing import Any
from urllib.parse import urlencode

import pytest

from ocop.base.errors import StaleVersion, Unavailable
from ocop.forms.score_form import write_score_sheet
from tests.integration.test_web_office import signed_in
from tests.support.documents import document
from tests.support.play import COMMUNE, PRODUCER, Story, before_council, confirmed
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

REASON = "Cần nêu rõ nguồn nguyên liệu <b>mua ở đâu</b>,\r\nbao nhiêu mỗi năm."
SHOWN = "Cần nêu rõ nguồn nguyên liệu &lt;b&gt;mua ở đâu&lt;/b&gt;"
FORM = "application/x-www-form-urlencoded"


def planning(world: World) -> Story:
    story = confirmed(world)
    story.decide(COMMUNE, "selected")
    return story


def deploying(world: World) -> Story:
    story = planning(world).file("business-plan")
    story.decide(COMMUNE, "selected")
    return story


def producer_of(world: World) -> Visitor:
    person = Visitor(world)
    person.open_mail(PRODUCER)
    return person


def flat(data: object, pointer: str = "") -> dict[str, str]:
    """A document as a page's fields."""
    if isinstance(data, dict):
        pairs = [flat(value, f"{pointer}/{name}") for name, value in data.items()]
    elif isinstance(data, list):
        pairs = [flat(value, f"{pointer}/{place}") for place, value in enumerate(data)]
    else:
        return {pointer: "true" if data is True else str(data)}
    return {name: value for found in pairs for name, value in found.items()}


def send(person: Visitor, page: Answer, action: str, answers: dict[str, str]) -> Answer:
    form = page.form(action)
    body = urlencode({**form.values, **answers, "_do": "submit"})
    return person.send("POST", form.action, body, content_type=FORM)


def again(person: Visitor, refused: Answer, action: str) -> Answer:
    """Presses "send again" on the page that kept what was typed."""
    return send(person, refused, action, {})


def test_a_session_that_ends_while_an_officer_writes(world: World) -> None:
    story = confirmed(world)
    officer = Visitor(world)
    officer.jar["office", "/"] = f"session:{COMMUNE}"
    page = officer.get(f"/office/dossiers/{story.id}")
    officer.jar.clear()
    refused = send(officer, page, "/decide", {"/outcome": "rejected", "/reason": REASON})
    assert refused.status == 401
    assert SHOWN in refused.body
    assert 'href="/office/sign-in" target="_blank"' in refused.body
    officer.jar["office", "/"] = f"session:{COMMUNE}"
    assert again(officer, refused, "/decide").status == 303
    assert story.case.status == "ended"
    assert world.store.events(story.id)[-1].data["reason"] == REASON.replace("\r\n", "\n")


def test_a_cookie_that_is_lost_while_a_reviewer_writes(world: World) -> None:
    story = confirmed(world)
    reviewer = Visitor(world)
    page = reviewer.open_mail(COMMUNE, "task-assigned")
    reviewer.jar.clear()
    refused = send(reviewer, page, "/decide", {"/outcome": "rejected", "/reason": REASON})
    assert refused.status == 404
    assert SHOWN in refused.body
    reviewer.open_mail(COMMUNE, "task-assigned")
    assert again(reviewer, refused, "/decide").status == 303
    assert story.case.status == "ended"


def test_a_link_that_dies_while_a_producer_writes(world: World) -> None:
    story = planning(world)
    person = producer_of(world)
    page = person.get(f"/dossiers/{story.id}/forms/business-plan")
    world.clock.move(days=500)
    refused = send(person, page, "/forms/business-plan", {"/market/customers": REASON})
    assert refused.status == 410
    assert SHOWN in refused.body


def test_a_table_that_does_not_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Visitor(world)
    page = person.get("/forms/product-idea")
    answers = flat(document("product-idea", email=PRODUCER, commune="10105", criteria_set="04"))

    def down(*_: object) -> None:
        raise Unavailable

    with monkeypatch.context() as broken:
        broken.setattr(world.store, "commit", down)
        refused = send(person, page, "/forms/product-idea", answers)
    assert refused.status == 503
    assert answers["/core_value"] in refused.body
    assert again(person, refused, "/forms/product-idea").headers["Location"].startswith("/received")


def test_what_another_site_sent_is_not_given_back(world: World) -> None:
    body = urlencode({"/outcome": "rejected", "/reason": REASON, "_do": "submit"})
    address = f"/office/dossiers/{'a' * 26}/{'b' * 16}/decide"
    for named in ({"sec_fetch_site": "cross-site"}, {"origin": "https://la.example.com"}):
        refused = Visitor(world).send("POST", address, body, content_type=FORM, **named)
        assert refused.status == 403
        assert "nguyên liệu" not in refused.body


def test_a_password_is_never_given_back(world: World) -> None:
    person = Visitor(world)
    page = person.get("/office/sign-in")
    answers = {"email": "a@example.vn", "password": "Mat-Khau-Dai-2026!"}
    assert answers["password"] not in send(person, page, "/office/sign-in", answers).body


def test_an_idea_sent_again_leads_to_the_first_receipt(world: World) -> None:
    person = Visitor(world)
    page = person.get("/forms/product-idea")
    answers = flat(document("product-idea", email=PRODUCER, commune="10105", criteria_set="04"))
    first = send(person, page, "/forms/product-idea", answers).headers["Location"]
    assert send(person, page, "/forms/product-idea", answers).headers["Location"] == first
    fixed = {**answers, "/core_value": "Đã sửa sau khi bấm nút quay lại."}
    shown = send(person, page, "/forms/product-idea", fixed)
    assert shown.status == 409
    assert "Idempotency" not in shown.body
    assert fixed["/core_value"] in shown.body
    assert first in shown.body
    anew = again(person, shown, "/forms/product-idea")
    assert anew.status == 303
    assert anew.headers["Location"] != first


def test_going_back_to_a_fresh_page_makes_no_second_case(world: World) -> None:
    person = Visitor(world)
    answers = flat(document("product-idea", email=PRODUCER, commune="10105", criteria_set="04"))
    address = "/forms/product-idea"
    first = send(person, person.get(address), address, answers).headers["Location"]
    assert send(person, person.get(address), address, answers).headers["Location"] == first
    fixed = {**answers, "/core_value": "Đã sửa sau khi bấm nút quay lại."}
    shown = send(person, person.get(address), address, fixed)
    assert shown.status == 409
    assert fixed["/core_value"] in shown.body
    other = {**answers, "/product_name": "Trà hoa vàng mẫu"}
    assert send(person, person.get(address), address, other).headers["Location"] != first
    anew = again(person, shown, address).headers["Location"]
    assert anew.startswith("/received/")
    assert anew != first


def test_the_last_form_before_the_first_is_kept_as_a_draft(world: World) -> None:
    story = deploying(world)
    person = producer_of(world)
    listed = person.get(f"/dossiers/{story.id}").body
    assert "nộp được sau khi đã nộp" in listed
    address = f"/dossiers/{story.id}/forms/self-assessment"
    page = person.get(address)
    text = "Hợp tác xã lập năm 2015, bắt đầu từ bảy hộ nuôi ong."
    refused = send(person, page, "/forms/self-assessment", {"/general/history": text})
    assert refused.status in (409, 422)
    assert text in refused.body
    data = document("self-assessment", world.svc.criteria.get("26-2026", 4))
    refused = send(person, person.get(address), "/forms/self-assessment", flat(data))
    assert refused.status == 409
    assert "registration" not in refused.page.all("h1")[0].text
    assert f'href="/dossiers/{story.id}/forms/registration"' in refused.body
    history = data["general"]["history"]
    assert history in person.get(address).body
    story.file("registration")
    assert send(person, person.get(address), "/forms/self-assessment", {}).status == 303
    assert story.case.position.stage == "intake"


def test_too_early_is_said_before_anything_is_typed_and_nothing_is_lost(world: World) -> None:
    story = confirmed(world)
    story.decide(COMMUNE, "resubmit", reason="Cần nêu rõ hơn.")
    assert story.case.position.not_before is not None
    person = producer_of(world)
    address = f"/dossiers/{story.id}/forms/product-idea"
    card = person.get(f"/dossiers/{story.id}").body
    assert "Nộp được từ ngày 08/07/2026" in card
    assert f'href="{address}"' not in card
    page = person.get(address)
    assert "08/07/2026" in page.body
    world.clock.move(hours=1)
    refused = send(person, page, "/forms/product-idea", {"/core_value": "Mật ong hoa rừng."})
    assert refused.status == 409
    assert f'href="/dossiers/{story.id}"' in refused.body
    assert "Mật ong hoa rừng." in person.get(address).body
    world.clock.move(days=8)
    assert f'href="{address}"' in person.get(f"/dossiers/{story.id}").body
    assert send(person, person.get(address), "/forms/product-idea", {}).status == 303


def test_a_later_form_sent_twice_gets_its_receipt_after_the_case_went_on(world: World) -> None:
    story = planning(world)
    person = producer_of(world)
    page = person.get(f"/dossiers/{story.id}/forms/business-plan")
    answers = flat(document("business-plan", world.svc.criteria.get("26-2026", 4)))
    first = send(person, page, "/forms/business-plan", answers)
    assert story.case.position.stage == "plan-selection"
    second = send(person, page, "/forms/business-plan", answers)
    assert (first.status, second.status) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    late = send(person, page, "/forms/business-plan", {**answers, "/market/channels": REASON})
    assert late.status in (409, 422)
    assert SHOWN in late.body


def test_a_stale_tab_never_submits_over_a_newer_sheet(world: World) -> None:
    story = before_council(world)
    member = next(one for one in world.store.assignments(story.id) if one.seat)
    person = Visitor(world)
    old = person.open_mail(member.party.email)
    saved = person.press(old, "/save", "save", c1_1="1")
    assert saved.status == 303
    stale = send(person, old, "/save", {"/c1_1": "0"})
    assert stale.status == 412
    assert world.store.assignment(story.id, member.id).status == "open"


@pytest.mark.parametrize(("name", "step"), [("c1_1_note", "?at=1"), ("opinion", "")])
def test_a_remark_that_is_too_long_is_said_so_beside_it_and_kept_whole(
    world: World, name: str, step: str
) -> None:
    story = before_council(world)
    member = next(one for one in world.store.assignments(story.id) if one.seat)
    person = Visitor(world)
    first, long = person.open_mail(member.party.email), "Chưa đạt. " * 600
    page = person.get(f"{first.path}{step}")
    assert "maxlength" not in page.body  # a browser would cut it, and say nothing
    refused = send(person, page, "/save", {f"/{name}": long, "_do": "save"})
    assert refused.status == 422
    box = refused.page.by_id(f"f.{name}")
    assert box is not None
    assert (box.text.strip(), box.attributes["aria-invalid"]) == (long.strip(), "true")
    assert refused.page.by_id(f"f.{name}.error")


def test_two_presses_at_once_get_the_same_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = before_council(world)
    member = next(one for one in world.store.assignments(story.id) if one.seat)
    token = world.post.last(member.party.email).token
    person, other = Visitor(world), Visitor(world)
    criteria = world.svc.criteria.get("26-2026", 4)
    data = write_score_sheet(criteria, story.sheet(82))
    path, own = f"/v1/reviews/{story.id}-{member.id}/submit", {"authorization": f"Bearer {token}"}
    save = world.store.save_assignment
    pressed: list[int] = []

    def slower(*sheet: Any) -> None:
        """The other press comes in between reading and writing."""
        if not pressed:
            pressed.append(1)
            assert other.call("POST", path, {"data": data}, **own).status == 200
            raise StaleVersion
        save(*sheet)

    monkeypatch.setattr(world.store, "save_assignment", slower)
    assert person.call("POST", path, {"data": data}, **own).status == 200


def test_a_refused_page_leads_back_to_what_it_stood_under(world: World) -> None:
    story = planning(world)
    person = producer_of(world)
    early = person.get(f"/dossiers/{story.id}/forms/registration")
    assert (early.status, f'href="/dossiers/{story.id}"' in early.body) == (409, True)
    stranger = Visitor(world).get(f"/dossiers/{story.id}/forms/registration")
    assert (stranger.status, f'href="/dossiers/{story.id}"' in stranger.body) == (404, False)
    story.file("business-plan")
    officer = Visitor(world)
    asked = officer.open_mail(COMMUNE)
    missing = officer.get(f"{asked.path}/evidence/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    assert (missing.status, f'href="{asked.path}"' in missing.body) == (404, True)
    signed, _ = signed_in(world)
    nothing = signed.get("/office/dossiers/none")
    assert nothing.status == 404
    assert 'href="/office"' in nothing.body
    assert 'href="/cases"' not in nothing.body.partition("<footer")[0]
