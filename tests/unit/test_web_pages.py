"""Every page keeps the promises made to people on a phone, without a script, with a reader."""

import re
from itertools import pairwise
from typing import Any

import pytest

from ocop.html.assets import STYLESHEET, stylesheet_path
from ocop.html.components.notices import Notice
from ocop.html.components.prose import Heading
from ocop.html.components.tables import Table, TableCell, TableColumn, TableRow
from ocop.html.view import Component, View
from ocop.html.web_page import Frame, WebPage, draw_page
from tests.support.browser_form import Element, Page
from tests.support.web_samples import ERRORS, FILLED, FRAME, IDEA, PAGES, form_page

HOSTILE = "\"><script>alert(1)</script><b onmouseover=x {{7*7}} ' & </textarea>"


def html_of(name: str, lang: Any = "") -> str:
    page, frame = PAGES[name]
    return draw_page(page, frame.but(lang=lang or frame.lang))


@pytest.fixture(params=sorted(PAGES))
def drawn(request: pytest.FixtureRequest) -> Page:
    return Page(html_of(request.param))


def test_one_heading_one_main_a_language_and_zoom(drawn: Page) -> None:
    assert len(drawn.all("h1")) == 1
    assert len(drawn.all("main")) == 1
    assert drawn.all("html")[0].attributes["lang"] in ("vi", "en")
    viewport = [m for m in drawn.all("meta") if m.attributes.get("name") == "viewport"]
    assert viewport[0].attributes["content"] == "width=device-width, initial-scale=1"


