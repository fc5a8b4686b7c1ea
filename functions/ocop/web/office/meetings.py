"""The page of a council's meeting: when and where, who is there, the agenda, its end."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from ocop.base.calendar import VIETNAM
from ocop.base.errors import NotFound
from ocop.base.moment import show_date
from ocop.base.structs import struct
from ocop.base.text import Lang
from ocop.cases.meeting import AgendaItem, CouncilMeeting, case_of_meeting
from ocop.catalogue.messages import sentence
from ocop.catalogue.texts import say
from ocop.council.attendance import Attendance
from ocop.council.meeting_record import attendance_at, meeting_convened
from ocop.council.meetings import close_meeting, hindrance_to_closing
from ocop.council.rounds import convened_in
from ocop.council.sitting import council_before, uncounted
from ocop.html import (
    VERSION,
    ActButton,
    Component,
    FactLine,
    Facts,
    Heading,
    Link,
    LinkRow,
    Notice,
    Panel,
    Subheading,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    WebPage,
    posted_version,
)
from ocop.http import Reply, Request, see_other
from ocop.people.rights import Officer
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.meeting_samples import samples_notice
from ocop.web.office.rounds import ROUND_LIST
from ocop.web.reading import Reading

MEETING_HOME = "/office/meetings"
PARTS_DONE = ("time", "attendance", "product", "close")
AGENDA_HEADS = ("product", "state")


@struct(frozen=True)
class MeetingView:
    """A meeting as who keeps its record reads it."""

    desk: OfficeDesk
    who: Officer
    meeting: CouncilMeeting
    lang: Lang

    def say(self, name: str, /, **params: object) -> str:
        """A sentence of the meeting's pages."""
        return say(self.lang, f"meetings.{name}", **params)

    def name(self, person: str) -> str:
        """What a person is called; by the id where nobody is called so any more."""
        known = self.who.province.people.get(person)
        return known.name if known else person

    @property
    def home(self) -> str:
        """Where the meeting stands."""
        return f"{MEETING_HOME}/{self.meeting.id}"

    @property
    def coming(self) -> AgendaItem | None:
        """The first product that has not been called up yet."""
        return next((one for one in self.meeting.items if one.called is None), None)

    @cached_property
    def attendance(self) -> Attendance:
        """Who of the council is there now."""
        return attendance_at(self.desk.svc, self.who, self.meeting)


def meeting_view(desk: OfficeDesk, request: Request, id: str) -> MeetingView:
    """A meeting whose record the asker keeps. Raises NotFound, Forbidden."""
    who = desk.who(request)
    return MeetingView(desk, who, meeting_convened(desk.svc, who, id), request.lang)


