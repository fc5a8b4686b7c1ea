"""What mails of a council's visits and tests say: to members, to the producer, to who convenes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ocop.base.moment import show_date
from ocop.base.text import Lang
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.letters import mail_for, mail_for_officer
from ocop.catalogue.texts import say
from ocop.council.ports import CouncilServices
from ocop.council.sitting import Sitting, council_before
from ocop.links.tokens import producer_assignment_id


def inquiry_mails(
    sitting: Sitting, template: str, case: Case, told: Mapping[str, str]
) -> list[SendMail]:
    """A mail to each of those who convene the council, leading to the page of its inquiries."""
    council, province = council_before(sitting), sitting.province
    mails = []
    for person in province.who_convenes(council) if council else ():
        values = _in_words(told, person.lang)
        mail = mail_for_officer(template, person, case, province, values)
        mails.append(replace(mail, page=f"/office/dossiers/{case.id}/inquiry"))
    return mails


def _in_words(told: Mapping[str, str], lang: Lang) -> dict[str, str]:
    """What mails of an inquiry say."""
    kind = say(lang, f"inquiries.kind_{told['kind']}")
    until = show_date(date.fromisoformat(told["until"]), lang) if told.get("until") else ""
    known = {"inquiry": kind, "reason": told.get("matter", ""), "carrier": told.get("carrier", "")}
    told_all = {**known, "inquiry_day": until, "findings": told.get("findings", "")}
    return {name: text for name, text in told_all.items() if text}


def mail_to_member(
    template: str, sitting: Sitting, member: Assignment, told: Mapping[str, Any]
) -> SendMail:
    """A member hears that the clock stands still, or what was found and until when they have."""
    values = _in_words(told, member.party.lang)
    case, province = sitting.case, sitting.province
    mail = mail_for(template, member, case, province, values, guard=True)
    due = case.position.due
    resumed = template == "council-resumed" and due is not None
    return replace(mail, deadline=due.isoformat() if resumed and due else "")


def mail_to_producer(
    svc: CouncilServices, sitting: Sitting, template: str, told: Mapping[str, Any]
) -> SendMail:
    """The producer hears what is looked into and that it is over; what was found is the council's
    to weigh until the result is told.
    """
    case = sitting.case
    producer = svc.store.assignment(case.id, producer_assignment_id(case.id))
    values = _in_words(told, producer.party.lang)
    values.pop("findings", None)
    return mail_for(template, producer, case, sitting.province, values)
