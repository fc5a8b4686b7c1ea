"""The one style sheet, under an address that changes with its content."""

import hashlib
from functools import cache
from pathlib import Path

STYLESHEET = Path(__file__).parent / "static" / "site.css"


@cache
def stylesheet() -> str:
    """The one style sheet."""
    return STYLESHEET.read_text(encoding="utf-8")


@cache
def stylesheet_path() -> str:
    """The address pages name; a browser may keep what it finds there for a year."""
    mark = hashlib.sha256(stylesheet().encode()).hexdigest()[:12]
    return f"/assets/site.css?v={mark}"


@cache
def icon() -> str:
    """The sign of the system."""
    return (STYLESHEET.parent / "icon.svg").read_text(encoding="utf-8")
