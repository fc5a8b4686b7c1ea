"""The score sheet of a council member."""

from collections.abc import Mapping, Sequence

from ocop.html.components.files import FileLine
from ocop.html.components.results import ResultCard
from ocop.html.view import Component, View


class ScoreLevel(View):
    """One level of a criterion; `star` > 0 says that this star needs at least this level."""

    key: str
    label: str
    points: str
    star: int = 0
    chosen: bool = False
    claimed: bool = False


class ScoreRow(View):
    """One criterion with what the producer claims and shows for it.

    `name` is the posted field (a JSON Pointer), `differs` what other members gave when the
    spread was too wide and the sheet comes back for a second look. `heading` stands above the
    first of the criteria that it covers.
    """

    name: str
    code: str
    title: str
    max: str
    levels: Sequence[ScoreLevel]
    comment_name: str
    note: str = ""
    said: str = ""
    evidence: Sequence[FileLine] = ()
    comment: str = ""
    error: str = ""
    differs: str = ""
    heading: str = ""


class ScoreSection(View):
    """The criteria of one section."""

    code: str
    title: str
    max: str
    rows: Sequence[ScoreRow]
    note: str = ""


class ScorePart(View):
    """One part of the criteria set."""

    code: str
    title: str
    max: str
    sections: Sequence[ScoreSection]


class ScoreGround(View):
    """A ground to reject the whole dossier, ticked by the member."""

    name: str
    label: str
    ticked: bool = False
    note: str = ""


class ScoreForm(Component):
    """A sheet to fill in: `answered` of `count` criteria have a level; `total` counts what is
    chosen so far, and has no stars before everything is chosen. `reason` is why the dossier is to
    be rejected.
    """

    action: str
    hidden: Mapping[str, str]
    parts: Sequence[ScorePart]
    total: ResultCard
    answered: int
    count: int
    grounds: Sequence[ScoreGround] = ()
    reason: str = ""
    reason_error: str = ""
    opinion: str = ""
