"""What a page shows of a form, a browser without scripts posts back unchanged."""

import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocop.base.errors import Malformed
from ocop.html.components.forms import FieldGroup, FieldRows, PageField, PageForm
from ocop.html.components.notices import ErrorSummary
from ocop.html.components.prose import Heading
from ocop.html.fields import problems_of
from ocop.html.parse import Posted, posted
from ocop.html.reading import decimal_number, iso_day, whole_number
from ocop.html.render import fields_of
from ocop.html.web_page import Frame, WebPage, draw_page
from ocop.http.posted import posted_fields
from tests.support.browser_form import Page, posts
from tests.support.web_samples import ERRORS, FILLED, IDEA

FRAME = Frame(lang="vi", query="", province="Tỉnh Sông Lam")


def drawn(schema: dict[str, Any], values: Any = None, **more: Any) -> str:
    nodes = fields_of(schema, {}, values, **more)
    problems = problems_of(nodes, more.get("errors") or {})
    form = PageForm(action="/forms/x", nodes=nodes, hidden={"_key": "k"})
    parts = (ErrorSummary(problems=problems), Heading(title="Phiếu"), form)
    return draw_page(WebPage(title="Phiếu", parts=parts), FRAME)


def round_trip(schema: dict[str, Any], values: Any, press: str = "submit") -> Posted:
    return posted(posted_fields(posts(drawn(schema, values), press)), schema)


NAMES = st.sampled_from(["name", "kind", "note", "a_b", "c1", "email"])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text).strip()
)


def with_value(schema: dict[str, Any], value: st.SearchStrategy[Any]) -> Any:
    return value.map(lambda chosen: (schema, chosen))


def plain_fields() -> st.SearchStrategy[tuple[dict[str, Any], Any]]:
    choice = {
        "type": "string",
        "title": "T",
        "oneOf": [{"const": "a", "title": "Một"}, {"const": "b", "title": "Hai"}],
    }
    return st.one_of(
        with_value({"type": "string", "title": "T", "maxLength": 50}, WORDS),
        with_value(
            {"type": "string", "title": "T", "maxLength": 900},
            st.lists(WORDS, max_size=3).map(lambda lines: "\n".join(lines).strip()),
        ),
        with_value({"type": "integer", "title": "T"}, st.integers(-(10**12), 10**12)),
        with_value({"type": "boolean", "title": "T"}, st.sampled_from([True, None])),
        with_value(choice, st.sampled_from(["a", "b", None])),
        with_value({"type": "string", "format": "date", "title": "T"}, st.dates().map(str)),
    )


def objects(
    fields: st.SearchStrategy[tuple[dict[str, Any], Any]],
) -> st.SearchStrategy[tuple[dict[str, Any], Any]]:
    def whole(found: dict[str, tuple[dict[str, Any], Any]]) -> tuple[dict[str, Any], Any]:
        schema = {name: sub for name, (sub, _) in found.items()}
        data = {n: v for n, (_, v) in found.items() if v not in (None, "", {}, [])}
        return {"type": "object", "title": "T", "properties": schema}, data

    return st.dictionaries(NAMES, fields, min_size=1, max_size=4).map(whole)


@st.composite
def lists(draw: st.DrawFn) -> tuple[dict[str, Any], Any]:
    item, first = draw(objects(plain_fields()))
    rows = [first] * draw(st.integers(0, 3)) if first else []
    return {"type": "array", "title": "T", "maxItems": 9, "items": item}, rows


FORMS = objects(st.one_of(plain_fields(), objects(plain_fields()), lists()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FORMS)
def test_what_is_shown_is_posted_back(form: tuple[dict[str, Any], Any]) -> None:
    schema, data = form
    assert round_trip(schema, data).data == data


def test_a_blank_form_posts_no_answers_but_names_the_required_sections() -> None:
    assert round_trip(IDEA, {}).data == {"organisation": {}, "product": {}}


def test_a_required_section_left_blank_beside_answers_is_an_empty_object() -> None:
    data = round_trip(IDEA, {"product": {"name": "Chè"}}).data
    assert data == {"organisation": {}, "product": {"name": "Chè"}}


def test_blank_rows_between_filled_ones_are_dropped() -> None:
    fields = {"/materials/0/name": " ", "/materials/4/name": "Chè", "/materials/9/name": "Nước"}
    assert posted(fields, IDEA).data["materials"] == [{"name": "Chè"}, {"name": "Nước"}]


def test_asking_for_more_rows_keeps_the_answers_and_shows_three_more() -> None:
    before = drawn(IDEA, FILLED)
    answer = posted(posted_fields(posts(before, "rows:/materials")), IDEA)
    assert answer.adds_rows == "/materials"
    assert answer.data == FILLED
    after = fields_of(IDEA, {}, answer.data, rows=answer.rows)
    assert len(rows(after)) == len(rows(fields_of(IDEA, {}, FILLED))) + 3


def test_rows_never_exceed_the_most_the_form_takes() -> None:
    shown = next(n for n in fields_of(IDEA, rows={"/materials": 400}) if isinstance(n, FieldRows))
    assert len(shown.rows) == 12
    assert not shown.more


def rows(nodes: Any) -> tuple[FieldGroup, ...]:
    return next(node.rows for node in nodes if isinstance(node, FieldRows))


def test_unknown_and_read_only_names_are_left_out() -> None:
    schema = {"properties": {"a": {"type": "string", "title": "A", "readOnly": True}}}
    assert posted({"/a": "x", "/b": "y", "/__proto__": "z"}, schema).data == {}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.500.000", 1500000),
        ("1 500 000", 1500000),
        ("0912", 912),
        ("-3", -3),
        ("12,5", "12,5"),
        ("1.5", "1.5"),
        ("một", "một"),
        ("1e9", "1e9"),
        ("٣", "٣"),
    ],
)
def test_whole_numbers_as_people_type_them(typed: str, read: object) -> None:
    assert whole_number(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"), [("12,5", 12.5), ("1.200,5", 1200.5), ("2.500", 2500), ("nan", "nan")]
)
def test_decimals_with_a_vietnamese_comma(typed: str, read: object) -> None:
    assert decimal_number(typed) == read


