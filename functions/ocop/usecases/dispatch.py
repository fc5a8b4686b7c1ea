"""Carrying out what committed changes set off: mail, and starts and answers of executions."""

from collections.abc import Callable
from datetime import datetime

from ocop.domain import links
from ocop.domain.errors import MailRefused, OcopError
from ocop.domain.text import Lang
from ocop.usecases.effects import Effect, ResumeWorkflow, SendMail, StartWorkflow
from ocop.usecases.ports import Services
from ocop.usecases.records import OutboxRow
from ocop.usecases.waiting import resume_wait

LEASE_SECONDS = 120


def dispatch(svc: Services, row_id: str) -> bool:
    """Carry out a row's effects, each once; False if the row is gone or somebody else has it.

    An effect that fails for now raises Unavailable: the row stays, and the stream's retry or the
    sweep takes it up at the first effect not yet done. A mail refused for good is kept for the
    officer to see and does not hold up the others.
    """
    row = svc.outbox.claim(row_id, svc.now(), LEASE_SECONDS)
    if row is None:
        return False
    try:
        _carry_out(svc, row)
    except OcopError:
        svc.outbox.release(row_id)
        raise
    svc.outbox.finish(row_id)
    return True


def _carry_out(svc: Services, row: OutboxRow) -> None:
    """Starts and answers first: a repeat of theirs does nothing, so only mails are marked."""
    left = [(n, effect) for n, effect in enumerate(row.effects) if n not in row.done]
    for position, effect in left:
        if not isinstance(effect, SendMail):
            _perform(svc, row, position, effect)
    mails = [(n, effect) for n, effect in left if isinstance(effect, SendMail)]
    for position, effect in mails:
        _perform(svc, row, position, effect)
        if (position, effect) != mails[-1]:
            svc.outbox.mark(row.id, position)


def _perform(svc: Services, row: OutboxRow, position: int, effect: Effect) -> None:
    if isinstance(effect, StartWorkflow):
        svc.workflows.start(effect)
    elif isinstance(effect, ResumeWorkflow):
        resume_wait(svc, effect.dossier, effect.visit)
    else:
        _send(svc, f"{row.id}#{position}", effect)


def _send(svc: Services, effect_id: str, mail: SendMail) -> None:
    if mail.visit and not _still_there(svc, mail):
        return
    lang: Lang = "en" if mail.lang == "en" else "vi"
    try:
        svc.mailer.send(effect_id, mail.template, mail.to, lang, mail_values(svc, mail))
    except (MailRefused, links.LinkUnknown) as refusal:
        # LinkUnknown: the key that signed the link was retired before the mail could go.
        svc.outbox.refused(effect_id, mail.to, mail.template, refusal.code)


def _still_there(svc: Services, mail: SendMail) -> bool:
    dossier = svc.store.dossier(mail.dossier)
    return dossier.visit == mail.visit and dossier.is_open


def mail_values(svc: Services, mail: SendMail) -> dict[str, object]:
    """The template's values: link ids become links here, instants are read back."""
    found: dict[str, object] = {**mail.values, "now": svc.now()}
    if mail.link:
        found["link"] = link_address(svc, mail.link, mail.kid)
    if mail.page:
        found["public_link"] = f"{svc.base_url}{mail.page}"
    read: Callable[[str], datetime] = datetime.fromisoformat
    if mail.deadline:
        found["deadline"] = read(mail.deadline)
    if "not_before" in mail.values:
        found["not_before"] = read(mail.values["not_before"])
    return found


def link_address(svc: Services, link: str, kid: str) -> str:
    """The full address of a link; made only now, so that no secret is ever stored."""
    token = links.mint(svc.keys(), links.LinkId.parse(link), kid)
    return f"{svc.base_url}/r/{token}"
