"""The papers that a law asks of a dossier, as a part of its pages."""

from ocop.base.text import pick
from ocop.html import Component, Notice, Paragraph, Table, TableCell, TableColumn, TableRow
from ocop.law.citing import cited
from ocop.web.reading import PaperLine, Reading, paper_lines


def dossier_count(reading: Reading, *, own: bool = False) -> str:
    """How much of it is there, in words; "" where the law asks for nothing or not yet."""
    lines = paper_lines(reading, own=own)
    if not lines:
        return ""
    must, extra = ([one for one in lines if one.must is needed] for needed in (True, False))
    return reading.say(
        "dossier.counted",
        must=len(must),
        must_there=_there(must),
        extra=len(extra),
        extra_there=_there(extra),
    )


def _there(lines: list[PaperLine]) -> int:
    return sum(1 for one in lines if one.state != "missing")


def dossier_table(reading: Reading, *, own: bool = False) -> list[Component]:
    """The papers with their state, the articles that ask for them, and the doubt where the list is
    not the law's own wording.
    """
    lines, doubt = paper_lines(reading, own=own), reading.rulebook.dossier.doubt
    names = ("dossier.paper", "dossier.state")
    table = Table(
        caption=reading.say("dossier.title"),
        columns=[TableColumn(title=reading.say(name)) for name in names],
        rows=[_row(reading, line) for line in lines],
        empty="",
    )
    by_law = "; ".join(dict.fromkeys(line.article for line in lines if line.article))
    articles = cited(reading.rulebook.decision, by_law)
    told = [reading.say("dossier.by", articles=articles)] if articles else []
    told += [pick(doubt, reading.lang)] if doubt else []
    return [table, *(Paragraph(text=text, tone="soft") for text in told)]


def _row(reading: Reading, line: PaperLine) -> TableRow:
    kind = reading.say("dossier.must" if line.must else "dossier.extra")
    cells = [TableCell(text=line.title, note=line.asks), TableCell(text=line.said, note=kind)]
    return TableRow(cells=cells)


def papers_lacking(reading: Reading) -> list[Component]:
    """Names the mandatory papers that are not there, and says how whoever checks goes on."""
    lines = paper_lines(reading)
    lacking = [line.title for line in lines if line.must and line.state == "missing"]
    if not lacking:
        return []
    return [
        Notice(
            tone="info",
            title=reading.say("dossier.lacks"),
            points=lacking,
            text=reading.say("dossier.lacks_how"),
        )
    ]
