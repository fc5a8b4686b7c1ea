"""The papers of a case: which acts call for which, what stands in them, who may read them, and that
each is made once.
"""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from ocop.aws.papers import BucketPapers
from ocop.base.moment import local_date
from ocop.cases.effects import MakePapers
from ocop.documents.layout import names_in
from ocop.documents.wording import short_day
from ocop.papers.calling import called_papers, layouts, papers_of_act
from ocop.papers.making import make_papers
from ocop.papers.report_calling import REPORTED
from ocop.papers.scene import PaperScene
from ocop.papers.values import values_of
from tests.integration.test_complaint import complained
from tests.integration.test_custody import moved
from tests.integration.test_inspection import FIX, inspected
from tests.support.inspector import inspect
from tests.support.oversight import ADMIN, begun
from tests.support.play import (
    ADVISOR,
    CHAIRMAN,
    COMMUNE,
    PRODUCER,
    Story,
    before_council,
    filed,
    kept,
)
from tests.support.table import PAPERS_BUCKET, client_of
from tests.support.visitor import Visitor
from tests.support.world import World

SIGNED = {"decision_number": "5/QĐ-UBND", "decision_date": "2026-07-01", "signer": "Bùi Văn Tịch"}
# Written by hand on the paper, or known for other kinds of producers and filings alone.
BY_HAND = {"slip_number", "slip_day", "slip_receiver", "owner_said"}
# Of what a case may do without.
OFTEN_NOT = {"gates", "votes", "advised_criteria", "advising_team", "listed_count", "again"}
OFTEN_NOT |= {"office_reports"}  # test_again sees it
OFTEN_NOT |= {"inquiries"}  # test_inquiries sees them
OFTEN_NOT |= {"complaint_obstacle", "complaint_until"}
# Where the council meets; test_meetings sees them filled.
MET = {"meeting_place", "meeting_day", "meeting_hour", "meeting_end", "agenda", "asked"}


@kept
def recognised(world: World) -> Story:
    """A product that a council has given four stars, and the chairman recognised."""
    story = before_council(world).score(80, 84, star=4)
    return story.decide(CHAIRMAN, "recognise", **SIGNED)


def print_all(world: World, story: Story) -> dict[str, bytes]:
    """Everything that the acts of a case call for, by layout and format; the newest of each."""
    for event in world.store.events(story.id):
        make_papers(world.svc, story.id, event.id)
    return {_short(key): content for key, content in world.rack.papers.items()}


def _short(key: str) -> str:
    name, _, format = key.rpartition("/")[2].rpartition(".")
    return f"{name.rpartition('-')[0]}.{format}"


