"""The score sheet of a council member."""

from collections.abc import Mapping, Sequence

from ocop.html.components.files import FileLine
from ocop.html.components.results import PartPoints
from ocop.html.view import Component, View


class ScoreLevel(View):
    """One level of a criterion; `star` > 0 says that this star needs at least this level."""

    key: str
    label: str
    points: str
    star: int = 0
    chosen: bool = False
    claimed: bool = False
    advised: bool = False


class ScoreRow(View):
    """One criterion with what the producer claims and shows for it.

    `name` is the posted field (a JSON Pointer), `differs` what other members gave when the
    spread was too wide and the sheet comes back for a second look, `remarks` what they wrote.
    `heading` stands above the
    first of the criteria that it covers. `gates` are the points that a star asks for here. `advice`
    is what the advisory team remarks, `lacking` the papers that it misses.
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
    comment_error: str = ""
    error: str = ""
    differs: str = ""
    remarks: Sequence[str] = ()
    heading: str = ""
    gates: Mapping[int, str] = {}
    advice: str = ""
    lacking: str = ""


class ScoreSection(View):
    """The criteria of one section."""

    code: str
    title: str
    max: str
    rows: Sequence[ScoreRow]
    note: str = ""


class ScoreGround(View):
    """A ground to reject the whole dossier, ticked by the member."""

    name: str
    label: str
    ticked: bool = False
    note: str = ""


class ScoreStep(View):
    """One step of a sheet: its page, what it asks and how far it is. `here`: the page shown;
    `marked`: members differ on it; `wrong`: something has to be corrected there.
    """

    href: str
    code: str
    title: str
    points: str
    max: str
    answered: int
    count: int
    here: bool = False
    marked: bool = False
    wrong: bool = False


class ScoreRail(Component):
    """The steps of a sheet, to go to any of them: short beside one of them, else with titles."""

    steps: Sequence[ScoreStep]
    short: bool = False


class ScoreGate(View):
    """The criteria that still miss what a star asks for: all of them, and those of other pages."""

    star: int
    missing: Sequence[str]
    elsewhere: Sequence[str] = ()


class ScoreSum(View):
    """The running total: points and answered criteria of `count`, and what of both stands on other
    pages; points by part; the gates that are still missed.
    """

    points: str
    answered: int
    count: int
    parts: Sequence[PartPoints]
    points_elsewhere: str = "0"
    answered_elsewhere: int = 0
    gates: Sequence[ScoreGate] = ()


class ScoreForm(Component):
    """One step of a sheet to fill in: it saves itself as it goes with a script, else by its
    buttons. `part` is the code of its part, `over` its title, `next` where the second button leads,
    in words.
    """

    action: str
    hidden: Mapping[str, str]
    part: str
    over: str
    sections: Sequence[ScoreSection]
    total: ScoreSum
    next: str


class ScoreEnd(Component):
    """The end of a sheet: grounds to reject, an opinion, and handing it in. `reason` is why the
    dossier is to be rejected.
    """

    action: str
    hidden: Mapping[str, str]
    total: ScoreSum
    grounds: Sequence[ScoreGround] = ()
    reason: str = ""
    reason_error: str = ""
    opinion_error: str = ""
    opinion: str = ""


class ScoreLine(View):
    """A criterion of a sheet that is read: the level chosen, in words, and its points; `advice`
    is what the advisory team says of it.
    """

    code: str
    title: str
    chosen: str
    points: str
    max: str
    remark: str = ""
    advice: Sequence[str] = ()


class ScoreCopy(Component):
    """A sheet to read or to print and sign: what it is about (`head`), by whom, when, every line,
    the rest in `said`.
    """

    lines: Sequence[ScoreLine]
    said: Sequence[tuple[str, str]]
    by: str
    title: str
    head: Sequence[tuple[str, str]] = ()


class MatrixRow(View):
    """One criterion of a matrix: what each member gave, the mean, how far they are apart; `marked`
    where they differ.
    """

    code: str
    title: str
    points: Sequence[str]
    mean: str
    apart: str
    marked: bool = False


class ScoreMatrix(Component):
    """Sheets side by side: criteria by members, with everybody's total below; it scrolls within
    itself on a phone.
    """

    title: str
    members: Sequence[str]
    rows: Sequence[MatrixRow]
    totals: Sequence[str]