def test_ids_are_unique_and_every_reference_finds_its_id(drawn: Page) -> None:
    ids = [one.attributes["id"] for one in drawn.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for one in drawn.elements:
        named = one.attributes.get("aria-describedby", "") + " "
        named += one.attributes.get("aria-labelledby", "") + " " + one.attributes.get("for", "")
        target = one.attributes.get("href", "")
        wanted = [*named.split(), *([target[1:]] if target.startswith("#") else [])]
        assert set(wanted) <= set(ids), f"{one.tag} {wanted}"


def test_every_control_has_a_label(drawn: Page) -> None:
    labels = {one.attributes.get("for", "") for one in drawn.all("label")}
    for one in drawn.all("input", "select", "textarea"):
        if one.attributes.get("type") != "hidden":
            assert one.attributes.get("id") in labels, one.attributes


def test_radios_stand_in_a_fieldset_with_a_legend(drawn: Page) -> None:
    for one in drawn.all("input"):
        if one.attributes.get("type") == "radio":
            group = one.within("fieldset")
            assert group is not None
            assert any(child.tag == "legend" and child.text.strip() for child in group.children)


def test_no_script_no_inline_style_no_foreign_host(drawn: Page) -> None:
    assert not drawn.all("style")
    assert {script.attributes["src"].partition("?")[0] for script in drawn.all("script")} <= {
        "/assets/upload.js",
        "/assets/score.js",
    }
    assert [frame for frame in drawn.all("iframe") if "src" in frame.attributes] == []
    for one in drawn.elements:
        assert not {n for n in one.attributes if n.startswith("on") or n == "style"}
        if one.tag in ("link", "img"):
            assert one.attributes.get("href", one.attributes.get("src", "")).startswith("/")


def test_posts_skip_the_browser_s_own_checks_so_that_ours_are_read(drawn: Page) -> None:
    for one in drawn.all("form"):
        if one.within("header") is None and "enctype" not in one.attributes:
            assert "novalidate" in one.attributes, one.attributes


def test_headings_descend_one_level_at_a_time(drawn: Page) -> None:
    levels = [int(one.tag[1]) for one in drawn.elements if re.fullmatch("h[1-6]", one.tag)]
    after_h1 = levels[levels.index(1) :]
    for above, below in pairwise(after_h1):
        assert below <= above + 1


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_has_english(name: str) -> None:
    frame = Page(html_of(name, "en"))
    assert frame.all("html")[0].attributes["lang"] == "en"
    assert "English" not in frame.all("header")[0].text


@pytest.mark.parametrize(("name", "word"), [("form-errors", "Lỗi:"), ("not-found", "Lỗi:")])
def test_the_title_of_an_error_begins_with_it(name: str, word: str) -> None:
    assert Page(html_of(name)).all("title")[0].text.startswith(word)


def test_the_error_summary_comes_first_with_a_heading_and_links() -> None:
    html = Page(html_of("form-errors"))
    main = html.all("main")[0]
    inside = [one for one in html.elements if main in one.parents]
    headings = [one for one in inside if one.tag in ("h1", "h2")]
    assert headings[0].tag == "h2"
    links = [one for one in inside if one.attributes.get("href", "").startswith("#f.")]
    assert [one.text for one in links] == [
        ERRORS[pointer]
        for pointer in ("/organisation/kind", "/organisation/email", "/product/story", "/pledge")
    ]


def tags(html: str) -> list[str]:
    return [one.tag for one in Page(html).elements]


def test_hostile_words_stay_words_in_a_form() -> None:
    calm: dict[str, Any] = {"product": {"name": "x", "story": "x"}, "materials": [{"name": "x"}]}
    rude: dict[str, Any] = {
        "product": {"name": HOSTILE, "story": HOSTILE},
        "materials": [{"name": HOSTILE}],
    }

    def draw(filled: dict[str, Any], error: str) -> str:
        return draw_page(form_page({"/product/name": error}, filled), FRAME)

    assert tags(draw(rude, HOSTILE)) == tags(draw(calm, "x"))


def test_hostile_words_stay_words_in_a_record_and_in_an_address() -> None:
    def draw(word: str) -> str:
        row = TableRow(href=word, cells=[TableCell(text=word, note=word, reference=word)])
        parts: list[Component] = [
            Heading(title=word, over=word, over_reference=word, byline=word, lead=word),
            Notice(tone="info", title=word, text=word, points=[word]),
            Table(caption=word, columns=[TableColumn(title=word)], rows=[row], empty=word),
        ]
        frame = Frame(lang="vi", query=f"a={word}&", province=word, person=word, office=True)
        return draw_page(WebPage(title=word, parts=parts), frame)

    assert tags(draw(HOSTILE)) == tags(draw("x"))


def test_a_table_names_each_value_s_column_for_phones() -> None:
    html = Page(html_of("register"))
    for row in [one for one in html.all("tr") if one.within("tbody")]:
        cells = [one for one in html.all("td") if row in one.parents]
        named = [one.attributes["data-label"] for one in cells]
        assert named == ["Xã", "Học viên", "Sản phẩm tốt nhất"]
    assert html.all("th")[2].attributes["aria-sort"] == "descending"


def test_a_narrowed_list_keeps_its_order_and_has_an_address() -> None:
    html = Page(html_of("register"))
    [bar] = [one for one in html.all("form") if one.attributes.get("role") == "search"]
    assert bar.attributes["method"] == "get"
    inside = [one for one in html.elements if bar in one.parents and "name" in one.attributes]
    assert [one.attributes["name"] for one in inside] == ["sort", "q", "unit", "state"]


class Sample(View):
    first: str
    second: str = "two"


def test_a_view_is_made_of_its_names_alone() -> None:
    assert Sample(first="one").second == "two"
    assert Sample(first="one").but(second="three").second == "three"
    assert Sample(first="one").second == "two"
    with pytest.raises(TypeError, match="first"):
        Sample(second="x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="third"):
        Sample(first="x", third="y")  # type: ignore[call-arg]


def test_the_style_sheet_s_address_changes_with_it() -> None:
    assert re.fullmatch(r"/assets/site\.css\?v=[0-9a-f]{12}", stylesheet_path())


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, str]]:
    css = STYLESHEET.read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in blocks]


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark"])
def test_text_has_the_contrast_of_aa(palette: dict[str, str]) -> None:
    for paper in ("paper", "sheet", "sunk", "green-wash"):
        for ink in ("ink", "soft", "green"):
            assert contrast(palette[paper], palette[ink]) >= 4.5, (paper, ink)
    assert contrast(palette["red-wash"], palette["red"]) >= 4.5
    assert contrast(palette["sheet"], palette["red"]) >= 4.5
    assert contrast(palette["green"], palette["green-ink"]) >= 4.5
    for shape in ("gold", "edge"):
        assert contrast(palette["sheet"], palette[shape]) >= 3, shape


def test_values_survive_an_error() -> None:
    html = draw_page(form_page(ERRORS, FILLED), FRAME)
    shown: list[Element] = Page(html).all("input")
    assert FILLED["product"]["name"] in [one.attributes.get("value") for one in shown]
    assert IDEA["title"] in html
