"""What buyers see of a recognised product: put up by its producer, as long as it may be seen."""

import base64
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from infra.demo import evidence
from ocop.base.errors import Forbidden, InvalidInput, TooMany, WrongState
from ocop.cases.allowances import PAGES_SHOWN
from ocop.cases.certificate import Certificate
from ocop.cases.effects import KeepRegister
from ocop.cases.history import Act, verify
from ocop.certificates.keeping import keep_register
from ocop.certificates.product_page import PAGE_TAKEN_DOWN, page_data
from ocop.deciding.product_page import take_page_down
from ocop.filing.product_page import show_product
from ocop.filing.tracking import track
from ocop.papers.pictures import lay_out_pictures
from tests.integration.test_withdrawal import PAPER, signed_in
from tests.support.oversight import ADMIN, begun, certificate_of, officer, recognised
from tests.support.play import CHAIRMAN, COMMUNE, PRODUCER, Story
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

STORY = "Mật từ rừng tràm.\nNhà tôi làm đã ba đời."
PHONE = "0912 345 678"
PLACE = b"GPS"  # stands for where a photo was taken


def photo(colour: str = "orange", size: tuple[int, int] = (1600, 900)) -> bytes:
    """A photo as a telephone takes it: turned by a mark, with a word on where it was taken."""
    marks = Image.Exif()
    marks[0x0112], marks[0x010E] = 6, PLACE.decode()
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=marks)
    return out.getvalue()


def upload(story: Story, content: bytes, name: str = "Hũ mật") -> str:
    """A file in the producer's drawer, as a program puts it there; its id."""
    sent = {"dossier": story.id, "slot": "general", "name": name, "type": "image/jpeg"}
    told = Visitor(story.world).call(
        "POST", "/v1/uploads", sent, authorization=f"Bearer {story.token}"
    )
    assert told.status == 201, told.body
    story.world.shelf.post(told.json["fields"]["key"], content)
    return str(told.json["id"])


def told(*files: str, **over: Any) -> dict[str, Any]:
    pictures = [{"file": id, "shows": f"Hũ mật {n}"} for n, id in enumerate(files, 1)]
    return {"pictures": pictures, "story": STORY, "phone": PHONE, "consent": True, **over}


def shown(of: Story, *files: str, **over: Any) -> Certificate:
    """The product shown to buyers, with its pictures made."""
    world = of.world
    files = files or (upload(of, photo()),)
    show_product(world.svc, of.id, told(*files, **over), "vi", of.key())
    world.settle()
    certificate = certificate_of(of)
    assert certificate.page
    lay_out_pictures(world.svc, of.id, certificate.page.act)
    return certificate


def page(story: Story) -> Answer:
    return Visitor(story.world).get(f"/certificates/{certificate_of(story).number}")


def document(story: Story) -> Any:
    number = certificate_of(story).number
    return Visitor(story.world).call("GET", f"/v1/certificates/{number}").json["page"]


def picture(story: Story, name: str = "1") -> Answer:
    number = certificate_of(story).number
    return Visitor(story.world).send("GET", f"/certificates/{number}/pictures/{name}")


def removal(story: Story, email: str = COMMUNE, reason: str = "Ảnh không đúng sản phẩm.") -> None:
    who = officer(story.world, email)
    act = Act(PAGE_TAKEN_DOWN, who.person.id, story.key(), {"reason": reason}, by=who.person.id)
    take_page_down(story.world.svc, who, certificate_of(story).number, act, "vi")
    story.world.settle()


def test_buyers_see_pictures_story_and_contact(world: World) -> None:
    story = recognised(world)
    assert document(story) is None
    certificate = shown(story, upload(story, photo()), upload(story, photo("green"), "Vườn"))
    read = page(story)
    assert [one.attributes["alt"] for one in read.page.all("img")] == ["Hũ mật 1", "Hũ mật 2"]
    for words in ("Mật từ rừng tràm.", "Nhà tôi làm đã ba đời.", PHONE):
        assert words in read.body
    address = read.page.all("img")[0].attributes["src"]
    assert f'<meta property="og:image" content="https://ocop.example.vn{address}">' in read.body
    said = document(story)
    assert (said["story"], said["phone"], said["email"]) == (STORY, PHONE, "")
    assert said["pictures"][0]["href"] == f"https://ocop.example.vn{address}"
    listed = Visitor(world).get("/products").page.all("img")
    assert [one.attributes["src"] for one in listed] == [address.replace("/1?", "/1-small?")]
    assert listed[0].attributes["loading"] == "lazy"
    assert certificate.page
    assert verify(world.store.events(story.id), story.case) == []


def test_a_picture_is_small_upright_and_without_where_it_was_taken(world: World) -> None:
    story = recognised(world)
    shown(story)
    for name, longest in (("1", 1200), ("1-small", 320)):
        answer = picture(story, name)
        content = base64.b64decode(answer.body)
        with Image.open(BytesIO(content)) as found:
            assert (max(found.size), found.size[1]) == (longest, longest)  # it lay on its side
            assert not found.getexif()
        assert PLACE not in content
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize("name", ["2", "0", "1-large", "x", "1.jpg"])
def test_nothing_but_what_was_named_is_a_picture(world: World, name: str) -> None:
    story = recognised(world)
    upload(story, photo(), "Không công khai")
    shown(story)
    assert picture(story, name).status == 404


