"""HTTP behind emailed links: council members, advisors, deciders."""

from ocop.web.desk import Desk
from ocop.web.reviewer.pages import review
from ocop.wiring.services import SETTINGS, catalogue, evidence_address, services
from ocop.wiring.site import site

handler = review(Desk(services(), catalogue(), site(SETTINGS, evidence_address())))
