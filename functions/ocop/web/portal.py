"""The open part of the site: pages and API for producers and the public."""

from ocop.web import (
    criteria_api,
    drafts_api,
    evidence_pages,
    forget,
    portal_api,
    producer,
    producer_forms,
    public,
    received,
    tracking,
    uploads_api,
)
from ocop.web.deadlinks import explain_dead
from ocop.web.desk import Desk, Route, register
from ocop.web.http import Edge

ROUTES: tuple[Route, ...] = (
    *public.ROUTES,
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
    edge = Edge(desk.site, explain_dead(desk))
    register(edge, desk, ROUTES)
    return edge
