"""`/v1/office/tasks/<id>`: one task of the plan for programs."""

from dataclasses import replace

from ocop.http import Reply, Request, demand_unchanged, json_reply
from ocop.web.office.desk import OfficeDesk
from ocop.web.office.duties import act_named, deed_of
from ocop.web.office.duty_parts import duty_document
from ocop.web.office.duty_seat import DutySeat, duty_seat
from ocop.web.reading import instant


def send_duty(desk: OfficeDesk, request: Request, id: str) -> Reply:
    """A task with what was done to it, for programs."""
    return _reply(duty_seat(desk, request, id))


def _reply(seat: DutySeat) -> Reply:
    acts = seat.desk.svc.tasks.acts(seat.task.province, seat.task.id)
    history = [
        {"number": one.number, "kind": one.kind, "at": instant(one.at), "by": one.by,
         "reason": one.reason, "sha256": one.hash}
        for one in acts
    ]  # fmt: skip
    document = {**duty_document(seat.reading), "version": seat.task.version}
    told = {"reason": seat.task.reason, "records": list(seat.task.records), "history": history}
    return json_reply({**document, **told}, headers={"ETag": f'"{seat.task.version}"'})


def act_by_program(desk: OfficeDesk, request: Request, id: str, act: str) -> Reply:
    """As on its page; `If-Match` names the version that was seen."""
    seat, do = duty_seat(desk, request, id), act_named(act)
    body = request.json()
    reason, record = body.get("reason", ""), body.get("record", "")
    version = version_seen(request, seat.task.version)
    shown = record if isinstance(record, str) else ""
    done = do(replace(deed_of(seat, version), record=shown), reason)
    return _reply(DutySeat(desk, request, seat.who, done))


def version_seen(request: Request, version: int) -> int:
    """The version that `If-Match` names: the present one, or the one before, whose act may be done
    already; the act itself says. Raises PreconditionRequired, StaleVersion.
    """
    told = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if told == str(version - 1):
        return version - 1
    demand_unchanged(request, version, stored=True)
    return version
