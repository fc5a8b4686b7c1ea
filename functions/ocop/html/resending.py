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
from ocop.html.components.notices import SendAgain, Way
from ocop.html.parse import DO_FIELD, KEY_FIELD
from ocop.http import CrossSite, Request, UnsupportedMedia
from ocop.links.tokens import LinkUnknown

WAYS: tuple[tuple[type[OcopError], Way], ...] = (
    (NotSignedIn, "sign-in"),
    (LinkUnknown, "mail"),
    (LinkDead, "mail"),
    (Unavailable, "wait"),
)
UNREADABLE = (CrossSite, Malformed, TooLarge, UnsupportedMedia)
DOOR = "/office/sign-"
MOST_LETTERS_SHOWN = 20_000  # letters; everything is sent again all the same
WORTH_COPYING = 12  # letters; below it is a choice or a figure


def typed_before(request: Request, error: OcopError) -> tuple[SendAgain, ...]:
    """What a refused page carried, to send once more; nothing when it held nothing, a password, or
    is not ours to trust.

    A page of another site must not get its content back with a button of ours.
    """
    pairs = () if isinstance(error, UNREADABLE) or not _is_page(request) else _pairs(request)
    written = [(name, value) for name, value in pairs if not name.startswith("_") and value]
    if not written or any("password" in name for name, _ in pairs):
        return ()
    fields = [_renewed(pair, error) for pair in pairs if pair[0] != DO_FIELD]
    do = dict(pairs).get(DO_FIELD, "")
    texts = _worth_copying(written)
    again = SendAgain(action=_address(request), fields=fields, do=do, texts=texts, way=_way(error))
    return (again,)


def _is_page(request: Request) -> bool:
    if request.method != "POST" or not request.wants_page or request.path.startswith(DOOR):
        return False
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _pairs(request: Request) -> Sequence[tuple[str, str]]:
    try:
        request.form()
    except OcopError:
        return ()
    return parse_qsl(request.raw().decode("utf-8"), keep_blank_values=True)


def _renewed(pair: tuple[str, str], error: OcopError) -> tuple[str, str]:
    """A key that was used for other content is replaced."""
    worn = pair[0] == KEY_FIELD and isinstance(error, KeyReused)
    return (KEY_FIELD, secrets.token_hex(16)) if worn else pair


def _address(request: Request) -> str:
    return f"{request.path}?{urlencode(request.query)}" if request.query else request.path


def _worth_copying(written: Sequence[tuple[str, str]]) -> Sequence[str]:
    texts, letters = [], 0
    for _, value in written:
        if len(value) >= WORTH_COPYING and letters + len(value) <= MOST_LETTERS_SHOWN:
            texts.append(value)
            letters += len(value)
    return texts


def _way(error: OcopError) -> Way:
    special = next((way for kind, way in WAYS if isinstance(error, kind)), None)
    return special or ("wait" if type(error) is OcopError else "other")
