"""`/v1/criteria/…`: the criteria sets of a rulebook."""

from dataclasses import asdict
from typing import Any

from ocop.base.digits import plain_number
from ocop.base.errors import NotFound
from ocop.base.text import Lang, pick
from ocop.cases.sources import set_under
from ocop.http import PUBLIC, Reply, Request, json_reply
from ocop.law.rulebook import Rulebook
from ocop.scoring.criteria import CriteriaSet, set_key
from ocop.web.desk import Desk


def list_criteria_sets(desk: Desk, request: Request, rulebook: str) -> Reply:
    """The criteria sets of a rulebook, or of a decision that has sets and no rulebook yet; then
    those of the law that cannot be scored, and why.
    """
    folder = _folder(desk, rulebook)
    listed = [
        {
            "number": entry.number,
            "name": pick(entry.name, request.lang),
            "group": pick(entry.group, request.lang),
            "href": f"/v1/criteria/{rulebook}/{entry.number}",
        }
        for entry in desk.svc.criteria.entries(folder)
    ]
    law = _law(desk, rulebook)
    return json_reply({"sets": listed, "incomplete": _gaps(law, request.lang)}, headers=PUBLIC)


def send_criteria_set(desk: Desk, request: Request, rulebook: str, number: str) -> Reply:
    """One criteria set, whole."""
    return json_reply(asdict(named_set(desk, rulebook, number, request.lang)), headers=PUBLIC)


def named_set(desk: Desk, rulebook: str, number: str, lang: Lang) -> CriteriaSet:
    """One criteria set of a rulebook or decision; raises NotFound, which says why where the law
    has such a set and it cannot be scored.
    """
    key, named = {"set": f"{rulebook}/{number}"}, plain_number(number)
    if named is None:
        raise NotFound("unknown-criteria-set", key)
    law = _law(desk, rulebook)
    gap = law.incomplete_set(named) if law else None
    if gap:
        told = {"set": set_key(rulebook, gap.number), "why": pick(gap.why, lang)}
        raise NotFound("incomplete-criteria-set", told)
    try:
        if law:
            return set_under(desk.svc.criteria, law, named)
        return desk.svc.criteria.get(_folder(desk, rulebook), named)
    except NotFound as error:
        raise NotFound("unknown-criteria-set", key) from error


def _gaps(law: Rulebook | None, lang: Lang) -> list[dict[str, Any]]:
    return [
        {"number": gap.number, "name": pick(gap.name, lang), "why": pick(gap.why, lang)}
        for gap in (law.incomplete_sets if law else ())
    ]


def _law(desk: Desk, rulebook: str) -> Rulebook | None:
    return desk.svc.rulebooks.at(rulebook) if rulebook in desk.svc.rulebooks.ids() else None


def _folder(desk: Desk, rulebook: str) -> str:
    """The decision whose sets a rulebook scores by; raises NotFound."""
    law = _law(desk, rulebook)
    folder = law.criteria if law else rulebook
    if folder not in desk.svc.criteria.decisions():
        raise NotFound("unknown-rulebook", {"rulebook": rulebook})
    return folder
