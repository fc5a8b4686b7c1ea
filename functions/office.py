"""HTTP behind officers' accounts: worklist, dossiers, decisions."""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

from ocop.web.doors import office
from ocop.web.office.desk import OfficeDesk
from ocop.wiring.services import (
    SETTINGS,
    evidence_address,
    officer_accounts,
    programme_services,
    register_services,
    services,
    user_directory,
)
from ocop.wiring.site import site
from ocop.wiring.start import started

here = site(SETTINGS, evidence_address())
desk = OfficeDesk(
    services(),
    here,
    officer_accounts(),
    user_directory(),
    register_services(),
    programme_services(),
)
handler = started(office(desk))
