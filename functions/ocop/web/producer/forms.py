"""The producer's forms behind the emailed link: filled in, kept as drafts, filed, refused."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocop.base.errors import (
    Conflict,
    FieldError,
    InvalidInput,
    KeyReused,
    StaleVersion,
    TooEarly,
    WrongState,
)
from ocop.base.pointers import Json
from ocop.base.text import Text, pick
from ocop.cases.assignment import Assignment
from ocop.cases.questions import question_for
from ocop.cases.records import Draft
from ocop.filing.filing import file_form
from ocop.forms.serve import Served
from ocop.html.formpage import VERSION, Filling, again, key_of, sent, version_of
from ocop.html.parse import Posted
from ocop.html.views import Link, Notice
from ocop.html.views_pages import FormPage
from ocop.http.reply import Reply, see_other
from ocop.http.request import Asked
from ocop.links.tokens import producer_assignment_id
from ocop.web.desk import Desk, producer
from ocop.web.producer.prefill import begun_with
from ocop.web.producer.todo import hindrance, not_yet
from ocop.web.reading.exhibits import nameable, shown
from ocop.web.reading.reading import Reading, form_address

Fields = Mapping[str, Json]
SAVED: Text = {"vi": "Đã lưu nháp", "en": "Draft saved"}
SAVED_HOW: Text = {
    "vi": "Lúc nào quay lại cũng được, bằng liên kết trong thư.",
    "en": "Come back whenever you like by the link in your mail.",
}
DRAFT_NOW: Text = {
    "vi": "Bạn vẫn điền và lưu nháp được ngay bây giờ.",
    "en": "You can fill it in and save it as a draft now.",
}
OVERTAKEN: Text = {"vi": "Chưa lưu", "en": "Not saved yet"}
OVERTAKEN_HOW: Text = {
    "vi": "Nháp đã được lưu ở một cửa sổ khác. Dưới đây là những gì bạn vừa điền; "
    "bấm Lưu nháp lần nữa để giữ bản này.",
    "en": "The draft was saved in another window. Below is what you have just filled in; "
    "press Save draft again to keep this one.",
}
CHANGED: Text = {
    "vi": "Bản trước đã được nhận",
    "en": "What you sent before has arrived",
}
CHANGED_HOW: Text = {
    "vi": "Bạn đã nộp phiếu này rồi, sau đó sửa nội dung. Dưới đây là bản vừa sửa; "
    "bấm nộp lần nữa nếu muốn nộp bản này thay bản trước.",
    "en": "You handed this form in and then changed it. Below is the changed text; "
    "hand it in once more if it is to replace what you sent before.",
}


def form_page(desk: Desk, asked: Asked, id: str, form: str) -> Reply:
    """A later form behind its dossier's link, with what was begun."""
    producer(desk, asked, id)
    reading = Reading.open(desk, id, asked.lang)
    _may_show(reading, form)
    draft = desk.svc.store.draft(id, form)
    values = _begun(reading, form, draft)
    hidden = {VERSION: str(draft.version if draft else 0)}
    filling = _filling(reading, form, values, hidden=hidden)
    return _show(desk, asked, reading, filling, _saved(asked) or _early(reading, form))


def form_posted(desk: Desk, asked: Asked, id: str, form: str) -> Reply:
    """Files a form, keeps it as a draft, or shows it again with more rows or what is wrong.

    What was filed already may come once more after the case has moved on: it gets its receipt.
    """
    holder = producer(desk, asked, id, "file")
    reading = Reading.open(desk, id, asked.lang)
    if form not in reading.case.filed:
        _may_show(reading, form)
    posted = sent(asked, _served(reading, form))
    if posted.adds_rows or posted.do == "draft":
        _may_show(reading, form)
    if posted.adds_rows:
        return _once_more(desk, asked, reading, form, posted)
    if posted.do == "draft":
        return _keep(desk, asked, reading, form, posted)
    return _file(desk, asked, holder, reading, form, posted)


def _file(
    desk: Desk, asked: Asked, holder: Assignment, reading: Reading, form: str, posted: Posted
) -> Reply:
    try:
        file_form(desk.svc, reading.case, holder, form, posted.data, asked.lang, key_of(posted))
    except InvalidInput as error:
        return _once_more(desk, asked, reading, form, posted, error.errors)
    except (WrongState, TooEarly, KeyReused) as error:
        _may_show(reading, form)
        return _refused(desk, asked, reading, form, posted, error)
    return see_other(f"/dossiers/{holder.dossier}?filed={form}")


