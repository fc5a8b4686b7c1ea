"""What the use cases need to write to people: the mailer, what it could not deliver, and how much
anybody may set off. `ocop.aws` fulfils them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from ocop.base.text import Lang
from ocop.cases.effects import SendMail
from ocop.cases.records import Allowance, Refusal


class Mailer(Protocol):
    """Renders a template and sends it."""

    def send(
        self, effect_id: str, template: str, to: str, lang: Lang, values: Mapping[str, object]
    ) -> None:
        """Raises MailRefused for good, Unavailable for now."""


class Refusals(Protocol):
    """Mails that did not arrive, for the officers of their province; forgotten after 400 days."""

    def keep(self, refusal: Refusal) -> bool:
        """Keep one; what is known of the same mail's content stays. False for one that was known
        already.
        """

    def newest(self, province: str, limit: int, before: str = "") -> list[Refusal]:
        """The newest of a province, of those before an id."""

    def find(self, province: str, id: str) -> Refusal:
        """Raises NotFound."""

    def drop(self, refusal: Refusal) -> None:
        """Forget one that has been dealt with."""

    def send_again(self, refusal: Refusal, mail: SendMail, at: datetime) -> None:
        """Put a mail into the outbox and forget that it was refused, both or neither.

        Raises StaleVersion when somebody else has done so.
        """


class Limits(Protocol):
    """What strangers and links may do in a stretch of time, counted in the table."""

    def take(self, allowance: Allowance, act: str, now: datetime) -> None:
        """Count one act; the same `act` counts once. Raises TooMany when nothing is left."""

    def check(self, allowance: Allowance, now: datetime) -> None:
        """Raises TooMany when nothing is left; counts nothing."""
