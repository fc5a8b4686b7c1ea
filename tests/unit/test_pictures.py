"""The pictures of the documentation: each is named, taken by the command, shown and small."""

import json
import re
from pathlib import Path

from infra.demo.pictures import FOLDER, WANTED

PAGES = sorted(Path("docs").glob("office-*.md"))
MOST_BYTES = 120_000


def test_every_picture_is_taken_by_the_command_shown_and_small() -> None:
    wanted = {one["name"] for one in json.loads(WANTED.read_text("utf-8"))}
    shown = {
        name
        for page in PAGES
        for name in re.findall(r"\(images/(.+?)\.png\)", page.read_text("utf-8"))
    }
    kept = {file.stem: file.stat().st_size for file in FOLDER.glob("office-*.png")}
    assert wanted == shown == set(kept)
    assert {name for name, size in kept.items() if size >= MOST_BYTES} == set()


def test_each_system_of_an_office_has_its_page() -> None:
    told = set(re.findall(r"\bS(\d+)\b", " ".join(page.read_text("utf-8") for page in PAGES)))
    assert told == {"1", "4", "6", "7", *map(str, range(10, 19))}
