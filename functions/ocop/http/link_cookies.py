"""Where a browser keeps the links it opened: each in a cookie for that link's own pages alone.

A browser with hundreds of links would otherwise send them all to every page, more than the 10,240
bytes of headers that API Gateway takes.
"""

from collections.abc import Sequence

from aws_lambda_powertools.shared.cookies import Cookie

from ocop.http.reply import Site, cookie
from ocop.http.request import Request
from ocop.links.tokens import LinkId, LinkUnknown, producer_assignment_id

LINK_COOKIE = "t_"
DAY_SECONDS = 86_400
REVIEWER_DAYS, PRODUCER_DAYS = 30, 400
DEVICE_COOKIE, DEVICE_HEADER = "d_", "x-device"
LINKS_HOME = "/r"
OWNER_LETTERS = 12
MOST_MOVED = 10  # in one answer, whose headers are limited too


def cookie_name(assignment: str) -> str:
    """The cookie that holds the token of one assignment's link."""
    return f"{LINK_COOKIE}{assignment}"


def home_of(link: LinkId) -> str:
    """The address under which everything stands that a link opens."""
    if link.assignment == producer_assignment_id(link.dossier):
        return f"/dossiers/{link.dossier}"
    return f"/r/{link.dossier}-{link.assignment}"


def home_in(path: str) -> str:
    """The link's address that a page stands under, or ""."""
    return "/".join(path.split("/")[:3]) if assignment_in(path) else ""


def assignment_in(path: str) -> str:
    """The assignment that an address is about, or "": `/r/<dossier>-<assignment>…` names it,
    `/dossiers/<id>…` is about the producer's own.
    """
    parts = path.split("/")
    if len(parts) > 2 and parts[1] == "dossiers":
        return producer_assignment_id(parts[2])
    return parts[2].partition("-")[2] if len(parts) > 2 and parts[1] == "r" else ""


def keep_link(link: LinkId, token: str, site: Site) -> Sequence[Cookie]:
    """Keeps a link; one of an earlier version of the site, which went everywhere, is taken back."""
    home = home_of(link)
    days = PRODUCER_DAYS if home.startswith("/dossiers/") else REVIEWER_DAYS
    name = cookie_name(link.assignment)
    return (
        cookie(name, "", site, 0),
        cookie(name, token, site, days * DAY_SECONDS, path=home),
    )


def forget_link(assignment: str, home: str, site: Site) -> Sequence[Cookie]:
    """Takes a link's cookie back."""
    name = cookie_name(assignment)
    return cookie(name, "", site, 0), cookie(name, "", site, 0, path=home)


def device_tokens(request: Request) -> tuple[str, ...]:
    """What came along of devices that are known: a browser's cookies, a program's header."""
    cookies = (value for name, value in request.cookies.items() if name.startswith(DEVICE_COOKIE))
    return (*cookies, request.headers.get(DEVICE_HEADER, ""))


def keep_device(owner: str, token: str, site: Site, seconds: int) -> Cookie:
    """Remembers this browser for all links of one mailbox; the name tells the mailboxes of several
    people at one browser apart.
    """
    return cookie(f"{DEVICE_COOKIE}{owner[:OWNER_LETTERS]}", token, site, seconds, path=LINKS_HOME)


def forget_devices(request: Request, site: Site) -> Sequence[Cookie]:
    """Forgets this browser, for whomever it was known."""
    known = (name for name in request.cookies if name.startswith(DEVICE_COOKIE))
    return tuple(cookie(name, "", site, 0, path=LINKS_HOME) for name in known)


def move_links(request: Request, site: Site) -> Sequence[Cookie]:
    """Links that came along though the page is none of theirs, put where they belong."""
    cookies: list[Cookie] = []
    for name, token in request.cookies.items():
        link = _link(token) if name.startswith(LINK_COOKIE) else None
        if link and not f"{request.path}/".startswith(f"{home_of(link)}/"):
            cookies += keep_link(link, token, site)
        if len(cookies) >= 2 * MOST_MOVED:
            break
    return cookies


def _link(token: str) -> LinkId | None:
    """The link that a token names, true or not: the browser gets back what it had."""
    parts = token.split(".")
    try:
        return LinkId.parse(parts[2]) if len(parts) == 4 and parts[0] == "v1" else None
    except LinkUnknown:
        return None
