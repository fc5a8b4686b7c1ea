"""HTTP behind emailed links: council members, advisors, deciders."""

import os

from ocop.bootstrap import catalogue, services
from ocop.web.desk import Desk
from ocop.web.review import review
from ocop.web.site import site

handler = review(Desk(services(), catalogue(), site(os.environ)))
