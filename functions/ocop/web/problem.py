"""The one place where refusals become HTTP: status, problem document (RFC 9457), headers."""

from typing import Any

from ocop.domain import errors
from ocop.domain.errors import InvalidInput, OcopError
from ocop.domain.text import Lang
from ocop.library.messages import problem_text
from ocop.web.errors import MethodNotAllowed, UnsupportedMedia

PROBLEM_JSON = "application/problem+json"

# The most special class first: the first that fits decides.
STATUS: tuple[tuple[type[OcopError], int], ...] = (
    (errors.StaleVersion, 412),
    (errors.KeyReused, 422),
    (errors.Conflict, 409),
    (errors.LinkDead, 410),
    (errors.TooLarge, 413),
    (errors.InvalidInput, 422),
    (errors.NotSignedIn, 401),
    (errors.Forbidden, 403),
    (errors.NotFound, 404),
    (errors.Malformed, 400),
    (errors.Unavailable, 503),
    (MethodNotAllowed, 405),
    (UnsupportedMedia, 415),
)


def status_of(error: OcopError) -> int:
    """The HTTP status of a refusal; 500 for one that was never meant to reach a client."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def problem(error: OcopError, lang: Lang) -> dict[str, Any]:
    """The problem document of `error`, with every field's mistake at once."""
    title, detail = problem_text(error.code, lang, error.params)
    found: dict[str, Any] = {
        "type": f"urn:ocop:problem:{error.code}",
        "title": title,
        "status": status_of(error),
        "detail": detail,
        "code": error.code,
    }
    if isinstance(error, InvalidInput):
        found["errors"] = [
            {"pointer": one.pointer, "code": one.code, "detail": one.detail} for one in error.errors
        ]
    return found


def headers_of(error: OcopError) -> dict[str, str]:
    """What a status obliges us to send beside the document."""
    if isinstance(error, MethodNotAllowed):
        return {"Allow": ", ".join(sorted(error.allowed))}
    if isinstance(error, errors.NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": "30"} if isinstance(error, errors.Unavailable) else {}
