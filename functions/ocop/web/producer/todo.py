"""What a producer can do now: the forms of the step in their order, and what each waits for."""

from collections.abc import Sequence

from ocop.base.errors import Conflict
from ocop.base.text import Text, pick
from ocop.cases.flow import may_file
from ocop.catalogue.messages import problem_text
from ocop.html import show
from ocop.html.views import Link, Notice
from ocop.web.desk import say
from ocop.web.reading.reading import Reading, form_address

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


def tasks(reading: Reading) -> tuple[Link, ...]:
    """The forms that may be filed now, the needed ones first; what is not open leads nowhere."""
    if not reading.case.is_open or not reading.stage.waits_for_producer:
        return ()
    first = next(iter(missing(reading)), reading.stage.completes)
    return tuple(_task(reading, form, first) for form in _in_order(reading))


def _in_order(reading: Reading) -> Sequence[str]:
    stage = reading.stage
    others = [form for form in stage.forms if form not in (*stage.requires, stage.completes)]
    last = [stage.completes] if stage.completes in stage.forms else []
    return [*stage.requires, *others, *last]


def _task(reading: Reading, form: str, first: str) -> Link:
    label = say(reading.lang)(FILL, form=reading.form_title(form))
    href = "" if opens(reading) else form_address(reading.case.id, form)
    return Link(label, href, _note(reading, form), primary=bool(href) and form == first)


def _note(reading: Reading, form: str) -> str:
    stage = reading.stage
    if form in reading.case.filed:
        return pick(FILED, reading.lang)
    if form == stage.completes and missing(reading):
        return say(reading.lang)(AFTER, form=reading.form_title(missing(reading)[0]))
    if form == stage.completes:
        return pick(LAST, reading.lang) if len(stage.forms) > 1 else ""
    return "" if form in stage.requires else pick(OPTIONAL, reading.lang)


def missing(reading: Reading) -> Sequence[str]:
    """The forms that have to be filed before the one that completes the step."""
    return [form for form in reading.stage.requires if form not in reading.case.filed]


def opens(reading: Reading) -> str:
    """From which day the forms may be handed in, in words; "" when they may be now."""
    start = reading.case.position.not_before
    waiting = reading.case.is_open and reading.stage.waits_for_producer
    if not waiting or start is None or reading.desk.svc.now() >= start:
        return ""
    return say(reading.lang)(OPENS, day=show.day(start, reading.lang))


def hindrance(reading: Reading, form: str) -> Conflict | None:
    """Why a form of this step cannot be handed in yet, or None."""
    try:
        may_file(reading.stage, reading.case, form, reading.desk.svc.now())
    except Conflict as error:
        return error
    return None


def not_yet(reading: Reading, error: Conflict) -> Notice:
    """Says that a form was kept though it could not be handed in, why, and the way on."""
    wanted = error.params.get("form", "")
    params = {**error.params, **({"form": reading.form_title(wanted)} if wanted else {})}
    _, why = problem_text(error.code, reading.lang, params)
    link = _way_on(reading, wanted)
    return Notice("bad", pick(NOT_YET, reading.lang), why, (pick(KEPT, reading.lang),), link)


def _way_on(reading: Reading, form: str) -> Link:
    if form:
        label = say(reading.lang)(FILL, form=reading.form_title(form))
        return Link(label, form_address(reading.case.id, form))
    return Link(reading.case.subject.product, f"/dossiers/{reading.case.id}")
