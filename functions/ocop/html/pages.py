"""Lays out a page. Jinja2 is imported when the first page is asked for, never for the API."""

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ocop.base.text import Lang
from ocop.html import show
from ocop.html.assets import script_path, stylesheet_path
from ocop.html.compiled import loader
from ocop.html.views import Frame

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def page(name: str, view: object, frame: Frame) -> str:
    """The HTML of template `name` with `view` inside `frame`."""
    lang = frame.lang

    def say(vi: str, en: str, **params: object) -> str:
        """The sentence in the reader's language; templates hold both side by side."""
        return (en if lang == "en" else vi).format(**params)

    return (
        _environment(lang)
        .get_template(f"{name}.html.j2")
        .render(
            v=view,
            frame=frame,
            lang=lang,
            say=say,
            stylesheet=stylesheet_path(),
            script=script_path(),
        )
    )


@cache
def _environment(lang: Lang) -> "Environment":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        loader=loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for shown in (show.day, show.moment, show.size, show.points):
        environment.filters[shown.__name__] = partial(shown, lang=lang)
    return environment
