"""What minutes tell of the meeting in which a result was reached."""

from collections.abc import Iterator, Mapping
from typing import Any

from ocop.base.calendar import VIETNAM
from ocop.base.codec import decode
from ocop.cases.event import Event
from ocop.cases.meeting import MEETING, AgendaItem, CouncilMeeting
from ocop.catalogue.texts import say
from ocop.documents.layout import Rows
from ocop.documents.wording import day_in_words
from ocop.papers.scene import PaperScene


def meeting_in(data: Mapping[str, Any]) -> CouncilMeeting | None:
    """The meeting that a result's event keeps; None where opinions were given in writing."""
    kept = data.get(MEETING)
    return decode(CouncilMeeting, kept) if kept else None


def meeting_values(scene: PaperScene, event: Event) -> dict[str, str | Rows]:
    """When and where, the agenda, how the product was shown and what was asked; in writing alone:
    that nobody met.
    """
    meeting = meeting_in(event.data)
    if meeting is None or meeting.day is None or meeting.closed is None:
        return {"in_writing": "1"}
    item = next((one for one in meeting.items if one.product.dossier == scene.case.id), None)
    ended = meeting.closed.astimezone(VIETNAM)
    agenda = [f"{one.product.product} ({one.product.reference})" for one in meeting.items]
    return {
        "meeting_place": meeting.place,
        "meeting_day": day_in_words(meeting.day),
        "meeting_hour": _hour(meeting.opens),
        "meeting_end": _hour(f"{ended:%H:%M}"),
        "agenda": [(f"{number}. {named}",) for number, named in enumerate(agenda, 1)],
        "asked": list(_asked(item)) if item else [],
    }


def _hour(clock: str) -> str:
    hour, _, minute = clock.partition(":")
    return say("vi", "papers.hour", hour=hour, minute=minute)


def _asked(item: AgendaItem) -> Iterator[tuple[str]]:
    """The sample, what was said of the product line by line, and the vote."""
    if item.sample:
        name = f"meetings.sample_{item.sample.replace('-', '_')}"
        yield (say("vi", "papers.sample", told=say("vi", name).lower()),)
    for line in item.questions.splitlines():
        if said := " ".join(line.split()):
            yield (said,)
    if item.votes:
        heads = {name: getattr(item.votes, name) for name in ("in_favour", "against", "abstained")}
        yield (say("vi", "papers.vote", told=say("vi", "meetings.votes", **heads)),)
