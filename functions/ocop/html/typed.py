"""What somebody had typed on a page that was refused: kept on the page that says so, to send again.

A session ends, a cookie is lost, a link is replaced while a person writes; the text must not be.
"""

import secrets
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from ocop.base.errors import (
    KeyReused,
    LinkDead,
    Malformed,
    NotSignedIn,
    OcopError,
    TooLarge,
    Unavailable,
)
from ocop.html.parse import DO, KEY
from ocop.html.views import Typed, Way
from ocop.http.errors import CrossSite, UnsupportedMedia
from ocop.http.request import Asked
from ocop.links.tokens import LinkUnknown

WAYS: tuple[tuple[type[OcopError], Way], ...] = (
    (NotSignedIn, "sign-in"),
    (LinkUnknown, "mail"),
    (LinkDead, "mail"),
    (Unavailable, "wait"),
)
UNREADABLE = (CrossSite, Malformed, TooLarge, UnsupportedMedia)
DOOR = "/office/sign-"
MOST_SHOWN = 20_000  # letters; everything is sent again all the same
WORTH_COPYING = 12  # letters; below it is a choice or a figure


def typed(asked: Asked, error: OcopError) -> Typed | None:
    """What a refused page carried; None when it held nothing, a password, or is not ours to trust.

    A page of another site must not get its content back with a button of ours.
    """
    pairs = () if isinstance(error, UNREADABLE) or not _is_page(asked) else _pairs(asked)
    written = [(name, value) for name, value in pairs if not name.startswith("_") and value]
    if not written or any("password" in name for name, _ in pairs):
        return None
    fields = [_renewed(pair, error) for pair in pairs if pair[0] != DO]
    do = dict(pairs).get(DO, "")
    return Typed(_address(asked), fields, do, _worth_copying(written), _way(error))


def _is_page(asked: Asked) -> bool:
    if asked.method != "POST" or not asked.wants_page or asked.path.startswith(DOOR):
        return False
    return asked.headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _pairs(asked: Asked) -> Sequence[tuple[str, str]]:
    try:
        asked.form()
    except OcopError:
        return ()
    return parse_qsl(asked.raw().decode("utf-8"), keep_blank_values=True)


def _renewed(pair: tuple[str, str], error: OcopError) -> tuple[str, str]:
    """A key that was used for other content is replaced."""
    worn = pair[0] == KEY and isinstance(error, KeyReused)
    return (KEY, secrets.token_hex(16)) if worn else pair


def _address(asked: Asked) -> str:
    return f"{asked.path}?{urlencode(asked.query)}" if asked.query else asked.path


def _worth_copying(written: Sequence[tuple[str, str]]) -> Sequence[str]:
    texts, letters = [], 0
    for _, value in written:
        if len(value) >= WORTH_COPYING and letters + len(value) <= MOST_SHOWN:
            texts.append(value)
            letters += len(value)
    return texts


def _way(error: OcopError) -> Way:
    found = next((way for kind, way in WAYS if isinstance(error, kind)), None)
    return found or ("wait" if type(error) is OcopError else "other")