def test_a_broken_photo_is_refused_with_a_sentence(world: World) -> None:
    story = recognised(world)
    files = (upload(story, photo()), upload(story, photo()[:-200], "Vườn"))
    with pytest.raises(InvalidInput) as refused:
        show_product(world.svc, story.id, told(*files), "vi", story.key())
    (error,) = refused.value.errors
    assert (error.pointer, error.code) == ("/pictures/1/file", "upload-refused")
    assert "“Vườn.jpg”: Ảnh bị hỏng" in error.detail
    assert document(story) is None


def test_a_photo_too_large_to_draw_is_left_out_and_breaks_nothing(world: World) -> None:
    story = recognised(world)
    out = BytesIO()
    Image.new("L", (8000, 7000)).save(out, "JPEG", quality=1)
    shown(story, upload(story, out.getvalue()), upload(story, photo("green"), "Vườn"))
    assert [picture(story, name).status for name in ("1", "2", "2-small")] == [404, 200, 200]
    assert page(story).status == 200


def test_it_is_made_once(world: World) -> None:
    story = recognised(world)
    certificate = shown(story)
    assert certificate.page
    assert lay_out_pictures(world.svc, story.id, certificate.page.act) == 0
    assert lay_out_pictures(world.svc, story.id, world.store.events(story.id)[0].id) == 0


