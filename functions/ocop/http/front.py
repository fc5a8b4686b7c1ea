"""A front before the API (infra/front.yaml): whose request it is, and that it came that way."""

from dataclasses import replace
from hmac import compare_digest

from ocop.base.errors import Forbidden
from ocop.http.reply import Site
from ocop.http.request import Request

FRONT_KEY, FRONT_CLIENT = "x-front-key", "x-front-client"


def arrived(request: Request, site: Site) -> Request:
    """The request with its client's own address.

    Without a front that is the address the gateway saw, whatever headers say. With one the header
    is believed if the front's key came along; raises Forbidden for a request that went around it.
    """
    if not site.front_key:
        return request
    if not compare_digest(request.headers.get(FRONT_KEY, "").encode(), site.front_key.encode()):
        raise Forbidden("past-the-front")
    return replace(request, address=request.headers.get(FRONT_CLIENT, request.address))
