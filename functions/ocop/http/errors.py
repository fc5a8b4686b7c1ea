"""Refusals that only HTTP knows."""

from ocop.base.errors import Forbidden, OcopError


class UnsupportedMedia(OcopError):
    """The body is of a kind we do not read (415)."""

    default_code = "unsupported-media-type"


class PreconditionRequired(OcopError):
    """A change that could undo somebody's work says not what it was made from (428)."""

    default_code = "precondition-required"


class MethodNotAllowed(OcopError):
    """The address exists, but not for this method (405); `allowed` are those it takes."""

    default_code = "method-not-allowed"

    def __init__(self, method: str, allowed: frozenset[str]) -> None:
        super().__init__(params={"method": method})
        self.allowed = allowed


class CrossSite(Forbidden):
    """Another site's page tried to post into ours."""

    default_code = "cross-site"
