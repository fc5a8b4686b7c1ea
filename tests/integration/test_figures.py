"""What is counted for CloudWatch: acts that were committed and mails that were taken, each once."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from ocop.cases.records import Refusal
from ocop.filing.idea import submit_idea
from ocop.wiring.counted import CountingRefusals
from ocop.wiring.counted_store import CountingStore
from ocop.wiring.start import started
from tests.support.documents import document
from tests.support.play import COMMUNE, PRODUCER, Story, filed
from tests.support.world import World

Act = Callable[[], Any]


@dataclass
class Context:
    """As Lambda's own."""

    function_name: str = "portal"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:ap-southeast-1:000000000000:function:portal"
    aws_request_id: str = "7"


@pytest.fixture
def counted(capsys: pytest.CaptureFixture[str]) -> Callable[[Act], Counter[str]]:
    """What an act adds to the figures when a function carries it out."""

    def run(act: Act) -> Counter[str]:
        started(lambda _event, _context: act() or {})({}, Context())
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return Counter(
            {
                name: sum(line[name])
                for line in lines
                if "_aws" in line
                for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
                for name in [metric["Name"]]
                if name != "ColdStart"
            }
        )

    return run


@pytest.fixture
def counting(world: World) -> World:
    world.store = CountingStore()
    world.svc = replace(world.svc, store=world.store, refusals=CountingRefusals())
    world.machines.svc = world.svc
    return world


def test_an_idea_sent_twice_counts_once(
    counting: World, counted: Callable[[Act], Counter[str]]
) -> None:
    idea = document("product-idea", commune="10105", criteria_set="04", email=PRODUCER)

    def send() -> None:
        submit_idea(counting.svc, counting.province, idea, "vi", "same-key")

    assert counted(send) == {"Ideas": 1}
    assert counted(send) == {}


def test_filings_and_decisions_count_when_they_are_committed(
    counting: World, counted: Callable[[Act], Counter[str]]
) -> None:
    def act() -> None:
        story = Story(counting).idea(commune="10105", criteria_set="04").confirm()
        story.decide(COMMUNE, "selected").file("business-plan").decide(COMMUNE, "selected")

    assert counted(act) == {"Ideas": 1, "Filings": 1, "Decisions": 2}


def test_a_case_becomes_overdue_once(
    counting: World, counted: Callable[[Act], Counter[str]]
) -> None:
    due = filed(counting).case.position.due
    assert due is not None

    def look_until(days: int) -> Act:
        def act() -> None:
            while counting.clock.now < due + timedelta(days=days):
                counting.clock.move(days=1)
                counting.sweep()

        return act

    assert counted(look_until(1))["Overdue"] == 1
    assert counted(look_until(30))["Overdue"] == 0


def test_a_mail_that_is_told_of_twice_counts_once(
    counting: World, counted: Callable[[Act], Counter[str]]
) -> None:
    bounce = Refusal("effect", "a@b.example.vn", "t", "bounce", "99", counting.clock.now, "d")
    assert counted(lambda: [counting.svc.refusals.keep(bounce) for _ in range(2)] and None) == {
        "MailsRefused": 1
    }


def test_mistakes_of_ours_and_records_that_come_again_are_failures(
    counted: Callable[[Act], Counter[str]],
) -> None:
    assert counted(lambda: {"statusCode": 422}) == {}
    assert counted(lambda: {"statusCode": 503}) == {"Failures": 1}
    assert counted(lambda: {"batchItemFailures": [{}, {}]}) == {"Failures": 2}
