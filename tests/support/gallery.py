"""Writes every page with made-up content into a folder, to look at.

PYTHONPATH=functions:. python -m tests.support.gallery DIR
"""

import sys
from pathlib import Path

from ocop.html.assets import STYLESHEET, stylesheet_path
from ocop.html.web_page import draw_page
from tests.support.web_samples import PAGES


def write(folder: Path) -> None:
    """One HTML file for each sample page, with the style sheet beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.css").write_text(STYLESHEET.read_text(encoding="utf-8"), encoding="utf-8")
    for name, (page, frame) in PAGES.items():
        html = draw_page(page, frame).replace(stylesheet_path(), "site.css")
        (folder / f"{name}.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
