"""What forms owe beyond their fields: to each other, to the case, to a choice made."""

from typing import Any

import pytest

from ocop.base.text import LANGS
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.forms.check import FormCheck
from ocop.forms.fill import Options
from ocop.forms.lint import lint_schema
from ocop.forms.serve import serve, served_schema
from tests.support.forms import CHOICES, FORMS, RICE, mistakes, schema_of, the_form
from tests.support.samples import sample

TWO_WAYS = "Vốn vay: số này có thể hiểu theo hai cách"
AS_TWO = "Loans: this number can be read in two ways"


def fact(name: str, value: str) -> Options:
    return {**CHOICES, name: [(value, {"vi": value, "en": value})]}


def found(form: str, options: Options, data: dict[str, Any]) -> list[str]:
    schema = served_schema(the_form(form), "vi", options, RICE)
    return [error.pointer for error in FormCheck(schema, "vi").check(data).errors]


def test_goods_need_five_samples_and_tourism_none() -> None:
    data = sample(schema_of("registration"), values={"samples": 0})
    for too_few in (0, 4):
        lacking = {**data, "samples": too_few}
        assert found("registration", fact("criteria-set", "06"), lacking) == ["/samples"]
    assert found("registration", fact("criteria-set", "06"), {**data, "samples": 5}) == []
    assert found("registration", fact("criteria-set", "26"), data) == []
    assert found("registration", CHOICES, data) == []


@pytest.mark.parametrize(("occasion", "missing"), [("first", []), ("upgrade", ["/changes"])])
def test_an_upgrade_says_what_has_changed(occasion: str, missing: list[str]) -> None:
    data = sample(schema_of("self-assessment"))
    assert found("self-assessment", fact("occasion", occasion), data) == missing
    told = {**data, "changes": "Bao bì mới"}
    assert found("self-assessment", fact("occasion", occasion), told) == []


def test_what_an_outcome_demands_stands_in_the_schema() -> None:
    lists = {"needs-reason": [("propose", {"vi": "Đề nghị", "en": "Propose"})]}
    options = {**CHOICES, **lists, "needs-number": CHOICES["outcomes"][:1]}
    assert served_schema(the_form("decision"), "vi", options)["allOf"] == [
        {
            "if": {
                "properties": {"outcome": {"type": "string", "const": "propose"}},
                "required": ["outcome"],
            },
            "then": {"required": ["reason"]},
        },
        {
            "if": {
                "properties": {"outcome": {"type": "string", "const": "selected"}},
                "required": ["outcome"],
            },
            "then": {"required": ["decision_number", "decision_date", "signer"]},
        },
    ]
    assert found("decision", options, {"outcome": "propose"}) == ["/reason"]
    assert found("decision", options, {"outcome": "ready"}) == []
    assert "allOf" not in served_schema(the_form("decision"), "vi", CHOICES)


def test_an_incomplete_file_is_not_proposed() -> None:
    data = sample(schema_of("commune-report"), values={"outcome": "propose"})
    assert mistakes("commune-report", {**data, "file_check": "incomplete"}) == {
        "/outcome": "Kết luận của UBND xã: không chọn được mục này cùng với câu trả lời ở "
        "“Thành phần hồ sơ”"
    }
    assert mistakes("commune-report", {**data, "file_check": "complete"}) == {}


@pytest.mark.parametrize(
    "name", ["Nhận quà tại www.example.com/qua", "Xem https://example.com/x nhé", "example.com/q"]
)
def test_a_name_is_no_advertisement(name: str) -> None:
    data = sample(schema_of("product-idea"), values={"product_name": name})
    told = "Tên sản phẩm: chỉ ghi tên, xin bỏ địa chỉ trang web"
    assert mistakes("product-idea", data) == {"/product_name": told}


@pytest.mark.parametrize("name", ["Gạo ST25", "Bánh 1/2 cân", "Mật ong Sữa.Hoa", "Chè A/B"])
def test_a_name_may_hold_points_and_strokes(name: str) -> None:
    data = sample(schema_of("product-idea"), values={"product_name": name})
    assert mistakes("product-idea", data) == {}


@pytest.mark.parametrize("typed", ["92,5", "92.5", " 92,5 ", "92,5\u200b"])
def test_points_are_read_with_either_mark(typed: str) -> None:
    schema = schema_of("decision")
    checked = FormCheck(schema, "vi").check({"outcome": "selected", "central_total": typed})
    assert (checked.errors, checked.data["central_total"]) == ((), "92.5")


