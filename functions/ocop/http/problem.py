"""The one place where refusals become HTTP: status, problem document (RFC 9457), headers."""

from collections.abc import Sequence
from typing import Any

from ocop.base import errors
from ocop.base.errors import FieldError, InvalidInput, OcopError
from ocop.base.text import Lang
from ocop.catalogue.messages import problem_text
from ocop.http.errors import MethodNotAllowed, PreconditionRequired, UnsupportedMedia

PROBLEM_JSON = "application/problem+json"
OUR_FAULT = 500  # from this status on it is no fault of who asks
MOST_ERRORS = 100
MOST_ERROR_LETTERS = 64 * 1024  # of all errors together; a pointer may be as long as what was sent

# The most special class first: the first that fits decides.
STATUS: tuple[tuple[type[OcopError], int], ...] = (
    (errors.StaleVersion, 412),
    (errors.VersionNeeded, 428),
    (errors.KeyReused, 422),
    (errors.Conflict, 409),
    (errors.LinkDead, 410),
    (errors.TooLarge, 413),
    (errors.WeakPassword, 422),
    (errors.InvalidInput, 422),
    (errors.NotSignedIn, 401),
    (errors.Forbidden, 403),
    (errors.TooMany, 429),
    (errors.NotFound, 404),
    (errors.Malformed, 400),
    (errors.Unavailable, 503),
    (MethodNotAllowed, 405),
    (UnsupportedMedia, 415),
    (PreconditionRequired, 428),
)


def status_of(error: OcopError) -> int:
    """The HTTP status of a refusal; 500 for one that was never meant to reach a client."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def problem(error: OcopError, lang: Lang) -> dict[str, Any]:
    """The problem document of `error`, with every field's mistake at once.

    Beyond a hundred `more_errors` says how many there are besides.
    """
    title, detail = problem_text(error.code, lang, error.params)
    document: dict[str, Any] = {
        "type": f"urn:ocop:problem:{error.code}",
        "title": title,
        "status": status_of(error),
        "detail": detail,
        "code": error.code,
    }
    if isinstance(error, InvalidInput):
        listed = _shown(error.errors)
        document["errors"] = listed
        if len(listed) < len(error.errors):
            document["more_errors"] = len(error.errors) - len(listed)
    return document


def _shown(mistakes: Sequence[FieldError]) -> list[dict[str, str]]:
    """The first hundred, fewer when they are long: an answer stays within what a gateway takes."""
    listed, letters = [], 0
    for mistake in mistakes[:MOST_ERRORS]:
        letters += len(mistake.pointer) + len(mistake.detail)
        if letters > MOST_ERROR_LETTERS:
            break
        listed.append({"pointer": mistake.pointer, "code": mistake.code, "detail": mistake.detail})
    return listed


def headers_of(error: OcopError) -> dict[str, str]:
    """What a status obliges us to send beside the document."""
    if isinstance(error, MethodNotAllowed):
        return {"Allow": ", ".join(sorted(error.allowed))}
    if isinstance(error, UnsupportedMedia):
        return {"Accept-Encoding": "identity"}
    if isinstance(error, errors.NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, errors.TooMany):
        return {"Retry-After": error.params.get("seconds", "60")}
    return {"Retry-After": "30"} if isinstance(error, errors.Unavailable) else {}
