"""The province's document over the API: read, replaced as a new version, and who saved which."""

from typing import Any

from ocop.base.errors import Forbidden
from ocop.http import Reply, Request, demand_unchanged, json_reply
from ocop.setup.accounts import Enrolled, enrol_officers
from ocop.setup.provinces import load_province, province_history
from ocop.web.office.desk import OfficeDesk
from ocop.web.reading import instant

# Each account is a call or two to the user pool; a request has 20 seconds for all of them.
MOST_ACCOUNTS = 40


def send_province(desk: OfficeDesk, request: Request) -> Reply:
    """The document in force, with its version as ETag; administrators only."""
    who = desk.who(request)
    who.demand_administrator()
    code = who.province.code
    document = desk.svc.store.province_document(code)
    return json_reply(
        dict(document), headers={"ETag": f'"{desk.svc.store.province_version(code)}"'}
    )


def replace_province(desk: OfficeDesk, request: Request) -> Reply:
    """Loads a document as the next version; new officers get accounts, leavers lose theirs."""
    who = desk.who(request)
    who.demand_administrator()
    document = request.json()
    if document.get("code") != who.province.code:
        raise Forbidden
    replaces = _replaces(desk, request, who.province.code)
    loaded = load_province(
        desk.svc, document, by=who.person.id, replaces=replaces, lang=request.lang
    )
    done = enrol_officers(desk.svc, desk.directory, loaded.province, most=MOST_ACCOUNTS)
    answer = {
        "code": loaded.province.code,
        "version": loaded.number,
        "people": len(loaded.province.people),
        "units": len(loaded.province.units),
        "unplaced": [unit.code for unit in loaded.province.unplaced],
        "accounts": _accounts(done),
    }
    return json_reply(answer, headers={"ETag": f'"{loaded.number}"'})


def _replaces(desk: OfficeDesk, request: Request, code: str) -> int | None:
    """The version that If-Match lets through; None without it. Raises StaleVersion."""
    if "if-match" not in request.headers:
        return None
    number = desk.svc.store.province_version(code)
    demand_unchanged(request, number, stored=True)
    return number


def _accounts(done: Enrolled) -> dict[str, Any]:
    return {
        "made": done.made,
        "bound": done.bound,
        "closed": done.closed,
        "failed": done.failed,
        "left": done.left,
    }


def list_versions(desk: OfficeDesk, request: Request) -> Reply:
    """Who saved which version, newest first; administrators only."""
    who = desk.who(request)
    who.demand_administrator()
    listed = [
        {"version": saved.number, "by": saved.by, "at": instant(saved.at), "sha256": saved.sha256}
        for saved in province_history(desk.svc, who.province.code)
    ]
    return json_reply({"versions": listed})
