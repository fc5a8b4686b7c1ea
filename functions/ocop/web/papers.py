"""Papers that officers attach to their reports and decisions, behind the link in their mail."""

from ocop.domain.dossier import Assignment
from ocop.domain.text import pick
from ocop.usecases.uploads import remove
from ocop.web import evidence_words as words
from ocop.web.casebook import Case
from ocop.web.desk import Desk, Route, assigned
from ocop.web.evidence_pages import Drawer, add, in_frame, look, take_back
from ocop.web.reply import Reply
from ocop.web.request import Asked
from ocop.web.uploads_api import ticket_reply
from ocop.web.views import Link


def link_to(case: Case, holder: Assignment, base: str) -> Link | None:
    """The way to a reviewer's papers, where the form of the stage has room for any."""
    if not case.desk.svc.library.takes_files(case.rulebook.stage(holder.stage).forms[0]):
        return None
    note = pick(words.PAPERS_FIRST, case.lang)
    return Link(pick(words.PAPERS, case.lang), f"{base}/evidence", note)


def _drawer(desk: Desk, asked: Asked, key: str) -> Drawer:
    holder = assigned(desk, asked, key, "decide")
    case = Case.open(desk, holder.dossier, asked.lang)
    base = f"/r/{key}"
    return Drawer(case, holder, base, base, Link(case.dossier.product, base))


def opened(desk: Desk, asked: Asked, key: str) -> Reply:
    """The reviewer's own files."""
    inside = in_frame(desk, asked, f"/r/{key}/evidence")
    return inside or look(desk, asked, _drawer(desk, asked, key))


def announced(desk: Desk, asked: Asked, key: str) -> Reply:
    """A reviewer announces a file."""
    return add(desk, asked, _drawer(desk, asked, key))


def removed(desk: Desk, asked: Asked, key: str, file: str) -> Reply:
    """A reviewer takes a file back."""
    return take_back(desk, asked, _drawer(desk, asked, key), file)


def api_announced(desk: Desk, asked: Asked, key: str) -> Reply:
    """Where a program posts one paper."""
    return ticket_reply(desk, asked, assigned(desk, asked, key, "decide"), asked.json())


def api_removed(desk: Desk, asked: Asked, key: str, file: str) -> Reply:
    """Takes a paper back that has not been filed."""
    remove(desk.svc, assigned(desk, asked, key, "decide"), file)
    return Reply(204)


ROUTES: tuple[Route, ...] = (
    ("GET", "/r/<key>/evidence", opened),
    ("POST", "/r/<key>/evidence", announced),
    ("POST", "/r/<key>/evidence/<file>/remove", removed),
    ("POST", "/v1/reviews/<key>/uploads", api_announced),
    ("DELETE", "/v1/reviews/<key>/evidence/<file>", api_removed),
)
