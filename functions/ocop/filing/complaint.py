"""A producer complains of a decision: of a result, or of a withdrawal.

The decisions on OCOP say nothing of it, so the general law applies; stages and limits are settings
of the rulebook. A complaint freezes nothing. One that comes after the days of that law (Article 9)
is received too, as late: whether it is dealt with is for an officer to say.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from ocop.base.errors import CalendarEnds, NotFound, WrongState
from ocop.base.moment import local_date
from ocop.base.roles import PRODUCER
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.governing import law_on
from ocop.cases.history import Act, once, retried
from ocop.cases.lookup import calendar_of, province_of
from ocop.cases.questions import Question, question_for
from ocop.cases.subject import Proceeding
from ocop.certificates.proceedings import COMPLAINED, begin, begun_id, proceedings_about
from ocop.filing.ports import FilingServices

COMPLAINT = "complaint"
DECIDING = ("decided", "tallied")  # the kinds of act by which a case comes to its end


def may_complain(svc: FilingServices, case: Case) -> bool:
    """Whether there is a decision to complain of, and no complaint of it is open."""
    return _decided(svc, case) and open_complaint(svc, case) is None


def open_complaint(svc: FilingServices, case: Case) -> Case | None:
    """The complaint of a case's decision that is not answered yet."""
    begun = proceedings_about(svc, case.reference, COMPLAINED)
    return next((complaint for complaint in begun if complaint.is_open), None)


def complaint_question(svc: FilingServices, case: Case) -> Question:
    """What a producer is asked who complains."""
    return question_for(svc, case, COMPLAINT)


@retried
def file_complaint(
    svc: FilingServices, dossier: str, data: Mapping[str, Any], lang: Lang, key: str
) -> Case:
    """Receive a complaint of what was decided in a case; the case of the complaint.

    A repeat under the same key returns the first. Raises InvalidInput, WrongState where nothing was
    decided, or a complaint is open.
    """
    case = svc.store.case(dossier)
    id, act = begun_id(case, key), Act("opened", PRODUCER, key, data)
    return once(svc, id, act, lambda: _received(svc, case, act, lang), lambda _: svc.store.case(id))


def _received(svc: FilingServices, case: Case, act: Act, lang: Lang) -> Case:
    if not may_complain(svc, case):
        raise WrongState("nothing-to-complain-of")
    form = complaint_question(svc, case).check(act.sent, lang)
    today, rating = local_date(svc.now()), case.subject
    subject = Proceeding(
        rating.product,
        rating.organisation,
        rating.set_number,
        result=rating.result,
        certificate=rating.certificate,
        matter="complaint",
        about=case.id,
        since=today,
        until=last_day_to_complain(svc, case),
    )
    province = province_of(svc, case.province)
    law = law_on(svc, province, today)
    return begin(svc, province, law, case, subject, replace(act, form=form))


def last_day_to_complain(svc: FilingServices, case: Case) -> date | None:
    """The last day on which a complaint of what was decided in a case is in time, by the law of
    today: so many calendar days after the decision was told, or the next working day. None where
    the law names none.
    """
    province = province_of(svc, case.province)
    limit = law_on(svc, province, local_date(svc.now())).oversight.complaint_limit
    if limit is None:
        return None
    told = _told_at(svc, case)
    try:
        return local_date(calendar_of(svc, province).deadline(told, limit.days, "calendar"))
    except CalendarEnds:  # in a year whose days off nobody knows: the day itself
        return local_date(told) + timedelta(days=limit.days)


def _told_at(svc: FilingServices, case: Case) -> datetime:
    """When the newest decision of a case was recorded, with which its mail goes."""
    acts = (act.at for act in svc.store.events(case.id) if act.kind in DECIDING)
    return max(acts, default=case.position.opened)


def _decided(svc: FilingServices, case: Case) -> bool:
    """A rating that ended with a result, or a withdrawal that still holds; and none elsewhere."""
    if case.status != "ended" or case.handed_to:
        return False
    if not isinstance(case.subject, Proceeding):
        return case.subject.result is not None
    try:
        held = svc.store.certificate(case.subject.certificate).revocation
    except NotFound:
        return False
    return held is not None and held.case == case.id and held.lifted is None
