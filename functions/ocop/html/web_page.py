"""Lays out a page of components. Jinja2 is imported when the first page is drawn, never before."""

from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.html import show
from ocop.html.assets import script_path, stylesheet_path
from ocop.html.compiled import loader
from ocop.html.components.boxes import Hero
from ocop.html.view import Component, View

if TYPE_CHECKING:
    from jinja2 import Environment


class Frame(View):
    """What surrounds every page. `query` is the address's own, but for the language: the switch
    leads back to the same page with it. `contact` is whom people may ask. `forget` is where an
    emailed link is taken back from this browser.
    """

    lang: Lang
    query: str
    province: str
    contact: str = ""
    person: str = ""
    office: bool = False
    forget: str = ""


class WebPage(View):
    """A page: its parts one below the other. `title` is the window's; `wrong` says there that
    something has to be corrected. `script` names the one that the page is kinder with. `summary` is
    what a link to the page shows where somebody shares it, and `picture` the whole address of what
    is drawn beside.
    """

    title: str
    parts: Sequence[Component]
    hero: Hero | None = None
    wide: bool = False
    wrong: bool = False
    script: str = ""
    summary: str = ""
    picture: str = ""


def draw_page(page: WebPage, frame: Frame) -> str:
    """The HTML of a page inside its frame."""
    template = environment_of(frame.lang).get_template("page.html.j2")
    return template.render(page=page, frame=frame)


def draw_inner(page: WebPage, lang: Lang) -> str:
    """The HTML of a page that stands in a frame of another of ours."""
    return environment_of(lang).get_template("inner.html.j2").render(page=page)


@cache
def environment_of(lang: Lang) -> "Environment":
    """One for each language, so that macros know it without being told."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        loader=loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for show_as in (show.day, show.moment, show.size, show.points):
        environment.filters[show_as.__name__] = partial(show_as, lang=lang)
    environment.globals.update(
        lang=lang,
        say=partial(say, lang),
        draw=partial(_draw, environment),
        stylesheet=stylesheet_path(),
        script_path=script_path,
    )
    return environment


def _draw(environment: "Environment", part: Component) -> str:
    """A part by the macro of its class."""
    kind = type(part)
    template, macro = _macro_of(kind.__module__, kind.__name__)
    drawn: str = getattr(environment.get_template(template).module, macro)(part)
    return drawn


@cache
def _macro_of(module: str, name: str) -> tuple[str, str]:
    """`StepBar` of `ocop.html.components.progress` -> `step_bar` of `progress.html.j2`."""
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return f"{module.rpartition('.')[2]}.html.j2", words.removeprefix("_")
