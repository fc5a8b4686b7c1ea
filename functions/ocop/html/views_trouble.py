"""View models of the page of what did not go out."""

from collections.abc import Sequence
from dataclasses import dataclass

from ocop.html.views import Button, Notice


@dataclass(frozen=True)
class TroubleRow:
    """Something that did not go out; `again` is None where trying again cannot help.

    `facts` name the case and how to reach its people; `correct` is the way to another address.
    """

    what: str
    to: str
    why: str
    again: Button | None = None
    facts: Sequence[tuple[str, str]] = ()
    correct: Button | None = None
    hint: str = ""


@dataclass(frozen=True)
class TroublePage:
    """What did not go out, for the administrator."""

    rows: Sequence[TroubleRow]
    notice: Notice | None = None