def show_meeting(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """The meeting as it stands, with the one thing to do next."""
    view = meeting_view(desk, request, id)
    parts = [
        _heading(view),
        *_told(view, request),
        *samples_notice(desk, view.who.province, view.meeting, view.lang),
        Panel(parts=[Facts(facts=list(_facts(view)))]),
        *([] if view.meeting.closed else _next(view)),
        Subheading(text=view.say("agenda")),
        _agenda(view),
        *_people(view),
    ]
    page = WebPage(title=view.say("title"), wide=True, parts=parts)
    return desk.show(request, page, person=view.who.person.name, at=view.who.province)


def act_on_meeting(desk: OfficeDesk, request: Request, id: str, part: str) -> Reply:
    """Ends a meeting as it was looked at. Raises NotFound for another act."""
    if part != "close":
        raise NotFound
    who, version = desk.who(request), posted_version(request.form())
    close_meeting(desk.svc, who, id, version)
    return see_other(f"{MEETING_HOME}/{id}?done=close")


def _heading(view: MeetingView) -> Heading:
    return Heading(
        title=view.say("title"),
        back=_back(view),
        lead="" if view.meeting.closed else view.say("lead"),
    )


def _back(view: MeetingView) -> Link:
    """To the case that the meeting is about, or to the rounds."""
    if alone := case_of_meeting(view.meeting.id):
        return Link(label=view.say("to_dossier"), href=f"/office/dossiers/{alone[0]}")
    return Link(label=say(view.lang, "rounds.title"), href=ROUND_LIST)


def meeting_notice(reading: Reading, who: Officer) -> list[Notice]:
    """That the council has to meet on a case before there is a result; with the way to the meeting
    for who convenes it.
    """
    id = reading.case.position.meeting
    if not id:
        return []
    council = council_before(uncounted(reading.desk.svc, reading.case))
    keeps = council is not None and council in convened_in(who)
    link = Link(label=reading.say("meetings.to_meeting"), href=f"{MEETING_HOME}/{id}")
    title = reading.say("meetings.has_to_meet")
    return [Notice(tone="info", title=title, link=link if keeps else None)]


def _told(view: MeetingView, request: Request) -> Iterator[Notice]:
    if request.query.get("done") in PARTS_DONE:
        yield Notice(tone="good", title=view.say(f"done_{request.query['done']}"))
    if closed := view.meeting.closed:
        title = view.say("closed", at=_clock(view, closed))
        yield Notice(tone="info", title=title, points=[view.say("closed_note")])


def _clock(view: MeetingView, at: datetime) -> str:
    local = at.astimezone(VIETNAM)
    return view.say("meets", hour=f"{local:%H:%M}", day=show_date(local.date(), view.lang))


def _facts(view: MeetingView) -> Iterator[FactLine]:
    meeting, there = view.meeting, view.attendance
    day = show_date(meeting.day, view.lang) if meeting.day else ""
    meets = view.say("meets", hour=meeting.opens, day=day) if meeting.opens else day
    yield FactLine(label=view.say("when"), value=meets or view.say("not_set"))
    yield FactLine(label=view.say("place"), value=meeting.place or view.say("not_set"))
    count = {"present": there.present, "seats": there.seats, "least": there.least}
    state = view.say("quorate" if there.quorate else "not_quorate")
    told = f"{state}: {view.say('quorum_count', **count)}"
    yield FactLine(label=view.say("quorum"), value=told)
    if meeting.present:
        presides = view.name(there.presides) if there.presides else view.say("nobody_presides")
        yield FactLine(label=view.say("presides"), value=presides)


def _next(view: MeetingView) -> list[Component]:
    """The one thing to do next, and ways to what was done already."""
    if not view.meeting.place:
        return [LinkRow(links=[_way(view, "time", primary=True)])]
    if not view.attendance.quorate:
        return [LinkRow(links=[_way(view, "attendance", primary=True), _way(view, "time")])]
    others = [_way(view, "attendance"), _way(view, "time")]
    coming, hindrance = view.coming, hindrance_to_closing(view.desk.svc, view.who, view.meeting)
    if coming and hindrance:
        return [LinkRow(links=[_call_up(view, coming), *others])]
    if hindrance:
        return [Notice(tone="info", title=sentence(hindrance, view.lang)), LinkRow(links=others)]
    return [_closing(view), LinkRow(links=others)]


def _way(view: MeetingView, part: str, *, primary: bool = False) -> Link:
    names = {"time": "change_time" if view.meeting.place else "to_time"}
    label = view.say(names.get(part, f"to_{part}"))
    return Link(label=label, href=f"{view.home}/{part}", primary=primary)


def _call_up(view: MeetingView, item: AgendaItem) -> Link:
    """The way to what is noted of the product whose turn it is."""
    told = {"number": view.meeting.items.index(item) + 1, "product": item.product.product}
    href = f"{view.home}/products/{item.product.dossier}"
    return Link(label=view.say("call_up", **told), href=href, primary=True)


def _closing(view: MeetingView) -> ActButton:
    return ActButton(
        action=f"{view.home}/close",
        label=view.say("act_close"),
        note=view.say("note_close"),
        hidden={VERSION: str(view.meeting.version)},
        tone="primary",
    )


def _agenda(view: MeetingView) -> Table:
    columns = [TableColumn(title=view.say(name)) for name in AGENDA_HEADS]
    coming = view.coming
    rows = [
        _row(view, number, one, is_next=one is coming)
        for number, one in enumerate(view.meeting.items, 1)
    ]
    return Table(caption=view.say("agenda"), columns=columns, rows=rows, empty="")


def _row(view: MeetingView, number: int, item: AgendaItem, *, is_next: bool) -> TableRow:
    product = item.product
    state = view.say("next" if is_next else "waiting")
    if item.called:
        state = view.say("called", at=f"{item.called.astimezone(VIETNAM):%H:%M}")
    sample = [view.say(f"sample_{item.sample.replace('-', '_')}")] if item.sample else []
    noted = [*sample, *([view.say("yes")] if item.questions else [])]
    return TableRow(
        href=f"{view.home}/products/{product.dossier}",
        cells=[
            TableCell(
                text=f"{number}. {product.product}",
                note=product.organisation,
                reference=product.reference,
            ),
            TableCell(text=state, note=" · ".join(noted)),
        ],
    )


def _people(view: MeetingView) -> list[Component]:
    """Who takes part, once it is recorded: in person, by a deputy, not at all."""
    council = next(one for one in view.who.province.councils if one.id == view.meeting.council)
    if not view.meeting.present:
        return []
    words = {one.person: presence_in_words(view, one.person) for one in council.members}
    by_word: dict[str, list[str]] = {}
    for member in council.members:
        by_word.setdefault(words[member.person], []).append(view.name(member.person))
    facts = [FactLine(label=word, value=", ".join(names)) for word, names in by_word.items()]
    return [Subheading(text=view.say("attendance")), Panel(parts=[Facts(facts=facts)])]


def presence_in_words(view: MeetingView, person: str) -> str:
    """How a member takes part, or that they do not."""
    how = view.meeting.attending.get(person)
    if how is None:
        return view.say("absent")
    if how.deputy:
        return view.say("stood_for", deputy=how.deputy, document=how.document)
    return view.say("present")
