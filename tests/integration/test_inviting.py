"""Producers invited to an event: chosen, mailed once, answered by a link, seen on the record."""

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser

from ocop.base.errors import Forbidden, InvalidInput, WrongState
from ocop.base.moment import local_date
from ocop.cases import allowances, guests_invited
from ocop.cases.guests_invited import release_invitations
from ocop.cases.inviting import event_of
from ocop.registers.acts import correct, declare_void, enter
from ocop.registers.record import Entered, RegisterRecord
from ocop.registers.recounting import wrong_heads
from tests.integration.test_heights import TALLEST, shown
from tests.integration.test_withdrawal import signed_in
from tests.support.mailbox import mail_links
from tests.support.play import ADVISOR, COMMUNE
from tests.support.registers import COOPERATIVE, acting_on, officer_at, register_services_of
from tests.support.visitor import Answer, Visitor
from tests.support.window import FAULTS
from tests.support.world import World

MINE, TEMPLATE = "10105", "event-invited"
DEPARTMENT = "so.nong-nghiep@songxanh.example.vn"
OTHER_COMMUNE = "canbo.nui-tra@songxanh.example.vn"
FAIR = {
    "name": "Hội chợ OCOP Sông Xanh", "kind": "ocop-fair", "from": "2026-07-30",
    "to": "2026-08-02", "scope": "province", "place": "Nhà văn hóa tỉnh", "cost": 0,
}  # fmt: skip
COURSE = {"title": "Lớp bán hàng", "kind": "management", "from": "2026-07-30", "to": "2026-07-31"}
FIRST, SECOND = "htx1@example.vn", "htx2@example.vn"


def kept(world: World, register: str, data: dict[str, Any]) -> RegisterRecord:
    return enter(acting_on(world, register), Entered(data, MINE, str(data), "vi", anyway=True))


def ended(world: World, name: str, email: str) -> RegisterRecord:
    """A producer of the commune that has ended."""
    life = [{"date": "2026-06-01", "what": "ended"}]
    data = {"name": name, "kind": "cooperative", "commune": MINE, "email": email, "life": life}
    return kept(world, "organisations", data)


def maker(world: World, name: str, email: str = "") -> RegisterRecord:
    data = {"name": name, "kind": "cooperative", "commune": MINE}
    return kept(world, "organisations", data | ({"email": email} if email else {}))


@pytest.fixture
def fair(world: World) -> RegisterRecord:
    return kept(world, "trade-events", FAIR)


def release(world: World, event: RegisterRecord, *guests: RegisterRecord, unit: str = MINE) -> int:
    """Invite guests as an officer of a commune, and let the mail go."""
    register = register_services_of(world).registers.get(event.register_id)
    who = officer_at(world.province, "commune-officer", unit)
    found = event_of(world.svc, register, event)
    sent = release_invitations(world.svc, who, found, [one.id for one in guests], "account")
    world.settle()
    return sent


def mails(world: World) -> list[str]:
    """Whom invitations went to."""
    return [one.to for one in world.post.sent if one.template == TEMPLATE]


def home(event: RegisterRecord) -> str:
    return f"/office/registers/{event.register_id}/{event.id}"


def opened(world: World, to: str) -> tuple[Visitor, Answer]:
    """Somebody who follows the link of the mail to an address."""
    (link,) = [one for one in mail_links(world.post.last(to, TEMPLATE).mail.text) if "/r/" in one]
    visitor = Visitor(world)
    page = visitor.get(link)
    assert "v1." not in page.path
    return visitor, page


def office_ticks(choice: Answer) -> dict[str, str]:
    """The boxes that are ticked."""
    boxes = [one.attributes for one in choice.page.all("input") if "checked" in one.attributes]
    return {one["name"]: one.get("value", "on") for one in boxes}


def looked_over(office: Visitor, choice: Answer) -> Answer:
    """What follows when all who are ticked are looked over."""
    sent = office_ticks(choice)
    kind = "application/x-www-form-urlencoded"
    body = urlencode({**sent, "_do": "submit"})
    return office.send("POST", choice.path, body, content_type=kind, sec_fetch_site="same-origin")


def told(world: World, event: RegisterRecord) -> dict[str, Any]:
    address = f"/v1{home(event)}/invitations"
    answer = signed_in(world, COMMUNE).call("GET", address, x_claim=COMMUNE)
    assert answer.status == 200, answer.body
    return dict(answer.json)


