"""Sentences that people read, from `schemas/texts/<group>.json`: in both languages, by name.

A sentence is named `group.name`; a group is read when its first sentence is asked for.
Placeholders are written {so}.
"""

from collections.abc import Mapping
from functools import lru_cache

from ocop.base.text import Lang, Text, pick
from ocop.catalogue.folders import TEXT_FOLDER
from ocop.catalogue.published import Document, Published, as_it_is


@lru_cache(maxsize=1)
def word_files() -> Published[Document]:
    """All files of words, as they were written."""
    return Published(TEXT_FOLDER, as_it_is)


def load_phrases(group: str) -> Mapping[str, Text]:
    """The sentences of one group."""
    return word_files().get(group)


def phrase(name: str) -> Text:
    """The sentence `group.name` in both languages. Raises KeyError for a name there is none of."""
    group, _, own = name.partition(".")
    return load_phrases(group)[own]


def say(lang: Lang, name: str, /, **params: object) -> str:
    """The sentence `group.name` in the reader's language, its placeholders filled in.

    Raises KeyError for a name there is none of and for a placeholder without a value.
    """
    text = pick(phrase(name), lang)
    return text.format(**params) if params else text
