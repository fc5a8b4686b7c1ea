"""Words in `schemas/texts/<name>.json`: phrases by name, each a template in both languages."""

from collections.abc import Mapping
from functools import lru_cache

from ocop.base.text import Text
from ocop.catalogue.folders import TEXTS
from ocop.catalogue.published import Document, Published, as_it_is


@lru_cache(maxsize=1)
def word_files() -> Published[Document]:
    """All files of words, as they were written."""
    return Published(TEXTS, as_it_is)


def load_phrases(name: str) -> Mapping[str, Text]:
    """The phrases of one file; placeholders are written {so}."""
    return word_files().get(name)