def test_an_officer_chooses_looks_over_and_releases_once(
    world: World, fair: RegisterRecord
) -> None:
    maker(world, "HTX Một", FIRST)
    maker(world, "HTX Hai", SECOND)
    maker(world, "HTX Không Thư")
    gone = ended(world, "HTX Đã Ngừng", "ngung@example.vn")
    office = signed_in(world, COMMUNE)
    page = office.get(home(fair))
    assert f"{home(fair)}/invite" in page.body
    choice = office.get(f"{home(fair)}/invite")
    assert "HTX Một" in choice.body
    assert "HTX Không Thư" in choice.body
    assert "chưa có địa chỉ thư" in choice.body
    assert "HTX Đã Ngừng" not in choice.body
    assert "đến hết 01/06/2026" in office.get(home(gone)).body
    held = looked_over(office, choice)
    assert mails(world) == []
    assert FIRST in held.body
    done = office.press(held, "/invited")
    world.settle()
    assert done.status == 303
    assert sorted(mails(world)) == [FIRST, SECOND]
    assert release(world, fair, gone) == 0
    again = office.press(held, "/invited")
    world.settle()
    assert again.headers["Location"].endswith("sent=0")
    assert sorted(mails(world)) == [FIRST, SECOND]


def test_who_is_added_later_is_mailed_alone(world: World, fair: RegisterRecord) -> None:
    first = maker(world, "HTX Một", FIRST)
    assert release(world, fair, first) == 1
    second = maker(world, "HTX Hai", SECOND)
    assert release(world, fair, first, second) == 1
    assert mails(world) == [FIRST, SECOND]


def test_the_mail_says_what_when_and_where(world: World, fair: RegisterRecord) -> None:
    release(world, fair, maker(world, "HTX Một", FIRST))
    text = world.post.last(FIRST, TEMPLATE).mail.text
    for words in ("Hội chợ OCOP Sông Xanh", "30/07/2026", "02/08/2026", "Nhà văn hóa tỉnh"):
        assert words in text


def test_a_guest_answers_by_the_link_and_looking_changes_nothing(
    world: World, fair: RegisterRecord
) -> None:
    release(world, fair, maker(world, "HTX Một", FIRST))
    visitor, page = opened(world, FIRST)
    assert page.status == 200
    assert told(world, fair)["waits"] == 1
    visitor.get(page.path)
    assert told(world, fair)["waits"] == 1
    done = visitor.press(page, "/r/invited/", reply="comes", reason="Mang mật ong.")
    assert done.status == 303
    found = told(world, fair)
    assert (found["comes"], found["waits"]) == (1, 0)
    assert found["invitations"][0]["reason"] == "Mang mật ong."
    changed = visitor.press(visitor.get(page.path), "/r/invited/", reply="stays", reason="")
    assert changed.status == 303
    assert told(world, fair)["stays"] == 1


def test_a_guest_changes_their_mind_so_often_a_day(world: World, fair: RegisterRecord) -> None:
    """Each answer is kept in the history of the invitation; the last one stays."""
    release(world, fair, maker(world, "HTX Một", FIRST))
    visitor, page = opened(world, FIRST)
    for number in range(allowances.GUEST_ANSWERS):
        answer = ("comes", "stays")[number % 2]
        for _ in range(2):  # pressed twice, it counts once
            assert visitor.press(page, "/r/invited/", reply=answer).status == 303
    assert visitor.press(page, "/r/invited/", reply="comes").status == 429
    assert told(world, fair)["stays"] == 1
    world.clock.move(days=1)
    assert visitor.press(page, "/r/invited/", reply="comes").status == 303


def test_an_answer_that_is_none_is_asked_for_again(world: World, fair: RegisterRecord) -> None:
    release(world, fair, maker(world, "HTX Một", FIRST))
    visitor, page = opened(world, FIRST)
    for answer, note in (("", "Giữ lời này"), ("waits", ""), ("comes", "x" * 501)):
        again = visitor.press(page, "/r/invited/", reply=answer, reason=note)
        assert again.status == 422
        assert note in again.body
    assert told(world, fair)["waits"] == 1


