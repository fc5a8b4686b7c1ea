"""What goes around each function: lines of log that name the request, figures for CloudWatch, and a
heap in which nobody looks for garbage again.
"""

import gc
import os
import warnings
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

LambdaAnswer = dict[str, Any]
Handler = Callable[[dict[str, Any], Any], LambdaAnswer]
BROKEN = 500


class Figure(StrEnum):
    """What the stack counts, as CloudWatch calls it; docs/operations.md says what each is."""

    IDEAS = "Ideas"
    FILINGS = "Filings"
    DECISIONS = "Decisions"
    OVERDUE = "Overdue"
    MAILS_SENT = "MailsSent"
    MAILS_REFUSED = "MailsRefused"
    FAILURES = "Failures"
    CLOCK_TROUBLE = "ClockTrouble"


logger = Logger()
# Each figure costs by the month: cold starts are one for all functions, whose lines tell which.
metrics = Metrics(
    namespace=os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "SaoXa"), function_name="all"
)
warnings.filterwarnings("ignore", message="No application metrics to publish")


def started(handler: Handler) -> Handler:
    """The handler as Lambda calls it, to be the last thing that a function makes while it starts.

    Each line it logs carries the request's id and whether it is a cold start. What it counts goes
    out at its end, with cold starts and failures.
    """
    counted = metrics.log_metrics(_counting(handler), capture_cold_start_metric=True)
    whole: Handler = logger.inject_lambda_context(counted, clear_state=True)
    gc.freeze()
    gc.enable()
    return whole


def count(figure: Figure, value: int = 1) -> None:
    """Adds to one of the stack's figures."""
    metrics.add_metric(figure, MetricUnit.Count, value)


def _counting(handler: Handler) -> Handler:
    def counting(event: dict[str, Any], context: Any) -> LambdaAnswer:
        try:
            answer = handler(event, context)
        except Exception:
            count(Figure.FAILURES)
            raise
        if failures := _failures(answer):
            count(Figure.FAILURES, failures)
        return answer

    return counting


def _failures(answer: LambdaAnswer) -> int:
    """Answers that are a mistake of ours, and records that are to come again."""
    status: int = answer.get("statusCode", 0)
    return len(answer.get("batchItemFailures", ())) + (status >= BROKEN)
