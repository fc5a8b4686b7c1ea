"""The producer's pages behind the emailed link: the case, its forms, drafts and evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from ocop.domain.dossier import Assignment, Dossier
from ocop.domain.errors import FieldError, InvalidInput, NotFound, StaleVersion, WrongState
from ocop.domain.text import Lang
from ocop.usecases.filing import file_form
from ocop.usecases.idea import FORM, confirm
from ocop.usecases.records import Draft
from ocop.web import public
from ocop.web.casebook import Case
from ocop.web.desk import Desk, Route, producer, say
from ocop.web.filed import by_id, evidence_of, file_address, results, served_for, submissions
from ocop.web.formpage import VERSION, Filling, again, key_of, sent, version_of
from ocop.web.parse import Posted
from ocop.web.pointers import Json
from ocop.web.prefill import begun_with
from ocop.web.reply import Reply, post_again, see_other
from ocop.web.request import Asked
from ocop.web.views import Button, Link, Notice
from ocop.web.views_pages import Confirm, FormPage, ProducerPage

Fields = Mapping[str, Json]


def dossier(desk: Desk, asked: Asked, id: str) -> Reply:
    """The producer's own page; before the address is confirmed, the page that confirms it."""
    producer(desk, asked, id)
    case = Case.open(desk, id, asked.lang)
    if case.dossier.status == "unconfirmed":
        return desk.show(asked, "confirm", _confirmation(case), at=case.province)
    return desk.show(asked, "producer", _page(case, asked), at=case.province)


def confirmed(desk: Desk, asked: Asked, id: str) -> Reply:
    """The deliberate press of a button. A scanner that sends the form empty confirms nothing."""
    if asked.form().get("_do") != "submit":
        return dossier(desk, asked, id)
    confirm(desk.svc, producer(desk, asked, id, "file"))
    return see_other(f"/dossiers/{id}")


def evidence_file(desk: Desk, asked: Asked, id: str, file: str) -> Reply:
    """Leads to a short-lived address of one file of the dossier."""
    producer(desk, asked, id)
    return see_other(file_address(Case.open(desk, id, asked.lang), file))


def any_form(desk: Desk, asked: Asked, form: str) -> Reply:
    """A form to fill in: an idea for anybody; of later forms a look. One of a dossier's has moved
    under the dossier's own address, where its link's cookie goes.
    """
    wanted = asked.query.get("dossier", "")
    if wanted:
        rest = {name: value for name, value in asked.query.items() if name != "dossier"}
        return see_other(_address(wanted, form) + (f"?{urlencode(rest)}" if rest else ""))
    return public.idea_page(desk, asked) if form == FORM else public.preview(desk, asked, form)


def any_form_posted(desk: Desk, asked: Asked, form: str) -> Reply:
    """Files an idea; a page that still posts to a form's old address is led to the new one."""
    wanted = asked.query.get("dossier", "")
    if wanted:
        return post_again(_address(wanted, form))
    if form != FORM:
        raise WrongState
    return public.file_idea(desk, asked)


def _address(dossier: str, form: str) -> str:
    if not (dossier.isascii() and dossier.isalnum()):
        raise NotFound
    return f"/dossiers/{dossier}/forms/{form}"


def form_page(desk: Desk, asked: Asked, id: str, form: str) -> Reply:
    """A later form behind its dossier's link, with what was begun."""
    producer(desk, asked, id)
    case = Case.open(desk, id, asked.lang)
    _may_show(case, form)
    draft = desk.svc.store.draft(id, form)
    values = _begun(case, form, draft)
    hidden = {VERSION: str(draft.version if draft else 0)}
    return _show(desk, asked, case, _filling(case, form, values, hidden=hidden), _saved(asked))


