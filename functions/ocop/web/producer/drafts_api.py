"""`/v1/dossiers/<id>/drafts/…`: unfinished forms of the producer's own dossier."""

from typing import Any

from ocop.base.errors import NotFound, WrongState
from ocop.cases.assignment import Assignment
from ocop.cases.questions import question_for
from ocop.cases.records import Draft
from ocop.http import Reply, Request, demand_unchanged, json_reply
from ocop.web.asking import data_in
from ocop.web.desk import Desk, producer
from ocop.web.reading import Reading


def send_draft(desk: Desk, request: Request, id: str, form: str) -> Reply:
    """A form's draft with its version as ETag."""
    producer(desk, request, id)
    draft = desk.svc.store.draft(id, form)
    if draft is None:
        raise NotFound
    return _draft(draft)


def save_draft(desk: Desk, request: Request, id: str, form: str) -> Reply:
    """Keeps an unfinished form. `If-Match` names the version it was made from; none: the first.

    Raises PreconditionRequired, StaleVersion.
    """
    holder = producer(desk, request, id, "file")
    data = data_in(request.json(), request.lang)
    sound = _sound(desk, request, holder, form, data)
    stored = desk.svc.store.draft(id, form)
    version = stored.version if stored else 0
    demand_unchanged(request, version, stored=stored is not None)
    draft = Draft(form, sound, version + 1, desk.svc.now())
    desk.svc.store.save_draft(id, draft)
    return _draft(draft)


def _sound(
    desk: Desk, request: Request, holder: Assignment, form: str, data: dict[str, Any]
) -> dict[str, Any]:
    """What a draft may keep: nothing but what the form asks; missing answers do not matter."""
    reading = Reading.open(desk, holder.dossier, request.lang)
    question = question_for(desk.svc, reading.case, form)
    if form not in reading.stage.forms or question.who != holder.role:
        raise WrongState(params={"stage": reading.stage.id})
    return question.judge(data, request.lang, partial=True).accepted()


def _draft(draft: Draft) -> Reply:
    document = {
        "form": draft.form,
        "data": dict(draft.data),
        "version": draft.version,
        "saved": draft.saved.isoformat(),
    }
    return json_reply(document, headers={"ETag": f'"{draft.version}"'})
