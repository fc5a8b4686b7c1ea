"""Making the pictures that buyers see of those that a producer named for it, each once."""

from collections.abc import Mapping
from typing import Any, Protocol

from ocop.cases.event import Event
from ocop.cases.paper_ports import PaperShelf
from ocop.cases.ports import CaseServices
from ocop.certificates.product_page import (
    PAGE_SHOWN,
    PICTURE_MEDIA,
    PICTURES,
    SIZES,
    picture_key,
)
from ocop.documents.making import make_pictures


class PictureServices(CaseServices, Protocol):
    """What the making of pictures uses."""

    @property
    def shelf(self) -> PaperShelf:
        """Where they lie."""


def lay_out_pictures(svc: PictureServices, dossier: str, act: str) -> int:
    """Make the pictures that an act shows and that are not there yet; how many were made.

    Nothing for an act that shows none. Raises Unavailable.
    """
    event = svc.store.event(dossier, act)
    if event is None or event.kind != PAGE_SHOWN:
        return 0
    pinned = [event.files[one["file"]] for one in event.data[PICTURES]]
    return sum(_laid(svc, event, str(place), pin) for place, pin in enumerate(pinned, 1))


def _laid(svc: PictureServices, event: Event, place: str, pin: Mapping[str, Any]) -> int:
    keys = [picture_key(event.dossier, event.id, f"{place}{ending}") for ending in SIZES]
    if all(map(svc.shelf.holds, keys)):
        return 0
    content = svc.files.read(str(pin["key"]), str(pin["version"]))
    made = make_pictures(content, tuple(SIZES.values()))
    for key, picture in zip(keys, made, strict=False):
        svc.shelf.put_once(key, picture, PICTURE_MEDIA)
    return len(made)
