"""What has to be read before anything else."""

from collections.abc import Sequence
from typing import Literal

from ocop.html.components.links import Link
from ocop.html.view import Component, View

Tone = Literal["info", "good", "bad"]
Way = Literal["sign-in", "mail", "wait", "other"]


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

    Without a `title` of its own it counts them and says that nothing typed is lost.
    """

    problems: Sequence[Problem]
    title: str = ""


class SendAgain(Component):
    """What was typed on a page that was refused: `fields` go to `action` again, by a button of
    value `do`; `texts` can be copied by hand; `way` is what to do before.
    """

    action: str
    fields: Sequence[tuple[str, str]]
    do: str
    texts: Sequence[str]
    way: Way