@pytest.mark.parametrize(
    ("over", "where"),
    [
        ({"consent": False}, "/consent"),
        ({"story": "a" * 1501}, "/story"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"website": "http://mau.example.vn"}, "/website"),
        ({"phone": "hỏi cô Mẫu"}, "/phone"),
        ({"pictures": []}, "/pictures"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(world: World, over: dict[str, Any], where: str) -> None:
    story = recognised(world)
    file = upload(story, photo())
    with pytest.raises(InvalidInput) as refused:
        show_product(world.svc, story.id, told(file, **over), "vi", story.key())
    assert [one.pointer for one in refused.value.errors] == [where]
    assert certificate_of(story).page is None


def test_a_paper_is_no_picture_and_another_s_file_is_none_of_ours(world: World) -> None:
    story = recognised(world)
    sent = {"dossier": story.id, "slot": "general", "name": "a.pdf", "type": "application/pdf"}
    given = (
        Visitor(world).call("POST", "/v1/uploads", sent, authorization=f"Bearer {story.token}").json
    )
    world.shelf.post(given["fields"]["key"], evidence.pdf("Phieu kiem nghiem"))
    for file, code in ((given["id"], "no-picture"), ("a" * 20, "upload-missing")):
        with pytest.raises(InvalidInput) as refused:
            show_product(world.svc, story.id, told(file), "vi", story.key())
        found = [(one.pointer, one.code) for one in refused.value.errors]
        assert found == [("/pictures/0/file", code)]


def test_the_newest_counts_and_the_older_stays_in_the_history(world: World) -> None:
    story = recognised(world)
    first = shown(story)
    second = shown(story, story="Chuyện mới.")
    assert first.page
    assert first.page != second.page
    assert page_data(world.svc, certificate_of(story))["story"] == "Chuyện mới."
    event = world.store.event(story.id, first.page.act)
    assert event
    assert (event.data["story"], event.data["form"]) == (STORY, "product-page@1.0.0")
    assert "product-page" not in story.case.filed


def test_a_repeat_changes_nothing(world: World) -> None:
    story = recognised(world)
    data = told(upload(story, photo()))
    for _ in range(2):
        show_product(world.svc, story.id, data, "vi", "one-key")
    assert sum(one.kind == "page-shown" for one in world.store.events(story.id)) == 1


def test_a_product_is_shown_anew_so_often_a_day(world: World) -> None:
    """Each time its pictures are made; what stands then stays."""
    story = recognised(world)
    data = told(upload(story, photo()))
    for number in range(PAGES_SHOWN):
        show_product(world.svc, story.id, data, "vi", f"shown-{number}")
    with pytest.raises(TooMany):
        show_product(world.svc, story.id, data, "vi", "one-more")
    show_product(world.svc, story.id, data, "vi", "shown-0")
    world.clock.move(days=1)
    show_product(world.svc, story.id, data, "vi", "one-more")


def test_nothing_is_shown_of_a_certificate_that_is_over(world: World) -> None:
    story = recognised(world)
    shown(story)
    begun(story, "withdrawal").decide(CHAIRMAN, "withdraw", **PAPER)
    assert page(story).page.all("img") == []
    assert PHONE not in page(story).body
    assert document(story) is None
    assert picture(story).status == 404
    assert Visitor(world).get("/products").page.all("img") == []
    with pytest.raises(WrongState):
        show_product(world.svc, story.id, told("a" * 20), "vi", story.key())


def test_nothing_is_shown_once_it_has_expired(world: World) -> None:
    story = recognised(world)
    shown(story)
    world.clock.now += timedelta(days=40 * 31)
    assert (page(story).page.all("img"), picture(story).status) == ([], 404)


def test_a_case_that_is_not_recognised_shows_nothing(world: World) -> None:
    story = recognised(world)
    other = begun(story, "inspection")
    with pytest.raises(WrongState):
        show_product(world.svc, other.id, told("a" * 20), "vi", story.key())


def test_the_commune_takes_it_down_and_the_producer_is_told_why(world: World) -> None:
    story = recognised(world)
    shown(story)
    removal(story)
    assert page(story).page.all("img") == []
    assert picture(story).status == 404
    text = world.post.last(PRODUCER, "page-taken-down").mail.text
    assert "Ảnh không đúng sản phẩm." in text
    event = world.store.events(story.id)[-1]
    assert (event.kind, event.data["reason"]) == (PAGE_TAKEN_DOWN, "Ảnh không đúng sản phẩm.")
    with pytest.raises(WrongState):
        removal(story)
    shown(story)
    assert page(story).page.all("img") != []


def test_a_page_that_was_taken_down_is_not_put_up_by_what_comes_late(world: World) -> None:
    story = recognised(world)
    number = shown(story).number
    removal(story)
    keep_register(world.svc, KeepRegister(number, page=True))
    assert certificate_of(story).page is None
    page = shown(story, story="Chuyện mới.").page
    assert page
    for _ in range(2):
        keep_register(world.svc, KeepRegister(number, page=True))
    assert certificate_of(story).page == page


def test_others_take_nothing_down(world: World) -> None:
    story = recognised(world)
    shown(story)
    with pytest.raises(Forbidden):
        removal(story, CHAIRMAN)
    with pytest.raises(InvalidInput):
        removal(story, ADMIN, reason="")
    assert page(story).page.all("img") != []


def test_what_everybody_may_read_opens_no_case(world: World) -> None:
    story = recognised(world)
    known = str(world.store.event(story.id, story.case.filed["product-idea"]).data["phone"])  # type: ignore[union-attr]
    assert track(world.svc, story.case.reference, known).id == story.id
    shown(story, phone=known)
    with pytest.raises(Forbidden):
        track(world.svc, story.case.reference, known)
    removal(story)
    with pytest.raises(Forbidden):
        track(world.svc, story.case.reference, known)
    assert track(world.svc, story.case.reference, PRODUCER).id == story.id


def test_a_producer_does_it_on_pages(world: World) -> None:
    story = recognised(world)
    file = upload(story, photo())
    visitor = Visitor(world)
    own = visitor.open_mail(PRODUCER, "result-recognised")
    assert f"/dossiers/{story.id}/product-page" in own.body
    asked = visitor.get(f"/dossiers/{story.id}/product-page")
    filled = {"pictures/0/file": file, "pictures/0/shows": "Hũ mật", "story": STORY}
    wrong = visitor.press(asked, "/product-page", **filled)
    assert wrong.status == 422
    assert file in wrong.body
    done = visitor.follow(visitor.press(wrong, "/product-page", **filled, consent="true"))
    assert "Đã công khai" in done.body
    world.settle()
    again = visitor.get(f"/dossiers/{story.id}/product-page")
    assert "Nhà tôi làm đã ba đời." in again.body
    assert "checked" not in again.body.partition("consent")[2][:200]


def test_an_officer_does_it_on_pages(world: World) -> None:
    story = recognised(world)
    number = shown(story).number
    office = signed_in(world, COMMUNE)
    seen = office.get(f"/office/certificates/{number}")
    assert f"/office/certificates/{number}/page" in seen.body
    form = office.get(f"/office/certificates/{number}/page")
    assert office.press(form, "/page", reason="").status == 422
    done = office.follow(office.press(form, "/page", reason="Ảnh của người khác."))
    assert "Đã gỡ phần giới thiệu" in done.body
    assert f"/office/certificates/{number}/page" not in done.body


def test_one_that_was_replaced_shows_nothing(world: World) -> None:
    story = recognised(world)
    certificate = shown(story)
    gone = replace(certificate, replaced_on=certificate.issued, replaced_by="OCOP-99-2026-0099")
    assert world.store.turn_certificate(gone)
    assert (page(story).page.all("img"), picture(story).status) == ([], 404)


def test_programs_do_the_same(world: World) -> None:
    story = recognised(world)
    number = certificate_of(story).number
    data = told(upload(story, photo()))
    link = {"authorization": f"Bearer {story.token}", "idempotency_key": "one"}
    for _ in range(2):
        sent = Visitor(world).call(
            "POST", f"/v1/dossiers/{story.id}/product-page", {"data": data}, **link
        )
        assert (sent.status, sent.json["due"]) == (201, None)
    world.settle()
    assert document(story)["story"] == STORY
    address, reason = f"/v1/office/certificates/{number}/page", {"data": {"reason": "Sai ảnh."}}
    refused = Visitor(world).call("POST", address, reason, x_claim=CHAIRMAN)
    assert refused.status == 403
    done = Visitor(world).call("POST", address, reason, x_claim=COMMUNE)
    assert (done.status, done.json["reference"]) == (200, story.case.reference)
    assert document(story) is None
