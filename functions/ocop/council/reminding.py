"""Reminders of sheets that are awaited: one for all products of a member's list, once a day."""

from collections.abc import Iterable
from dataclasses import replace

from ocop.base.moment import local_date
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.asking import give_next_link
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.letters import list_mail, mail_for
from ocop.council.member_list import own_list
from ocop.council.ports import CouncilServices
from ocop.law.rulebook import Stage
from ocop.people.province import Province


@struct(frozen=True)
class Reminders:
    """Mails to members whose sheets are awaited, to whom they go (`told`), and the lists that they
    bring, as they are to be stored with the act that sends them.
    """

    mails: tuple[SendMail, ...] = ()
    told: tuple[Assignment, ...] = ()
    lists: tuple[Assignment, ...] = ()


@struct(frozen=True)
class Reminding:
    """Members of a council reminded of one case, as it is stored by then, in one stage."""

    case: Case
    province: Province
    stage: Stage
    grace_days: int

    def mails(self, svc: CouncilServices, seats: Iterable[Assignment]) -> Reminders:
        """Nothing for a seat whose link, or whose holder's list, was called back, nor for a list
        that a reminder has brought today.
        """
        mails, told, lists = [], [], []
        for seat in (one for one in seats if not one.is_called_back):
            has = own_list(svc, seat)
            if has is None:
                mails.append(self._alone(seat))
            elif fresh := self._brought(svc, has):
                lists.append(fresh)
                mails.append(self._of_list(fresh))
            else:
                continue
            told.append(seat)
        return Reminders(tuple(mails), tuple(told), tuple(lists))

    def _alone(self, seat: Assignment) -> SendMail:
        values = {"stage_title": pick(self.stage.title, seat.party.lang)}
        return mail_for("council-reminder", seat, self.case, self.province, values, guard=True)

    def _of_list(self, has: Assignment) -> SendMail:
        values = {"stage_title": pick(self.stage.title, has.party.lang)}
        return list_mail("round-reminder", has, self.case, self.province, values)

    def _brought(self, svc: CouncilServices, has: Assignment) -> Assignment | None:
        """The list with a link that opens, marked as brought now; None where none goes out."""
        listing, now = has.listing, svc.now()
        if listing is None or has.is_called_back or not has.is_open:
            return None
        if listing.reminded and local_date(listing.reminded) == local_date(now):
            return None
        timed = replace(has, due=self.case.position.due, listing=replace(listing, reminded=now))
        if now < has.grant.expires:
            return timed
        return give_next_link(svc, timed, self.grace_days)
