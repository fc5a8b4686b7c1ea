"""An officer before the programme board: whose figures, on which day."""

from datetime import date
from urllib.parse import urlencode

from ocop.base.errors import Malformed
from ocop.base.moment import local_date, named_day
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.html import (
    WebPage,
)
from ocop.http import Reply, Request
from ocop.people.rights import Officer
from ocop.programme.ports import ProgrammeServices
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.register_seat import PROGRAMME
from ocop.web.showing import (
    ProgrammeNames,
)


@struct(frozen=True)
class BoardSeat:
    """The board before an officer."""

    desk: OfficeDesk
    request: Request
    who: Officer

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.request.lang

    @property
    def svc(self) -> ProgrammeServices:
        """What figures are folded with."""
        return self.desk.programme

    @property
    def names(self) -> ProgrammeNames:
        """What figures are split by, in words."""
        return ProgrammeNames(self.svc, self.desk.svc.criteria, self.who.province, self.lang)

    @property
    def unit(self) -> str:
        """Whose figures: the unit that the address names, else the highest that the officer has.

        Raises Malformed for a unit that there is not.
        """
        province = self.who.province
        named = self.request.query.get("unit", "")
        if named:
            if named not in province.units:
                raise Malformed("bad-filter")
            return named
        held = [unit for _, unit in sorted(self.who.offices) if unit in province.units]
        agencies = {code for code, unit in province.units.items() if unit.level == "agency"}
        wide = not held or province.code in held or set(held) <= agencies
        return province.code if wide else held[0]

    @property
    def day(self) -> date:
        """The day that the address names, else today. Raises Malformed for one that is none."""
        named = self.request.query.get("day", "")
        if not named:
            return local_date(self.svc.now())
        day = named_day(named)
        if day is None:
            raise Malformed("bad-filter")
        return day

    def address(self, indicator: str = "") -> str:
        """The board's address, or an indicator's, for the same unit and day."""
        own = f"{PROGRAMME}/{indicator}" if indicator else PROGRAMME
        day = self.request.query.get("day", "")
        return f"{own}?{urlencode({'unit': self.unit, **({'day': day} if day else {})})}"

    def show(self, page: WebPage) -> Reply:
        """A page of the board."""
        person = self.who.person.name
        return self.desk.show(self.request, page, person=person, at=self.who.province)


def board_seat(desk: OfficeDesk, request: Request) -> BoardSeat:
    """The officer who asks, before the board."""
    return BoardSeat(desk, request, desk.who(request))
