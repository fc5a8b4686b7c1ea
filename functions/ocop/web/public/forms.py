"""Forms by their name, for anybody: an idea to file; of later forms a look."""

from urllib.parse import urlencode

from ocop.base.errors import NotFound, WrongState
from ocop.filing.idea import FORM
from ocop.http.reply import Reply, post_again, see_other
from ocop.http.request import Asked
from ocop.web.desk import Desk
from ocop.web.public import idea as idea_page
from ocop.web.public import pages as public
from ocop.web.reading.reading import form_address


def any_form(desk: Desk, asked: Asked, form: str) -> Reply:
    """A form to fill in: an idea for anybody; of later forms a look. One of a dossier's has moved
    under the dossier's own address, where its link's cookie goes.
    """
    wanted = asked.query.get("dossier", "")
    if wanted:
        rest = {name: value for name, value in asked.query.items() if name != "dossier"}
        return see_other(_moved(wanted, form) + (f"?{urlencode(rest)}" if rest else ""))
    return idea_page.idea_page(desk, asked) if form == FORM else public.preview(desk, asked, form)


def any_form_posted(desk: Desk, asked: Asked, form: str) -> Reply:
    """Files an idea; a page that still posts to a form's old address is led to the new one."""
    wanted = asked.query.get("dossier", "")
    if wanted:
        return post_again(_moved(wanted, form))
    if form != FORM:
        raise WrongState
    return idea_page.file_idea(desk, asked)


def _moved(dossier: str, form: str) -> str:
    """The address of a form of a dossier that stood under `?dossier=`. Raises NotFound."""
    if not (dossier.isascii() and dossier.isalnum()):
        raise NotFound
    return form_address(dossier, form)