def form_posted(desk: Desk, asked: Asked, id: str, form: str) -> Reply:
    """Files a form, keeps it as a draft, or shows it again with more rows or what is wrong."""
    holder = producer(desk, asked, id, "file")
    case = Case.open(desk, id, asked.lang)
    _may_show(case, form)
    posted = sent(asked, served_for(case, form))
    if posted.adds_rows:
        return _once_more(desk, asked, case, form, posted)
    if posted.do == "draft":
        return _keep(desk, asked, case, form, posted)
    return _file(desk, asked, holder, case, form, posted)


def _file(
    desk: Desk, asked: Asked, holder: Assignment, case: Case, form: str, posted: Posted
) -> Reply:
    try:
        file_form(desk.svc, holder, form, posted.data, asked.lang, key_of(posted))
    except InvalidInput as error:
        return _once_more(desk, asked, case, form, posted, error.errors)
    return see_other(f"/dossiers/{holder.dossier}?filed={form}")


def _keep(desk: Desk, asked: Asked, case: Case, form: str, posted: Posted) -> Reply:
    """Saves a draft; when another tab was faster, shows this one's answers, nothing lost."""
    draft = Draft(form, posted.data, version_of(posted) + 1, desk.svc.now())
    try:
        desk.svc.store.save_draft(case.dossier.id, draft)
    except StaleVersion:
        return _overtaken(desk, asked, case, form, posted)
    return see_other(f"{_address(case.dossier.id, form)}?saved=1")


def _overtaken(desk: Desk, asked: Asked, case: Case, form: str, posted: Posted) -> Reply:
    stored = desk.svc.store.draft(case.dossier.id, form)
    hidden = {**again(posted), VERSION: str(stored.version if stored else 0)}
    filling = _filling(case, form, posted.data, hidden=hidden, rows=posted.rows)
    text = {
        "vi": "Nháp đã được lưu ở một cửa sổ khác. Dưới đây là những gì bạn vừa điền; "
        "bấm Lưu nháp lần nữa để giữ bản này.",
        "en": "The draft was saved in another window. Below is what you have just filled in; "
        "press Save draft again to keep this one.",
    }
    title = {"vi": "Chưa lưu", "en": "Not saved yet"}[asked.lang]
    notice = Notice("bad", title, text[asked.lang])
    return _show(desk, asked, case, filling, notice, 412)


def _once_more(
    desk: Desk,
    asked: Asked,
    case: Case,
    form: str,
    posted: Posted,
    errors: Sequence[FieldError] = (),
) -> Reply:
    filling = _filling(case, form, posted.data, hidden=again(posted), rows=posted.rows)
    status = 422 if errors else 200
    return _show(desk, asked, case, replace(filling, errors=errors), None, status)


def _may_show(case: Case, form: str) -> None:
    open_now = case.dossier.is_open and case.stage.waits_for_producer
    if not open_now or form not in case.stage.forms:
        raise WrongState(params={"stage": case.stage.id})


def _begun(case: Case, form: str, draft: Draft | None) -> Fields:
    """The draft, or what was filed after it: a form that comes back is corrected; else what is
    known from the idea.
    """
    filed = case.dossier.filed.get(form)
    event = case.desk.svc.store.event(case.dossier.id, filed) if filed else None
    if draft and (event is None or draft.saved > event.at):
        return draft.data
    return event.data if event else begun_with(case, served_for(case, form)["schema"])


def _filling(
    case: Case,
    form: str,
    values: Fields,
    *,
    hidden: Mapping[str, str],
    rows: Mapping[str, int] | None = None,
) -> Filling:
    files = by_id(evidence_of(case, f"/dossiers/{case.dossier.id}"))
    return Filling(
        served_for(case, form),
        _address(case.dossier.id, form),
        values,
        rows=rows or {},
        files={key: file.name for key, file in files.items()},
        hidden=hidden,
        draft=True,
    )


def _show(
    desk: Desk,
    asked: Asked,
    case: Case,
    filling: Filling,
    notice: Notice | None,
    status: int = 200,
) -> Reply:
    back = Link(case.dossier.product, f"/dossiers/{case.dossier.id}")
    view = FormPage(case.steps, filling.view(), notice, back)
    return desk.show(asked, "form_page", view, status, at=case.province)


