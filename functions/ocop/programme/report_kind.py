"""Kinds of reports, `schemas/reports/<id>.json`: who writes, approves and receives one at which
level, and what people write in it.
"""

from pathlib import Path

from ocop.base.structs import struct
from ocop.base.text import Text
from ocop.catalogue.folders import REPORT_FOLDER
from ocop.catalogue.published import Document, Published
from ocop.forms.form import Form, form_of

PROGRAMME_REPORT = "programme"


@struct(frozen=True)
class ReportLevel:
    """Who does what at one level; `functions`: agencies that bear them write it too, and owe it;
    `issues`: nobody in the system receives it; `final`: one is owed on the plan's years as well.
    """

    level: str
    compiles: frozenset[str]
    approves: frozenset[str]
    functions: frozenset[str] = frozenset()
    issues: bool = False
    final: bool = False


@struct(frozen=True)
class ReportKind:
    """One version of a kind of report; `form` is what people write in it. So many days after the
    last day, `tells_after_days`, the unit above is told which reports have not come.
    """

    id: str
    version: str
    form: Form
    levels: tuple[ReportLevel, ...]
    tells_after_days: tuple[int, ...] = ()

    @property
    def ref(self) -> str:
        """The version that a report is kept under."""
        return f"{self.id}@{self.version}"

    @property
    def title(self) -> Text:
        """Its name."""
        return self.form.title

    def at_level(self, level: str) -> ReportLevel | None:
        """Who does what at a level, None for one that does not report."""
        return next((one for one in self.levels if one.level == level), None)


def published_report_kinds(schemas: Path | None = None) -> Published[ReportKind]:
    """The kinds of `schemas/`, by id and version."""
    return Published(REPORT_FOLDER, report_kind_of, schemas)


def report_kind_of(document: Document) -> ReportKind:
    """The kind in a sound document."""
    return ReportKind(
        id=document["id"],
        version=document["version"],
        form=form_of(narrative_form(document)),
        levels=tuple(_level(one) for one in document["levels"]),
        tells_after_days=tuple(document.get("tells_after_days", ())),
    )


def narrative_form(document: Document) -> Document:
    """The form in a kind's document."""
    return {
        "id": f"report-{document['id']}",
        "version": document["version"],
        "step": 1,
        "audience": "officer",
        "title": document["title"],
        "articles": document["clauses"],
        "schema": document["schema"],
        "ui": {"rjsf": {}},
    }


def _level(data: Document) -> ReportLevel:
    return ReportLevel(
        level=data["level"],
        compiles=frozenset(data["compiles"]),
        approves=frozenset(data["approves"]),
        functions=frozenset(data.get("functions", ())),
        issues=bool(data.get("issues", False)),
        final=bool(data.get("final", False)),
    )