def test_who_comes_is_a_filled_in_form_of_who_took_part(world: World, fair: RegisterRecord) -> None:
    release(world, fair, maker(world, "HTX Một", FIRST))
    visitor, page = opened(world, FIRST)
    office = signed_in(world, COMMUNE)
    assert "trade-participation/new" not in office.get(f"{home(fair)}/invited").body
    visitor.press(page, "/r/invited/", reply="comes")
    answers = office.get(f"{home(fair)}/invited")
    hrefs = [one.attributes["href"] for one in answers.page.all("a") if one.attributes.get("href")]
    (way,) = [href for href in hrefs if "trade-participation/new" in href]
    form = office.get(way)
    filled = form.form("/new").values
    assert (filled["/event"], filled["/organisation"]) == (FAIR["name"], "HTX Một")
    assert "Đã mời 1: 1 sẽ dự" in office.get(home(fair)).body


def test_a_course_invites_and_has_no_register_of_who_took_part(world: World) -> None:
    course = kept(world, "training", COURSE)
    assert release(world, course, maker(world, "HTX Một", FIRST)) == 1
    visitor, page = opened(world, FIRST)
    assert "Lớp bán hàng" in page.body
    visitor.press(page, "/r/invited/", reply="comes")
    answers = signed_in(world, COMMUNE).get(f"{home(course)}/invited")
    assert "HTX Một" in answers.body
    assert "/new?" not in answers.body


def test_products_choose_their_makers_each_once(world: World, fair: RegisterRecord) -> None:
    first = maker(world, "HTX Một", FIRST)
    maker(world, "HTX Hai", SECOND)
    for name, group in (("Mật ong", "04"), ("Sáp ong", "04"), ("Chè", "13")):
        product = {"name": name, "organisation": first.id, "set": group, "state": "made"}
        kept(world, "products", product)
    office = signed_in(world, COMMUNE)
    choice = office.get(f"{home(fair)}/invite?from=products&f_set=04")
    assert choice.body.count("HTX Một") == 1
    assert "HTX Hai" not in choice.body
    starred = office.get(f"{home(fair)}/invite?from=products&star=3")
    assert "HTX Một" not in starred.body
    assert office.get(f"{home(fair)}/invite?from=results").status == 400


def test_a_department_chooses_among_the_province_s_and_what_it_may_not_read_is_not_called_blank(
    world: World,
) -> None:
    office = acting_on(world, "trade-events", "agency-officer", "9901")
    event = enter(office, Entered(FAIR, "9901", "fair", "vi"))
    maker(world, "HTX Một", FIRST)
    department = signed_in(world, DEPARTMENT)
    choice = department.get(f"{home(event)}/invite")
    assert "HTX Một" in choice.body
    units = choice.body.partition('name="unit"')[2].partition("</select>")[0]
    assert re.findall('value="([0-9]*)"', units)[0] == "99"
    assert 'value=""' not in units  # "all" would be its own alone
    department.press(looked_over(department, choice), "/invited")
    world.settle()
    assert mails(world) == [FIRST]
    [invitation] = told_by(department, event)
    page = department.get(record_page(invitation)).body
    assert "Thư gửi đến" not in page
    assert "Phần còn lại chỉ người ghi hoặc xác nhận sổ này xem được." in page


def told_by(office: Visitor, event: RegisterRecord) -> list[str]:
    """The ids of an event's invitations."""
    answer = office.call("GET", f"/v1{home(event)}/invitations", x_claim=DEPARTMENT)
    return [one["id"] for one in answer.json["invitations"]]


def test_only_who_fills_in_the_event_invites(world: World, fair: RegisterRecord) -> None:
    guest = maker(world, "HTX Một", FIRST)
    with pytest.raises(Forbidden):
        release(world, fair, guest, unit="10101")
    advisor = signed_in(world, ADVISOR)
    assert advisor.get(f"{home(fair)}/invite").status in (403, 404)
    assert mails(world) == []


def test_others_read_neither_answers_nor_notes(world: World, fair: RegisterRecord) -> None:
    """An officer of another commune knows the fair, which is public, and no more."""
    release(world, fair, maker(world, "HTX Một", FIRST))
    other = signed_in(world, OTHER_COMMUNE)
    page = other.get(home(fair))
    assert page.status == 200
    assert "/invite" not in page.body
    assert other.get(f"{home(fair)}/invited").status == 403
    address = f"/v1{home(fair)}/invitations"
    assert other.call("GET", address, x_claim=OTHER_COMMUNE).status == 403
    sent = {"guests": [fair.id]}
    assert other.call("POST", address, sent, x_claim=OTHER_COMMUNE).status == 403


