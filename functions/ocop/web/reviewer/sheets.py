"""The score sheet behind a council member's link: saved, submitted, or left to somebody else."""

from collections.abc import Mapping

from ocop.base.errors import FieldError, InvalidInput, NotFound, StaleVersion
from ocop.base.pointers import Json
from ocop.base.structs import struct
from ocop.cases.assignment import Assignment
from ocop.catalogue.stated import reason_if_any
from ocop.catalogue.texts import say
from ocop.council.inquiring import wish_inquiry
from ocop.council.recalling import RECALL, recall_sheet
from ocop.council.sitting import save_sheet, submit_sheet
from ocop.council.withdrawal import BY_VERB, withdraw
from ocop.html import VERSION, Notice, Posted, WebPage, read_posted
from ocop.http import Reply, Request, json_reply, see_other
from ocop.web.asking import WRONG, is_pressed, question_to, sheet_of
from ocop.web.desk import Desk, assigned
from ocop.web.reading import Reading
from ocop.web.reviewer.api import LEAVING_VERBS
from ocop.web.reviewer.list_parts import list_behind, way_to_list
from ocop.web.reviewer.score_page import score_page
from ocop.web.reviewer.sheet_steps import SheetStep, end_fields, merged, seen_as
from ocop.web.reviewer.sheet_view import SheetView, stored_answers
from ocop.web.reviewer.step_page import AT, step_page
from ocop.web.reviewer.veil import veiled
from ocop.web.showing import tell

AUTOMATIC, ONWARD, SUBMIT = "auto", "next", "submit"
INQUIRE = "inquire"


def show_sheet(desk: Desk, request: Request, reading: Reading, holder: Assignment) -> Reply:
    """The sheet as it was last saved: its first page, or the step that the address names."""
    sheet = SheetView.stored(reading, holder).but(listed=list_behind(request, holder))
    if "saved" in request.query and holder.is_open:
        title, text = reading.say("review.saved"), reading.say("review.saved_how")
        sheet = sheet.but(notice=Notice(tone="good", title=title, text=text))
    if "wished" in request.query and holder.is_open:
        sheet = sheet.but(notice=Notice(tone="good", title=reading.say("inquiries.wished")))
    step = sheet.step_at(request.query.get("at", "")) if holder.is_open else None
    return veiled(reading, holder, desk.show(request, _page(sheet, step), at=reading.province))


def _page(sheet: SheetView, step: SheetStep | None) -> WebPage:
    return step_page(sheet, step) if step else score_page(sheet)


def take_sheet(desk: Desk, request: Request, key: str) -> Reply:
    """Saves what one page of a score sheet asks, or submits the sheet: the button says which."""
    holder = assigned(desk, request, key, "score")
    reading = Reading.open(desk, holder.dossier, request.lang)
    posted = read_posted(request, question_to(reading, holder).serve(request.lang))
    return _Taken(request, reading, holder, posted).reply()


@struct(frozen=True)
class _Taken:
    """One post of a sheet's page: what was answered on it, over what is stored."""

    request: Request
    reading: Reading
    holder: Assignment
    posted: Posted

    def reply(self) -> Reply:
        """The next page, or this one again with what is in the way."""
        if self.holder.is_open and not self._is_fresh():
            return self._overtaken()
        try:
            saved = self._keep()
        except StaleVersion:
            return self._overtaken()
        except InvalidInput as error:
            return self._again(error)
        return self._onward(saved)

    @property
    def step(self) -> SheetStep | None:
        """The step that was answered; None on the sheet's first page."""
        return self._sheet_before.step_at(self.posted.hidden.get(AT, ""))

    @property
    def _sheet_before(self) -> SheetView:
        """The sheet as it is stored."""
        return SheetView.stored(self.reading, self.holder)

    def _seen(self, holder: Assignment) -> str:
        step = self.step
        return seen_as(stored_answers(self.reading, holder), step.fields if step else None)

    def _is_fresh(self) -> bool:
        """Whether what the page asks still stands as it was when the page was made."""
        return self.posted.hidden.get(VERSION) == self._seen(self.holder)

    def _keep(self) -> Assignment:
        svc, case = self.reading.desk.svc, self.reading.case
        whole = self.posted.do == SUBMIT
        sheet = sheet_of(self.reading, self.holder, self._answers(self.holder), whole=whole)
        if whole:
            return submit_sheet(svc, case, self.holder, sheet)
        return save_sheet(svc, case, self.holder, sheet.to_data())

    def _answers(self, holder: Assignment) -> Mapping[str, Json]:
        step = self.step
        blanks = step.texts if step else end_fields(self.reading.criteria)
        return merged(stored_answers(self.reading, holder), self.posted.data, blanks)

    def _sheet(self, holder: Assignment) -> SheetView:
        return SheetView(reading=self.reading, holder=holder, answers=self._answers(holder))

    def _overtaken(self) -> Reply:
        """Another window saved in between: nothing chosen is lost, nothing there overwritten."""
        if self.posted.do == AUTOMATIC:
            return json_reply({}, 412)
        fresh = self.reading.desk.svc.store.assignment(self.holder.dossier, self.holder.id)
        title, text = self.reading.say("review.overtaken"), self.reading.say("review.overtaken_how")
        notice = Notice(tone="bad", title=title, text=text)
        return self._show(412, self._sheet(fresh).but(notice=notice))

    def _again(self, error: InvalidInput) -> Reply:
        if self.posted.do == AUTOMATIC:
            return json_reply({}, WRONG)
        return self._show(WRONG, self._sheet(self.holder).but(errors=error.errors))

    def _show(self, status: int, sheet: SheetView) -> Reply:
        page, desk = _page(sheet, self.step), self.reading.desk
        shown = desk.show(self.request, page, status, at=self.reading.province)
        return veiled(self.reading, self.holder, shown)

    def _onward(self, saved: Assignment) -> Reply:
        if self.posted.do == AUTOMATIC:
            return json_reply({"version": self._seen(saved)})
        base, here = f"/r/{saved.dossier}-{saved.id}", self.step
        if self.posted.do == SUBMIT:
            return see_other(base)
        if here is None:
            return see_other(f"{base}?saved=1")
        if self.posted.do != ONWARD:
            return see_other(f"{base}?at={here.place}&saved=1")
        following = self._sheet_before.step_at(str(here.place + 1))
        return see_other(f"{base}?at={following.place}" if following else f"{base}?saved=1")


