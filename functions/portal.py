"""HTTP, open to all: forms, filings, uploads, cases, the public register."""

import os

from ocop.bootstrap import catalogue, services
from ocop.web.desk import Desk
from ocop.web.portal import portal
from ocop.web.site import site

handler = portal(Desk(services(), catalogue(), site(os.environ)))
