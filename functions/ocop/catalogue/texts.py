"""Phrases in `schemas/texts/<name>.json`: a template in both languages by phrase name."""

import json
from collections.abc import Mapping
from functools import lru_cache

from ocop.base.text import Text
from ocop.catalogue.paths import schemas_dir


@lru_cache(maxsize=8)
def load_phrases(name: str) -> Mapping[str, Text]:
    """The phrases of one file; placeholders are written {so}."""
    phrases: dict[str, Text] = json.loads((schemas_dir() / "texts" / f"{name}.json").read_bytes())
    return phrases
