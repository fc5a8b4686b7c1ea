"""Who of a council judges a product and why, for the office."""

from collections.abc import Sequence

from ocop.base.text import Lang
from ocop.catalogue.texts import say
from ocop.council.roll import RollLine, roll_of
from ocop.html import Component, Folded, Panel, Table, TableCell, TableColumn, TableRow
from ocop.web.reading import Reading

FEW_SEATS = 5  # that stand open on a page
_COLUMNS = ("composition.member", "seats.state_title", "seats.why_title")


def seat_panel(reading: Reading) -> list[Component]:
    """Each member with the reasons in words, while a case stands before a council; folded where
    they would fill a phone's page.
    """
    lines = roll_of(reading.desk.svc, reading.case)
    if not lines:
        return []
    title = reading.say("seats.title")
    table = Table(
        caption=title,
        columns=[TableColumn(title=reading.say(name)) for name in _COLUMNS],
        rows=[_row(line, reading.lang) for line in lines],
        empty="",
    )
    box = Folded if len(lines) > FEW_SEATS else Panel
    return [box(title=title, parts=[table])]


def _row(line: RollLine, lang: Lang) -> TableRow:
    return TableRow(
        cells=[
            TableCell(text=line.name, note=say(lang, f"papers.seat_{line.seat}")),
            TableCell(text=say(lang, f"seats.state_{line.state}")),
            TableCell(text=why_in_words(line.why, lang)),
        ]
    )


def why_in_words(codes: Sequence[str], lang: Lang) -> str:
    """The codes of the reasons why somebody is asked, or is not, as a sentence."""
    told = "; ".join(_reason(code, lang) for code in codes)
    return told[:1].upper() + told[1:]


def _reason(code: str, lang: Lang) -> str:
    """A reason in words; the load that a member had stands in its code, `load:3/40`, and so does
    the panel.
    """
    name, _, figures = code.partition(":")
    if name == "panel":
        return say(lang, "seats.why_panel", name=figures)
    if name != "load":
        return say(lang, f"seats.why_{name}")
    load, _, capacity = figures.partition("/")
    return say(lang, "seats.why_load", load=load, capacity=capacity)
