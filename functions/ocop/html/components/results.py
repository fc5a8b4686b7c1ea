"""Points, stars and what explains them."""

from collections.abc import Sequence

from ocop.html.view import Component, View


class PartPoints(View):
    """The points of one part, as text; `share` of what was possible, in whole percent."""

    code: str
    title: str
    points: str
    max: str
    share: int = 0


class ResultCard(Component):
    """Points, stars and why; `lines` is the explanation in order, `title` stands above."""

    stars: int
    points: str
    parts: Sequence[PartPoints]
    lines: Sequence[str] = ()
    next_star: int = 0
    gaps: Sequence[str] = ()
    final: bool = True
    undone: bool = False
    title: str = ""


class SquareCode(Component):
    """A square code to be read by a telephone: `path` are its dark squares, one unit each, in a
    picture of `size` by `size`; `label` says where it leads.
    """

    path: str
    size: int
    label: str


class CertificateCard(Component):
    """A recognition as the public may check it; `validity` says whether it counts and until
    when; `points` are "" where they are not known.
    """

    number: str
    product: str
    producer: str
    place: str
    stars: int
    decision: str
    validity: str
    points: str
    lines: Sequence[str]
    in_force: bool = True
    withdrawn: bool = False
