"""HTTP, open to all: forms, filings, uploads, cases, the public register."""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

from ocop.web.desk import Desk
from ocop.web.doors import portal
from ocop.wiring.services import SETTINGS, evidence_address, services
from ocop.wiring.site import site
from ocop.wiring.start import started

handler = started(portal(Desk(services(), site(SETTINGS, evidence_address()))))
