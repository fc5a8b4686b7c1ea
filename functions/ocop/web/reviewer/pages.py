"""Behind the emailed links of officers, advisors and council members."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocop.base.errors import FieldError, InvalidInput, NotFound, StaleVersion
from ocop.base.pointers import Json
from ocop.base.text import pick
from ocop.base.visible import reason
from ocop.cases.assignment import Assignment
from ocop.council.sitting import save_sheet, submit_sheet
from ocop.council.withdrawal import BY_VERB, LONGEST_REASON, withdraw
from ocop.deciding.decide import account_demanded, decide
from ocop.html.formpage import Filling, again, key_of, sent, version_of
from ocop.html.parse import Posted
from ocop.html.views import Link, Notice
from ocop.html.views_pages import ReviewPage, Told
from ocop.http.link_cookies import home_of, kept
from ocop.http.reply import Reply, see_other
from ocop.http.request import Asked
from ocop.links.tokens import open_token
from ocop.web.asking.drawer import link_to
from ocop.web.asking.questions import decision_form, question_to, sheet_of
from ocop.web.desk import Desk, assigned
from ocop.web.reading import score_words as words
from ocop.web.reading.exhibits import file_address, shown
from ocop.web.reading.filed import results, submissions
from ocop.web.reading.reading import Reading
from ocop.web.reviewer.score_view import Sheet


def opened(desk: Desk, asked: Asked, key: str) -> Reply:
    """A link from a mail, or the page it leads to.

    The link's secret moves from the address into a cookie before anything is shown, so that no
    history, log or referrer keeps it. Nothing is looked up or changed for a mail scanner.
    """
    if not key.startswith("v1."):
        return _page(desk, asked, assigned(desk, asked, key))
    link = open_token(key, desk.svc.keys())
    return see_other(home_of(link), kept(link, key, desk.site))


def _page(desk: Desk, asked: Asked, holder: Assignment) -> Reply:
    reading = Reading.open(desk, holder.dossier, asked.lang)
    if holder.is_open and account_demanded(desk.svc, reading.case, holder):
        return see_other(f"/office/dossiers/{holder.dossier}")
    if not holder.seat:
        return _review(desk, asked, reading, holder)
    sheet = Sheet.stored(reading, holder)
    if "saved" in asked.query and holder.is_open:
        title, text = pick(words.SAVED, asked.lang), pick(words.SAVED_HOW, asked.lang)
        sheet = replace(sheet, notice=Notice("good", title, text))
    return desk.show(asked, "score", sheet.page(), at=reading.province)


def _review(
    desk: Desk, asked: Asked, reading: Reading, holder: Assignment, act: Filling | None = None
) -> Reply:
    base = f"/r/{holder.dossier}-{holder.id}"
    found = shown(reading, base, holder.id)
    here = reading.case.awaits(holder)
    asking = (act or decision_form(reading, holder, f"{base}/decide")) if here else None
    done = Notice("good", pick(words.DONE_ALREADY, asked.lang), reading.state)
    view = ReviewPage(
        reading.case.reference,
        reading.case.subject.product,
        reading.case.subject.organisation,
        reading.office(holder.role),
        pick(reading.rulebook.stage(holder.stage).title, asked.lang),
        submissions(reading, found),
        list(found.values()),
        reading.due if here else None,
        asking.view() if asking else None,
        None if here else done,
        reading.timeline("producer"),
        results=results(reading),
        upload=link_to(reading, holder, base) if here else None,
    )
    return desk.show(asked, "review", view, 422 if act and act.errors else 200, at=reading.province)


def evidence_file(desk: Desk, asked: Asked, key: str, file: str) -> Reply:
    """Leads to a short-lived address of one file of the dossier."""
    holder = assigned(desk, asked, key)
    return see_other(file_address(Reading.open(desk, holder.dossier, asked.lang), holder.id, file))


def decided(desk: Desk, asked: Asked, key: str) -> Reply:
    """Records a decision, or shows the page again with what is wrong with it."""
    holder = assigned(desk, asked, key, "decide")
    reading = Reading.open(desk, holder.dossier, asked.lang)
    filling = decision_form(reading, holder, f"/r/{key}/decide")
    form = sent(asked, filling.served)
    shown = replace(filling, values=form.data, rows=form.rows, hidden=again(form))
    if form.adds_rows:
        return _review(desk, asked, reading, holder, shown)
    try:
        decide(desk.svc, reading.case, holder, form.data, asked.lang, key_of(form))
    except InvalidInput as error:
        return _review(desk, asked, reading, holder, replace(shown, errors=error.errors))
    return see_other(f"/r/{key}/decided")


def told_decided(desk: Desk, asked: Asked, key: str) -> Reply:
    """What has been decided, after it was sent."""
    reading = Reading.open(desk, assigned(desk, asked, key).dossier, asked.lang)
    link = Link(reading.case.subject.product, f"/r/{key}")
    told = Told(
        pick(words.DECIDED, asked.lang),
        pick(words.DECIDED_HOW, asked.lang),
        (reading.state,),
        (link,),
    )
    return desk.show(asked, "told", told, at=reading.province)


def sheet_posted(desk: Desk, asked: Asked, key: str) -> Reply:
    """Saves a score sheet, or submits it for good: the button pressed says which."""
    holder = assigned(desk, asked, key, "score")
    reading = Reading.open(desk, holder.dossier, asked.lang)
    form = sent(asked, question_to(reading, holder).serve(asked.lang))
    whole = form.do == "submit"
    if holder.status != "done" and version_of(form) != holder.version:
        return _overtaken(desk, asked, reading, holder, form)
    try:
        sheet = sheet_of(reading, holder, form.data, whole=whole)
        if whole:
            submit_sheet(desk.svc, reading.case, holder, sheet)
        else:
            save_sheet(desk.svc, reading.case, holder, sheet.to_data())
    except StaleVersion:
        return _overtaken(desk, asked, reading, holder, form)
    except InvalidInput as error:
        return _wrong(desk, asked, reading, holder, form.data, error.errors)
    return see_other(f"/r/{key}" if whole else f"/r/{key}?saved=1")


def _wrong(
    desk: Desk,
    asked: Asked,
    reading: Reading,
    holder: Assignment,
    answers: Mapping[str, Json],
    errors: Sequence[FieldError],
) -> Reply:
    page = Sheet(reading, holder, answers, errors).page()
    return desk.show(asked, "score", page, 422, at=reading.province)


def _overtaken(
    desk: Desk, asked: Asked, reading: Reading, holder: Assignment, form: Posted
) -> Reply:
    """Another window saved in between: nothing chosen here is lost, nothing there overwritten."""
    fresh = desk.svc.store.assignment(holder.dossier, holder.id)
    title, text = pick(words.OVERTAKEN, asked.lang), pick(words.OVERTAKEN_HOW, asked.lang)
    sheet = Sheet(reading, fresh, form.data, notice=Notice("bad", title, text))
    return desk.show(asked, "score", sheet.page(), 412, at=reading.province)


def left(desk: Desk, asked: Asked, key: str, verb: str) -> Reply:
    """A member declares a conflict or declines, with a reason."""
    if verb not in BY_VERB:
        raise NotFound
    holder = assigned(desk, asked, key, "declare" if verb == "conflict" else "decline")
    why = reason(asked.form().get("reason"), LONGEST_REASON)
    if not why:
        reading = Reading.open(desk, holder.dossier, asked.lang)
        missing = FieldError(f"/{verb}", "required", pick(words.WHY, asked.lang))
        sheet = replace(Sheet.stored(reading, holder), errors=(missing,))
        return desk.show(asked, "score", sheet.page(), 422, at=reading.province)
    withdraw(desk.svc, holder, BY_VERB[verb], why)
    return see_other(f"/r/gone/{verb}")


def gone(desk: Desk, asked: Asked, verb: str) -> Reply:
    """What a withdrawal means from now on."""
    if verb not in words.GONE:
        raise NotFound
    title, text = words.GONE[verb]
    return desk.show(asked, "told", Told(pick(title, asked.lang), pick(text, asked.lang)))
