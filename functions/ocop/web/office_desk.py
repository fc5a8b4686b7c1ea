"""What the officers' pages work with."""

from dataclasses import dataclass

from ocop.domain.rights import Officer
from ocop.usecases.ports import Directory
from ocop.web.desk import Desk
from ocop.web.officer import Accounts, officer
from ocop.web.request import Asked


@dataclass(frozen=True, slots=True)
class OfficeDesk(Desk):
    """A desk with the officers' accounts, as they use them and as the administrator does."""

    accounts: Accounts
    directory: Directory

    def who(self, asked: Asked, *, any_step: bool = False) -> Officer:
        """The officer who asks. Raises NotSignedIn, Forbidden, SecondFactorNeeded."""
        return officer(self.svc, self.accounts, self.directory, asked, any_step=any_step)
