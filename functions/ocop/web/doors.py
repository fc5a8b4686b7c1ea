"""The open part of the site: pages and API for producers and the public."""

from ocop.http.edge import Edge
from ocop.web import forget
from ocop.web.deadlinks import explain_dead
from ocop.web.desk import Desk, Route, register
from ocop.web.failures import refused
from ocop.web.producer import drafts_api, uploads_api
from ocop.web.producer import evidence as evidence_pages
from ocop.web.producer import forms as producer_forms
from ocop.web.producer import pages as producer
from ocop.web.public import api as portal_api
from ocop.web.public import criteria_api, received, tracking
from ocop.web.public import forms as public_forms
from ocop.web.public import pages as public

ROUTES: tuple[Route, ...] = (
    *public.ROUTES,
    *public_forms.ROUTES,
    *tracking.ROUTES,
    *received.ROUTES,
    *producer.ROUTES,
    *producer_forms.ROUTES,
    *evidence_pages.ROUTES,
    *forget.PRODUCERS,
    *portal_api.ROUTES,
    *criteria_api.ROUTES,
    *drafts_api.ROUTES,
    *uploads_api.ROUTES,
)


def portal(desk: Desk) -> Edge:
    """The handler of everything that needs no officer's session."""
    edge = Edge(desk.site, refused, explain_dead(desk))
    register(edge, desk, ROUTES)
    return edge
