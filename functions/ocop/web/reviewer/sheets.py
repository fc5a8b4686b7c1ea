"""The score sheet behind a council member's link: saved, submitted, or left to somebody else."""

from ocop.base.errors import FieldError, InvalidInput, NotFound, StaleVersion
from ocop.base.visible import reason
from ocop.cases.assignment import Assignment
from ocop.catalogue.texts import say
from ocop.council.sitting import save_sheet, submit_sheet
from ocop.council.withdrawal import BY_VERB, LONGEST_REASON, withdraw
from ocop.html import VERSION, Notice, Posted, read_posted
from ocop.http import Reply, Request, see_other
from ocop.web.asking import WRONG, question_to, sheet_of
from ocop.web.desk import Desk, assigned
from ocop.web.reading import Reading
from ocop.web.reviewer.api import LEAVING_VERBS
from ocop.web.reviewer.score_page import SheetPage
from ocop.web.showing import tell


def show_sheet(desk: Desk, request: Request, reading: Reading, holder: Assignment) -> Reply:
    """The sheet as it was last saved."""
    sheet = SheetPage.stored(reading, holder)
    if "saved" in request.query and holder.is_open:
        title, text = reading.say("review.saved"), reading.say("review.saved_how")
        sheet = sheet.but(notice=Notice(tone="good", title=title, text=text))
    return desk.show(request, sheet.page(), at=reading.province)


def take_sheet(desk: Desk, request: Request, key: str) -> Reply:
    """Saves a score sheet, or submits it for good: the button pressed says which."""
    holder = assigned(desk, request, key, "score")
    reading = Reading.open(desk, holder.dossier, request.lang)
    posted = read_posted(request, question_to(reading, holder).serve(request.lang))
    whole = posted.do == "submit"
    if holder.status != "done" and posted.hidden.get(VERSION) != str(holder.version):
        return _overtaken(desk, request, reading, holder, posted)
    try:
        sheet = sheet_of(reading, holder, posted.data, whole=whole)
        if whole:
            submit_sheet(desk.svc, reading.case, holder, sheet)
        else:
            save_sheet(desk.svc, reading.case, holder, sheet.to_data())
    except StaleVersion:
        return _overtaken(desk, request, reading, holder, posted)
    except InvalidInput as error:
        wrong = SheetPage(reading=reading, holder=holder, answers=posted.data, errors=error.errors)
        return desk.show(request, wrong.page(), WRONG, at=reading.province)
    return see_other(f"/r/{key}" if whole else f"/r/{key}?saved=1")


def _overtaken(
    desk: Desk, request: Request, reading: Reading, holder: Assignment, posted: Posted
) -> Reply:
    """Another window saved in between: nothing chosen here is lost, nothing there overwritten."""
    fresh = desk.svc.store.assignment(holder.dossier, holder.id)
    title, text = reading.say("review.overtaken"), reading.say("review.overtaken_how")
    notice = Notice(tone="bad", title=title, text=text)
    sheet = SheetPage(reading=reading, holder=fresh, answers=posted.data, notice=notice)
    return desk.show(request, sheet.page(), 412, at=reading.province)


def withdraw_by_page(desk: Desk, request: Request, key: str, verb: str) -> Reply:
    """A member declares a conflict or declines, with a reason."""
    if verb not in BY_VERB:
        raise NotFound
    holder = assigned(desk, request, key, LEAVING_VERBS[verb])
    why = reason(request.form().get("reason"), LONGEST_REASON)
    if not why:
        reading = Reading.open(desk, holder.dossier, request.lang)
        missing = FieldError(f"/{verb}", "required", reading.say("review.why"))
        sheet = SheetPage.stored(reading, holder).but(errors=(missing,))
        return desk.show(request, sheet.page(), WRONG, at=reading.province)
    withdraw(desk.svc, holder, BY_VERB[verb], why)
    return see_other(f"/r/gone/{verb}")


def tell_withdrawn(desk: Desk, request: Request, verb: str) -> Reply:
    """What a withdrawal means from now on."""
    if verb not in BY_VERB:
        raise NotFound
    text = say(request.lang, f"review.gone_{verb}")
    return desk.show(request, tell(say(request.lang, "review.gone"), text))
