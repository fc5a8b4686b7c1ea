"""Whether the samples of a meeting's products are there in time, for who keeps its record."""

from collections.abc import Iterator

from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang
from ocop.cases.case import Case
from ocop.cases.meeting import CouncilMeeting
from ocop.catalogue.texts import say
from ocop.council.meeting_record import cases_of_meeting
from ocop.council.meeting_samples import SampleTerm, sample_term
from ocop.html import Notice
from ocop.people.province import Province
from ocop.web.office.desk import OfficeDesk


def samples_notice(
    desk: OfficeDesk, province: Province, meeting: CouncilMeeting, lang: Lang, dossier: str = ""
) -> list[Notice]:
    """The products whose samples have not come or came late, with the day and the article; of one
    alone where a `dossier` is named.
    """
    terms = _terms(desk, province, meeting, dossier)
    late = [(case, term) for case, term in terms if not term.kept]
    if not late:
        return []
    today = local_date(desk.svc.now())
    lost = any(term.blocks and not term.reachable(today) for _, term in late)
    points = [_said(case, term, lang) for case, term in late]
    title = say(lang, "meetings.samples_wanted")
    return [Notice(tone="bad" if lost else "info", title=title, points=points)]


def _terms(
    desk: OfficeDesk, province: Province, meeting: CouncilMeeting, dossier: str
) -> Iterator[tuple[Case, SampleTerm]]:
    if meeting.day is None or meeting.closed:
        return
    for case in cases_of_meeting(desk.svc, meeting):
        term = sample_term(desk.svc, province, meeting, case, meeting.day)
        if term and dossier in ("", case.id):
            yield case, term


def _said(case: Case, term: SampleTerm, lang: Lang) -> str:
    told = {
        "product": case.subject.title,
        "reference": case.reference,
        "count": str(term.count),
        "until": show_date(term.until, lang),
        "article": term.article,
    }
    out = "_out" if term.to_members else ""
    if term.since is None:
        return say(lang, f"meetings.samples_lacking{out}", **told)
    return say(lang, f"meetings.samples_late{out}", since=show_date(term.since, lang), **told)
