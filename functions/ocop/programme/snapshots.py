"""The board as everybody may read it: targets and actual figures of a night."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction

from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.plans.course import Progress


@struct(frozen=True)
class SnapshotLine:
    """One indicator: what was counted, what is to be reached by when, and where it stands."""

    id: str
    title: Text
    unit: Text
    state: Progress
    actual: Fraction | None = None
    least: Fraction | None = None
    most: Fraction | None = None
    until: date | None = None
    about: bool = False


@struct(frozen=True)
class BoardSnapshot:
    """A province's board on a day; `charts`: figures by chart, and there by what they are split
    by.
    """

    province: str
    plan: str
    title: Text
    day: date
    lines: tuple[SnapshotLine, ...] = ()
    charts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
