"""HTTP, open to all: forms, filings, uploads, cases, the public register."""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

from ocop.web.doors import portal
from ocop.web.public.desk import PortalDesk
from ocop.wiring.services import SETTINGS, evidence_address, programme_services, services
from ocop.wiring.site import site
from ocop.wiring.start import started

desk = PortalDesk(services(), site(SETTINGS, evidence_address()), programme_services())
handler = started(portal(desk))
