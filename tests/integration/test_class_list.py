"""An attendance list of a course is pasted into its record, not typed person by person."""

from ocop.web.office.record_rows import ROWS_READ_AT_ONCE
from tests.integration.test_web_office import signed_in
from tests.support.play import ADVISOR
from tests.support.visitor import Answer, Visitor
from tests.support.world import World

CLASS = 30
PAGE = "/office/registers/training"
LIST = "/participants"
COURSE = {
    "title": "Viết phương án kinh doanh",
    "kind": "business-plan",
    "from": "01/02/2026",
    "to": "03/02/2026",
}


def attendance(last: str = "") -> str:
    """As it is copied from a sheet: a head, and the role said once for all."""
    roles = {1: "Chủ thể", CLASS: last}
    lines = [f"{n}\tHọc viên Mẫu {n}\t{roles.get(n, '')}" for n in range(1, CLASS + 1)]
    return "\n".join(["STT\tHọ tên\tLà", *lines])


def pasting(world: World, text: str, do: str) -> tuple[Visitor, Answer]:
    """An officer who typed what the course is and pasted who was there."""
    officer, _ = signed_in(world, ADVISOR)
    page = officer.get(f"{PAGE}/new?unit=99")
    told = {**COURSE, f"_paste{LIST}": text}
    return officer, officer.press(page, "/new", do, **told)


def summaries(page: Answer) -> list[str]:
    return [one.text for one in page.page.all("summary") if "Học viên Mẫu" in one.text]


def test_a_class_of_thirty_is_two_presses_of_a_button(world: World) -> None:
    officer, page = pasting(world, attendance(), f"paste:{LIST}")
    assert (page.status, len(summaries(page))) == (200, CLASS)
    kept = officer.follow(officer.press(page, "/new"))
    assert kept.status == 200
    [record] = officer.call("GET", f"/v1{PAGE}", x_claim=ADVISOR).json["records"]
    people = record["data"]["participants"]
    assert [one["person"] for one in people] == [f"Học viên Mẫu {n}" for n in range(1, CLASS + 1)]
    assert {one["role"] for one in people} == {"owner"}


def test_a_long_list_is_counted_on_its_record_and_read_part_by_part(world: World) -> None:
    """Thirty people made the record 17,000 px long on a phone."""
    officer, page = pasting(world, attendance(), f"paste:{LIST}")
    kept = officer.follow(officer.press(page, "/new"))
    assert ("30 mục" in kept.body, "Học viên Mẫu 1" in kept.body) == (True, False)
    [way] = [
        one.attributes["href"] for one in kept.page.all("a") if "?list=" in one.attributes["href"]
    ]
    first, rest = officer.get(way), officer.get(f"{way}&from={ROWS_READ_AT_ONCE}")
    assert f"{way}&amp;from={ROWS_READ_AT_ONCE}" in first.body
    told = [f"Học viên Mẫu {n}<" in first.body + rest.body for n in range(1, CLASS + 1)]
    assert all(told)
    assert [one.body.count("Chủ thể") for one in (first, rest)] == [ROWS_READ_AT_ONCE, 10]
    for wrong in ("title", "nothing", "participants&from=x"):
        assert officer.get(f"{way.partition('=')[0]}={wrong}").status == 404


def test_who_is_wrong_in_a_pasted_list_is_named_in_place(world: World) -> None:
    _, page = pasting(world, attendance("Khách"), "submit")
    assert page.status == 422
    marked = [one.text for one in page.page.all("summary") if "có chỗ cần sửa" in one.text]
    assert (len(summaries(page)), len(marked), f"Học viên Mẫu {CLASS}" in marked[0]) == (
        CLASS,
        1,
        True,
    )
    assert page.page.by_id("f.participants.29")


def test_a_list_whose_titles_are_strange_stays_in_its_box_and_the_page_says_which(
    world: World,
) -> None:
    head, rows = attendance().split("\n", 1)
    strange = head.replace("\tLà", "\tĐến với ai\tNữ")
    officer, page = pasting(world, f"{strange}\n{rows}", f"paste:{LIST}")
    assert (page.status, len(summaries(page))) == (422, 0)
    assert "thiếu cột “Là”" in page.body
    box = page.page.by_id("f.participants.paste")
    assert box is not None
    assert box.text.split("\n")[0] == strange
    mended = {f"_paste{LIST}": attendance()}
    assert len(summaries(officer.press(page, "/new", f"paste:{LIST}", **mended))) == CLASS
