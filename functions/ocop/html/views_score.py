"""View models of the council member's score sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ocop.html.components.notices import Problem
from ocop.html.views import Button, Due, Evidence, Notice, Result


@dataclass(frozen=True)
class Level:
    """One level of a criterion; `star` > 0 says that this star needs at least this level."""

    key: str
    label: str
    points: str
    star: int = 0
    chosen: bool = False
    claimed: bool = False


@dataclass(frozen=True)
class ScoreRow:
    """One criterion with what the producer claims and shows for it.

    `name` is the posted field (a JSON Pointer), `differs` what other members gave when the
    spread was too wide and the sheet comes back for a second look.
    """

    name: str
    code: str
    title: str
    max: str
    levels: Sequence[Level]
    note: str = ""
    said: str = ""
    evidence: Sequence[Evidence] = ()
    comment: str = ""
    comment_name: str = ""
    error: str = ""
    disqualifies: bool = False
    differs: str = ""


@dataclass(frozen=True)
class ScoreSection:
    code: str
    title: str
    max: str
    rows: Sequence[ScoreRow]


@dataclass(frozen=True)
class ScorePart:
    code: str
    title: str
    max: str
    sections: Sequence[ScoreSection]


@dataclass(frozen=True)
class Ground:
    """A ground to reject the whole dossier, ticked by the member."""

    name: str
    label: str
    ticked: bool = False
    note: str = ""


@dataclass(frozen=True)
class ScorePage:
    """`answered` of `asked` criteria have a level; `total` counts what is chosen so far, and
    has no stars before everything is chosen. `reason` is why the dossier is to be rejected."""

    reference: str
    product: str
    producer: str
    council: str
    action: str
    parts: Sequence[ScorePart]
    total: Result
    answered: int
    asked: int
    due: Due | None = None
    notice: Notice | None = None
    problems: Sequence[Problem] = ()
    grounds: Sequence[Ground] = ()
    reason: str = ""
    reason_error: str = ""
    opinion: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    evidence: Sequence[Evidence] = ()
    conflict: Button | None = None
    decline: Button | None = None
    closed: bool = False
