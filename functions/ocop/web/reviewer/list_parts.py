"""Ways between a score sheet and the list of products that opened it."""

from ocop.base.text import Lang
from ocop.cases.assignment import Assignment
from ocop.catalogue.texts import say
from ocop.html import Link
from ocop.http import Request, is_link_key, list_of_link


def list_behind(request: Request, holder: Assignment) -> str:
    """The key of the list that opened a seat's link in this browser, "" where none did."""
    key = list_of_link(request, holder.id)
    return key if key == holder.list_link else ""


def way_to_list(lang: Lang, key: str) -> list[Link]:
    """The way to a list of products; none without one."""
    if not is_link_key(key):
        return []
    return [Link(label=say(lang, "member_list.back"), href=f"/r/{key}", sign="back")]


def way_to_next(lang: Lang, key: str, dossier: str) -> list[Link]:
    """The way to the next product of a list whose sheet is awaited, after one case."""
    if not is_link_key(key):
        return []
    href = f"/r/{key}/next?after={dossier}"
    return [Link(label=say(lang, "member_list.next"), href=href, primary=True)]
