"""HTTP behind officers' accounts: worklist, dossiers, decisions."""

import os

from ocop.bootstrap import catalogue, directory, officers, services
from ocop.web.office import office
from ocop.web.office_desk import OfficeDesk
from ocop.web.site import site

handler = office(OfficeDesk(services(), catalogue(), site(os.environ), officers(), directory()))
