"""What the public pages work with."""

from typing import TYPE_CHECKING

from ocop.base.structs import struct
from ocop.web.desk import Desk

if TYPE_CHECKING:
    from ocop.programme.ports import ProgrammeServices


@struct(frozen=True)
class PortalDesk(Desk):
    """A desk with the figures of the programme."""

    programme: "ProgrammeServices"