@pytest.mark.parametrize(
    ("lang", "given", "told"),
    [
        ("vi", "nhiều", "Vốn vay: cần là số nguyên, chỉ ghi số, ví dụ 1.500.000.000 hoặc 1,5 tỷ"),
        (
            "vi",
            "600,000",
            f"{TWO_WAYS} (600 / 600.000). Xin ghi liền các chữ số, không dấu chấm, dấu phẩy",
        ),
        ("vi", "1,5", "Vốn vay: cần là số nguyên, không có phần lẻ"),
        (
            "en",
            "600.000",
            f"{AS_TWO} (600 / 600,000). Please write its digits without dots or commas",
        ),
    ],
)
def test_an_amount_is_refused_with_how_to_write_it(lang: Any, given: str, told: str) -> None:
    data = sample(schema_of("business-plan"), "full")
    data["finance"]["loan"] = given
    assert mistakes("business-plan", data, lang) == {"/finance/loan": told}


@pytest.mark.parametrize("lang", LANGS)
def test_the_years_follow_the_year_of_asking(lang: Any) -> None:
    form = the_form("self-assessment")
    schema = served_schema(form, lang, CHOICES, RICE, year=2031)
    founded = schema["properties"]["general"]["properties"]["founded"]
    assert (founded["x-earliest"], founded["x-latest"]) == ("1900-01-01", "2031-12-31")
    data = sample(schema, "full")
    data["general"]["founded"] = "2032-01-01"
    (error,) = FormCheck(schema, lang).check(data).errors
    assert error.pointer == "/general/founded"
    assert "1900–2031" in error.detail


def _controls(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [one for item in node for one in _controls(item)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("type") == "Control" else []
    return own + [one for value in node.values() for one in _controls(value)]


@pytest.mark.parametrize("form", FORMS.ids())
def test_no_two_radios_of_json_forms_share_an_id(form: str) -> None:
    """Its renderer gives each radio button its value as id: labels would set other questions."""
    served = serve(the_form(form), "vi", CHOICES, RICE)
    seen: list[str] = []
    for control in _controls(served["uiSchema"]["jsonforms"]):
        if control.get("options", {}).get("format") == "radio":
            field: Any = served["schema"]
            for step in control["scope"].removeprefix("#/").split("/"):
                field = field[step]
            seen += [choice["const"] for choice in field["oneOf"]]
    assert len(seen) == len(set(seen))
    if form == "score-sheet":
        assert seen == []


@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        ("to", {"x-not-before": None}, "/to: no x-not-before from"),
        ("to", {"x-not-before": "start"}, "/to: x-not-before names no field of its kind"),
        ("to", {"x-not-before": "percent"}, "/to: x-not-before names no field of its kind"),
        ("to", {"x-not-before": ["from", "/so"]}, "/to: x-not-before names no field of its kind"),
        ("to", {"x-not-before": "/percent"}, "/to: x-not-before names no field of its kind"),
        ("from", {"x-latest": None}, "/from: a day without x-earliest and x-latest"),
        ("from", {"x-earliest": "2090-01-01"}, "/from: x-earliest is after x-latest"),
        ("percent", {"x-at-most": "done"}, "/percent: x-at-most names no field of its kind"),
        ("done", {"x-autocomplete": "tel"}, "/done: a phone number is not read as one"),
        ("done", {"x-autocomplete": "email"}, "/done: an address is not read as one"),
        ("done", {"x-rules-out": {"a": {"b": ["c"]}}}, "/done: x-rules-out names what is not"),
    ],
)
def test_the_linter_finds(name: str, change: dict[str, Any], fault: str) -> None:
    schema = served_schema(the_form("deployment-progress"), "vi")
    schema["properties"][name] |= change
    for keyword in [key for key, value in change.items() if value is None]:
        del schema["properties"][name][keyword]
    assert any(fault in told for told in lint_schema(schema)), lint_schema(schema)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"if": {}, "then": {"properties": {}}}, "/allOf/0: may only add required"),
        ({"if": {}, "then": {"required": ["x"]}}, "/allOf/0: names a field that is not there"),
        ({"required": ["done"]}, "/allOf/0: may only add required"),
    ],
)
def test_the_linter_wants_nothing_but_demands_at_the_root(rule: Any, fault: str) -> None:
    schema = {**schema_of("deployment-progress"), "allOf": [rule]}
    assert fault in lint_schema(schema)


REGISTERED = {
    "registration_number": "9900000016",
    "registered_on": "2018-03-12",
    "registered_by": "Sở Tài chính tỉnh Mẫu",
}


