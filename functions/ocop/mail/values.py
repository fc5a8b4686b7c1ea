"""Values for mails, made safe by their kind before any template sees them."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ocop.base.errors import MailRefused
from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.mail.deadline import deadline_words

LONGEST_LINE = 200
LONGEST_PROSE = 4000

_LINK = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][A-Za-z0-9/?#@!$&()*+,;=:._~%-]*)?")
# Anybody may type a product's name and somebody else's address into the open form; a name must not
# become a clickable advertisement in a mail that we sign. Mail programs make links of schemes and
# of bare domains and addresses alike; a blank behind the dot ends both and reads well in Tp. HCM.
_SCHEME = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*):(?=//)")
_DOMAIN_DOT = re.compile(r"(?<=\w)[.\u3002\uff0e\uff61](?=[^\W\d_]{2})")


def prepare(
    vocabulary: Mapping[str, Mapping[str, Any]], values: Mapping[str, object], lang: Lang
) -> dict[str, str]:
    """The values of the vocabulary that are present and not empty, as clean strings.

    Raises MailRefused for a link that is not plain http(s), or for a `deadline` without `now`.
    """
    found: dict[str, str] = {}
    for name, entry in vocabulary.items():
        plain = _plain(name, values, lang)
        clean = _CLEANERS[entry["kind"]](plain)
        if clean:
            found[name] = clean
    return found


def _plain(name: str, values: Mapping[str, object], lang: Lang) -> str:
    match values.get(name):
        case None:
            return ""
        case datetime() as instant:
            return _instant(name, instant, values, lang)
        case str() as text:
            return text
        case Mapping() as text:
            return pick(text, lang)
        case Sequence() as lines:
            return "\n".join(str(line) for line in lines)
        case other:
            return str(other)


def _instant(name: str, instant: datetime, values: Mapping[str, object], lang: Lang) -> str:
    if name != "deadline":
        return show_date(local_date(instant), lang)
    now, working_days = values.get("now"), values.get("working_days")
    if not isinstance(now, datetime):
        raise MailRefused("mail-incomplete", {"missing": "now"})
    left = working_days if isinstance(working_days, int) else None
    words = deadline_words(instant, now, lang, left)
    return say(lang, "deadlines.guessed", words=words) if values.get("guessed") else words


def _line(text: str) -> str:
    return _clip(_unlinked(" ".join(_printable(text).split())), LONGEST_LINE)


def _prose(text: str) -> str:
    lines = (" ".join(_printable(line).split()) for line in text.splitlines())
    return _clip(_unlinked("\n".join(line for line in lines if line)), LONGEST_PROSE)


def _unlinked(text: str) -> str:
    """Words in which no mail program finds an address to click."""
    return _DOMAIN_DOT.sub(". ", _SCHEME.sub(r"\1: ", text))


def _trusted(text: str) -> str:
    """A line of the province's own document: its addresses may be clicked."""
    return _clip(" ".join(_printable(text).split()), LONGEST_LINE)


def _link(text: str) -> str:
    if text and not _LINK.fullmatch(text):
        raise MailRefused("mail-bad-link")
    return text


def _clip(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _printable(text: str) -> str:
    """Without control, invisible, text-direction and broken characters; white space stays."""
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_CLEANERS: Mapping[str, Callable[[str], str]] = {
    "line": _line,
    "own": _trusted,
    "prose": _prose,
    "list": _prose,
    "link": _link,
    "date": _line,
    "deadline": _line,
}
