"""Every mail, in both languages, as its reader gets it."""

import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.base.errors import MailRefused
from ocop.base.text import LANGS, Lang
from ocop.mail import check as mail_check
from ocop.mail import letters as mail
from tests.support.mailbox import HtmlPart, mail_links

FUNCTIONS = Path(mail.__file__).parents[2]
LINK = "https://sao-xa.example.vn/r/v1.k1.{}-{}-1.{}".format(
    "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnop", "abcdefghijklmnopqrstuvwxyz234567"
)
TEMPLATES = {
    "filing-received", "rated-again",
    "confirm-address", "idea-received", "task-assigned", "task-reminder", "task-overdue",
    "council-invited", "council-meets", "council-reminder", "council-rescore", "council-closed",
    "meeting-needed", "stage-outcome", "council-extended",
    "move-waiting", "case-taken-over", "sheets-late", "decision-left-out", "sheet-ended",
    "supplement-asked", "result-recognised", "result-ended", "link-renewed", "conflict-declared",
    "member-replaced", "account-invited", "password-forgotten", "producer-reminder",
    "producer-late", "commune-told", "proceeding-told", "renewal-told", "renewal-in-commune",
    "invitation-withdrawn", "duties-waiting", "duties-late",
    "support-told", "task-answered", "report-told",
    "reports-missing", "device-code", "page-taken-down", "misuse-reported",
    "round-invited", "round-reminder", "round-withdrawn", "round-link-renewed",
    "inquiry-told", "inquiry-over", "council-paused", "council-resumed", "inquiry-wished",
    "inquiry-late", "event-invited", "event-moved", "event-uninvited", "producer-owes",
}  # fmt: skip
WITHOUT_BUTTON = {
    "move-waiting", "sheets-late", "decision-left-out", "sheet-ended",
    "council-meets", "meeting-needed",
    "council-closed", "commune-told", "invitation-withdrawn", "renewal-in-commune",
    "duties-waiting", "duties-late", "task-answered", "report-told",
    "reports-missing", "device-code", "round-withdrawn",
    "inquiry-wished", "inquiry-late", "event-uninvited",
    "misuse-reported",
}  # fmt: skip
each_mail = pytest.mark.parametrize(
    ("template", "lang"), [(t, lang) for t in sorted(TEMPLATES) for lang in LANGS]
)


def words(text: str) -> Counter[str]:
    return Counter(w.rstrip(":") for w in text.split() if w not in {"-", "--"})


def required_only(template: str, lang: Lang) -> dict[str, object]:
    keep = {*mail.load(template)["required"], "now"}
    return {k: v for k, v in mail_check.samples(template, lang).items() if k in keep}


def test_all_templates_are_there() -> None:
    assert mail.template_ids() == TEMPLATES


@each_mail
def test_the_link_opens_from_the_button_and_as_plain_text(template: str, lang: Lang) -> None:
    letter = mail_check.preview(template, lang)
    part = HtmlPart(letter.html)
    expected = 0 if template in WITHOUT_BUTTON else 1
    assert mail_links(letter.text).count(LINK) == letter.text.count(LINK) == expected
    assert part.hrefs.count(LINK) == part.words(without=("a",)).count(LINK) == expected
    acting = [one for one in mail_links(letter.text) if "/office/dossiers/" not in one]
    assert acting[-1:] == [LINK] * expected
    assert not expected or part.hrefs[-1] == LINK


@each_mail
def test_the_subject_is_the_matter_and_then_the_case(template: str, lang: Lang) -> None:
    letter = mail_check.preview(template, lang)
    assert re.fullmatch(r"\S.{5,120} \[99-10101-003-2026\]", letter.subject)
    assert HtmlPart(letter.html).seen[0] == ("h1", letter.subject.rpartition(" [")[0])


