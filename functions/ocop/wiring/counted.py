"""Ports that count what happens, where it is certain: after a commit, after a mail was taken."""

from collections.abc import Mapping

from ocop.aws.mail import SesMailer
from ocop.aws.refusals import TableRefusals
from ocop.base.text import Lang
from ocop.cases.records import Refusal
from ocop.wiring.start import Figure, count


class CountingMailer(SesMailer):
    """Counts mails that the mail service has taken."""

    def send(
        self, effect_id: str, template: str, to: str, lang: Lang, values: Mapping[str, object]
    ) -> None:
        """As `SesMailer.send`."""
        super().send(effect_id, template, to, lang, values)
        count(Figure.MAILS_SENT)


class CountingRefusals(TableRefusals):
    """Counts mails that reached nobody, each once however often it is told of."""

    def keep(self, refusal: Refusal) -> bool:
        """As `TableRefusals.keep`."""
        fresh = super().keep(refusal)
        if fresh:
            count(Figure.MAILS_REFUSED)
        return fresh
