"""The clock at a stage that waits for the producer: it reminds, tells the office, and ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ocop.base.errors import NotFound, StaleVersion
from ocop.base.moment import local_date, show_date
from ocop.base.text import Lang, pick
from ocop.cases.asking import give_next_link
from ocop.cases.assignment import Assignment
from ocop.cases.case import Case
from ocop.cases.effects import SendMail
from ocop.cases.flow import lapses_at, next_look
from ocop.cases.history import Act, record
from ocop.cases.letters import Announcement, forms_to_file, mail_for
from ocop.cases.lookup import province_of
from ocop.cases.services import Services
from ocop.law.rulebook import Rulebook, Stage
from ocop.links.tokens import producer_assignment_id
from ocop.people.province import Person, Province


def look_at_producer(svc: Services, case: Case) -> Case:
    """Look at a case whose producer's time has come: remind, tell the office of lateness, or end
    the case where nothing more was handed in. Safe to repeat.
    """
    rulebook = svc.rulebooks.at(case.process)
    over = lapses_at(rulebook.stage(case.position.stage), case.position)
    try:
        if over is not None and svc.now() >= over:
            return _lapsed(svc, rulebook, case)
        return _reminded(svc, rulebook, case, over)
    except StaleVersion:
        return svc.store.case(case.id)


def _lapsed(svc: Services, rulebook: Rulebook, case: Case) -> Case:
    lapse = rulebook.stage(case.position.stage).lapse
    ending = lapse.ending if lapse else ""
    after = case.moved(case.position.closed(), ending)
    told = Announcement(
        rulebook=rulebook,
        province=province_of(svc, case.province),
        producer=_producer(svc, rulebook, case),
        before=case,
        after=after,
        outcome=rulebook.endings[ending],
    )
    act = Act("lapsed", "clock", f"lapse:{case.position.visit}", {})
    return record(svc, case, after, act, effects=[told.mail()])


def _reminded(svc: Services, rulebook: Rulebook, case: Case, over: datetime | None) -> Case:
    province, held = province_of(svc, case.province), _producer(svc, rulebook, case)
    now, position = svc.now(), case.position
    again = next_look(position, now, rulebook.checkpoints, over)
    looked = replace(case, position=replace(position, looks=position.looks + 1, next_look=again))
    late = position.due is not None and now >= position.due
    mails = [_reminder(svc, rulebook, looked, held, over)]
    mails += _told_office(province, rulebook, looked, held, over) if late else []
    kept = {"late": late, "to": [held.person]}
    act = Act("reminded", "clock", f"check:{position.visit}:0:{position.looks}", kept)
    return record(svc, case, looked, act, assignments=(held,), effects=mails)


def _producer(svc: Services, rulebook: Rulebook, case: Case) -> Assignment:
    """The producer's assignment with a link that still opens."""
    held = svc.store.assignment(case.id, producer_assignment_id(case.id))
    if svc.now() < held.grant.expires:
        return held
    return give_next_link(svc, held, rulebook.link_grace_days)


def _reminder(
    svc: Services, rulebook: Rulebook, case: Case, held: Assignment, over: datetime | None
) -> SendMail:
    lang = held.party.lang
    forms = forms_to_file(svc, rulebook, case, lang)
    values = {**_stage_and_end(rulebook, case, over, lang), "forms": "\n".join(forms)}
    mail = mail_for("producer-reminder", held, case, province_of(svc, case.province), values)
    return replace(mail, visit=case.position.visit, deadline=_due(case))


def _told_office(
    province: Province, rulebook: Rulebook, case: Case, held: Assignment, over: datetime | None
) -> Sequence[SendMail]:
    """The officer whose stage waits for the producer learns that nothing came."""
    officer = _waiting_officer(province, rulebook, case)
    if officer is None:
        return ()
    told = {"assignee": held.party.name, "name": officer.name}
    values = {**_stage_and_end(rulebook, case, over, officer.lang), **told}
    mail = mail_for("producer-late", held, case, province, values, guard=True)
    page = f"/office/dossiers/{case.id}"
    to = replace(mail, to=officer.email, lang=officer.lang, link="", page=page)
    return (replace(to, deadline=_due(case)),)


def _waiting_officer(province: Province, rulebook: Rulebook, case: Case) -> Person | None:
    """Who asked for the supplement, else who gets what the producer hands in; the administrator
    where nobody holds that role.
    """
    stage = rulebook.stage(case.position.stage)
    asking: Stage = rulebook.stage(case.position.return_to or stage.to)
    for role, level in ((asking.role, asking.level), ("administrator", "province")):
        try:
            return province.holder(role, case.unit, level)[0]
        except NotFound:
            continue
    return None


def _stage_and_end(
    rulebook: Rulebook, case: Case, over: datetime | None, lang: Lang
) -> dict[str, str]:
    title = pick(rulebook.stage(case.position.stage).title, lang)
    return {"stage_title": title} | ({"lapses": show_date(local_date(over), lang)} if over else {})


def _due(case: Case) -> str:
    return case.position.due.isoformat() if case.position.due else ""
