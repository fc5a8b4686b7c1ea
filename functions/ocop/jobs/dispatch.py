"""Carrying out what committed changes set off: mail, and starts and answers of executions."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from aws_lambda_powertools import Logger

from ocop.base.errors import MailRefused, NotFound, Unavailable
from ocop.base.text import Lang
from ocop.cases.blind import veil_of
from ocop.cases.effects import (
    Effect,
    KeepRegister,
    LeaveCouncil,
    MakePackage,
    MakePapers,
    MakeReportPapers,
    MakeSheet,
    OpenSupport,
    ResumeWorkflow,
    SendMail,
    SettleDuties,
    StartWorkflow,
    TakeSheet,
    Unknown,
)
from ocop.cases.records import OutboxRow, Refusal
from ocop.cases.services import Services
from ocop.certificates.keeping import keep_register
from ocop.duties.settling import settle_for_record
from ocop.filing.support import open_as_ticked
from ocop.jobs.revival import resume_wait, start_wait
from ocop.links import codes
from ocop.links import tokens as links
from ocop.links.failures import failure_facts

logger = Logger()
LEASE_SECONDS = 45  # longer than the functions that dispatch may run on one row
FIRST_SECONDS = 50  # an event's effects are the stream's alone for so long


def dispatch_event(svc: Services, id: str) -> bool:
    """Carry out an event's effects, which the stream has just brought; False if none were left.

    The stream is their worker from the act on: it brings the records of one item to one worker at a
    time, in their order, and no sweep takes an event that is younger than FIRST_SECONDS. So nothing
    is written before the first mail goes. What fails for now, and what came too late to be done in
    that time, becomes a row of the outbox, which the stream brings as well. Raises Busy when
    somebody else is at it all the same, and Unreadable.
    """
    row = svc.outbox.first(id, FIRST_SECONDS)
    if row is None:
        return False
    in_time = svc.now().timestamp() + LEASE_SECONDS <= row.lease
    if in_time and _all_went(svc, row):
        svc.outbox.finish(row, svc.now())
    else:
        svc.outbox.set_aside(id, svc.now())
    return True


def _all_went(svc: Services, row: OutboxRow) -> bool:
    try:
        _carry_out(svc, row)
    except Unavailable:
        return False
    return True


def dispatch(svc: Services, row_id: str) -> bool:
    """Carry out a row's effects, each once; False if the row is gone.

    What fails for now holds up nothing else in the row, and is raised at the end as Unavailable:
    the row stays, and the stream's retry or the sweep takes up what is left of it. A mail refused
    for good is kept for the officer to see. Raises Busy while somebody else has the row, and
    Unreadable.
    """
    row = svc.outbox.claim(row_id, svc.now(), LEASE_SECONDS)
    if row is None:
        return False
    try:
        _carry_out(svc, row)
    except BaseException:
        svc.outbox.release(row)
        raise
    svc.outbox.finish(row, svc.now())
    return True


def _carry_out(svc: Services, row: OutboxRow) -> None:
    """Starts and answers first: a repeat of theirs does nothing, so only mails are marked."""
    left = [(n, effect) for n, effect in enumerate(row.effects) if n not in row.done]
    mails = [one for one in left if isinstance(one[1], SendMail)]
    others = [one for one in left if not isinstance(one[1], SendMail)]
    failed = [effect for position, effect in others if not _done(svc, row, position, effect)]
    for position, effect in mails:
        if svc.now().timestamp() >= row.lease:
            raise Unavailable(params={"why": "lease over"})
        if not _done(svc, row, position, effect):
            failed.append(effect)
        elif failed or effect is not mails[-1][1]:
            svc.outbox.mark(row, position)
    if failed:
        raise Unavailable(params={"left": str(len(failed))})


def _done(svc: Services, row: OutboxRow, position: int, effect: Effect) -> bool:
    """Carry out one effect; False when it has to be tried again."""
    try:
        _perform(svc, row, position, effect)
    except Exception as problem:  # noqa: BLE001 - it is logged, and tried again
        facts = failure_facts(problem)
        logger.warning("effect_failed", extra={**facts, "row": row.id, "position": position})
        return False
    return True


def _perform(svc: Services, row: OutboxRow, position: int, effect: Effect) -> None:
    if isinstance(effect, StartWorkflow):
        start_wait(svc, effect)
    elif isinstance(effect, ResumeWorkflow):
        resume_wait(svc, effect.dossier, effect.visit)
    elif isinstance(effect, LeaveCouncil):
        svc.store.leave_council(effect)
    elif isinstance(effect, KeepRegister):
        keep_register(svc, effect)
    elif isinstance(effect, SettleDuties):
        settle_for_record(svc, effect)
    elif isinstance(effect, OpenSupport):
        open_as_ticked(svc, effect)
    elif isinstance(effect, SendMail):
        _send(svc, row.effect_id(position), effect)
    else:
        _order(svc, effect)


def _order(
    svc: Services,
    effect: MakePapers | MakePackage | MakeReportPapers | TakeSheet | MakeSheet | Unknown,
) -> None:
    """Have papers made, or a sheet taken. Raises Unavailable for what another version of the code
    carries out.
    """
    if isinstance(effect, MakePapers):
        svc.press.ask(effect.dossier, effect.act)
    elif isinstance(effect, MakePackage):
        svc.press.ask_package(effect.dossier, effect.package)
    elif isinstance(effect, MakeReportPapers):
        svc.press.ask_report(effect.province, effect.report, effect.act)
    elif isinstance(effect, TakeSheet):
        svc.press.ask_sheet(effect.province, effect.sheet)
    elif isinstance(effect, MakeSheet):
        svc.press.ask_export(effect.province, effect.sheet)
    else:
        raise Unavailable(params={"kind": effect.kind})


def _send(svc: Services, effect_id: str, mail: SendMail) -> None:
    if mail.visit and not _still_there(svc, mail):
        return
    lang: Lang = "en" if mail.lang == "en" else "vi"
    try:
        svc.mailer.send(effect_id, mail.template, mail.to, lang, mail_values(svc, mail))
    except (MailRefused, links.LinkUnknown) as refusal:
        # LinkUnknown: the key that signed the link was retired before the mail could go.
        svc.refusals.keep(_refusal(svc, effect_id, mail, refusal.code))


def _refusal(svc: Services, id: str, mail: SendMail, code: str) -> Refusal:
    """The refused mail, whole: it can be sent once what was wrong with it is put right."""
    province = mail.province
    with suppress(NotFound):  # the case of an idea that was forgotten meanwhile
        province = province or svc.store.case(mail.dossier).province
    return Refusal(id, mail.to, mail.template, code, province, svc.now(), mail.dossier, mail)


def _still_there(svc: Services, mail: SendMail) -> bool:
    return svc.store.case(mail.dossier).at(mail.visit)


def mail_values(svc: Services, mail: SendMail) -> dict[str, object]:
    """The template's values: link ids become links here, requests codes, instants are read back."""
    found: dict[str, object] = {**_told(svc, mail), "now": svc.now()}
    found |= {"_province": mail.province, "_dossier": mail.dossier}  # tags, never shown
    if mail.link:
        found["link"] = link_address(svc, mail.link, mail.kid, mail.door)
    if mail.code:
        request = codes.CodeRequest.parse(mail.code, mail.kid)
        found["code"] = codes.mailed_code(svc.keys(), request)
    if mail.page:
        kind = "office_link" if mail.page.startswith("/office") else "public_link"
        found[kind] = f"{svc.base_url}{mail.page}"
    read: Callable[[str], datetime] = datetime.fromisoformat
    if mail.deadline:
        found |= {"deadline": read(mail.deadline), "guessed": mail.guessed}
    if "not_before" in mail.values:
        found["not_before"] = read(mail.values["not_before"])
    return found


def _told(svc: Services, mail: SendMail) -> Mapping[str, str]:
    """What a mail says; a blind member's own name stays, the producer's does not."""
    if not mail.blind:
        return mail.values
    veil, own = veil_of(svc, svc.store.case(mail.dossier)), mail.values["name"]
    return {**{name: veil.over(value) for name, value in mail.values.items()}, "name": own}


def link_address(svc: Services, link: str, kid: str, door: str = "/r/") -> str:
    """The full address of a link; made only now, so that no secret is ever stored."""
    token = links.mint(svc.keys(), links.LinkId.parse(link), kid)
    return f"{svc.base_url}{door}{token}"
