"""Words in the two languages every text of the programme carries."""

from collections.abc import Mapping
from typing import Literal

Text = Mapping[str, str]
Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = ("vi", "en")


def same(text: str) -> Text:
    """A text that reads alike in every language, such as a code or a number."""
    return dict.fromkeys(LANGS, text)


def pick(text: Text, lang: Lang) -> str:
    """The text in the asked language; when empty, in Vietnamese, the language of the law."""
    return text.get(lang) or text["vi"]