def words(content: bytes) -> str:
    """All text of a DOCX."""
    document = Document(BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_every_act_that_calls_for_papers_orders_them_with_itself(world: World) -> None:
    story = recognised(world)
    events = world.store.events(story.id)
    law = world.svc.rulebooks.at(story.case.process)
    calling = [e.id for e in events if papers_of_act(law, story.case, events, e.id)]
    world.orders.acts.clear()
    again = Story(world).idea(commune="10105", criteria_set="04").confirm()
    [(case, act)] = world.orders.acts
    assert case == again.id
    assert act == world.store.events(again.id)[-1].id
    assert len(calling) >= 7


def test_a_way_to_four_stars_has_all_its_papers_in_the_layout_of_the_decree(world: World) -> None:
    papers = print_all(world, recognised(world))
    assert set(papers) == {
        *("receipt.pdf", "receipt.docx", "form-01.docx", "form-01.pdf"),
        *("form-02.docx", "form-02.pdf", "form-03.docx", "commune-proposal.docx"),
        *("advisory-report.docx", "score-summary.docx", "score-summary.xlsx", "minutes.docx"),
        *("council-report.docx", "submission.docx", "recognition.docx"),
        *("notice.docx", "notice.pdf", "certificate.pdf"),
    }
    for name, content in papers.items():
        assert name.endswith((".pdf", ".xlsx")) or inspect(content) == [], name


def test_what_a_council_found_is_put_forward_to_who_may_give_that_star(world: World) -> None:
    """Điều 7.3đ: the OCOP office submits it; what ends or goes to the ministry is not submitted."""
    story = before_council(world).score(80, 84, star=4)
    text = words(print_all(world, story)["submission.docx"])
    assert "TỜ TRÌNH" in text
    assert "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Sông Xanh" in text
    for said in (story.case.reference, story.case.subject.product, "4 sao", "Tổ tư vấn"):
        assert said in text


@pytest.mark.parametrize(("total", "star"), [(95, 5), (25, 1)])
def test_a_result_that_gives_no_star_here_is_not_put_forward(
    world: World, total: int, star: int
) -> None:
    papers = print_all(world, before_council(world).score(total, star=star))
    assert "council-report.docx" in papers
    assert "submission.docx" not in papers


def test_a_result_that_is_to_be_settled_is_put_forward_once_it_is(world: World) -> None:
    story = before_council(world).score(60, 75, star=3).score(60, 75, star=3)
    assert "submission.docx" not in print_all(world, story)
    chair = "hoidong1@songxanh.example.vn"
    story.decide(chair, "settle", reason="Đã thống nhất điểm trung bình")
    assert "3 sao" in words(print_all(world, story)["submission.docx"])


def test_a_repeat_makes_nothing_and_after_a_loss_the_same_bytes(world: World) -> None:
    story = filed(world)
    act = world.store.events(story.id)[-1].id
    assert make_papers(world.svc, story.id, act) == 4
    first = dict(world.rack.papers)
    assert make_papers(world.svc, story.id, act) == 0
    world.rack.papers.clear()
    world.clock.move(days=3)
    make_papers(world.svc, story.id, act)
    assert world.rack.papers == first


def test_a_case_that_was_forgotten_needs_no_papers(world: World) -> None:
    assert make_papers(world.svc, "z" * 26, "act") == 0


def test_a_receipt_names_the_day_on_which_the_office_has_to_answer(world: World) -> None:
    story = filed(world)
    text = words(print_all(world, story)["receipt.docx"])
    due = story.case.position.due
    assert due is not None
    assert f"Ngày hẹn trả kết quả: {short_day(local_date(due))}" in text
    assert "15 ngày làm việc (khoản 2 Điều 7 Quyết định số 26/2026/QĐ-TTg)" in text
    assert "có giá trị như hồ sơ giấy" in text
    assert story.case.reference in text


def test_forms_say_what_was_filed_in_words(world: World) -> None:
    papers = print_all(world, filed(world))
    assert "Lần đầu" in words(papers["form-01.docx"])
    report = words(papers["form-02.docx"])
    assert "Từ 75% đến 100%" in report
    assert "Doanh thu năm gần nhất: 5 đồng" in report


def test_form_03_tells_in_part_one_who_the_producer_is(world: World) -> None:
    story = filed(world).decide(COMMUNE, "propose")
    text = words(print_all(world, story)["form-03.docx"])
    known: dict[str, Any] = {}
    for event in world.store.events(story.id):
        known |= event.data if event.form in ("product-idea", "registration") else {}
    assert "I. THÔNG TIN CHUNG" in text
    assert "Số: ....../BC-UBND" in text, "the number that is typed is the proposal's"
    for label, told in (
        ("1. Tên chủ thể", story.case.subject.organisation),
        ("2. Loại hình tổ chức", "Hộ gia đình có đăng ký kinh doanh"),
        ("3. Địa chỉ", known["address"]),
        ("4. Người đại diện", known["representative"]),
        ("5. Sản phẩm", story.case.subject.product),
    ):
        assert f"{label}: {told}" in text, label


def test_a_decision_has_its_own_number_day_and_signer(world: World) -> None:
    text = words(print_all(world, recognised(world))["recognition.docx"])
    assert "Số: 05/QĐ-UBND" in text
    assert "Sông Xanh, ngày 01 tháng 7 năm 2026" in text
    assert "Bùi Văn Tịch" in text
    assert "36 tháng, từ ngày 01 tháng 7 năm 2026 đến hết ngày 01 tháng 7 năm 2029" in text
    chairman = "Chủ tịch Ủy ban nhân dân tỉnh Sông Xanh"
    assert f"(Kèm theo Quyết định số 05/QĐ-UBND ngày 01 tháng 7 năm 2026 của {chairman})" in text
    for basis in (
        "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026 của Thủ tướng Chính phủ quy định",
    ):
        assert f"Căn cứ {basis}" in text
    assert "83,43" in text
    assert "4 sao" in text


def test_a_score_summary_holds_what_each_member_gave(world: World) -> None:
    content = print_all(world, recognised(world))["score-summary.xlsx"]
    sheet: Any = load_workbook(BytesIO(content)).worksheets[0]
    rows = [[c.value for c in row] for row in sheet.rows]
    _, titles, *lines, total = rows
    names = [world.province.people[m.person].name for m in world.province.councils[0].members]
    assert [one for one in names if one in titles] == titles[3:-1]
    assert len(titles) == 3 + 7 + 1
    assert sorted(total[3:-1]) == [80, *[84] * 6]
    assert total[-1] == 83.43
    by_code = {line[0]: line for line in lines}
    assert sum(float(v) for v in by_code["5.3"][3:-1]) / 7 == pytest.approx(33 / 7)


def test_minutes_tell_who_scored_and_how_far_apart(world: World) -> None:
    text = words(print_all(world, recognised(world))["minutes.docx"])
    assert text.count("đã chấm") >= 7
    assert "4,00 điểm." in text


def test_from_ninety_points_the_ministry_gets_its_seven_parts(world: World) -> None:
    story = before_council(world).score(95).decide(CHAIRMAN, "forward", **SIGNED)
    papers = print_all(world, story)
    assert "certificate.pdf" not in papers
    assert "Phê duyệt kết quả" in words(papers["approval.docx"])
    document = Document(BytesIO(papers["ministry-package.docx"]))
    [package] = [t for t in document.tables if len(t.columns) == 3]
    assert [row.cells[0].text for row in package.rows] == ["STT", *"1234567"]
    assert "05/QĐ-UBND" in package.rows[4].cells[2].text
    assert "Số: ....../TTr-UBND" in words(papers["ministry-package.docx"])


FIVE = {"central_total": "92.5", "decision_number": "1/QĐ-BNNMT", "signer": "Đỗ Thị Bộ"}


def values_at_the_end(world: World, story: Story) -> Any:
    events = world.store.events(story.id)
    decided = [event for event in events if event.kind == "decided"]
    return values_of(PaperScene(world.svc, story.case, events, decided[-1]))


def test_what_the_ministry_recognises_is_the_ministry_s_by_points_place_and_signer(
    world: World,
) -> None:
    story = before_council(world).score(95).decide(CHAIRMAN, "forward", **SIGNED)
    story.decide(ADVISOR, "recognised-five", **FIVE)
    told = values_at_the_end(world, story)
    assert told["issuer"] == told["agency"] == "Bộ Nông nghiệp và Môi trường"
    assert (told["issuer_place"], told["issuer_position"]) == ("Hà Nội", "Bộ trưởng")
    notice = words(print_all(world, story)["notice.docx"])
    assert "5 sao với 92,50 điểm" in notice
    assert "CƠ QUAN THAM MƯU OCOP CẤP TỈNH" in notice.upper().replace("\n", " ")
    assert "Sông Xanh, ngày" in notice
    assert "Để đạt hạng cao hơn" not in notice


def test_the_province_s_certificate_is_its_chairman_s(world: World) -> None:
    told = values_at_the_end(world, recognised(world))
    assert told["issuer"] == "Ủy ban nhân dân tỉnh Sông Xanh"
    assert (told["issuer_place"], told["issuer_position"]) == ("Sông Xanh", "Chủ tịch")


def test_who_was_not_given_a_star_is_told_why(world: World) -> None:
    story = before_council(world).score(80, star=2)
    assert story.case.status == "ended"
    assert "Để đạt hạng cao hơn" in words(print_all(world, story)["notice-ended.docx"])


def test_a_layout_asks_for_no_value_that_nobody_has(world: World) -> None:
    story = recognised(world)
    moved(story)
    moved(story, what="dossier", count=1, place="Kệ 3")
    events = world.store.events(story.id)
    known: set[str] = set(BY_HAND)
    for event in events:
        known |= set(values_of(PaperScene(world.svc, story.case, events, event)))
    for other in overseen(world, story):
        told = world.store.events(other.id)
        for event in told:
            known |= set(values_of(PaperScene(world.svc, other.case, told, event)))
    fields = {name for name in known if name.startswith(("registration_", "self_"))}
    of_cases = [layouts().get(id) for id in layouts().ids() if layouts().get(id).event != REPORTED]
    for layout in of_cases:
        unknown = {n for n in names_in(layout) - known if not _of_a_form(n)}
        assert unknown <= OFTEN_NOT | MET, layout.id
    assert fields


def test_an_inspection_has_minutes_to_sign(world: World) -> None:
    _, inspection = inspected(world, "to-fix", **FIX)
    papers = print_all(world, inspection)
    assert inspect(papers["inspection-minutes.docx"]) == []
    text = words(papers["inspection-minutes.docx"])
    for told in ("Nguyễn Thị Mẫu, Sở NN", "Nhãn in 5 sao.", FIX["reason"], "20/07/2026", "BB-OCOP"):
        assert told in text
    certificate = world.store.certificate(inspection.case.subject.certificate)
    rated = world.store.events(certificate.dossier)
    [form] = [event.data for event in rated if event.form == "registration"]
    named = f"Đại diện chủ thể: {form['representative']}"
    for told in (certificate.number, form["address"], named):
        assert told in text


def test_an_office_of_a_name_of_its_own_signs_by_it(world: World) -> None:
    own = {"name": "Văn phòng Điều phối Nông thôn mới", "superior": "Sở Nông nghiệp và Môi trường"}
    own |= {"head": "Chánh Văn phòng", "sign": "VPĐP"}
    story = recognised(world)
    known = world.store.province_document("99")
    settings = {**known["settings"], "ocop_office": own}
    world.province = world.put_in_force({**known, "settings": settings})
    papers = print_all(world, story)
    notice = words(papers["notice.docx"])
    for told in (own["name"].upper(), own["superior"].upper(), "CHÁNH VĂN PHÒNG", "TB-VPĐP"):
        assert told in notice.replace("\n", " ")
    assert "Điều 2. Văn phòng Điều phối Nông thôn mới thông báo" in words(
        papers["recognition.docx"]
    )
    assert "Cơ quan tham mưu OCOP cấp tỉnh" not in "".join(
        words(content) for name, content in papers.items() if name.endswith("docx")
    )
    flaws = {name: inspect(papers[name]) for name in papers if name.endswith("docx")}
    assert [flaw for flaw in flaws.values() if flaw] == []


def test_who_asks_for_a_supplement_hands_over_what_and_until_when(world: World) -> None:
    story = filed(world).decide(COMMUNE, "supplement", reason="Phiếu kiểm nghiệm đã quá một năm.")
    due = story.case.position.due
    assert due
    papers = print_all(world, story)
    text = words(papers["supplement-request.docx"])
    for told in ("kiểm nghiệm đã quá một năm.", f"Hạn nộp bổ sung: {short_day(local_date(due))}"):
        assert told in text
    assert "ỦY BAN NHÂN DÂN" in text
    assert inspect(papers["supplement-request.docx"]) == []
    assert "supplement-request.pdf" in papers


def test_at_the_province_the_ocop_office_asks_for_a_supplement(world: World) -> None:
    """Điều 7 khoản 3a: it tells and guides the producer, not the people's committee."""
    story = filed(world).decide(COMMUNE, "propose")
    story.decide(ADVISOR, "supplement", reason="Thiếu hợp đồng mua nguyên liệu.")
    text = words(print_all(world, story)["supplement-request.docx"])
    assert "CƠ QUAN THAM MƯU OCOP CẤP TỈNH" in text.replace("\n", " ")
    assert "Cơ quan tham mưu OCOP cấp tỉnh đã kiểm tra hồ sơ" in text
    assert "Thiếu hợp đồng mua nguyên liệu." in text


def test_a_complaint_is_told_whether_it_is_accepted_and_until_when_answered(world: World) -> None:
    _, complaint = overseen(world, recognised(world))
    text = words(print_all(world, complaint)["complaint-accepted.docx"])
    assert "Cơ sở vẫn sản xuất." in text
    assert "Ngày hẹn trả lời: 31/07/2026." in text
    assert "Lý do" not in text


def test_a_complaint_that_is_not_accepted_is_told_why(world: World) -> None:
    story = recognised(world)
    paper = {"decision_number": "40/QĐ-UBND", "reason": "Cơ sở đã đóng cửa."}
    withdrawal = begun(story, "withdrawal").decide(CHAIRMAN, "withdraw", **paper)
    refused = complained(withdrawal).decide(ADMIN, "refuse-complaint", reason="Quá hạn khiếu nại.")
    papers = print_all(world, refused)
    assert "Lý do: Quá hạn khiếu nại." in words(papers["complaint-refused.docx"])
    assert inspect(papers["complaint-refused.docx"]) == []


def test_who_complains_has_a_receipt_that_says_of_what_and_until_when(world: World) -> None:
    story = before_council(world).score(40, star=2)
    world.clock.move(days=120)
    complaint = complained(story)
    papers = print_all(world, complaint)
    text = words(papers["complaint-receipt.docx"])
    due = complaint.case.position.due
    assert due
    council = "Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Sông Xanh"
    for told in (
        f"Khiếu nại về: kết quả đánh giá, phân hạng ngày 01 tháng 7 năm 2026 của {council}",
        f"Ngày trả lời về việc thụ lý: {short_day(local_date(due))}",
        "Đơn nộp sau thời hiệu (hết ngày 29 tháng 9 năm 2026)",
    ):
        assert told in text
    assert "complaint-receipt.pdf" in papers
    assert inspect(papers["complaint-receipt.docx"]) == []
    page = Visitor(world).open_mail(PRODUCER, "proceeding-told").body
    assert "xem trở ngại ông/bà nêu" in page
    assert "Mặc định" not in page
    assert "Xúc tiến thương mại" not in page


def overseen(world: World, story: Story) -> tuple[Story, Story]:
    """A certificate's withdrawal, and the complaint of it that was found right."""
    paper = {"decision_number": "40/QĐ-UBND", "reason": "Cơ sở đã đóng cửa."}
    withdrawal = begun(story, "withdrawal").decide(CHAIRMAN, "withdraw", **paper)
    complaint = complained(withdrawal).decide(ADMIN, "accept-complaint")
    answer = {"decision_number": "51/QĐ-UBND", "reason": "Đã kiểm tra lại."}
    return withdrawal, complaint.decide(CHAIRMAN, "uphold-complaint", **answer)


def test_a_withdrawal_and_its_complaint_have_their_papers(world: World) -> None:
    withdrawal, complaint = overseen(world, recognised(world))
    for story in (withdrawal, complaint):
        papers = print_all(world, story)
    assert {"withdrawal.docx", "withdrawal-notice.pdf", "complaint-upheld.docx"} <= set(papers)
    decision, notice = words(papers["withdrawal.docx"]), words(papers["withdrawal-notice.docx"])
    for text in (decision, notice):
        assert (
            "Chủ thể OCOP không còn hoạt động sản xuất sản phẩm OCOP"
            " (điểm đ khoản 1 Điều 8 Quyết định số 26/2026/QĐ-TTg)." in text
        )
        assert "40/QĐ-UBND" in text
    assert "mã sản phẩm 99-10105-001-2026" in decision
    upheld = words(papers["complaint-upheld.docx"])
    assert "51/QĐ-UBND" in upheld
    complained = (
        "Quyết định số 40/QĐ-UBND ngày 01 tháng 7 năm 2026 của Chủ tịch Ủy ban nhân dân tỉnh"
    )
    for text in (upheld, words(papers["complaint-accepted.docx"])):
        assert complained in text
    assert "Quyết định này có hiệu lực từ ngày ký." in decision
    flaws = {name: inspect(papers[name]) for name in papers if name.endswith("docx")}
    assert [flaw for flaw in flaws.values() if flaw] == []


def test_programs_list_the_papers_that_their_reader_may_have(world: World) -> None:
    story = recognised(world)
    print_all(world, story)
    program = Visitor(world)
    bearer = {"authorization": f"Bearer {story.token}"}
    own_list = program.call("GET", f"/v1/dossiers/{story.id}/papers", **bearer).json["papers"]
    office = program.call("GET", f"/v1/office/dossiers/{story.id}/papers", x_claim=COMMUNE).json
    assert {one["layout"] for one in own_list} < {one["layout"] for one in office["papers"]}
    assert all(one["address"] for one in own_list)
    world.rack.papers.clear()
    again = program.call("GET", f"/v1/dossiers/{story.id}/papers", **bearer).json["papers"]
    assert {one["address"] for one in again} == {""}
    assert program.call("GET", f"/v1/dossiers/{story.id}/papers").status == 401


def _of_a_form(name: str) -> bool:
    """Fields that the samples leave empty."""
    own = ("registration_", "self_assessment_")
    offices = ("commune_report_", "advisory_report_", "inspection_report_")
    return name.startswith((*own, *offices))


# ------------------------------------------------------------------------- pages


def own(world: World) -> tuple[Visitor, Any]:
    person = Visitor(world)
    page = person.open_mail(PRODUCER, "filing-received")
    return person, page


def test_a_producer_reads_their_papers_and_no_others(world: World) -> None:
    story = recognised(world)
    person, page = own(world)
    page = person.get(f"{page.path}?part=papers")
    listed = [a.attributes["href"] for a in page.page.all("a") if "/papers/" in str(a.attributes)]
    kinds = {_short(address) for address in listed}
    assert {"receipt.pdf", "form-01.docx", "certificate.pdf", "recognition.docx"} <= kinds
    assert not kinds & {"minutes.docx", "score-summary.xlsx", "form-03.docx"}
    minutes = _address(world, story, "minutes", "docx")
    assert person.get(f"/dossiers/{story.id}/papers/{minutes}").status == 404
    assert Visitor(world).get(listed[0]).status == 404


def _address(world: World, story: Story, layout: str, format: Any) -> str:
    law = world.svc.rulebooks.at(story.case.process)
    papers = called_papers(law, story.case, world.store.events(story.id), "office")
    return next(one.file(format) for one in papers if one.layout.id == layout)


def test_a_paper_is_being_made_and_then_there(world: World) -> None:
    story = filed(world)
    person, _ = own(world)
    address = f"/dossiers/{story.id}/papers/{_address(world, story, 'receipt', 'pdf')}"
    waiting = person.get(address)
    assert (waiting.status, waiting.headers["Refresh"]) == (200, "5")
    assert "Giấy tờ đang được lập" in waiting.body
    print_all(world, story)
    there = person.send("GET", address)
    assert there.status == 303
    assert there.headers["Location"].startswith("https://bucket.example.vn/papers/")


def test_an_officer_has_a_paper_made_again(world: World) -> None:
    story = recognised(world)
    officer = Visitor(world)
    door = officer.get("/office")
    officer.press(door, "/office/sign-in", email=CHAIRMAN, password="mat-khau-dung")
    name = _address(world, story, "minutes", "docx")
    waiting = officer.get(f"/office/dossiers/{story.id}/papers/{name}")
    world.orders.acts.clear()
    assert officer.press(waiting, "/papers/").status == 303
    assert officer.press(waiting, "/papers/").status == 303
    world.settle()
    [(case, act)] = world.orders.acts
    assert MakePapers(case, act) == MakePapers(story.id, name.rpartition("-")[2][:-5])


# ------------------------------------------------------------------------ bucket


def test_the_first_paper_under_a_key_stays(shelf: BucketPapers) -> None:
    key = "papers/case/receipt-act.pdf"
    assert not shelf.holds(key)
    shelf.put_once(key, b"first", "application/pdf")
    shelf.put_once(key, b"second", "application/pdf")
    assert shelf.holds(key)
    stored = client_of("s3", "ap-southeast-3").get_object(Bucket=PAPERS_BUCKET, Key=key)
    assert (stored["Body"].read(), stored["ContentType"]) == (b"first", "application/pdf")


def test_a_pdf_opens_and_a_docx_downloads_under_its_name(shelf: BucketPapers) -> None:
    assert "inline%3B" in shelf.address("papers/x", "receipt.pdf", "application/pdf")
    assert "attachment%3B" in shelf.address("papers/x", "receipt.docx", "application/other")
