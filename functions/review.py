"""HTTP behind emailed links: council members, advisors, deciders."""

from ocop.bootstrap import SETTINGS, catalogue, evidence_address, services
from ocop.web.desk import Desk
from ocop.web.review import review
from ocop.web.site import site

handler = review(Desk(services(), catalogue(), site(SETTINGS, evidence_address())))
