"""The sentences people read when something is refused, from `schemas/texts/messages.json`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang, Text, pick
from ocop.catalogue.texts import word_files

Params = Mapping[str, str]


def problem_text(code: str, lang: Lang, params: Params | None = None) -> tuple[str, str]:
    """Title and detail for the code of an OcopError; a code without a text of its own gets the
    general one. A `{name}` that `params` lacks becomes "…".
    """
    problems = word_files().get("messages")["problems"]
    texts = problems.get(code) or problems["error"]
    return _said(texts["title"], lang, params), _said(texts["detail"], lang, params)


def sentence(code: str, lang: Lang, params: Params | None = None) -> str:
    """The detail for a code, as `problem_text` has it."""
    return problem_text(code, lang, params)[1]


def field_text(keys: Sequence[str], lang: Lang, params: Params) -> str:
    """The sentence of the first key that has one; the last key has to."""
    fields: Mapping[str, Text] = word_files().get("messages")["fields"]
    return _said(next(fields[key] for key in keys if key in fields), lang, params)


def label(name: str) -> Text:
    """A phrase that forms are put together from."""
    text: Text = word_files().get("messages")["labels"][name]
    return text


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _said(text: Text, lang: Lang, params: Params | None) -> str:
    shown = {name: _shown(name, value, lang) for name, value in (params or {}).items()}
    return pick(text, lang).format_map(_Gaps(shown))


def _shown(name: str, value: str, lang: Lang) -> str:
    """An instant or a day under the name `date` as people write it."""
    try:
        moment = datetime.fromisoformat(value if name == "date" else "")
    except ValueError:
        return value
    return show_date(local_date(moment) if moment.tzinfo else moment.date(), lang)
