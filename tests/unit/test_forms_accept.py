"""Every form takes a sound document and says of an unsound one, field by field, what is wrong."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from ocop.base.errors import InvalidInput, Malformed, NotFound
from ocop.base.text import LANGS, Lang, same
from ocop.forms.check import FormCheck
from ocop.forms.checked import Choice
from ocop.forms.forms import Forms
from ocop.forms.serve import served_schema
from tests.support.forms import CHOICES, FORMS, RICE, check_of, mistakes, schema_of, the_form
from tests.support.samples import Fill, sample
from tests.support.scoring import load_set

WRITTEN = sorted((Path(__file__).parents[1] / "samples" / "forms").glob("*.json"))

CONSENT = schema_of("product-idea")["properties"]["consent"]["title"]


def written(form: str) -> dict[str, Any]:
    path = next(path for path in WRITTEN if path.stem == form)
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_a_written_sample_is_taken_as_it_is(path: Path) -> None:
    checked = check_of(path.stem).check(written(path.stem))
    assert (checked.errors, checked.data) == ((), written(path.stem))


@pytest.mark.parametrize("fill", ["minimal", "full"])
@pytest.mark.parametrize("form", FORMS.ids())
def test_a_made_sample_is_taken_as_it_is(form: str, fill: Fill) -> None:
    data = sample(schema_of(form), fill)
    checked = check_of(form).check(data)
    assert (checked.errors, checked.data) == ((), data)


@pytest.mark.parametrize(
    ("rulebook", "number"), [("148-2023", 18), ("1048-2019", 4), ("26-2026", 26)]
)
def test_samples_of_other_sets_are_taken(rulebook: str, number: int) -> None:
    criteria = load_set(rulebook, number)
    for form in ("self-assessment", "score-sheet", "business-plan"):
        schema = served_schema(the_form(form), "vi", CHOICES, criteria)
        assert FormCheck(schema, "vi").check(sample(schema, "full")).errors == ()


# A request for support asks for any one of its ticks, which the use case demands, not the form; who
# is at a meeting is ticked beside the form, which asks for deputies alone.
ASKING = [form for form in FORMS.ids() if form not in ("support-request", "meeting-attendance")]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", ASKING)
def test_an_empty_form_names_every_missing_field_by_its_own_name(form: str, lang: Lang) -> None:
    found = mistakes(form, {}, lang)
    assert len(found) == len(set(found.values())) >= 1
    wanted = ("chưa", "cần") if lang == "vi" else ("not filled in", "nothing", "please", "at least")
    assert all(any(word in detail for word in wanted) for detail in found.values())


def test_mistakes_come_all_at_once_in_the_order_of_the_form() -> None:
    data = written("product-idea") | {
        "product_name": "x" * 151,
        "criteria_set": "99",
        "email": "không phải email",
        "phone": "gọi tôi",
        "consent": False,
        "colour": "đỏ",
    }
    del data["commune"], data["address"]
    assert list(mistakes("product-idea", data).items()) == [
        ("/product_name", "Tên sản phẩm: dài quá 150 ký tự"),
        ("/criteria_set", "Nhóm sản phẩm: hãy chọn một mục trong danh sách"),
        ("/commune", "Xã, phường nơi sản xuất: chưa chọn"),
        ("/address", "Địa chỉ: chưa điền"),
        ("/phone", "Điện thoại: chưa đúng số điện thoại, ví dụ 0912 345 678"),
        ("/email", "Email: chưa đúng địa chỉ email, ví dụ ten@example.vn"),
        ("/consent", f"{CONSENT}: cần đánh dấu đồng ý"),
        ("/colour", "colour: biểu mẫu không có mục này"),
    ]


def test_the_same_mistakes_in_english() -> None:
    data = written("product-idea") | {"email": "nobody", "language": 7}
    assert mistakes("product-idea", data, "en") == {
        "/email": "Email: not an email address, for example name@example.vn",
        "/language": "Language of our mail: choose one from the list",
    }


@pytest.mark.parametrize(
    ("form", "path", "value", "pointer", "detail"),
    [
        (
            "business-plan",
            ("finance", "loan"),
            -1,
            "/finance/loan",
            "Vốn vay: không được nhỏ hơn 0",
        ),
        (
            "business-plan",
            ("finance", "loan"),
            10**13 + 1,
            "/finance/loan",
            "Vốn vay: không được lớn hơn 10.000.000.000.000",
        ),
        (
            "business-plan",
            ("finance", "loan"),
            "nhiều",
            "/finance/loan",
            "Vốn vay: cần là số nguyên",
        ),
        ("business-plan", ("finance", "loan"), 0.5, "/finance/loan", "Vốn vay: cần là số nguyên"),
        (
            "business-plan",
            ("finance", "loan"),
            float("nan"),
            "/finance/loan",
            "Vốn vay: cần là số nguyên",
        ),
        (
            "business-plan",
            ("schedule", 1, "from"),
            "2026-02-30",
            "/schedule/1/from",
            "Việc 2 – Từ ngày: chưa đúng ngày, lịch không có ngày này",
        ),
        (
            "business-plan",
            ("schedule", 1),
            {"from": "2026-01-01", "to": "2026-01-02"},
            "/schedule/1/work",
            "Việc 2 – Làm việc gì: chưa điền",
        ),
        ("business-plan", ("schedule", 1), "mua máy", "/schedule/1", "Việc 2: cần là một nhóm"),
        ("business-plan", ("schedule",), [], "/schedule", "Tiến độ thực hiện: cần ít nhất 1 dòng"),
        ("business-plan", ("schedule",), "x", "/schedule", "Tiến độ thực hiện: cần là danh sách"),
        ("business-plan", ("market",), "chợ", "/market", "Thị trường: cần là một nhóm thông tin"),
        (
            "business-plan",
            ("criteria", "c9_9"),
            "x",
            "/criteria/c9_9",
            "c9_9: biểu mẫu không có mục này",
        ),
        (
            "business-plan",
            ("criteria", "c1_1"),
            "x" * 1001,
            "/criteria/c1_1",
            "1.1 Nguồn nguyên liệu (tối đa 3 điểm): dài quá 1.000 ký tự",
        ),
        (
            "deployment-progress",
            ("evidence", 0, "file"),
            "../../etc",
            "/evidence/0/file",
            "Tệp minh chứng 1 – Tệp: tệp này chưa tải lên được, xin chọn lại tệp",
        ),
        (
            "deployment-progress",
            ("evidence", 0, "file"),
            "",
            "/evidence/0/file",
            "Tệp minh chứng 1 – Tệp: chưa có tệp",
        ),
        (
            "deployment-progress",
            ("help", "market"),
            "có",
            "/help/market",
            "Tìm nơi bán: cần là có hoặc không",
        ),
        ("registration", ("product_name",), {"a": 1}, "/product_name", "Tên sản phẩm: cần là chữ"),
        (
            "registration",
            ("product_name",),
            "Bún\ngạo",
            "/product_name",
            "Tên sản phẩm: có ký tự lạ hoặc xuống dòng, xin gõ lại",
        ),
        ("registration", ("occasion",), "upgrade", "/previous_certificate", "Số giấy chứng nhận"),
        ("decision", ("central_total",), "91,", "/central_total", "Điểm của Hội đồng cấp trung"),
    ],
)
def test_one_mistake_gives_one_error_at_its_field(
    form: str, path: tuple[Any, ...], value: object, pointer: str, detail: str
) -> None:
    data = deepcopy(written(form))
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    (found,) = mistakes(form, data).items()
    assert found[0] == pointer
    assert found[1].startswith(detail)


def test_a_missing_level_is_named_with_its_criterion() -> None:
    data = sample(schema_of("self-assessment"))
    del data["criteria"]["c1_1"]["level"]
    found = mistakes("self-assessment", data)
    expected = "1.1 Nguồn nguyên liệu (tối đa 3 điểm) – Mức đạt: chưa chọn"
    assert found == {"/criteria/c1_1/level": expected}


def test_evidence_is_named_with_criterion_and_row() -> None:
    data = sample(schema_of("self-assessment"), "full")
    data["criteria"]["c1_2"]["evidence"].append({"kind": "other"})
    (pointer,) = found = mistakes("self-assessment", data)
    assert pointer == "/criteria/c1_2/evidence/1/file"
    assert found[pointer].endswith("(tối đa 2 điểm) – Minh chứng 2 – Tệp: chưa có tệp")


@pytest.mark.parametrize(
    "address", ["a@example.vn\n", "\na@example.vn", "a@example.vn\r\nBcc: b@c.vn"]
)
def test_an_email_with_a_line_break_is_refused(address: str) -> None:
    data = written("product-idea") | {"email": address}
    assert [*mistakes("product-idea", data)] == ["/email"]


def test_a_draft_may_lack_anything_but_not_be_wrong() -> None:
    draft = {"email": "nobody", "consent": False, "product_name": "Bún"}
    found = check_of("product-idea").check(draft, partial=True)
    assert [e.pointer for e in found.errors] == ["/email"]
    assert check_of("product-idea").check({}, partial=True).errors == ()


@pytest.mark.parametrize("data", [None, [], "x", 7])
def test_what_is_no_object_is_malformed(data: object) -> None:
    with pytest.raises(Malformed, match="not-an-object"):
        check_of("decision").check(data)


def test_a_form_gives_the_data_or_every_mistake() -> None:
    forms = Forms()
    idea = the_form("product-idea")
    taken = forms.judge(idea, written("product-idea"), "vi", CHOICES, None).accepted()
    assert taken == written("product-idea")
    with pytest.raises(InvalidInput) as refused:
        forms.judge(idea, {}, "vi", CHOICES, None).accepted()
    assert len(refused.value.errors) == len(schema_of("product-idea")["required"])
    with pytest.raises(NotFound, match="unknown-form"):
        forms.get("wish-list")


def test_other_choices_give_another_verdict() -> None:
    forms, data = Forms(), written("product-idea")
    elsewhere = CHOICES | {"communes": [("20202", {"vi": "Xã Khác", "en": "Other commune"})]}
    assert forms.judge(the_form("product-idea"), data, "vi", CHOICES, None).errors == ()
    (error,) = forms.judge(the_form("product-idea"), data, "vi", elsewhere, None).errors
    assert error.pointer == "/commune"


def test_other_criteria_sets_give_other_fields() -> None:
    forms = Forms()
    data = sample(schema_of("score-sheet"))
    assert forms.judge(the_form("score-sheet"), data, "vi", {}, RICE).errors == ()
    tourism = load_set("26-2026", 26)
    assert forms.judge(the_form("score-sheet"), data, "vi", {}, tourism).errors


def test_a_form_is_served_by_name() -> None:
    served = Forms().serve(the_form("decision"), "en", CHOICES, None)
    assert served["schema"]["title"] == "Decision"
    assert served["uiSchema"]["jsonforms"]["type"] == "VerticalLayout"


def test_a_fact_that_nobody_told_is_another_form_than_one_that_is_none() -> None:
    forms, form = Forms(), the_form("support-visit")
    known: dict[str, list[Choice]] = {name: [("x", same("x"))] for name in form.option_names}
    none: dict[str, list[Choice]] = {"needs-report": []}
    told = [forms.serve(form, "vi", facts, None) for facts in (known, known | none)]
    asked, left_out = (one["schema"]["properties"].keys() for one in told)
    assert left_out < asked