def test_a_program_invites_as_the_page_does(world: World, fair: RegisterRecord) -> None:
    first = maker(world, "HTX Một", FIRST)
    office, address = signed_in(world, COMMUNE), f"/v1{home(fair)}/invitations"
    sent = {"guests": [first.id, fair.id, "zz"]}
    for count in (1, 0):
        answer = office.call("POST", address, sent, x_claim=COMMUNE)
        assert (answer.status, answer.json["sent"]) == (200, count)
    world.settle()
    assert mails(world) == [FIRST]
    assert office.call("POST", address, {"guests": "x"}, x_claim=COMMUNE).status == 400


def test_two_who_release_at_once_send_one_mail(
    world: World, fair: RegisterRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has looked before the first wrote: the table takes one of them."""
    guest = maker(world, "HTX Một", FIRST)
    release(world, fair, guest)
    monkeypatch.setattr(guests_invited, "invitations_for", lambda *_: [])
    assert release(world, fair, guest) == 0
    assert mails(world) == [FIRST]


def counted(world: World) -> int:
    """How many invitations the register's measure counts; its heads fit its records."""
    svc = register_services_of(world)
    assert wrong_heads(svc, "99", svc.registers.get("invitations")) == []
    heads = [one for one in svc.store.heads("99", "") if one.place.register == "invitations"]
    cells = [(cell, sum_) for head in heads for (cell, _), sum_ in head.amounts.items()]
    return int(sum(sum_ for cell, sum_ in cells if cell.measure == "invited"))


def held_on_page(office: Visitor, looked: Answer) -> Answer:
    """What follows when those who were looked over are held."""
    form = looked.form("/invited")
    body = urlencode({**form.values, "hold": "1", "_do": "submit"})
    kind = "application/x-www-form-urlencoded"
    return office.send("POST", form.action, body, content_type=kind, sec_fetch_site="same-origin")


def test_a_list_is_held_cut_down_and_released_by_another_officer_on_another_day(
    world: World, fair: RegisterRecord
) -> None:
    two, office = maker(world, "HTX Hai", SECOND), signed_in(world, COMMUNE)
    maker(world, "HTX Một", FIRST)
    looked = looked_over(office, office.get(f"{home(fair)}/invite"))
    assert 'name="hold"' in looked.body
    kept = office.follow(held_on_page(office, looked))
    world.settle()
    assert "Đã giữ 2 thư mời, chưa gửi" in kept.body
    assert (mails(world), told(world, fair)["held"], told(world, fair)["waits"]) == ([], 2, 0)
    assert "Không có chủ thể nào để mời" in office.get(f"{home(fair)}/invite").body
    assert counted(world) == 0
    world.clock.move(days=1)
    other = signed_in(world, COMMUNE)
    assert "Đang giữ 2 thư mời chưa gửi." in other.get(home(fair)).body
    off = uninvited(world, fair, two, "Bỏ khỏi danh sách")
    assert "Đã rút lời mời." in off.body
    page = other.get(f"{home(fair)}/invited?held=1")
    assert (FIRST in page.body, SECOND in page.body) == (True, False)
    for count in (1, 0):
        assert other.press(page, "/invited").headers["Location"].endswith(f"sent={count}")
        world.settle()
    assert [(mail.to, mail.template) for mail in world.post.sent] == [(FIRST, TEMPLATE)]
    found = told(world, fair)
    assert (found["held"], found["waits"], counted(world)) == (0, 1, 1)
    assert found["invitations"][0]["sent"] == local_date(world.clock.now).isoformat()
    acts = register_services_of(world).store.revisions("99", found["invitations"][0]["id"])
    assert [one.kind for one in acts] == ["recorded", "released"]
    visitor, guest = opened(world, FIRST)
    assert visitor.press(guest, "/r/invited/", reply="comes").status == 303


def test_who_is_held_hears_nothing_of_a_moved_fair_and_is_mailed_its_new_days(
    world: World, fair: RegisterRecord
) -> None:
    guest, program = maker(world, "HTX Một", FIRST), signed_in(world, COMMUNE)
    address = f"/v1{home(fair)}/invitations"
    sent = {"guests": [guest.id], "hold": True}
    for _ in range(2):
        answer = program.call("POST", address, sent, x_claim=COMMUNE)
        assert (answer.json["sent"], answer.json["held"]) == (0, 1)
    assert program.call("POST", address, {**sent, "hold": "no"}, x_claim=COMMUNE).status == 400
    moved = {**FAIR, "from": "2026-08-13", "to": "2026-08-15"}
    after = correct(acting_on(world, "trade-events"), fair.id, 1, Entered(moved, MINE, "k", "vi"))
    assert "Báo thời gian, nơi mới" not in program.get(f"{home(fair)}/invited").body
    changed = {**guest.data, "email": SECOND}
    keeping = acting_on(world, "organisations")
    correct(keeping, guest.id, 1, Entered(changed, MINE, "m", "vi", anyway=True))
    assert release(world, after, guest) == 1
    assert mails(world) == [SECOND]
    letter = " ".join(world.post.last(SECOND, TEMPLATE).mail.text.split())
    assert "13/08/2026 đến 15/08/2026" in letter


def test_nobody_is_invited_to_what_is_over_or_void(world: World, fair: RegisterRecord) -> None:
    first, second = maker(world, "HTX Một", FIRST), maker(world, "HTX Hai", SECOND)
    release(world, fair, first)
    visitor, page = opened(world, FIRST)
    voided = declare_void(acting_on(world, "trade-events"), fair.id, 1, "Hoãn.", "v", "vi")
    with pytest.raises(WrongState):
        release(world, voided, second)
    assert visitor.get(page.path).status == 410
    assert visitor.press(page, "/r/invited/", reply="comes").status == 410


def test_guests_of_an_event_that_is_put_off_are_told_once_it_is_released(
    world: World, fair: RegisterRecord
) -> None:
    release(world, fair, maker(world, "HTX Một", FIRST), maker(world, "HTX Hai", SECOND))
    declining, page = opened(world, SECOND)
    declining.press(page, "/r/invited/", reply="stays")
    office, answers = signed_in(world, COMMUNE), f"{home(fair)}/invited"
    assert "Báo thời gian, nơi mới" not in office.get(answers).body
    moved = {**FAIR, "from": "2026-08-13", "to": "2026-08-15"}
    correct(acting_on(world, "trade-events"), fair.id, 1, Entered(moved, MINE, "k2", "vi"))
    page = office.get(answers)
    assert "Báo thời gian, nơi mới cho 1 chủ thể" in page.body
    assert [one.template for one in world.post.sent].count("event-moved") == 0
    for _ in range(2):  # pressed twice
        office.press(page, "/invited")
        world.settle()
    assert [one.to for one in world.post.sent if one.template == "event-moved"] == [FIRST]
    told = world.post.last(FIRST, "event-moved").mail.text
    assert "13/08/2026 đến 15/08/2026" in " ".join(told.split())
    (link,) = [one for one in mail_links(told) if "/r/" in one]
    assert "13/08/2026" in Visitor(world).get(link).body
    assert "Báo thời gian, nơi mới" not in office.get(answers).body


def test_a_link_dies_with_the_last_day_which_may_move(world: World, fair: RegisterRecord) -> None:
    release(world, fair, maker(world, "HTX Một", FIRST))
    visitor, page = opened(world, FIRST)
    later = {**FAIR, "from": "2026-12-01", "to": "2026-12-02"}
    world.clock.move(days=60)
    assert visitor.get(page.path).status == 410
    correct(acting_on(world, "trade-events"), fair.id, 1, Entered(later, MINE, "later", "vi"))
    assert visitor.press(page, "/r/invited/", reply="comes").status == 303


def test_a_link_of_another_invitation_or_no_link_opens_nothing(
    world: World, fair: RegisterRecord
) -> None:
    release(world, fair, maker(world, "HTX Một", FIRST), maker(world, "HTX Hai", SECOND))
    visitor, page = opened(world, FIRST)
    other, seen = opened(world, SECOND)
    assert visitor.get(seen.path).status == 404
    assert Visitor(world).get(page.path).status == 404
    elsewhere = page.path.replace("/invited/99/", "/invited/98/")
    assert visitor.get(elsewhere).status == 404
    link = urlsplit(mail_links(world.post.last(FIRST, TEMPLATE).mail.text)[0]).path
    assert Visitor(world).get(link[:-4] + "aaaa").status == 404
    assert Visitor(world).get(link.replace("/r/invited/99/", "/r/")).status == 404
    assert other.get(seen.path).status == 200


@pytest.mark.parametrize("place", ["99;Domain=example.vn", "99,a=b", "tỉnh", "99 ", "*"])
def test_no_place_in_a_link_reaches_the_cookie(
    world: World, fair: RegisterRecord, place: str
) -> None:
    """A link is anybody's to write; a place is a province's code, or it opens nothing."""
    release(world, fair, maker(world, "HTX Một", FIRST))
    link = urlsplit(mail_links(world.post.last(FIRST, TEMPLATE).mail.text)[0]).path
    visitor = Visitor(world)
    answer = visitor.send("GET", link.replace("/invited/99/", f"/invited/{place}/"))
    assert (answer.status, visitor.last_cookies) == (404, [])


def test_what_is_no_guest_s_id_invites_nobody_and_breaks_nothing(
    world: World, fair: RegisterRecord
) -> None:
    one = maker(world, "HTX Một", FIRST)
    address, program = f"/v1{home(fair)}/invitations", signed_in(world, COMMUNE)
    guests = ["", "a" * 3000, "#", fair.id, one.id, one.id]
    answer = program.call("POST", address, {"guests": guests}, x_claim=COMMUNE)
    assert (answer.status, answer.json["sent"]) == (200, 1)
    many = [f"{number}" for number in range(10_000)]
    assert program.call("POST", address, {"guests": many}, x_claim=COMMUNE).status == 422


def test_invitations_are_bounded(world: World, fair: RegisterRecord) -> None:
    guests = [maker(world, f"HTX số {number}", f"h{number}@example.vn") for number in range(25)]
    with pytest.raises(InvalidInput):
        release(world, fair, *guests)
    assert mails(world) == []
    assert release(world, fair, *guests[:24]) == 24


def test_invitations_are_offered_where_there_are_any_to_look_for(
    world: World, fair: RegisterRecord
) -> None:
    """A fair has invitations, and so has a producer; a talk has none."""
    told = {"form": "conference", "title": "Tin", "date": "2026-06-01"}
    talk = kept(world, "communication", told)
    office, way = signed_in(world, COMMUNE), "/office/registers/invitations?"
    for record, offered in ((fair, True), (maker(world, "HTX Một"), True), (talk, False)):
        assert (way in office.get(home(record)).body) == offered, record.register


def test_nobody_enters_an_invitation_by_hand(world: World, fair: RegisterRecord) -> None:
    office = signed_in(world, COMMUNE)
    assert office.get("/office/registers/invitations/new").status == 403
    release(world, fair, maker(world, "HTX Một", FIRST))
    row = told(world, fair)["invitations"][0]
    record = office.get(f"/office/registers/invitations/{row['id']}")
    assert record.status == 200
    assert FIRST not in record.body
    assert COOPERATIVE["name"] not in record.body


def test_its_pages_fit_a_phone(world: World, fair: RegisterRecord, chromium: Browser) -> None:
    """Also with as many guests as are invited at once; what is too small or wide is named."""
    makers = [maker(world, f"HTX Sông Xanh {n}", f"htx{n}@example.vn") for n in range(15)]
    release(world, fair, *makers)
    for n in range(30):
        maker(world, f"Hợp tác xã Nông nghiệp Suối Mật {n}", f"suoi-mat-{n}@example.vn")
    office = signed_in(world, COMMUNE)
    for n in range(15):
        visitor, guest = opened(world, f"htx{n}@example.vn")
        visitor.press(guest, "/r/invited/", reply="comes", reason="Mang mật ong.")
    choice = office.get(f"{home(fair)}/invite?q=hop+tac+xa")
    pages = {
        "record": office.get(home(fair)),
        "choice": choice,
        "looked over": (looked := looked_over(office, choice)),
        "held": office.follow(held_on_page(office, looked)),
        "answers": office.get(f"{home(fair)}/invited"),
        "guest": visitor.get(guest.path),
    }
    assert len(office_ticks(choice)) == 24
    phone = chromium.new_page(viewport={"width": 360, "height": 740})
    wrong = {}
    for name, page in pages.items():
        shown(phone, page.body)
        tall = phone.evaluate("document.documentElement.scrollHeight")
        wrong[name] = [*phone.evaluate(FAULTS), *([f"{tall} px"] if tall > TALLEST else [])]
    phone.close()
    assert {name: faults for name, faults in wrong.items() if faults} == {}


def invitation_of(world: World, event: RegisterRecord, guest: RegisterRecord) -> str:
    """The id of a guest's invitation that holds."""
    found = told(world, event)["invitations"]
    return str(next(one["id"] for one in found if one["guest"] == guest.id))


def record_page(id: str) -> str:
    return f"/office/registers/invitations/{id}"


def uninvited(
    world: World, event: RegisterRecord, guest: RegisterRecord, button: str = "Rút lời mời này"
) -> Answer:
    """What follows when an officer takes an invitation back on its page."""
    office, id = signed_in(world, COMMUNE), invitation_of(world, event, guest)
    page = office.get(record_page(id))
    assert button in page.body
    answer = office.follow(office.press(page, "take-back", reason="Mời nhầm."))
    world.settle()
    return answer


def test_an_invitation_sent_by_mistake_is_taken_back(world: World, fair: RegisterRecord) -> None:
    one, two = maker(world, "HTX Một", FIRST), maker(world, "HTX Hai", SECOND)
    release(world, fair, one, two)
    visitor, guest = opened(world, FIRST)
    assert "Đã rút lời mời." in uninvited(world, fair, one).body
    assert [one["guest"] for one in told(world, fair)["invitations"]] == [two.id]
    letter = world.post.last(FIRST, "event-uninvited").mail
    assert "Mời nhầm." not in letter.text  # the reason is for the register
    assert mail_links(letter.text) == []
    assert visitor.press(guest, "/r/invited/", reply="comes").status == 410
    assert visitor.get(guest.path).status == 410
    gone = [one.to for one in world.post.sent if one.template == "event-uninvited"]
    assert gone == [FIRST]


def test_taking_back_again_tells_nobody_twice_and_a_reason_is_asked_for(
    world: World, fair: RegisterRecord
) -> None:
    one = maker(world, "HTX Một", FIRST)
    release(world, fair, one)
    id, office = invitation_of(world, fair, one), signed_in(world, COMMUNE)
    address = f"/v1{record_page(id)}/take-back"
    for reason, status in (("", 422), ("Mời nhầm.", 200), ("Mời nhầm.", 200)):
        answer = office.call("POST", address, {"reason": reason}, x_claim=COMMUNE)
        assert answer.status == status, answer.body
        world.settle()
    assert [one.to for one in world.post.sent if one.template == "event-uninvited"] == [FIRST]


def test_who_was_taken_back_can_be_invited_again(world: World, fair: RegisterRecord) -> None:
    one = maker(world, "HTX Một", FIRST)
    release(world, fair, one)
    uninvited(world, fair, one)
    assert (release(world, fair, one), release(world, fair, one)) == (1, 0)
    assert mails(world) == [FIRST, FIRST]
    visitor, guest = opened(world, FIRST)
    visitor.press(guest, "/r/invited/", reply="comes")
    assert told(world, fair)["comes"] == 1


@pytest.mark.parametrize("wrong", ["other commune", "over", "no invitation"])
def test_others_take_nothing_back(world: World, fair: RegisterRecord, wrong: str) -> None:
    one = maker(world, "HTX Một", FIRST)
    release(world, fair, one)
    id, email, status = invitation_of(world, fair, one), COMMUNE, 409
    address = f"/v1{record_page(id)}/take-back"
    if wrong == "other commune":
        email, status = OTHER_COMMUNE, 404
    elif wrong == "over":
        world.clock.now = world.clock.now.replace(month=9)
    else:
        address, status = f"/v1{home(fair)}/take-back", 404
    office = signed_in(world, email)
    answer = office.call("POST", address, {"reason": "Mời nhầm."}, x_claim=email)
    assert answer.status == status, answer.body
    assert "take-back" not in office.get(record_page(id)).body or wrong == "no invitation"
    world.settle()
    assert [one.to for one in world.post.sent if one.template == "event-uninvited"] == []
