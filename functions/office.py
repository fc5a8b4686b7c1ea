"""HTTP behind officers' accounts: worklist, dossiers, decisions."""

from ocop.bootstrap import SETTINGS, catalogue, directory, evidence_address, officers, services
from ocop.web.office import office
from ocop.web.office_desk import OfficeDesk
from ocop.web.site import site

here = site(SETTINGS, evidence_address())
handler = office(OfficeDesk(services(), catalogue(), here, officers(), directory()))
