"""Visits and tests that a council had made, as those who score and those who convene read them."""

from collections.abc import Mapping

from ocop.base.moment import show_date
from ocop.cases.inquiry import Inquiry, inquiries_in
from ocop.html import Component, FactLine, Facts, FileLine, FileList, Folded, Notice
from ocop.web.reading import Reading
from ocop.web.showing.file_parts import file_lines


def inquiry_parts(reading: Reading, base: str, reader: str) -> list[Component]:
    """That the clock stands still while one is open, and the record of each that is over, with its
    files as far as the holder of assignment `reader` may open them, under `<base>/evidence/<id>`.
    """
    every = inquiries_in(reading.events, reading.case.position.visit)
    named = any(one.files for one in every)
    files = file_lines(reading, base, reader) if named else {}
    waits = [_waits(reading, one) for one in every if one.recorded is None]
    return [*waits, *(_told(reading, one, files) for one in every if one.recorded)]


def _waits(reading: Reading, one: Inquiry) -> Notice:
    title = reading.say(f"inquiries.stopped_{one.kind}", day=show_date(one.until, reading.lang))
    carrier = reading.say("inquiries.by_carrier", carrier=one.carrier)
    return Notice(tone="info", sign="clock", title=title, points=[one.matter, carrier])


def _told(reading: Reading, one: Inquiry, files: Mapping[str, FileLine]) -> Folded:
    day = show_date(one.day, reading.lang) if one.day else ""
    facts = {
        "matter": one.matter,
        "carrier": one.carrier,
        "document": one.document,
        "day": day,
        "findings": one.findings,
    }
    lines = [
        FactLine(label=reading.say(f"inquiries.{name}"), value=value)
        for name, value in facts.items()
        if value
    ]
    title = reading.say(f"inquiries.record_{one.kind}", day=day)
    kept = [files[id] for id in one.files if id in files]
    listed = [FileList(files=kept)] if kept else []
    return Folded(title=title, parts=[Facts(facts=lines), *listed])
