"""Visits and tests that a council had made, as those who score and those who convene read them."""

from ocop.base.moment import show_date
from ocop.cases.inquiry import Inquiry, inquiries_in
from ocop.html import Component, FactLine, Facts, Folded, Notice
from ocop.web.reading import Reading


def inquiry_parts(reading: Reading) -> list[Component]:
    """That the clock stands still while one is open, and the record of each that is over."""
    every = inquiries_in(reading.events, reading.case.position.visit)
    waits = [_waits(reading, one) for one in every if one.recorded is None]
    return [*waits, *(_told(reading, one) for one in every if one.recorded)]


def _waits(reading: Reading, one: Inquiry) -> Notice:
    title = reading.say(f"inquiries.stopped_{one.kind}", day=show_date(one.until, reading.lang))
    carrier = reading.say("inquiries.by_carrier", carrier=one.carrier)
    return Notice(tone="info", sign="clock", title=title, points=[one.matter, carrier])


def _told(reading: Reading, one: Inquiry) -> Folded:
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
    return Folded(title=title, parts=[Facts(facts=lines)])
