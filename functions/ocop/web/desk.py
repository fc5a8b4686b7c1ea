"""What the routes work with: services, data, site, and how a request names people and places."""

from typing import TYPE_CHECKING

from ocop.base.errors import Forbidden, NotFound, NotSignedIn
from ocop.base.roles import PRODUCER
from ocop.base.structs import struct
from ocop.base.text import pick
from ocop.cases.assignment import Assignment
from ocop.cases.services import Services
from ocop.filing.access import open_link
from ocop.filing.devices import demand_device
from ocop.http import Reply, Request, Site, cookie_name, device_tokens, page_reply
from ocop.links.tokens import LinkUnknown, Verb, producer_assignment_id
from ocop.people.province import Province

if TYPE_CHECKING:
    from ocop.html import WebPage


@struct(frozen=True)
class Desk:
    """Everything a route needs; made once for each function's container."""

    svc: Services
    site: Site

    def province(self, request: Request) -> Province:
        """The province that `?province=` names, else the stack's own, else the first.

        Raises NotFound for another code, or while no province has been loaded.
        """
        code = request.query.get("province") or self.svc.province
        for fresh in (False, True):  # one that was loaded within the last minute is found too
            for province in self.svc.store.provinces(fresh=fresh):
                if code == "" or province.answers_for(code):
                    return province
        raise NotFound("unknown-province", {"province": code})

    def show(
        self,
        request: Request,
        page: "WebPage",
        status: int = 200,
        *,
        public: bool = False,
        person: str = "",
        at: Province | None = None,
    ) -> Reply:
        """A page under a province's name: of the one it is about (`at`), else of the one that
        `?province=` names, else the stack's own.
        """
        # The API shows no pages: what draws them loads with the first.
        from ocop.html import draw_page
        from ocop.web.framing import frame_of

        if not self.site.provinces:
            self._learn_name()
        frame = frame_of(request, self.site, person)
        about = at or self._named(request)
        if about:
            contact = pick(about.contact, request.lang) if about.contact else ""
            frame = frame.but(province=pick(about.name, request.lang), contact=contact)
        return page_reply(draw_page(page, frame), status, public=public)

    def _named(self, request: Request) -> Province | None:
        code = request.query.get("province", "")
        provinces = self.svc.store.provinces() if code else ()
        return next((province for province in provinces if province.code == code), None)

    def _learn_name(self) -> None:
        """Keeps name and contact for the container's life: they change with the stack, if ever."""
        for province in self.svc.store.provinces():
            if self.svc.province in ("", province.code):
                self.site.provinces.update(province.name)
                self.site.contacts.update(province.contact)
                return


def held_token(request: Request, assignment: str) -> str:
    """The token that came along, as bearer or in the cookie of that assignment.

    Raises NotSignedIn for a program without one, LinkUnknown for a person: the link in the mail
    opens it.
    """
    token = request.bearer or request.cookies.get(cookie_name(assignment), "")
    if not token:
        raise NotSignedIn if request.is_api else LinkUnknown
    return token


def held(desk: Desk, request: Request, dossier: str, assignment: str, verb: Verb) -> Assignment:
    """The assignment that the asker's link opens for `verb`; a link to another opens nothing."""
    holder = open_link(desk.svc, held_token(request, assignment), verb)
    if (holder.dossier, holder.id) != (dossier, assignment):
        raise LinkUnknown
    return holder


def producer(desk: Desk, request: Request, dossier: str, verb: Verb = "view") -> Assignment:
    """The producer's own link to a dossier. Raises what `held` raises."""
    holder = held(desk, request, dossier, producer_assignment_id(dossier), verb)
    if holder.role != PRODUCER:
        raise LinkUnknown
    return holder


def linked(desk: Desk, request: Request, key: str) -> Assignment:
    """The assignment that an address `<dossier>-<assignment>` names, or the list of a round,
    whatever device its link is on: for what makes a device known, and nothing else. Raises what
    `held` raises, LinkUnknown for a producer's link, which reviews nothing.
    """
    case, _, assignment = key.partition("-")
    try:
        holder = held(desk, request, case, assignment, "view")
    except Forbidden:
        holder = held(desk, request, case, assignment, "list")
    if holder.role == PRODUCER:
        raise LinkUnknown
    return holder


def opened(desk: Desk, request: Request, key: str) -> Assignment:
    """The same on a device that may open it: what asks something, or a list. Raises what `held`
    raises, CodeNeeded.
    """
    holder = linked(desk, request, key)
    demand_device(desk.svc, holder, device_tokens(request))
    return holder


def assigned(desk: Desk, request: Request, key: str, verb: Verb = "view") -> Assignment:
    """The reviewer's assignment that an address `<dossier>-<assignment>` names.

    `verb` has to be one of the link's. Whether there is still something to do is for the use case
    to say: it answers a repeat of the same act as it answered the first. Raises what `held` raises,
    CodeNeeded on a device that has to be known first, Forbidden for a verb the link does not carry.
    """
    holder = opened(desk, request, key)
    if verb not in holder.grant.verbs:
        raise Forbidden
    return holder