def general(kind: str, **told: str) -> dict[str, Any]:
    data = sample(schema_of("self-assessment"))
    left = {k: v for k, v in data["general"].items() if k not in ("founded", *REGISTERED)}
    return {**data, "general": {**left, "producer_kind": kind, **told}}


# Quyết định 26/2026/QĐ-TTg, Điều 2 khoản 3: trang trại, hộ sản xuất, hộ gia đình có đăng ký kinh
# doanh; Mẫu số 02, mục 6: ngày thành lập hoặc đăng ký kinh doanh, số giấy đăng ký (nếu có).
COMPANIES, FARMS = ("cooperative", "small-medium-enterprise"), ("farm",)
HOUSEHOLDS = ("production-household", "registered-household")


@pytest.mark.parametrize("kind", [*COMPANIES, *FARMS, *HOUSEHOLDS])
def test_the_registration_is_asked_for_by_number_day_and_office(kind: str) -> None:
    """A dossier without it is received all the same: what lacks is for the commune to ask for
    (Article 7(2)).
    """
    assert mistakes("self-assessment", general(kind, **REGISTERED)) == {}
    assert mistakes("self-assessment", general(kind)) == {}


@pytest.mark.parametrize(
    ("kind", "number", "taken"),
    [
        ("cooperative", "9900000016", True),
        ("cooperative", "9900000016-001", True),
        ("cooperative", "9900000016001", True),
        ("cooperative", "9900000017", False),
        ("small-medium-enterprise", "990000001", False),
        ("small-medium-enterprise", "099099012345", False),
        ("small-medium-enterprise", "99A8000016", False),
        ("production-household", "99A8000016", True),
        ("registered-household", "099099012345", True),
        ("farm", "đang xin cấp", False),
    ],
)
def test_the_number_of_a_registration_is_that_of_its_kind(
    kind: str, number: str, taken: bool
) -> None:
    told = general(kind, **{**REGISTERED, "registration_number": number})
    found = mistakes("self-assessment", told)
    assert list(found) == ([] if taken else ["/general/registration_number"])
    assert all("dò lại từng chữ số" in said for said in found.values())


def kinds_offered(number: str) -> set[str]:
    served = served_schema(the_form("self-assessment"), "vi", fact("criteria-set", number), RICE)
    kinds = served["properties"]["general"]["properties"]["producer_kind"]["oneOf"]
    return {choice["const"] for choice in kinds}


# Điều 2 khoản 3: hội, hiệp hội, trung tâm điều hành chỉ với nhóm dịch vụ du lịch, bộ 26 của mỗi
# quyết định.
def test_bodies_of_tourism_take_part_with_tourism_alone() -> None:
    assert kinds_offered("26") - kinds_offered("06") == {"tourism-body"}
    idea = sample(schema_of("product-idea"), values={"producer_kind": "tourism-body"})
    assert mistakes("product-idea", {**idea, "criteria_set": "26"}) == {}
    assert list(mistakes("product-idea", {**idea, "criteria_set": "06"})) == ["/criteria_set"]


@pytest.mark.parametrize("law", ["1048-2019", "148-2023", "26-2026"])
def test_set_26_of_every_law_is_that_of_tourism_and_no_other(law: str) -> None:
    sets = CriteriaSets().entries(law)
    told = {entry.number for entry in sets if "du lịch" in entry.name["vi"].casefold()}
    assert told == {26}


@pytest.mark.parametrize(
    ("day", "year", "refused"),
    [
        ("2026-07-01", 2026, []),
        ("2026-07-02", 2026, ["/day"]),
        ("2026-12-31", 2027, ["/day", "/year"]),
        ("2027-02-30", 2025, ["/day"]),
    ],
)
def test_what_has_happened_is_not_to_come(day: str, year: int, refused: list[str]) -> None:
    fields = {
        "day": {"type": "string", "title": "Ngày", "format": "date", "x-until-today": True},
        "year": {"type": "integer", "title": "Năm", "x-until-today": True},
    }
    schema = {"type": "object", "properties": {"rows": {"type": "array", "items": {
        "type": "object", "properties": fields}}}}  # fmt: skip
    data = {"rows": [{"day": "2020-01-01", "year": 2020}, {"day": day, "year": year}]}
    checked = FormCheck(schema, "vi").check(data, today="2026-07-01")
    assert [error.pointer for error in checked.errors] == [f"/rows/1{one}" for one in refused]
    assert FormCheck(schema, "vi").check({"rows": [{"day": "2999-01-01"}]}).errors == ()
