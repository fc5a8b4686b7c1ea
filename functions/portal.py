"""HTTP, open to all: forms, filings, uploads, cases, the public register."""

from ocop.web.desk import Desk
from ocop.web.portal import portal
from ocop.wiring.services import SETTINGS, catalogue, evidence_address, services
from ocop.wiring.site import site

handler = portal(Desk(services(), catalogue(), site(SETTINGS, evidence_address())))
