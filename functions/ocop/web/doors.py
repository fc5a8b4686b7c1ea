"""The three handlers behind HTTP: what anybody may open, emailed links, officers' accounts."""

from ocop.base.errors import LinkDead, OcopError
from ocop.filing.devices import CodeNeeded
from ocop.http import Edge, Explain, Reply, Request, Site
from ocop.web.desk import Desk
from ocop.web.routes import OFFICE, OFFICE_DOOR, PORTAL, REVIEW, register


def portal(desk: Desk) -> Edge:
    """The handler of everything that needs no officer's session."""
    edge = Edge(desk.site, _refuse, _dead_links(desk))
    register(edge, desk, PORTAL)
    return edge


def review(desk: Desk) -> Edge:
    """The handler behind the emailed links."""
    edge = Edge(desk.site, _refuse, _dead_links(desk))
    register(edge, desk, REVIEW)
    return edge


def office(desk: Desk) -> Edge:
    """The officers' handler; `desk` is an `OfficeDesk`."""
    from ocop.web.office.sessions import kept_alive, lead_to_the_door

    edge = Edge(desk.site, _refuse, lead_to_the_door)
    register(edge, desk, OFFICE, kept_alive)
    register(edge, desk, OFFICE_DOOR)
    return edge


def _refuse(request: Request, error: OcopError, site: Site, number: str) -> Reply:
    """The answer to a refusal; what shows it is loaded when one comes."""
    from ocop.web.failures import refuse

    return refuse(request, error, site, number)


def _dead_links(desk: Desk) -> Explain:
    """The page of a dead link, or of one that asks for a code first, loaded when one comes."""

    def explain(request: Request, error: OcopError) -> Reply | None:
        if isinstance(error, CodeNeeded):
            from ocop.web.reviewer.devices import explain_code

            return explain_code(desk, request, error)
        if not isinstance(error, LinkDead):
            return None
        from ocop.web.deadlinks import explain_dead

        return explain_dead(desk)(request, error)

    return explain
