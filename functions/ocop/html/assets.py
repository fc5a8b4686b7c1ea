"""The one style sheet, under an address that changes with its content."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
STYLESHEET, SCRIPT = STATIC / "site.css", STATIC / "upload.js"


@cache
def stylesheet() -> str:
    """The one style sheet."""
    return STYLESHEET.read_text(encoding="utf-8")


@cache
def stylesheet_path() -> str:
    """The address pages name; a browser may keep what it finds there for a year."""
    return f"/assets/site.css?v={_mark(stylesheet())}"


@cache
def script() -> str:
    """The one script: it makes uploads kinder, and nothing needs it."""
    return SCRIPT.read_text(encoding="utf-8")


@cache
def script_path() -> str:
    """The address pages name, kept like that of the style sheet."""
    return f"/assets/upload.js?v={_mark(script())}"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def icon() -> str:
    """The sign of the system."""
    return (STYLESHEET.parent / "icon.svg").read_text(encoding="utf-8")
