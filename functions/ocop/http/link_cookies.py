"""Where a browser keeps the links it opened: each in a cookie for that link's own pages alone.

A browser with hundreds of links would otherwise send them all to every page, more than the 10,240
bytes of headers that API Gateway takes.
"""

import re
from collections.abc import Sequence

from aws_lambda_powertools.shared.cookies import Cookie

from ocop.http.reply import Site, cookie
from ocop.http.request import Request
from ocop.links.tokens import LinkId, LinkUnknown, producer_assignment_id

LINK_COOKIE = "t_"
DAY_SECONDS = 86_400
REVIEWER_DAYS, PRODUCER_DAYS = 30, 400
LIST_COOKIE, OPENED_COOKIE = "l_", "o_"
MOST_OPENED = 40  # links that a list keeps in a browser: a cookie has 4 KB
LINK_KEY = re.compile(r"[a-z2-7]{26}-[a-z2-7]{16}")
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


def keep_from_list(
    link: LinkId, token: str, listed: LinkId, request: Request, site: Site
) -> Sequence[Cookie]:
    """Keeps a link that a list has opened, its pages knowing the list and the list what it has
    opened in this browser; of more than it can keep the oldest is forgotten.
    """
    key, age, home = _key(link), REVIEWER_DAYS * DAY_SECONDS, home_of(listed)
    opened = [*(one for one in _opened(request, listed.assignment) if one != key), key]
    kept = ".".join(opened[-MOST_OPENED:])
    return (
        *keep_link(link, token, site),
        cookie(f"{LIST_COOKIE}{link.assignment}", _key(listed), site, age, path=home_of(link)),
        cookie(f"{OPENED_COOKIE}{listed.assignment}", kept, site, age, path=home),
        *(one for old in opened[:-MOST_OPENED] for one in _forgotten(old, site)),
    )


def is_link_key(key: str) -> bool:
    """Whether something is `<dossier>-<assignment>`, as it stands in the address of a link."""
    return bool(LINK_KEY.fullmatch(key))


def list_of_link(request: Request, assignment: str) -> str:
    """The key of the list that opened a link in this browser, "" where none did."""
    key = request.cookies.get(f"{LIST_COOKIE}{assignment}", "")
    return key if is_link_key(key) else ""


def forget_opened(request: Request, assignment: str, site: Site) -> Sequence[Cookie]:
    """Takes back every link that a list has opened in this browser."""
    home = home_in(request.path)
    cookies = [cookie(f"{OPENED_COOKIE}{assignment}", "", site, 0, path=home)]
    for key in _opened(request, assignment):
        cookies += _forgotten(key, site)
    return cookies


def _opened(request: Request, assignment: str) -> list[str]:
    kept = request.cookies.get(f"{OPENED_COOKIE}{assignment}", "")
    return [key for key in kept.split(".") if is_link_key(key)]


def _forgotten(key: str, site: Site) -> Sequence[Cookie]:
    home, assignment = f"{LINKS_HOME}/{key}", key.partition("-")[2]
    names = (cookie_name(assignment), f"{LIST_COOKIE}{assignment}")
    return [cookie(name, "", site, 0, path=home) for name in names]


def _key(link: LinkId) -> str:
    return f"{link.dossier}-{link.assignment}"


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
