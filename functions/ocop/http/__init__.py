"""HTTP: one request read strictly, one way to answer, one way out for refusals."""

from ocop.http.conditions import (
    demand_unchanged,
)
from ocop.http.edge import (
    Edge,
    Explain,
)
from ocop.http.errors import (
    CrossSite,
    UnsupportedMedia,
)
from ocop.http.link_cookies import (
    assignment_in,
    cookie_name,
    device_tokens,
    forget_devices,
    forget_link,
    forget_opened,
    home_in,
    home_of,
    is_link_key,
    keep_device,
    keep_from_list,
    keep_link,
    list_of_link,
)
from ocop.http.problem import (
    OUR_FAULT,
    headers_of,
    problem,
)
from ocop.http.reply import (
    HTML_CONTENT,
    JSON_CONTENT,
    PUBLIC,
    Reply,
    Site,
    cookie,
    framed_reply,
    json_reply,
    lasting_reply,
    page_reply,
    post_again,
    problem_reply,
    see_other,
)
from ocop.http.request import (
    Request,
)
from ocop.http.routing import (
    Answer,
)

__all__ = [
    "HTML_CONTENT",
    "JSON_CONTENT",
    "OUR_FAULT",
    "PUBLIC",
    "Answer",
    "CrossSite",
    "Edge",
    "Explain",
    "Reply",
    "Request",
    "Site",
    "UnsupportedMedia",
    "assignment_in",
    "cookie",
    "cookie_name",
    "demand_unchanged",
    "device_tokens",
    "forget_devices",
    "forget_link",
    "forget_opened",
    "framed_reply",
    "headers_of",
    "home_in",
    "home_of",
    "is_link_key",
    "json_reply",
    "keep_device",
    "keep_from_list",
    "keep_link",
    "lasting_reply",
    "list_of_link",
    "page_reply",
    "post_again",
    "problem",
    "problem_reply",
    "see_other",
]