def _saved(asked: Asked) -> Notice | None:
    if "saved" not in asked.query:
        return None
    title = {"vi": "Đã lưu nháp", "en": "Draft saved"}[asked.lang]
    text = {
        "vi": "Lúc nào quay lại cũng được, bằng liên kết trong thư.",
        "en": "Come back whenever you like by the link in your mail.",
    }
    return Notice("good", title, text[asked.lang])


def _confirmation(case: Case) -> Confirm:
    lang: Lang = case.lang
    labels = {"vi": ("Sản phẩm", "Chủ thể", "Mã hồ sơ"), "en": ("Product", "Producer", "Reference")}
    found: Dossier = case.dossier
    values = (found.product, found.organisation, found.reference)
    title = {"vi": "Xác nhận địa chỉ thư", "en": "Confirm your address"}[lang]
    text = {
        "vi": "Bấm nút dưới đây để chúng tôi biết thư đã đến đúng người. "
        "Sau đó ý tưởng được chuyển đến {reader}.",
        "en": "Press the button so that we know the mail reached the right person. "
        "The idea then goes to {reader}.",
    }
    note = {
        "vi": "Nếu bạn không đăng ký gì, xin đóng trang này; sẽ không có gì xảy ra.",
        "en": "If you have not registered anything, close this page; nothing will happen.",
    }
    label = {"vi": "Đúng là thư của tôi", "en": "Yes, this is my address"}[lang]
    button = Button(f"/dossiers/{found.id}/confirm", label, tone="primary")
    facts = tuple(zip(labels[lang], values, strict=True))
    told = say(lang)(text, reader=case.first_reader)
    return Confirm(title, told, button, facts, note[lang])


def _page(case: Case, asked: Asked) -> ProducerPage:
    base = f"/dossiers/{case.dossier.id}"
    found = evidence_of(case, base)
    open_now = case.dossier.is_open
    label = {"vi": "Tải thêm minh chứng", "en": "Add evidence"}[case.lang]
    return ProducerPage(
        case.dossier.reference,
        case.dossier.product,
        case.dossier.organisation,
        case.state,
        case.steps,
        case.timeline("producer"),
        _todo(case) if open_now and case.stage.waits_for_producer else (),
        case.due,
        _filed(case, asked),
        [file for files in found.values() for file in files],
        Link(label, f"{base}/evidence") if open_now else None,
        results(case),
        submissions(case, by_id(found), own=True),
        certificate=case.dossier.certificate,
    )


def _todo(case: Case) -> tuple[Link, ...]:
    """The forms that may be filed now: the one that completes the step last."""
    again_word = {"vi": "đã nộp, có thể sửa", "en": "filed, may be corrected"}[case.lang]
    open_word = say(case.lang)({"vi": "Điền: {form}", "en": "Fill in: {form}"}, form="{form}")
    return tuple(
        Link(
            open_word.format(form=case.form_title(form)),
            _address(case.dossier.id, form),
            again_word if form in case.dossier.filed else "",
        )
        for form in case.stage.forms
    )


def _filed(case: Case, asked: Asked) -> Notice | None:
    form = asked.query.get("filed", "")
    if form not in case.dossier.filed:
        return None
    title = say(case.lang)(
        {"vi": "Đã nhận: {form}", "en": "Received: {form}"}, form=case.form_title(form)
    )
    return Notice("good", title)


ROUTES: tuple[Route, ...] = (
    ("GET", "/forms/<form>", any_form),
    ("POST", "/forms/<form>", any_form_posted),
    ("GET", "/dossiers/<id>/forms/<form>", form_page),
    ("POST", "/dossiers/<id>/forms/<form>", form_posted),
    ("GET", "/dossiers/<id>", dossier),
    ("POST", "/dossiers/<id>/confirm", confirmed),
    ("GET", "/dossiers/<id>/evidence/<file>", evidence_file),
)
