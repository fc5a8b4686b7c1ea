"""HTTP behind emailed links: council members, advisors, deciders."""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

from ocop.web.desk import Desk
from ocop.web.doors import review
from ocop.wiring.services import SETTINGS, evidence_address, services
from ocop.wiring.site import site
from ocop.wiring.start import started

handler = started(review(Desk(services(), site(SETTINGS, evidence_address()))))