@each_mail
@pytest.mark.parametrize("full", [True, False])
def test_nothing_is_left_unfilled(template: str, lang: Lang, *, full: bool) -> None:
    values = mail_check.samples(template, lang) if full else required_only(template, lang)
    letter = mail.render(template, lang, values)
    shown = letter.subject + letter.text + letter.html
    assert not set("{}") & set(shown)
    assert "None" not in shown
    assert not re.search(r"\b(vi|en)'|\[\]|  \n|\n\n\n", letter.text)


@each_mail
@pytest.mark.parametrize("full", [True, False])
def test_both_parts_say_the_same(template: str, lang: Lang, *, full: bool) -> None:
    values = mail_check.samples(template, lang) if full else required_only(template, lang)
    letter = mail.render(template, lang, values)
    in_html = Counter(w.rstrip(":") for w in HtmlPart(letter.html).words(without=("h1",)))
    if "link" in values:
        in_html -= words(mail.shared()["link_hint"][lang])
    assert in_html == words(letter.text)


@each_mail
def test_every_required_value_reaches_the_reader(template: str, lang: Lang) -> None:
    values = required_only(template, lang)
    letter = mail.render(template, lang, values)
    flat = " ".join(letter.text.split())
    for name, value in values.items():
        if isinstance(value, str):
            assert all(" ".join(line.split()) in flat for line in value.splitlines()), name


@each_mail
def test_the_deadline_is_said_where_something_is_asked(template: str, lang: Lang) -> None:
    day = "14/12/2026" if lang == "vi" else "14 December 2026"
    asks = "deadline" in mail.load(template)["facts"]
    letter = mail_check.preview(template, lang)
    preheader = letter.html.partition("</div>")[0]
    assert (day in preheader) == asks
    assert (day in " ".join(letter.text.split())) == ("deadline" in mail.load(template)["optional"])
    assert day not in mail.render(template, lang, required_only(template, lang)).html


@each_mail
def test_the_html_part_is_accessible_and_self_contained(template: str, lang: Lang) -> None:
    html = mail_check.preview(template, lang).html
    part = HtmlPart(html)
    assert part.lang == lang
    assert part.tags.count("h1") == 1
    assert not {"img", "script", "link", "style", "iframe", "form"} & set(part.tags)
    assert 'role="presentation"' in html
    assert "width=device-width" in html
    assert len(html) < 20_000


@each_mail
def test_the_plain_part_is_wrapped_but_never_inside_a_link(template: str, lang: Lang) -> None:
    text = mail_check.preview(template, lang).text
    long_lines = [line for line in text.splitlines() if len(line) > 72]
    assert set(long_lines) <= set(mail_links(text))


@each_mail
def test_a_missing_value_stops_the_mail(template: str, lang: Lang) -> None:
    for name in mail.load(template)["required"]:
        for empty in (None, "", " \n "):
            with pytest.raises(MailRefused) as refused:
                mail.render(template, lang, {**required_only(template, lang), name: empty})
            assert refused.value.code in {"mail-incomplete", "mail-bad-link"}


@pytest.mark.parametrize("template", ["unknown", "", "shared", "../rulebooks/26-2026"])
def test_an_unknown_template_is_refused(template: str) -> None:
    with pytest.raises(MailRefused, match="mail-unknown-template"):
        mail.render(template, "vi", {})


