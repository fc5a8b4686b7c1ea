"""`/v1/criteria/…`: the criteria sets of a rulebook."""

from dataclasses import asdict

from ocop.base.errors import NotFound
from ocop.base.text import pick
from ocop.http import PUBLIC, Reply, Request, json_reply
from ocop.scoring.criteria import CriteriaSet
from ocop.web.desk import Desk


def list_criteria_sets(desk: Desk, request: Request, rulebook: str) -> Reply:
    """The criteria sets of a rulebook, or of a decision that has sets and no rulebook yet."""
    known = rulebook in desk.svc.rulebooks.ids()
    folder = desk.svc.rulebooks.at(rulebook).criteria if known else rulebook
    if folder not in desk.svc.criteria.decisions():
        raise NotFound("unknown-rulebook", {"rulebook": rulebook})
    listed = [
        {
            "number": entry.number,
            "name": pick(entry.name, request.lang),
            "group": pick(entry.group, request.lang),
            "href": f"/v1/criteria/{folder}/{entry.number}",
        }
        for entry in desk.svc.criteria.entries(folder)
    ]
    return json_reply({"sets": listed}, headers=PUBLIC)


def send_criteria_set(desk: Desk, _: Request, rulebook: str, number: str) -> Reply:
    """One criteria set, whole."""
    return json_reply(asdict(named_set(desk, rulebook, number)), headers=PUBLIC)


def named_set(desk: Desk, rulebook: str, number: str) -> CriteriaSet:
    """One criteria set of a decision; raises NotFound."""
    if rulebook not in desk.svc.criteria.decisions() or not _is_number(number):
        raise NotFound("unknown-criteria-set", {"set": f"{rulebook}/{number}"})
    return desk.svc.criteria.get(rulebook, int(number))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4
