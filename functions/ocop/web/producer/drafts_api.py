"""`/v1/dossiers/<id>/drafts/…`: unfinished forms of the producer's own dossier."""

from typing import Any

from ocop.base.errors import NotFound, WrongState
from ocop.cases.assignment import Assignment
from ocop.cases.questions import question_for
from ocop.cases.records import Draft
from ocop.http.conditions import unchanged
from ocop.http.reply import Reply, json_reply
from ocop.http.request import Asked
from ocop.web.asking.documents import data_of
from ocop.web.desk import Desk, producer
from ocop.web.reading.reading import Reading


def draft(desk: Desk, asked: Asked, id: str, form: str) -> Reply:
    """A form's draft with its version as ETag."""
    producer(desk, asked, id)
    found = desk.svc.store.draft(id, form)
    if found is None:
        raise NotFound
    return _draft(found)


def draft_saved(desk: Desk, asked: Asked, id: str, form: str) -> Reply:
    """Keeps an unfinished form. `If-Match` names the version it was made from; none: the first.

    Raises PreconditionRequired, StaleVersion.
    """
    holder = producer(desk, asked, id, "file")
    data = data_of(asked)
    sound = _sound(desk, asked, holder, form, data)
    stored = desk.svc.store.draft(id, form)
    version = stored.version if stored else 0
    unchanged(asked, version, stored=stored is not None)
    found = Draft(form, sound, version + 1, desk.svc.now())
    desk.svc.store.save_draft(id, found)
    return _draft(found)


def _sound(
    desk: Desk, asked: Asked, holder: Assignment, form: str, data: dict[str, Any]
) -> dict[str, Any]:
    """What a draft may keep: nothing but what the form asks; missing answers do not matter."""
    reading = Reading.open(desk, holder.dossier, asked.lang)
    question = question_for(desk.svc, reading.case, form)
    if form not in reading.stage.forms or question.who != holder.role:
        raise WrongState(params={"stage": reading.stage.id})
    return question.judge(data, asked.lang, partial=True).accepted()


def _draft(found: Draft) -> Reply:
    document = {
        "form": found.form,
        "data": dict(found.data),
        "version": found.version,
        "saved": found.saved.isoformat(),
    }
    return json_reply(document, headers={"ETag": f'"{found.version}"'})