def test_the_plain_part_as_a_farmer_reads_it() -> None:
    values = {
        "reference": "99-10101-003-2026",
        "unit": "Xã Bãi Bồi",
        "deadline": datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC),
        "now": datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        "link": "https://sao-xa.example.vn/r/abc",
    }
    assert mail.render("confirm-address", "vi", values).text == (
        """\
Kính gửi ông/bà,

Chúng tôi đã nhận được một phiếu đăng ký ý tưởng sản phẩm, trên phiếu
ghi địa chỉ thư này.

Phiếu chưa được chuyển cho cán bộ. Xin bấm nút dưới đây rồi chọn “Đúng
là thư của tôi” trên trang mở ra; sau đó cán bộ mới xem xét ý tưởng.

Nếu ông/bà không gửi phiếu này, xin bỏ qua thư: không xác nhận thì phiếu
không được xem xét và sẽ được xóa.

Mã hồ sơ: 99-10101-003-2026
Đơn vị: Xã Bãi Bồi
Hạn: còn 7 ngày, đến hết ngày 30/11/2026

Xác nhận địa chỉ thư:
https://sao-xa.example.vn/r/abc

Liên kết này dành riêng cho ông/bà. Ai có liên kết đều làm thay ông/bà
được, nên xin không chuyển tiếp thư này.

Trân trọng cảm ơn ông/bà.

--
Thư tự động của Chương trình Mỗi xã một sản phẩm.
"""
    )


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a\r\nBcc: someone@example.vn",
    "a\u2028b\x0bc\x85d",
    "{link} {reference.__class__} {{ 7*7 }} {% raw %}",
    "\u202egnp.exe\u2066",
    "nul\0byte\ud800",
    "x" * 5000,
]


@pytest.mark.parametrize("product", HOSTILE)
@pytest.mark.parametrize("template", ["task-assigned", "council-invited", "result-ended"])
def test_a_hostile_product_name_changes_nothing_but_its_own_words(
    template: str, product: str
) -> None:
    values = {**mail_check.samples(template, "vi"), "product": product}
    letter, plain = mail.render(template, "vi", values), mail_check.preview(template, "vi")
    part, usual = HtmlPart(letter.html), HtmlPart(plain.html)
    assert (part.tags, part.hrefs) == (usual.tags, usual.hrefs)
    assert len((letter.subject + " ").splitlines()) == 1
    assert len(letter.subject) <= 150
    assert (letter.subject + letter.text + letter.html).encode()
    assert mail_links(letter.text) == mail_links(plain.text)
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", letter.text)


@given(st.sampled_from(sorted(TEMPLATES)), st.sampled_from(LANGS), st.text(max_size=300))
def test_any_text_as_any_value_keeps_the_mail_whole(template: str, lang: Lang, text: str) -> None:
    vocabulary = mail.shared()["values"]
    values = {
        name: f"x{text}" if vocabulary.get(name, {}).get("kind") in {"line", "prose"} else value
        for name, value in mail_check.samples(template, lang).items()
    }
    letter, usual = mail.render(template, lang, values), mail_check.preview(template, lang)
    assert HtmlPart(letter.html).hrefs == HtmlPart(usual.html).hrefs
    assert Counter(HtmlPart(letter.html).tags) - Counter({"br": 999}) == (
        Counter(HtmlPart(usual.html).tags) - Counter({"br": 999})
    )
    assert len(f"{letter.subject} ".splitlines()) == 1
    assert len(letter.subject) <= 150
    assert letter.subject.endswith("]")


def test_a_subject_has_room_for_its_matter_before_a_long_name() -> None:
    values = {**mail_check.samples("event-invited", "vi"), "reference": "Hội chợ " * 25}
    subject = mail.render("event-invited", "vi", values).subject
    plain = mail_check.preview("event-invited", "vi").subject.rpartition(" [")[0]
    assert subject.startswith(f"{plain[:60]}")
    assert subject.endswith("…]")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Xem HTTP://bad.example/x", "Xem HTTP: //bad. example/x"),
        ("zalo://chat", "zalo: //chat"),
        ("Nhận quà tại www.example.com/qua", "Nhận quà tại www. example. com/qua"),
        ("mẫu.vn và tên。com", "mẫu. vn và tên. com"),
        ("hỏi a.b@example.vn", "hỏi a.b@example. vn"),
        ("Rượu TP.HCM 29.5 độ, HTX số 1.", "Rượu TP. HCM 29.5 độ, HTX số 1."),
    ],
)
def test_a_name_cannot_carry_an_address_that_mail_programs_make_clickable(
    typed: str, told: str
) -> None:
    values = {**required_only("idea-received", "vi"), "product": typed, "name": typed}
    letter = mail.render("idea-received", "vi", values)
    assert told in " ".join(letter.text.split())
    assert told in letter.html


