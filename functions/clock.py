"""Schedules: cases whose time has come, rows the stream missed, executions that are gone."""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from ocop.aws.measures import measure
from ocop.jobs.sweep import ROUNDS
from ocop.wiring.services import services

RESERVE = 60_000  # milliseconds, for the step in hand when the time is over


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """One round of the clock, `op` naming which."""
    swept = ROUNDS[event["op"]](
        services(), lambda: context.get_remaining_time_in_millis() < RESERVE
    )
    measure("clock", {**asdict(swept), "trouble": swept.trouble})
    return asdict(swept)
