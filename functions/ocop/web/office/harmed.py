"""What the clock found harmed, in words for the administrator: histories and totals."""

from ocop.base.errors import NotFound, Unreadable
from ocop.base.text import Lang, pick
from ocop.catalogue.texts import say
from ocop.html import Component, Link, Notice, Panel, Paragraph, Subheading
from ocop.jobs.harm import HARM_KINDS, HarmKind, harm_of
from ocop.people.province import Province
from ocop.web.office.desk import OfficeDesk

TROUBLE = "/office/trouble"
HARM_SHOWN = 8  # panels of one page


def harm_notice(desk: OfficeDesk, province: Province, lang: Lang) -> list[Component]:
    """One line where something is harmed, with the way to what it is."""
    count = len(_harm(desk, province))
    if not count:
        return []
    way = Link(label=say(lang, "harm.see"), href=TROUBLE)
    return [Notice(tone="bad", title=say(lang, "harm.found", count=count), link=way)]


def harm_panels(
    desk: OfficeDesk, province: Province, lang: Lang, start: int
) -> tuple[list[Component], bool]:
    """What is harmed, from a place on, what that means and what to do; whether there is more."""
    found = _harm(desk, province)
    shown = found[start : start + HARM_SHOWN]
    panels: list[Component] = [_panel(desk, province, kind, name, lang) for kind, name in shown]
    return panels, start + HARM_SHOWN < len(found)


def _harm(desk: OfficeDesk, province: Province) -> list[tuple[HarmKind, str]]:
    return [(kind, name) for kind in HARM_KINDS for name in harm_of(desk.svc, kind, province.code)]


def _panel(desk: OfficeDesk, province: Province, kind: HarmKind, name: str, lang: Lang) -> Panel:
    told, href = _named(desk, province, kind, name, lang)
    link = Link(label=say(lang, "harm.open"), href=href) if href else None
    return Panel(
        parts=[
            Subheading(text=say(lang, f"harm.{kind}")),
            Paragraph(text=told, link=link),
            Paragraph(text=say(lang, f"harm.{kind}_how"), tone="soft"),
        ]
    )


def _named(
    desk: OfficeDesk, province: Province, kind: HarmKind, name: str, lang: Lang
) -> tuple[str, str]:
    """What it is called, and the address of its page where it has one."""
    try:
        if kind == "case":
            case = desk.svc.store.case(name)
            return f"{case.reference}, {case.subject.title}", f"/cases/{case.reference}"
        if kind == "record":
            record = desk.registers.store.record(province.code, name)
            register = desk.registers.registers.get(record.register_id)
            told = f"{pick(register.title, lang)}: {record.name}"
            return told, f"/office/registers/{register.id}/{record.id}"
    except (NotFound, Unreadable):
        return name, ""
    month, id, unit = name.split("#")
    register = desk.registers.registers.get(id)
    place = pick(province.units[unit].name, lang) if unit in province.units else unit
    held = say(lang, "harm.standing") if month == "~" else month
    return f"{pick(register.title, lang)}: {place}, {held}", f"/office/registers/{id}"
