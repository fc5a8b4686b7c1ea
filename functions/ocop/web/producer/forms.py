"""The producer's forms behind the emailed link: filled in, kept as drafts, filed, refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from ocop.base.errors import Conflict, KeyReused, StaleVersion, TooEarly, WrongState
from ocop.base.pointers import Json
from ocop.cases.assignment import Assignment
from ocop.cases.questions import question_for
from ocop.cases.records import Draft
from ocop.filing.filing import file_form
from ocop.forms.serve import Served
from ocop.html import (
    VERSION,
    Component,
    Heading,
    Link,
    LinkRow,
    Notice,
    PageFilling,
    Posted,
    Tone,
    WebPage,
    posted_key,
    posted_version,
)
from ocop.http import Reply, Request, see_other
from ocop.links.tokens import producer_assignment_id
from ocop.web.asking import answer, status_of_page
from ocop.web.desk import Desk, producer
from ocop.web.producer.prefill import begun_with, carried_notice
from ocop.web.producer.todo import hindrance, not_yet
from ocop.web.reading import Reading, form_address
from ocop.web.showing import dossier_count, file_lines, nameable, way_of


@dataclass(frozen=True, slots=True)
class FormSeat:
    """One form of one case on its producer's screen."""

    desk: Desk
    request: Request
    holder: Assignment
    reading: Reading
    form: str

    @property
    def address(self) -> str:
        """Where the form stands."""
        return form_address(self.reading.case.id, self.form)

    @property
    def served(self) -> Served:
        """The form as the case is asked it."""
        question = question_for(self.desk.svc, self.reading.case, self.form)
        return question.serve(self.reading.lang)

    def demand_open(self) -> None:
        """Raises WrongState unless the case waits for this form now."""
        case, stage = self.reading.case, self.reading.stage
        waiting = case.is_open and stage.waits_for_producer
        if not waiting or self.form not in stage.forms:
            raise WrongState(params={"stage": stage.id})

    def question(self, values: Mapping[str, Json], version: int) -> PageFilling:
        """The form with `values` in it, made from `version` of its draft."""
        case = self.reading.case
        files = file_lines(self.reading, f"/dossiers/{case.id}", producer_assignment_id(case.id))
        return PageFilling(
            served=self.served,
            action=self.address,
            values=values,
            files=nameable(files),
            hidden={VERSION: str(version)},
            draft=True,
        )

    def stored(self) -> Draft | None:
        """The draft as it was last kept."""
        return self.desk.svc.store.draft(self.reading.case.id, self.form)

    def keep(self, posted: Posted) -> int:
        """Keeps what was typed as a draft, and says under which version. Raises StaleVersion."""
        version = posted_version(posted.hidden) + 1
        draft = Draft(self.form, posted.data, version, self.desk.svc.now())
        self.desk.svc.store.save_draft(self.reading.case.id, draft)
        return version

    def show(self, filled: PageFilling, notice: Notice | None = None, status: int = 0) -> Reply:
        """The form's page."""
        reading = self.reading
        title = reading.case.subject.title
        back = Link(label=title, href=f"/dossiers/{reading.case.id}")
        page = WebPage(
            title=filled.title,
            wrong=bool(filled.errors),
            parts=[
                filled.summary,
                way_of(reading),
                Heading(back=back, title=filled.title, lead=filled.intro),
                *([notice] if notice else []),
                *self._papers(),
                filled.form,
            ],
        )
        status = status or status_of_page(filled)
        return self.desk.show(self.request, page, status, at=reading.province)

    def _papers(self) -> list[Component]:
        """The way to the papers that the law asks for, at the form that completes the dossier."""
        stage, at = self.reading.stage, f"/dossiers/{self.reading.case.id}?part=dossier"
        label = dossier_count(self.reading, own=True) if self.form == stage.completes else ""
        return [LinkRow(links=[Link(label=label, href=at)])] if label else []


def _seat(desk: Desk, request: Request, holder: Assignment, form: str) -> FormSeat:
    reading = Reading.open(desk, holder.dossier, request.lang)
    return FormSeat(desk, request, holder, reading, form)


