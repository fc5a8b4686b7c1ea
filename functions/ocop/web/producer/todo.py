"""What a producer can do now: the forms of the step in their order, and what each waits for."""

from collections.abc import Sequence

from ocop.base.errors import Conflict
from ocop.base.text import Text, pick
from ocop.cases.flow import may_file
from ocop.catalogue.messages import problem_text
from ocop.html import show
from ocop.html.views import Link, Notice
from ocop.web.desk import say
from ocop.web.reading.case import Case, form_address

FILL: Text = {"vi": "Điền: {form}", "en": "Fill in: {form}"}
FILED: Text = {"vi": "đã nộp, có thể sửa", "en": "filed, may be corrected"}
OPTIONAL: Text = {"vi": "không bắt buộc", "en": "optional"}
LAST: Text = {
    "vi": "nộp sau cùng: khi đó hồ sơ được chuyển đi",
    "en": "the last one: it hands the dossier in",
}
AFTER: Text = {
    "vi": "điền và lưu nháp được ngay; nộp được sau khi đã nộp {form}",
    "en": "may be filled in and saved now; handed in after {form}",
}
OPENS: Text = {
    "vi": "Nộp được từ ngày {day}. Đến ngày đó nút dưới đây sẽ mở.",
    "en": "May be handed in from {day}. The button below opens on that day.",
}
NOT_YET: Text = {"vi": "Chưa nộp được, đã giữ lại bản nháp", "en": "Not yet; kept as a draft"}
KEPT: Text = {
    "vi": "Những gì bạn vừa điền đã được lưu thành nháp, không mất gì.",
    "en": "What you have just filled in is saved as a draft; nothing is lost.",
}


def tasks(case: Case) -> tuple[Link, ...]:
    """The forms that may be filed now, the needed ones first; what is not open leads nowhere."""
    if not case.dossier.is_open or not case.stage.waits_for_producer:
        return ()
    first = next(iter(missing(case)), case.stage.completes)
    return tuple(_task(case, form, first) for form in _in_order(case))


def _in_order(case: Case) -> Sequence[str]:
    stage = case.stage
    others = [form for form in stage.forms if form not in (*stage.requires, stage.completes)]
    last = [stage.completes] if stage.completes in stage.forms else []
    return [*stage.requires, *others, *last]


def _task(case: Case, form: str, first: str) -> Link:
    label = say(case.lang)(FILL, form=case.form_title(form))
    href = "" if opens(case) else form_address(case.dossier.id, form)
    return Link(label, href, _note(case, form), primary=bool(href) and form == first)


def _note(case: Case, form: str) -> str:
    stage = case.stage
    if form in case.dossier.filed:
        return pick(FILED, case.lang)
    if form == stage.completes and missing(case):
        return say(case.lang)(AFTER, form=case.form_title(missing(case)[0]))
    if form == stage.completes:
        return pick(LAST, case.lang) if len(stage.forms) > 1 else ""
    return "" if form in stage.requires else pick(OPTIONAL, case.lang)


def missing(case: Case) -> Sequence[str]:
    """The forms that have to be filed before the one that completes the step."""
    return [form for form in case.stage.requires if form not in case.dossier.filed]


def opens(case: Case) -> str:
    """From which day the forms may be handed in, in words; "" when they may be now."""
    start = case.dossier.not_before
    waiting = case.dossier.is_open and case.stage.waits_for_producer
    if not waiting or start is None or case.desk.svc.now() >= start:
        return ""
    return say(case.lang)(OPENS, day=show.day(start, case.lang))


def hindrance(case: Case, form: str) -> Conflict | None:
    """Why a form of this step cannot be handed in yet, or None."""
    try:
        may_file(case.stage, case.dossier, form, case.desk.svc.now())
    except Conflict as error:
        return error
    return None


def not_yet(case: Case, error: Conflict) -> Notice:
    """Says that a form was kept though it could not be handed in, why, and the way on."""
    wanted = error.params.get("form", "")
    params = {**error.params, **({"form": case.form_title(wanted)} if wanted else {})}
    _, why = problem_text(error.code, case.lang, params)
    link = _way_on(case, wanted)
    return Notice("bad", pick(NOT_YET, case.lang), why, (pick(KEPT, case.lang),), link)


def _way_on(case: Case, form: str) -> Link:
    if form:
        label = say(case.lang)(FILL, form=case.form_title(form))
        return Link(label, form_address(case.dossier.id, form))
    return Link(case.dossier.product, f"/dossiers/{case.dossier.id}")
