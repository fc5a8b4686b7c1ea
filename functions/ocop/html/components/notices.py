"""What has to be read before anything else."""

from collections.abc import Sequence
from typing import Literal

from ocop.html.components.links import Link
from ocop.html.view import Component, View

Tone = Literal["info", "good", "bad"]
Way = Literal["sign-in", "mail", "wait", "other"]


MOST_IN_SIGHT, A_FEW = 5, 5  # mistakes of a page
MOST_FOLDED = 35  # as many as a score sheet has questions; a list of 300 rows has a thousand


class Notice(Component):
    """Something that happened or is so; `sign` replaces the tone's own icon."""

    tone: Tone
    title: str = ""
    text: str = ""
    points: Sequence[str] = ()
    link: Link | None = None
    sign: str = ""


class Problem(View):
    """One line of the error summary; `target` is the id to jump to, on another `page` if named."""

    detail: str
    target: str
    page: str = ""


class ErrorSummary(Component):
    """What is wrong with what was sent, each with a way to its field; nothing without problems.

    Without a `title` of its own it counts them and says that nothing typed is lost. Of many the
    first stand in sight, the others in a fold, as far as a page holds them; those after are marked
    where they were typed, and come up once these are mended.
    """

    problems: Sequence[Problem]
    title: str = ""

    @property
    def first(self) -> Sequence[Problem]:
        """Those in sight: all, where the fold would hold a few alone."""
        many = len(self.problems) > MOST_IN_SIGHT + A_FEW
        return self.problems[:MOST_IN_SIGHT] if many else self.problems

    @property
    def rest(self) -> Sequence[Problem]:
        """Those in the fold."""
        return self.problems[len(self.first) :][:MOST_FOLDED]

    @property
    def later(self) -> int:
        """How many it does not name."""
        return len(self.problems) - len(self.first) - len(self.rest)


class SendAgain(Component):
    """What was typed on a page that was refused: `fields` go to `action` again, by a button of
    value `do`; `texts` can be copied by hand; `way` is what to do before.
    """

    action: str
    fields: Sequence[tuple[str, str]]
    do: str
    texts: Sequence[str]
    way: Way
