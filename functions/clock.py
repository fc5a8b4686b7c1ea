"""Schedules: cases whose time has come, rows the stream missed, executions that are gone."""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from ocop.jobs.missing import tell_missing
from ocop.jobs.recount import recount
from ocop.jobs.sweep import ROUNDS
from ocop.jobs.walks import Enough, Swept
from ocop.wiring.services import programme_services, register_services, services
from ocop.wiring.start import Figure, count, started

RESERVE = 60_000  # milliseconds, for the step in hand when the time is over
RECOUNT, SWEEP = "recount", "sweep"
logger = Logger()


@started
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """One round of the clock, `op` naming which."""
    swept = _round(event["op"], lambda: context.get_remaining_time_in_millis() < RESERVE)
    count(Figure.CLOCK_TROUBLE, swept.trouble)
    logger.info("round", op=event["op"], **asdict(swept))
    return asdict(swept)


def _round(op: str, enough: Enough) -> Swept:
    if op == RECOUNT:
        return recount(services(), register_services(), programme_services(), enough)
    swept = ROUNDS[op](services(), enough)
    return swept + tell_missing(services(), programme_services()) if op == SWEEP else swept
