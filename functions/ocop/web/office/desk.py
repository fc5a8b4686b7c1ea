"""What the officers' pages work with."""

from ocop.base.structs import struct
from ocop.http import Request
from ocop.people.rights import Officer
from ocop.programme.ports import ProgrammeServices
from ocop.registers.ports import RegisterServices
from ocop.setup.ports import Directory
from ocop.web.desk import Desk
from ocop.web.office.officer import Accounts, officer


@struct(frozen=True)
class OfficeDesk(Desk):
    """A desk with the officers' accounts, as they use them and as the administrator does, with the
    registers they keep and the figures of the programme.
    """

    accounts: Accounts
    directory: Directory
    registers: RegisterServices
    programme: ProgrammeServices

    def who(self, request: Request, *, any_step: bool = False) -> Officer:
        """The officer who asks. Raises NotSignedIn, Forbidden, SecondFactorNeeded."""
        return officer(self.svc, self.accounts, self.directory, request, any_step=any_step)
