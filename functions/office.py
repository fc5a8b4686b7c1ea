"""HTTP behind officers' accounts: worklist, dossiers, decisions."""

from ocop.web.office.desk import OfficeDesk
from ocop.web.office.pages import office
from ocop.wiring.services import (
    SETTINGS,
    catalogue,
    directory,
    evidence_address,
    officers,
    services,
)
from ocop.wiring.site import site

here = site(SETTINGS, evidence_address())
handler = office(OfficeDesk(services(), catalogue(), here, officers(), directory()))
