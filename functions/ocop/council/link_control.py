"""Emailed links in the hands of a council's secretary and of the administrator.

The administrator answers for every reviewer's link of the province, whoever convenes a council for
those of its members. A producer's own link is not theirs: its holder has a new one sent.
"""

from collections.abc import Iterable, Iterator

from ocop.base.errors import FieldError, Forbidden, InvalidInput, NotFound
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.assignment import Assignment
from ocop.cases.records import OpenTask, Workplace
from ocop.catalogue.messages import sentence
from ocop.council.ports import LinkServices
from ocop.council.rounds import convened_in
from ocop.deciding.officer import readable_case
from ocop.filing.reissuing import (
    LinkOrder,
    call_back_links,
    held_by,
    replace_link,
)
from ocop.people.rights import Officer

TASKS_READ = 100  # of one person, in a part


@struct(frozen=True)
class LinkWish:
    """What somebody wants of a link: which assignment it is for, whether its holder gets another
    (`replaced`), whether all open links of that person are meant (`everywhere`), and why.
    """

    assignment: str
    replaced: bool
    everywhere: bool
    reason: str


def links_in_hand(svc: LinkServices, who: Officer, dossier: str) -> list[Assignment]:
    """The reviewers' links of a case that an officer may call back, called-back ones included.

    Raises NotFound for a case that is not theirs to read, Forbidden for who has no link in hand
    anywhere.
    """
    case = readable_case(svc, who, dossier)
    if not who.administers and not convened_in(who):
        raise Forbidden
    found = svc.store.assignments(case.id)
    now = svc.now()
    return [a for a in found if now < a.grant.expires and _in_hand(who, a)]


def _in_hand(who: Officer, assignment: Assignment) -> bool:
    if who.administers:
        return True
    seated = {member.person for council in convened_in(who) for member in council.members}
    asked = assignment.seat or assignment.listing
    return bool(asked) and assignment.person in seated


def handle_links(
    svc: LinkServices, who: Officer, dossier: str, wish: LinkWish, *, lang: Lang, channel: str
) -> int:
    """Do as wished, and say how many links it was: of all cases that wait for that person where
    `everywhere`, and of this one.

    Raises NotFound for a link that is not in hand, Forbidden, InvalidInput without a reason.
    """
    links = links_in_hand(svc, who, dossier)
    holder = next((one for one in links if one.id == wish.assignment), None)
    if holder is None:
        raise NotFound
    if not wish.reason:
        raise InvalidInput([FieldError("/reason", "required", sentence("link-reason", lang))])
    order = LinkOrder(who.person.id, channel, wish.reason)
    waiting = dict.fromkeys([dossier, *(_waiting(svc, who, holder) if wish.everywhere else ())])
    homes = _homes_of_lists(svc, holder, waiting) if wish.everywhere else ()
    every = dict.fromkeys([*waiting, *homes])
    return sum(_handle(svc, who, id, holder, wish, order) for id in every)


def _homes_of_lists(svc: LinkServices, holder: Assignment, cases: Iterable[str]) -> Iterator[str]:
    """The cases in which a person's lists lie, which may be over while others on them wait."""
    own = held_by(holder.party.email)
    for id in cases:
        for one in svc.store.assignments(id):
            if one.list_link and own(one):
                yield one.list_link.partition("-")[0]


def _waiting(svc: LinkServices, who: Officer, holder: Assignment) -> Iterator[str]:
    """The cases that wait for a person, by office and by seat."""
    people, province = who.province.people, who.province
    known = people.get(holder.person)
    offices = tuple((held.role, held.unit) for held in known.roles) if known else ()
    councils = tuple(sorted(province.seating({holder.person})))
    whose, cursor = Workplace(province.code, holder.person, offices, councils), ""
    while True:
        part = svc.store.worklist(whose, cursor, TASKS_READ)
        yield from (task.case.id for task in part.items if isinstance(task, OpenTask))
        if not (cursor := part.cursor):
            return


def _handle(
    svc: LinkServices,
    who: Officer,
    dossier: str,
    holder: Assignment,
    wish: LinkWish,
    order: LinkOrder,
) -> int:
    own = held_by(holder.party.email)
    asked = [a for a in svc.store.assignments(dossier) if own(a) and _in_hand(who, a)]
    meant = {a.id for a in asked if wish.everywhere or a.id == holder.id}
    if wish.replaced:
        return sum(replace_link(svc, dossier, id, order) for id in sorted(meant))
    return call_back_links(svc, dossier, lambda one: one.id in meant, order)
