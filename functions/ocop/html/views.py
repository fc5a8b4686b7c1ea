"""What each page needs to know, with every word already in the reader's language.

Routes fill these; templates only lay them out. Instants are aware UTC datetimes, shown in
Vietnam's time; points are strings already cut for people (`domain.tally.show_points`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from ocop.base.pointers import element_id
from ocop.html.components.forms import FieldNode
from ocop.html.components.notices import Problem

State = Literal["done", "now", "next"]
Tone = Literal["info", "good", "bad"]
Way = Literal["sign-in", "mail", "wait", "other"]
Urgency = Literal["calm", "soon", "late", "paused"]


@dataclass(frozen=True)
class Frame:
    """What surrounds every page. `query` is the address's own, but for the language: the switch
    leads back to the same page with it. `forget` is where an emailed link is taken back from this
    browser.
    """

    lang: Literal["vi", "en"]
    query: str
    province: str
    person: str = ""
    office: bool = False
    forget: str = ""


@dataclass(frozen=True)
class Link:
    """`href` "" is something that is not open yet; `primary` the one to do next."""

    label: str
    href: str
    note: str = ""
    primary: bool = False


@dataclass(frozen=True)
class Typed:
    """What was typed on a page that was refused: `fields` go to `action` again, by a button of
    value `do`; `texts` can be copied by hand; `way` is what to do before.
    """

    action: str
    fields: Sequence[tuple[str, str]]
    do: str
    texts: Sequence[str]
    way: Way


@dataclass(frozen=True)
class Step:
    """One of the six steps of the yearly cycle."""

    number: int
    title: str
    state: State = "next"
    note: str = ""


@dataclass(frozen=True)
class Notice:
    tone: Tone
    title: str
    text: str = ""
    points: Sequence[str] = ()
    link: Link | None = None


@dataclass(frozen=True)
class Due:
    """A closing time; `words` says how far away it is ("còn 3 ngày làm việc")."""

    at: datetime
    words: str
    urgency: Urgency = "calm"


@dataclass(frozen=True)
class Event:
    """One line of a timeline; `at` is None for what is still to come."""

    title: str
    state: State = "done"
    at: datetime | None = None
    by: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Evidence:
    """A file of a dossier; `href` is empty while it may not be opened.

    `slot` is what it was handed in for, `own` whether by the reader; `why` says why it is refused,
    `filed` whether it was handed over with a form, `remove` where to post to take it back ("" once
    that cannot be).
    """

    name: str
    kind: str = ""
    size: int = 0
    href: str = ""
    state: Literal["clean", "checking", "refused"] = "clean"
    added: datetime | None = None
    expires: date | None = None
    why: str = ""
    filed: bool = True
    remove: str = ""
    slot: str = ""
    own: bool = False


@dataclass(frozen=True)
class Answer:
    """One answered field. A table's rows are lists of answers."""

    label: str
    value: str = ""
    files: Sequence[Evidence] = ()


@dataclass(frozen=True)
class AnswerGroup:
    """A section of a submitted form, or one row of a table in it."""

    title: str
    answers: Sequence[Answer] = ()
    groups: Sequence["AnswerGroup"] = ()


@dataclass(frozen=True)
class Submission:
    """A form that was filed, readable without its schema."""

    title: str
    at: datetime
    by: str
    version: int
    groups: Sequence[AnswerGroup]
    sha256: str = ""


@dataclass(frozen=True)
class FormView:
    """A form to fill in. `hidden` goes back unchanged (version, idempotency key)."""

    action: str
    nodes: Sequence[FieldNode]
    problems: Sequence[Problem] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    submit: str = ""
    draft: bool = False
    title: str = ""
    intro: str = ""


@dataclass(frozen=True)
class Button:
    """One thing to do by post; `why` asks for a reason in words under that name, `problem` says
    what is wrong with the reason given.
    """

    action: str
    label: str
    hidden: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    why: str = ""
    tone: Literal["plain", "primary", "danger"] = "plain"
    problem: str = ""

    @property
    def id(self) -> str:
        """The id of the reason's field."""
        return element_id(f"/{self.action.rpartition('/')[2]}")


@dataclass(frozen=True)
class Upload:
    """A presigned post straight to the evidence store; `back` is where its answer leads."""

    action: str
    fields: Mapping[str, str]
    accept: str
    max_bytes: int
    title: str = ""
    back: str = ""


@dataclass(frozen=True)
class PartPoints:
    code: str
    title: str
    points: str
    max: str
    share: int = 0


@dataclass(frozen=True)
class Gap:
    """What one criterion still lacks for the next star."""

    code: str
    title: str
    needs: str


@dataclass(frozen=True)
class Result:
    """Points, stars and why; `lines` is the explanation in order."""

    stars: int
    points: str
    parts: Sequence[PartPoints]
    lines: Sequence[str] = ()
    next_star: int = 0
    gaps: Sequence[Gap] = ()
    product: str = ""
    final: bool = True


@dataclass(frozen=True)
class Card:
    """One entry of a list: a form, a product, a councillor's assignment."""

    title: str
    href: str
    note: str = ""
    meta: str = ""
    stars: int = 0


@dataclass(frozen=True)
class WorkRow:
    reference: str
    product: str
    producer: str
    stage: str
    href: str
    due: Due | None = None
    todo: str = ""
