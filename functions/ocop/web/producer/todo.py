"""What a producer can do now: the forms of the step in their order, and what each waits for."""

from collections.abc import Sequence

from ocop.base.errors import Conflict
from ocop.cases.flow import may_file
from ocop.catalogue.messages import problem_text
from ocop.html import Link, Notice, TaskLine, show
from ocop.web.reading import Reading, form_address


def tasks(reading: Reading) -> list[TaskLine]:
    """The forms that may be filed now, the needed ones first; what is not open leads nowhere."""
    if not reading.case.is_open or not reading.stage.waits_for_producer:
        return []
    first = next(iter(missing(reading)), reading.stage.completes)
    return [_task(reading, form, first) for form in _in_order(reading)]


def _in_order(reading: Reading) -> Sequence[str]:
    stage = reading.stage
    others = [form for form in stage.forms if form not in (*stage.requires, stage.completes)]
    last = [stage.completes] if stage.completes in stage.forms else []
    return [*stage.requires, *others, *last]


def _task(reading: Reading, form: str, first: str) -> TaskLine:
    href = "" if opens(reading) else form_address(reading.case.id, form)
    return TaskLine(
        label=reading.say("todo.fill", form=reading.form_title(form)),
        href=href,
        note=_note(reading, form),
        primary=bool(href) and form == first,
    )


def _note(reading: Reading, form: str) -> str:
    stage = reading.stage
    if form in reading.case.filed:
        return reading.say("todo.filed")
    if form == stage.completes and missing(reading):
        return reading.say("todo.after", form=reading.form_title(missing(reading)[0]))
    if form == stage.completes:
        return reading.say("todo.last") if len(stage.forms) > 1 else ""
    return "" if form in stage.requires else reading.say("forms.optional")


def missing(reading: Reading) -> Sequence[str]:
    """The forms that have to be filed before the one that completes the step."""
    return [form for form in reading.stage.requires if form not in reading.case.filed]


def opens(reading: Reading) -> str:
    """From which day the forms may be handed in, in words; "" when they may be now."""
    start = reading.case.position.not_before
    waiting = reading.case.is_open and reading.stage.waits_for_producer
    if not waiting or start is None or reading.desk.svc.now() >= start:
        return ""
    return reading.say("todo.opens", day=show.day(start, reading.lang))


def hindrance(reading: Reading, form: str) -> Conflict | None:
    """Why a form of this step cannot be handed in yet, or None."""
    try:
        may_file(reading.stage, reading.case, form, reading.desk.svc.now())
    except Conflict as error:
        return error
    return None


def not_yet(reading: Reading, error: Conflict) -> Notice:
    """Says that a form was kept though it could not be handed in, why, and the way on."""
    form = error.params.get("form", "")
    params = {**error.params, **({"form": reading.form_title(form)} if form else {})}
    _, why = problem_text(error.code, reading.lang, params)
    return Notice(
        tone="bad",
        title=reading.say("todo.not_yet"),
        text=why,
        points=[reading.say("todo.kept")],
        link=_way_on(reading, form),
    )


def _way_on(reading: Reading, form: str) -> Link:
    if form:
        label = reading.say("todo.fill", form=reading.form_title(form))
        return Link(label=label, href=form_address(reading.case.id, form))
    return Link(label=reading.case.subject.title, href=f"/dossiers/{reading.case.id}")
