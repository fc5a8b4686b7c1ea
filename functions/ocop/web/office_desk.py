"""What the officers' pages work with."""

from dataclasses import dataclass

from ocop.web.desk import Desk
from ocop.web.officer import Accounts, Officer, officer
from ocop.web.request import Asked


@dataclass(frozen=True, slots=True)
class OfficeDesk(Desk):
    """A desk with the officers' accounts."""

    accounts: Accounts

    def who(self, asked: Asked) -> Officer:
        """The officer who asks. Raises NotSignedIn, Forbidden."""
        return officer(self.svc, self.accounts, asked)
