"""The functions as Lambda calls them: partial failures, one shape of line, names that lead on."""

import importlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest

from ocop.base.errors import Busy, Unreadable
from ocop.http.reply import Reply
from ocop.web import routes
from ocop.wiring.late import Late
from tests.integration.test_figures import Context

ALL = (*routes.PORTAL, *routes.REVIEW, *routes.OFFICE, *routes.OFFICE_DOOR)


@dataclass
class Carrying:
    """Carries out rows, but for those named here."""

    failing: dict[str, Exception]
    done: list[str]

    def __call__(self, _: object, row: str) -> bool:
        if row in self.failing:
            raise self.failing[row]
        self.done.append(row)
        return True


def inserted(row: str) -> dict[str, Any]:
    keys = {"pk": {"S": "OUTBOX"}, "sk": {"S": row}}
    change = {"Keys": keys, "SequenceNumber": f"n-{row}"}
    return {"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": change}


def test_of_a_batch_only_what_failed_for_now_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import dispatch

    lines = StringIO()
    monkeypatch.setattr(dispatch.logger.handlers[0], "stream", lines)

    failing = {"busy": Busy(), "odd": Unreadable(), "broken": RuntimeError("a bug")}
    carrying = Carrying(failing, [])
    monkeypatch.setattr(dispatch, "dispatch", carrying)
    records = [inserted(row) for row in ("one", "busy", "odd", "broken", "two")]
    answer = dispatch.handler({"Records": records}, Context())
    assert carrying.done == ["one", "two"]
    wanted = [{"itemIdentifier": "n-busy"}, {"itemIdentifier": "n-broken"}]
    assert answer == {"batchItemFailures": wanted}
    logged = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(line["message"], line["row"]) for line in logged] == [
        ("row_failed", "busy"),
        ("row_unreadable", "odd"),
        ("row_failed", "broken"),
    ]
    for line in logged:
        assert line["function_request_id"] == Context().aws_request_id
        assert "cold_start" in line


def test_a_batch_that_fails_whole_is_told_record_by_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import dispatch

    monkeypatch.setattr(dispatch, "dispatch", Carrying({"busy": Busy()}, []))
    answer = dispatch.handler({"Records": [inserted("busy")]}, Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "n-busy"}]}


def test_a_message_that_cannot_be_read_goes_back_to_the_queue() -> None:
    import mailbox

    notice = json.dumps({"Message": json.dumps({"eventType": "Delivery", "mail": {}})})
    bodies = {"good": notice, "torn": "{", "empty": "{}"}
    records = [
        {"messageId": id, "body": body, "eventSource": "aws:sqs"} for id, body in bodies.items()
    ]
    answer = mailbox.handler({"Records": records}, Context())
    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == ["torn", "empty"]


@pytest.mark.parametrize("name", sorted({name for _, _, name in ALL}))
def test_every_route_leads_to_something_that_answers(name: str) -> None:
    module, _, function = name.partition(":")
    answer = getattr(importlib.import_module(f"ocop.web.{module}"), function)
    assert answer.__annotations__["return"] is Reply
    assert answer.__module__ == f"ocop.web.{module}"


def test_a_port_is_made_when_it_is_first_used_and_once() -> None:
    made: list[str] = []

    def make() -> Callable[[str], str]:
        made.append("now")
        return str.upper

    port = Late(make)
    assert made == []
    assert (port("a"), port("b"), port.__name__) == ("A", "B", "upper")
    assert made == ["now"]


def test_no_address_is_taken_twice() -> None:
    addresses = [(method, rule) for method, rule, _ in ALL]
    assert len(addresses) == len(set(addresses))