def test_the_province_s_own_contact_stays_as_it_is() -> None:
    values = {**required_only("idea-received", "vi"), "contact": "Văn phòng, ocop@example.vn"}
    assert "ocop@example.vn" in mail.render("idea-received", "vi", values).text


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "//x.example",
        "https://",
        'https://x.example/"a',
        "https://x.example/a b",
    ],
)
def test_only_a_plain_address_becomes_a_button(link: str) -> None:
    with pytest.raises(MailRefused, match="mail-bad-link"):
        mail.render(
            "confirm-address", "vi", {**required_only("confirm-address", "vi"), "link": link}
        )


def test_lines_of_a_note_stay_lines_and_list_items_stay_items() -> None:
    values = {
        **required_only("supplement-asked", "vi"),
        "items": ["Giấy A", "Ảnh B"],
        "note": "m\n\nn",
    }
    letter = mail.render("supplement-asked", "vi", values)
    assert "\n- Giấy A\n- Ảnh B\n" in letter.text
    assert "<li" in letter.html
    assert "Lời nhắn kèm theo: m\nn\n" in letter.text
    assert "Lời nhắn kèm theo: m<br>n</p>" in letter.html


def test_a_text_in_two_languages_is_picked_from() -> None:
    title = {"vi": "Chọn ý tưởng", "en": "Select the idea"}
    for lang in LANGS:
        values = {**required_only("task-assigned", lang), "stage_title": title}
        assert title[lang] in mail.render("task-assigned", lang, values).subject


def test_a_date_other_than_a_deadline_is_just_a_date() -> None:
    values = {
        **required_only("stage-outcome", "en"),
        "not_before": datetime(2027, 1, 14, 17, tzinfo=UTC),
    }
    assert (
        "You may file again from 15 January 2027."
        in mail.render("stage-outcome", "en", values).text
    )


def test_an_escalated_reminder_names_who_was_asked_and_hands_out_no_link() -> None:
    values = {**required_only("task-overdue", "vi"), "assignee": "Lê Văn Ví Dụ"}
    to_chief = mail.render("task-overdue", "vi", values)
    to_officer = mail.render(
        "task-overdue", "vi", {**required_only("task-overdue", "vi"), "link": LINK}
    )
    assert "đã giao cho Lê Văn Ví Dụ" in to_chief.text
    assert mail_links(to_chief.text) == []
    assert "Xin ông/bà xử lý sớm" in to_officer.text
    assert mail_links(to_officer.text) == [LINK]


def test_jinja_is_loaded_only_for_a_mail() -> None:
    code = "import sys, ocop.mail.letters; sys.exit('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=FUNCTIONS, check=False)
    assert done.returncode == 0


DIGESTS = {
    "sheets-late": "Mã đơn vị",
    "duties-late": "Kỳ và mã đơn vị",
    "duties-waiting": "Kỳ và mã đơn vị",
    "report-told": "Kỳ và mã đơn vị",
    "reports-missing": "Kỳ và mã đơn vị",
    "producer-owes": "Kỳ và mã đơn vị",
    "task-answered": "Việc phát sinh từ",
    "council-meets": "Mã cuộc họp",
}


@pytest.mark.parametrize("template", DIGESTS)
def test_a_mail_that_is_about_no_case_calls_nothing_a_case(template: str) -> None:
    """Neither what it goes under nor where its link leads."""
    told = mail_check.preview(template, "vi")
    assert f"{DIGESTS[template]}: " in told.text
    assert "Mã hồ sơ" not in told.text + told.html
    assert "\nHồ sơ:" not in told.text
