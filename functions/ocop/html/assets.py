"""The style sheet and the scripts, under addresses that change with their content."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
STYLESHEET = STATIC / "site.css"
SCRIPTS = {name: STATIC / name for name in ("upload.js", "score.js")}


@cache
def stylesheet() -> str:
    """The one style sheet."""
    return STYLESHEET.read_text(encoding="utf-8")


@cache
def stylesheet_path() -> str:
    """The address pages name; a browser may keep what it finds there for a year."""
    return f"/assets/site.css?v={_mark(stylesheet())}"


@cache
def script(name: str) -> str:
    """A script: each makes a page kinder, and no page needs one. Raises KeyError."""
    return SCRIPTS[name].read_text(encoding="utf-8")


@cache
def script_path(name: str) -> str:
    """The address pages name, kept like that of the style sheet."""
    return f"/assets/{name}?v={_mark(script(name))}"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def icon() -> str:
    """The sign of the system."""
    return (STYLESHEET.parent / "icon.svg").read_text(encoding="utf-8")
