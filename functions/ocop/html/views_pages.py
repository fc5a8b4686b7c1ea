"""One view model for each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ocop.html.components.notices import Problem
from ocop.html.views import (
    Button,
    Card,
    Due,
    Event,
    Evidence,
    FormView,
    Link,
    Notice,
    Result,
    Step,
    Submission,
    Typed,
    Upload,
    WorkRow,
)


@dataclass(frozen=True)
class Home:
    steps: Sequence[Step]
    recognised: int = 0


@dataclass(frozen=True)
class FormList:
    steps: Sequence[Step]
    forms: Mapping[int, Sequence[Card]]


@dataclass(frozen=True)
class FormPage:
    steps: Sequence[Step]
    form: FormView
    notice: Notice | None = None
    dossier: Link | None = None


@dataclass(frozen=True)
class Preview:
    """The questions of a form that opens later; `sample_set`: its criteria are an example."""

    steps: Sequence[Step]
    form: FormView
    sample_set: bool = False


@dataclass(frozen=True)
class Receipt:
    """After a form was filed: the reference, who acts next, what to do with the mail.

    `mend` lets who filed it write another address, `typed` is what the field holds then.
    """

    reference: str
    title: str
    next_lines: Sequence[str]
    email: str = ""
    case: Link | None = None
    mend: Button | None = None
    typed: str = ""
    problem: str = ""


@dataclass(frozen=True)
class CaseSearch:
    reference: str = ""
    problem: str = ""


@dataclass(frozen=True)
class CaseDoor:
    """What a reference alone tells, and the question for a second thing."""

    reference: str
    status: Literal["unconfirmed", "open", "ended"]
    problem: str = ""


@dataclass(frozen=True)
class CasePage:
    """What somebody may see who knows the reference and the producer's address or phone."""

    reference: str
    product: str
    state: str
    actor: str
    steps: Sequence[Step]
    events: Sequence[Event]
    due: Due | None = None
    result: Result | None = None
    certificate: str = ""


@dataclass(frozen=True)
class ProducerPage:
    """The producer's own page behind the emailed link."""

    reference: str
    product: str
    producer: str
    state: str
    steps: Sequence[Step]
    events: Sequence[Event]
    todo: Sequence[Link] = ()
    due: Due | None = None
    notice: Notice | None = None
    evidence: Sequence[Evidence] = ()
    upload: Link | None = None
    results: Sequence[Result] = ()
    submissions: Sequence[Submission] = ()
    buttons: Sequence[Button] = ()
    certificate: str = ""
    wait: str = ""


@dataclass(frozen=True)
class FilesPage:
    """The evidence of one dossier and the way to add to it, in two posts without a script."""

    reference: str
    product: str
    back: Link
    evidence: Sequence[Evidence]
    ask: FormView | None = None
    upload: Upload | None = None
    notice: Notice | None = None
    limits: str = ""
    closed: bool = False


@dataclass(frozen=True)
class SentPage:
    """What a frame shows once the bucket has a file; the link leads out of the frame."""

    link: Link


@dataclass(frozen=True)
class ReviewPage:
    """A dossier to read and one form to answer with, for whoever holds the link."""

    reference: str
    product: str
    producer: str
    role: str
    task: str
    submissions: Sequence[Submission]
    evidence: Sequence[Evidence]
    due: Due | None = None
    act: FormView | None = None
    notice: Notice | None = None
    events: Sequence[Event] = ()
    buttons: Sequence[Button] = ()
    results: Sequence[Result] = ()
    upload: Link | None = None


@dataclass(frozen=True)
class Confirm:
    """A page whose only purpose is one deliberate press of a button."""

    title: str
    text: str
    button: Button
    facts: Sequence[tuple[str, str]] = ()
    note: str = ""


@dataclass(frozen=True)
class DeadLink:
    """A link that was good once; `resend` is None when nothing is left to open."""

    why: str
    resend: Button | None = None
    case: Link | None = None
    typed: Typed | None = None


@dataclass(frozen=True)
class Told:
    """Something has been done, said in one page."""

    title: str
    text: str
    lines: Sequence[str] = ()
    links: Sequence[Link] = ()
    tone: Literal["good", "info"] = "good"


@dataclass(frozen=True)
class Filter:
    label: str
    href: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Worklist:
    heading: str
    filters: Sequence[Filter]
    rows: Sequence[WorkRow]
    more: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class DossierPage:
    """The whole dossier for an officer."""

    reference: str
    product: str
    producer: str
    state: str
    steps: Sequence[Step]
    events: Sequence[Event]
    submissions: Sequence[Submission]
    evidence: Sequence[Evidence]
    due: Due | None = None
    results: Sequence[Result] = ()
    act: FormView | None = None
    buttons: Sequence[Button] = ()
    notice: Notice | None = None
    upload: Link | None = None


@dataclass(frozen=True)
class Products:
    products: Sequence[Card]
    query: str = ""
    more: str = ""


@dataclass(frozen=True)
class Certificate:
    """A recognition as the public may check it."""

    number: str
    product: str
    producer: str
    place: str
    stars: int
    decision: str
    issued: date
    until: date
    state: Literal["valid", "expired", "withdrawn"]
    points: str = ""
    lines: Sequence[str] = ()
    sha256: str = ""


@dataclass(frozen=True)
class ErrorPage:
    status: int
    title: str
    detail: str
    problems: Sequence[Problem] = ()
    number: str = ""
    typed: Typed | None = None


@dataclass(frozen=True)
class About:
    rulebook: str
    decision: str
    contact: Sequence[tuple[str, str]] = ()
