"""The table's stream: outbox rows become mails, starts and answers of executions."""

from typing import Any

from aws_lambda_powertools import Logger

from ocop.base.errors import OcopError, Unreadable
from ocop.jobs.dispatch import dispatch
from ocop.wiring.services import services

logger = Logger()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Carry out each new row. Those that fail for now are reported, so that the stream comes again
    with the first of them and what follows; what can never be read is left to the sweep, which
    shows it.
    """
    failed = []
    for record in event["Records"]:
        change = record["dynamodb"]
        row = change["Keys"]["sk"]["S"]
        try:
            dispatch(services(), row)
        except Unreadable:
            logger.exception("row_unreadable", extra={"row": row})
        except OcopError as problem:
            logger.warning("row_failed", extra={"code": problem.code})
            failed.append({"itemIdentifier": change["SequenceNumber"]})
    return {"batchItemFailures": failed}