def show_own_form(desk: Desk, request: Request, id: str, form: str) -> Reply:
    """A later form behind its dossier's link, with what was begun."""
    seat = _seat(desk, request, producer(desk, request, id), form)
    seat.demand_open()
    draft = seat.stored()
    question = seat.question(_begun(seat, draft), draft.version if draft else 0)
    return seat.show(question, _saved(seat) or _early(seat) or carried_notice(seat.reading, form))


def take_own_form(desk: Desk, request: Request, id: str, form: str) -> Reply:
    """Files a form, keeps it as a draft, or shows it again with more rows or what is wrong.

    What was filed already may come once more after the case has moved on: it gets its receipt.
    """
    seat = _seat(desk, request, producer(desk, request, id, "file"), form)
    if form not in seat.reading.case.filed:
        seat.demand_open()

    def act(posted: Posted, filled: PageFilling) -> Reply:
        return _keep(seat, posted, filled) if posted.do == "draft" else _file(seat, posted, filled)

    def again(filled: PageFilling) -> Reply:
        if not filled.errors:
            seat.demand_open()
        return seat.show(filled)

    return answer(request, seat.question({}, 0).but(hidden={}), act, again)


def _file(seat: FormSeat, posted: Posted, filled: PageFilling) -> Reply:
    lang = seat.request.lang
    try:
        case, key = seat.reading.case, posted_key(posted)
        file_form(seat.desk.svc, case, seat.holder, seat.form, posted.data, lang, key)
    except (WrongState, TooEarly, KeyReused) as error:
        seat.demand_open()
        return _refused(seat, posted, filled, error)
    return see_other(f"/dossiers/{seat.holder.dossier}?filed={seat.form}")


def _refused(seat: FormSeat, posted: Posted, filled: PageFilling, error: Conflict) -> Reply:
    """The page once more with what was typed, as a draft, and the way on."""
    if isinstance(error, KeyReused):
        fresh = filled.but(
            hidden={VERSION: str(posted_version(posted.hidden))}
        )  # and so a fresh key
        return seat.show(fresh, _notice(seat.reading, "info", "changed"), 409)
    try:
        version = seat.keep(posted)
    except StaleVersion:
        return _overtaken(seat, filled)
    draft = filled.but(hidden={**filled.hidden, VERSION: str(version)})
    return seat.show(draft, not_yet(seat.reading, error), 409)


def _keep(seat: FormSeat, posted: Posted, filled: PageFilling) -> Reply:
    """Saves a draft; when another tab was faster, shows this one's answers, nothing lost."""
    seat.demand_open()
    try:
        seat.keep(posted)
    except StaleVersion:
        return _overtaken(seat, filled)
    return see_other(f"{seat.address}?saved=1")


def _overtaken(seat: FormSeat, filled: PageFilling) -> Reply:
    draft = seat.stored()
    hidden = {**filled.hidden, VERSION: str(draft.version if draft else 0)}
    return seat.show(filled.but(hidden=hidden), _notice(seat.reading, "bad", "overtaken"), 412)


def _begun(seat: FormSeat, draft: Draft | None) -> Mapping[str, Json]:
    """The draft, or what was filed after it: a form that comes back is corrected; else what is
    known from the idea.
    """
    reading = seat.reading
    filed = reading.case.filed.get(seat.form)
    event = seat.desk.svc.store.event(reading.case.id, filed) if filed else None
    if draft and (event is None or draft.saved > event.at):
        return draft.data
    return event.data if event else begun_with(reading, seat.form, seat.served["schema"])


def _notice(reading: Reading, tone: Tone, name: str) -> Notice:
    title, text = reading.say(f"drafts.{name}"), reading.say(f"drafts.{name}_how")
    return Notice(tone=tone, title=title, text=text)


def _saved(seat: FormSeat) -> Notice | None:
    return _notice(seat.reading, "good", "saved") if "saved" in seat.request.query else None


def _early(seat: FormSeat) -> Notice | None:
    """Said before somebody fills in what cannot be handed in yet."""
    error = hindrance(seat.reading, seat.form)
    if error is None:
        return None
    told = not_yet(seat.reading, error)
    now = seat.reading.say("drafts.fill_now")
    return Notice(tone="info", title=told.text, text=now, link=told.link)
