"""Draws the house: `python -m infra.house` writes docs/images/house.svg.

The rows are the layers that import-linter holds (pyproject.toml), the words are each package's own,
so the picture cannot say what is not so.
"""

import ast
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
OCOP = ROOT / "functions" / "ocop"
PICTURE = ROOT / "docs" / "images" / "house.svg"
WIDTH, ROW, GAP, PAD = 880, 56, 6, 14  # pixels
LETTER = 6.4  # pixels that a letter of the small text takes
DOORS, RULES = "#e8f1ec", "#fbfaf6"
FIRST_OF_RULES = "law"
STYLE = (
    "text{font-family:system-ui,sans-serif;fill:#1d2a24}"
    ".n{font-size:15px;font-weight:600}.w{font-size:12px;fill:#4a5a52}"
    "rect{stroke:#9fb5a8;rx:6}"
)


def layers() -> list[list[str]]:
    """The packages by row, the highest first, as the first contract draws them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [[name.strip() for name in row.split("|")] for row in contract["layers"]]


def purpose(package: str) -> str:
    """What a package says it is for: the first line of its docstring."""
    source = (OCOP / package / "__init__.py").read_text("utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").split("\n")[0].rstrip(".")


def drawn_house() -> str:
    """The picture, as SVG."""
    rows = layers()
    rules = next(n for n, row in enumerate(rows) if FIRST_OF_RULES in row)
    boxes = [_row(row, n, RULES if n >= rules else DOORS) for n, row in enumerate(rows)]
    height = len(rows) * (ROW + GAP) + GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
    title = "<title>The packages of functions/ocop: each imports from the rows below alone</title>"
    return "\n".join([head, title, f"<style>{STYLE}</style>", *boxes, "</svg>"]) + "\n"


def _row(packages: list[str], n: int, hue: str) -> str:
    width = (WIDTH - GAP * (len(packages) + 1)) / len(packages)
    return "\n".join(
        _box(name, GAP + place * (width + GAP), GAP + n * (ROW + GAP), width=width, hue=hue)
        for place, name in enumerate(packages)
    )


def _box(name: str, left: float, top: float, *, width: float, hue: str) -> str:
    words = _fitted(purpose(name), int((width - 2 * PAD) / LETTER))
    return (
        f'<rect x="{left:.0f}" y="{top}" width="{width:.0f}" height="{ROW}" fill="{hue}"/>'
        f'<text class="n" x="{left + PAD:.0f}" y="{top + 23}">{escape(name)}</text>'
        f'<text class="w" x="{left + PAD:.0f}" y="{top + 43}">{escape(words)}</text>'
    )


def _fitted(words: str, room: int) -> str:
    """The words, cut before the one that no longer fits."""
    if len(words) <= room:
        return words
    return f"{words[: room - 2].rsplit(' ', 1)[0].rstrip(',;:')} …"


if __name__ == "__main__":
    PICTURE.write_text(drawn_house(), "utf-8")