def leave_by_page(desk: Desk, request: Request, key: str, verb: str) -> Reply:
    """A member declares a conflict, declines, asks for a visit or test, or takes the own sheet back
    to change it.
    """
    if verb == INQUIRE:
        return _inquire(desk, request, key)
    if verb != RECALL:
        return _withdraw(desk, request, key, verb)
    holder = assigned(desk, request, key, "score")
    if not is_pressed(request):
        return show_sheet(desk, request, Reading.open(desk, holder.dossier, request.lang), holder)
    recall_sheet(desk.svc, holder)
    return see_other(f"/r/{key}")


def _inquire(desk: Desk, request: Request, key: str) -> Reply:
    """A member asks for a visit or a test."""
    holder, fields = assigned(desk, request, key, "score"), request.form()
    reading = Reading.open(desk, holder.dossier, request.lang)
    try:
        why = fields.get("reason", "")
        wish_inquiry(desk.svc, holder, fields.get("kind", ""), why, request.lang)
    except InvalidInput as error:
        return _refused(request, reading, holder, INQUIRE, error.errors[0].detail)
    return see_other(f"/r/{key}?wished=1")


def _withdraw(desk: Desk, request: Request, key: str, verb: str) -> Reply:
    if verb not in BY_VERB:
        raise NotFound
    holder = assigned(desk, request, key, LEAVING_VERBS[verb])
    try:
        why = _reason(request)
    except InvalidInput as error:
        reading = Reading.open(desk, holder.dossier, request.lang)
        return _refused(request, reading, holder, verb, error.errors[0].detail)
    withdraw(desk.svc, holder, BY_VERB[verb], why)
    listed = list_behind(request, holder)
    return see_other(f"/r/gone/{verb}?list={listed}" if listed else f"/r/gone/{verb}")


def _reason(request: Request) -> str:
    if why := reason_if_any(request.form().get("reason"), request.lang):
        return why
    raise InvalidInput([FieldError("/reason", "required", say(request.lang, "review.why"))])


def _refused(
    request: Request, reading: Reading, holder: Assignment, verb: str, detail: str
) -> Reply:
    """The sheet again, with what is wrong with a reason, and all that was typed of it."""
    wrong = FieldError(f"/{verb}", "reason", detail)
    typed = {verb: request.form().get("reason", "")}
    sheet = SheetView.stored(reading, holder).but(errors=(wrong,), typed=typed)
    shown = reading.desk.show(request, score_page(sheet), WRONG, at=reading.province)
    return veiled(reading, holder, shown)


def tell_withdrawn(desk: Desk, request: Request, verb: str) -> Reply:
    """What a withdrawal means from now on."""
    if verb not in BY_VERB:
        raise NotFound
    title, text = say(request.lang, "review.gone"), say(request.lang, f"review.gone_{verb}")
    links = way_to_list(request.lang, request.query.get("list", ""))
    return desk.show(request, tell(title, text, links=links))
