"""The part of a page that lets a recognised product be rated again, or says why not."""

from ocop.base.errors import NotFound
from ocop.cases.certificate import Certificate
from ocop.cases.subject import Proceeding
from ocop.html import ActButton, Box, Component, Panel, Paragraph, SmallForm, show
from ocop.law.citing import cited
from ocop.web.reading import AgainReading, Reading, again_readings, renewability


def again_panel(reading: Reading, base: str, *, asks_address: bool = False) -> list[Component]:
    """What may begin from the certificate that the case ended with; nothing without one.

    With `asks_address` an officer enters the producer's address where the books have none.
    """
    number = reading.case.subject.certificate
    if not number or isinstance(reading.case.subject, Proceeding):
        return []
    try:
        certificate = reading.desk.svc.store.certificate(number)
    except NotFound:  # its province's register is another stack's
        return []
    address = asks_address and not reading.case.party.email
    told = again_readings(reading.desk, certificate, reading.lang)
    lines = [_line(reading, one, f"{base}/again", asks_address=address) for one in told]
    if not lines:
        return []
    return [Panel(title=reading.say("again.title"), parts=[*_window(reading, certificate), *lines])]


def _window(reading: Reading, certificate: Certificate) -> list[Component]:
    """Until when the window of its re-rating is open; once it has closed what that leads to."""
    ready = renewability(reading.desk, certificate)
    if ready is None or ready.days.closes is None or certificate.replaced_by:
        return []
    named = {"opens": ready.days.opens, "closes": ready.days.closes, "last": ready.days.longest}
    shown = {name: show.day(day, reading.lang) for name, day in named.items()}
    if ready.timeliness == "timely":
        return [Paragraph(text=reading.say("certificate.renewal", **shown))]
    if ready.timeliness == "early" or not ready.law.renewal.extends:
        return []
    own = cited(ready.law.decision, ready.days.longest_article)
    article = own or reading.say("again.by_setting")
    return [Paragraph(text=reading.say("again.late", article=article, **shown))]


def _line(reading: Reading, one: AgainReading, action: str, *, asks_address: bool) -> Component:
    if not one.may_begin:
        return Paragraph(text=reading.say(f"again.not_{one.phrase}", why=one.why), tone="soft")
    label, hidden = reading.say(f"again.{one.phrase}"), {"occasion": one.occasion}
    if not asks_address:
        return ActButton(action=action, label=label, hidden=hidden, tone="primary")
    box = Box(
        id=f"email-{one.occasion}",
        name="email",
        label=reading.say("again.email"),
        hint=reading.say("again.email_hint"),
        type="email",
        max_length=254,
    )
    return SmallForm(action=action, submit=label, boxes=[box], hidden=hidden)
