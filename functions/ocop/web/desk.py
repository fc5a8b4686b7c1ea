"""What the routes work with: services, data, site, and how a request names people and places."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from ocop.base.errors import Forbidden, NotFound, NotSignedIn
from ocop.base.roles import PRODUCER
from ocop.base.text import Lang, Text, pick
from ocop.cases.assignment import Assignment
from ocop.cases.ports import Services
from ocop.filing.access import open_link
from ocop.http.link_cookies import cookie_name
from ocop.http.reply import Reply, Site, page_reply
from ocop.http.request import Asked
from ocop.links.tokens import LinkUnknown, Verb, producer_assignment_id
from ocop.people.province import Province


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a route needs; made once for each function's container."""

    svc: Services
    site: Site

    def province(self, asked: Asked) -> Province:
        """The province that `?province=` names, else the stack's own, else the first.

        Raises NotFound for another code, or while no province has been loaded.
        """
        wanted = asked.query.get("province") or self.svc.province
        for fresh in (False, True):  # one that was loaded within the last minute is found too
            for province in self.svc.store.provinces(fresh=fresh):
                if wanted in ("", province.code):
                    return province
        raise NotFound("unknown-province", {"province": wanted})

    def show(
        self,
        asked: Asked,
        template: str,
        view: object,
        status: int = 200,
        *,
        public: bool = False,
        person: str = "",
        at: Province | None = None,
    ) -> Reply:
        """A page under a province's name: of the one it is about (`at`), else of the one that
        `?province=` names, else the stack's own.
        """
        # The API shows no pages: their views load with the first.
        from ocop.html.pages import page
        from ocop.web.failures import frame_of

        if not self.site.provinces:
            self._learn_name()
        frame = frame_of(asked, self.site, person)
        about = at or self._named(asked)
        if about:
            frame = replace(frame, province=pick(about.name, asked.lang))
        return page_reply(page(template, view, frame), status, public=public)

    def _named(self, asked: Asked) -> Province | None:
        wanted = asked.query.get("province", "")
        found = self.svc.store.provinces() if wanted else ()
        return next((one for one in found if one.code == wanted), None)

    def _learn_name(self) -> None:
        """Keeps the name for the life of the container: it changes with the stack, if ever."""
        for province in self.svc.store.provinces():
            if self.svc.province in ("", province.code):
                self.site.provinces.update(province.name)
                return


def held_token(asked: Asked, assignment: str) -> str:
    """The token that came along, as bearer or in the cookie of that assignment.

    Raises NotSignedIn for a program without one, LinkUnknown for a person: the link in the mail
    opens it.
    """
    token = asked.bearer or asked.cookies.get(cookie_name(assignment), "")
    if not token:
        raise NotSignedIn if asked.is_api else LinkUnknown
    return token


def held(desk: Desk, asked: Asked, dossier: str, assignment: str, verb: Verb) -> Assignment:
    """The assignment that the asker's link opens for `verb`; a link to another opens nothing."""
    found = open_link(desk.svc, held_token(asked, assignment), verb)
    if (found.dossier, found.id) != (dossier, assignment):
        raise LinkUnknown
    return found


def producer(desk: Desk, asked: Asked, dossier: str, verb: Verb = "view") -> Assignment:
    """The producer's own link to a dossier. Raises what `held` raises."""
    found = held(desk, asked, dossier, producer_assignment_id(dossier), verb)
    if found.role != PRODUCER:
        raise LinkUnknown
    return found


def assigned(desk: Desk, asked: Asked, key: str, verb: Verb = "view") -> Assignment:
    """The reviewer's assignment that an address `<dossier>-<assignment>` names.

    `verb` has to be one of the link's. Whether there is still something to do is for the use case
    to say: it answers a repeat of the same act as it answered the first. Raises what `held` raises,
    Forbidden for a verb the link does not carry.
    """
    case, _, assignment = key.partition("-")
    found = held(desk, asked, case, assignment, "view")
    if verb not in found.grant.verbs:
        raise Forbidden
    return found


def say(lang: Lang) -> Callable[..., str]:
    """A speaker of one language: `say(lang)(text, name=value)`."""

    def told(text: Text, **params: object) -> str:
        return pick(text, lang).format(**params)

    return told