def test_a_day_typed_day_first() -> None:
    assert iso_day("2/9/2026") == "2026-09-02"
    assert iso_day("2026-09-02") == "2026-09-02"
    assert iso_day("hôm qua") == "hôm qua"


@pytest.mark.parametrize("body", [b"\xff\xfe", b"/a=%FF", b"&".join([b"a=1"] * 6000)])
def test_a_body_that_cannot_be_read_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        posted_fields(body)


def test_errors_keep_values_and_point_both_ways() -> None:
    html = Page(drawn(IDEA, FILLED, errors=ERRORS))
    email = html.by_id("f.organisation.email")
    assert email is not None
    assert email.attributes["value"] == "che@example.vn"
    assert email.attributes["aria-invalid"] == "true"
    described = [html.by_id(one) for one in email.attributes["aria-describedby"].split()]
    assert ERRORS["/organisation/email"] in "".join(one.text for one in described if one)


def test_the_summary_follows_the_order_of_the_page() -> None:
    nodes = fields_of(IDEA, {}, FILLED, ERRORS)
    assert [one.target for one in problems_of(nodes, ERRORS)] == [
        "f.organisation.kind",
        "f.organisation.email",
        "f.product.story",
        "f.pledge",
    ]


def test_an_error_without_a_field_points_to_the_nearest_shown() -> None:
    errors = {"/materials/99/name": "sai", "": "thiếu"}
    assert [one.target for one in problems_of(fields_of(IDEA), errors)] == [
        "f.materials",
        "content",
    ]


def test_eight_choices_become_a_list_to_open() -> None:
    options = [{"const": str(n), "title": str(n)} for n in range(8)]
    choice = {"type": "string", "title": "T", "oneOf": options}
    many, few = (
        fields_of({"properties": {"a": {**choice, "oneOf": options[:count]}}}) for count in (8, 7)
    )
    assert isinstance(many[0], PageField)
    assert isinstance(few[0], PageField)
    assert (many[0].kind, few[0].kind) == ("select", "radios")


def test_an_upload_is_chosen_among_the_files_already_sent() -> None:
    files = {"a" * 26: "nhan.pdf"}
    html = drawn(IDEA, {"photo": "a" * 26}, files=files)
    assert "nhan.pdf" in html
    assert posted(posted_fields(posts(html)), IDEA).data["photo"] == "a" * 26


def test_fields_that_a_rule_may_require_are_not_called_optional() -> None:
    schema = {
        "properties": {
            "a": {"type": "string", "title": "A"},
            "b": {"type": "string", "title": "B"},
        },
        "if": {"properties": {"a": {"const": "x"}}},
        "then": {"required": ["b"]},
    }
    assert [node.optional for node in fields_of(schema) if isinstance(node, PageField)] == [
        True,
        False,
    ]


def asking(**schema: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": {"title": "A", **schema}}}


@pytest.mark.parametrize(
    ("lang", "typed", "read"),
    [
        ("vi", "600.000.000", 600_000_000),
        ("en", "600,000,000", 600_000_000),
        ("vi", "600.000", 600_000),
        ("en", "600,000", 600_000),
        ("vi", "600,000", "600,000"),
        ("en", "600.000", "600.000"),
        ("vi", "1,5 tỷ đồng", 1_500_000_000),
        ("vi", "600 triệu", 600_000_000),
    ],
)
def test_an_amount_is_read_in_the_language_of_the_page(lang: Any, typed: str, read: Any) -> None:
    schema = asking(type="integer", **{"x-unit": "dong"})
    assert posted({"/a": typed}, schema, lang).data == {"a": read}


def test_a_percentage_may_have_its_sign() -> None:
    assert posted({"/a": "50%"}, asking(type="integer", **{"x-unit": "percent"})).data == {"a": 50}


def test_a_day_that_is_none_comes_back_as_it_was_typed() -> None:
    schema = asking(type="string", format="date")
    answer = round_trip(schema, posted({"/a": "31/02/2027"}, schema).data)
    assert answer.data == {"a": "31/02/2027"}
    assert Page(drawn(schema, answer.data)).by_id("f.a").attributes["type"] == "text"  # type: ignore[union-attr]


def test_a_day_is_picked_within_its_bounds() -> None:
    schema = asking(
        type="string", format="date", **{"x-earliest": "2000-01-01", "x-latest": "2046-12-31"}
    )
    box = Page(drawn(schema, {})).by_id("f.a")
    assert box is not None
    told = {name: box.attributes[name] for name in ("type", "min", "max")}
    assert told == {"type": "date", "min": "2000-01-01", "max": "2046-12-31"}


def test_a_form_with_mistakes_does_not_unfold_its_blank_rows() -> None:
    fields = {"/materials/0/name": "", "/materials/1/name": "", "/_do": "submit"}
    answer = posted(fields, IDEA)
    assert answer.rows == {}
    shown = next(
        n for n in fields_of(IDEA, {}, answer.data, rows=answer.rows) if isinstance(n, FieldRows)
    )
    assert not shown.wanted
