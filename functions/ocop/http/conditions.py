"""`If-Match` and `If-None-Match` (RFC 9110, 13.1): whether a change was made from what stands now.

A tag that a proxy has weakened counts as the tag itself: ours name versions, which are exact.
"""

from ocop.base.errors import StaleVersion
from ocop.http.errors import PreconditionRequired
from ocop.http.request import Request


def demand_unchanged(request: Request, version: int, *, stored: bool) -> None:
    """Lets a change through that was made from `version`.

    `stored` says whether there is somebody's work to lose: then `If-Match` is demanded. Raises
    PreconditionRequired without it, StaleVersion when it names other versions alone, or when
    `If-None-Match` wanted nothing to be there.
    """
    matching, unmatching = _tags(request, "if-match"), _tags(request, "if-none-match")
    if matching and str(version) not in matching and not ("*" in matching and version):
        raise StaleVersion
    if stored and unmatching & {"*", str(version)}:
        raise StaleVersion
    if stored and not matching:
        raise PreconditionRequired


def _tags(request: Request, header: str) -> set[str]:
    listed = request.headers.get(header, "").split(",")
    return {tag.strip().removeprefix("W/").strip('"') for tag in listed if tag.strip()}
