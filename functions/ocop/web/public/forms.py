"""Forms by their name, for anybody: an idea to file; of later forms a look."""

from urllib.parse import urlencode

from ocop.base.errors import NotFound, WrongState
from ocop.filing.idea import FORM
from ocop.http import Reply, Request, post_again, see_other
from ocop.web.desk import Desk
from ocop.web.public.idea import file_idea, show_idea
from ocop.web.public.pages import show_outline
from ocop.web.reading import form_address


def show_form(desk: Desk, request: Request, form: str) -> Reply:
    """A form to fill in: an idea for anybody; of later forms a look. One of a dossier's has moved
    under the dossier's own address, where its link's cookie goes.
    """
    dossier = request.query.get("dossier", "")
    if dossier:
        rest = {name: value for name, value in request.query.items() if name != "dossier"}
        return see_other(_moved(dossier, form) + (f"?{urlencode(rest)}" if rest else ""))
    return show_idea(desk, request) if form == FORM else show_outline(desk, request, form)


def take_form(desk: Desk, request: Request, form: str) -> Reply:
    """Files an idea; a page that still posts to a form's old address is led to the new one."""
    dossier = request.query.get("dossier", "")
    if dossier:
        return post_again(_moved(dossier, form))
    if form != FORM:
        raise WrongState
    return file_idea(desk, request)


def _moved(dossier: str, form: str) -> str:
    """The address of a form of a dossier that stood under `?dossier=`. Raises NotFound."""
    if not (dossier.isascii() and dossier.isalnum()):
        raise NotFound
    return form_address(dossier, form)
