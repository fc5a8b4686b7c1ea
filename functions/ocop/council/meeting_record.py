"""What is recorded of a council's meeting, and who of the council takes part in it.

A meeting has no beginning of its own: it is there with the round that meets, or with the case whose
council has to, and is stored once something is recorded of it.
"""

from ocop.base.errors import NotFound
from ocop.base.moment import local_date
from ocop.cases.case import Case
from ocop.cases.council_round import CouncilRound, RoundProduct
from ocop.cases.governing import law_on
from ocop.cases.meeting import AgendaItem, CouncilMeeting, case_of_meeting
from ocop.council.attendance import Attendance, attendance_of
from ocop.council.ports import CouncilServices
from ocop.council.rounds import convened_by
from ocop.council.sitting import council_before, uncounted
from ocop.people.rights import Officer
from ocop.scoring.tally import TallyRules


def meeting_convened(svc: CouncilServices, who: Officer, id: str) -> CouncilMeeting:
    """A meeting of a council that an officer convenes, as recorded so far. Raises NotFound where no
    round and no case meets so, Forbidden.
    """
    found = _of_case(svc, who, id) if case_of_meeting(id) else _of_round(svc, who, id)
    convened_by(who, found.council)
    return found


def _of_round(svc: CouncilServices, who: Officer, id: str) -> CouncilMeeting:
    group = svc.store.council_round(who.province.code, id)
    if group.state != "released" or group.terms.mode != "meeting":
        raise NotFound
    try:
        return svc.store.meeting(group.province, id)
    except NotFound:
        return _begun(group)


def _begun(group: CouncilRound) -> CouncilMeeting:
    """The meeting of a round: its agenda is the round's products in their order."""
    return CouncilMeeting(
        province=group.province,
        id=group.id,
        council=group.council,
        unit=group.unit,
        items=tuple(AgendaItem(one) for one in group.products),
        day=group.terms.sits,
    )


def _of_case(svc: CouncilServices, who: Officer, id: str) -> CouncilMeeting:
    """The meeting of one case, from when its council has to meet until it is over."""
    try:
        return svc.store.meeting(who.province.code, id)
    except NotFound:
        pass
    dossier, visit = case_of_meeting(id) or ("", 0)
    case = svc.store.case(dossier)
    if case.province != who.province.code or not case.at(visit) or case.position.meeting != id:
        raise NotFound
    council = council_before(uncounted(svc, case))
    if council is None:
        raise NotFound
    subject, due = case.subject, case.position.due
    product = RoundProduct(case.id, visit, case.reference, subject.title, subject.organisation, due)
    items = (AgendaItem(product),)
    return CouncilMeeting(case.province, id, council.id, council.unit, items)


def attendance_at(svc: CouncilServices, who: Officer, meeting: CouncilMeeting) -> Attendance:
    """Who of the whole council takes part, by the law of the day of the meeting."""
    council = convened_by(who, meeting.council)
    law = law_on(svc, who.province, meeting.day or local_date(svc.now()))
    rules, panel = TallyRules.from_data(law.tally), council.regulation.panel
    return attendance_of(meeting, council.scorers, rules, panel)


def cases_of_meeting(svc: CouncilServices, meeting: CouncilMeeting) -> list[Case]:
    """The cases on the agenda that are still before the council, in no order."""
    here = {(one.product.dossier, one.product.visit) for one in meeting.items}
    before = svc.store.before_council(meeting.province, meeting.unit, seated=True)
    return [case for case in before if (case.id, case.position.visit) in here]
