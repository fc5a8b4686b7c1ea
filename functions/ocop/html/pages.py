"""Lays out a page. Jinja2 is imported when the first page is asked for, never for the API."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ocop.html import show
from ocop.html.assets import script_path, stylesheet_path
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
        _environment()
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
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(_filters())
    return environment


def _filters() -> dict[str, Callable[..., str]]:
    from jinja2 import pass_context
    from jinja2.runtime import Context

    def localised(shown: Callable[..., str]) -> Callable[..., str]:
        def with_language(context: Context, value: object) -> str:
            return shown(value, context["lang"])

        return pass_context(with_language)

    return {one.__name__: localised(one) for one in (show.day, show.moment, show.size, show.points)}