def _refused(
    desk: Desk, asked: Asked, reading: Reading, form: str, posted: Posted, error: Conflict
) -> Reply:
    """The page once more with what was typed, as a draft, and the way on."""
    if isinstance(error, KeyReused):
        values = _filling(reading, form, posted.data, hidden=_version(posted), rows=posted.rows)
        changed = Notice("info", pick(CHANGED, asked.lang), pick(CHANGED_HOW, asked.lang))
        return _show(desk, asked, reading, values, changed, 409)
    draft = Draft(form, posted.data, version_of(posted) + 1, desk.svc.now())
    try:
        desk.svc.store.save_draft(reading.case.id, draft)
    except StaleVersion:
        return _overtaken(desk, asked, reading, form, posted)
    hidden = {**again(posted), VERSION: str(draft.version)}
    filling = _filling(reading, form, posted.data, hidden=hidden, rows=posted.rows)
    return _show(desk, asked, reading, filling, not_yet(reading, error), 409)


def _version(posted: Posted) -> dict[str, str]:
    """The version alone: the page gets a fresh key."""
    return {VERSION: str(version_of(posted))}


def _keep(desk: Desk, asked: Asked, reading: Reading, form: str, posted: Posted) -> Reply:
    """Saves a draft; when another tab was faster, shows this one's answers, nothing lost."""
    draft = Draft(form, posted.data, version_of(posted) + 1, desk.svc.now())
    try:
        desk.svc.store.save_draft(reading.case.id, draft)
    except StaleVersion:
        return _overtaken(desk, asked, reading, form, posted)
    return see_other(f"{form_address(reading.case.id, form)}?saved=1")


def _overtaken(desk: Desk, asked: Asked, reading: Reading, form: str, posted: Posted) -> Reply:
    stored = desk.svc.store.draft(reading.case.id, form)
    hidden = {**again(posted), VERSION: str(stored.version if stored else 0)}
    filling = _filling(reading, form, posted.data, hidden=hidden, rows=posted.rows)
    notice = Notice("bad", pick(OVERTAKEN, asked.lang), pick(OVERTAKEN_HOW, asked.lang))
    return _show(desk, asked, reading, filling, notice, 412)


def _once_more(
    desk: Desk,
    asked: Asked,
    reading: Reading,
    form: str,
    posted: Posted,
    errors: Sequence[FieldError] = (),
) -> Reply:
    filling = _filling(reading, form, posted.data, hidden=again(posted), rows=posted.rows)
    status = 422 if errors else 200
    return _show(desk, asked, reading, replace(filling, errors=errors), None, status)


def _served(reading: Reading, form: str) -> Served:
    return question_for(reading.desk.svc, reading.case, form).serve(reading.lang)


def _may_show(reading: Reading, form: str) -> None:
    open_now = reading.case.is_open and reading.stage.waits_for_producer
    if not open_now or form not in reading.stage.forms:
        raise WrongState(params={"stage": reading.stage.id})


def _begun(reading: Reading, form: str, draft: Draft | None) -> Fields:
    """The draft, or what was filed after it: a form that comes back is corrected; else what is
    known from the idea.
    """
    filed = reading.case.filed.get(form)
    event = reading.desk.svc.store.event(reading.case.id, filed) if filed else None
    if draft and (event is None or draft.saved > event.at):
        return draft.data
    return event.data if event else begun_with(reading, _served(reading, form)["schema"])


def _filling(
    reading: Reading,
    form: str,
    values: Fields,
    *,
    hidden: Mapping[str, str],
    rows: Mapping[str, int] | None = None,
) -> Filling:
    base, own = f"/dossiers/{reading.case.id}", producer_assignment_id(reading.case.id)
    return Filling(
        _served(reading, form),
        form_address(reading.case.id, form),
        values,
        rows=rows or {},
        files=nameable(shown(reading, base, own)),
        hidden=hidden,
        draft=True,
    )


def _show(
    desk: Desk,
    asked: Asked,
    reading: Reading,
    filling: Filling,
    notice: Notice | None,
    status: int = 200,
) -> Reply:
    back = Link(reading.case.subject.product, f"/dossiers/{reading.case.id}")
    view = FormPage(reading.steps, filling.view(), notice, back)
    return desk.show(asked, "form_page", view, status, at=reading.province)


def _saved(asked: Asked) -> Notice | None:
    if "saved" not in asked.query:
        return None
    return Notice("good", pick(SAVED, asked.lang), pick(SAVED_HOW, asked.lang))


def _early(reading: Reading, form: str) -> Notice | None:
    """Said before somebody fills in what cannot be handed in yet."""
    error = hindrance(reading, form)
    if error is None:
        return None
    told = not_yet(reading, error)
    return Notice("info", told.text, pick(DRAFT_NOW, reading.lang), link=told.link)
