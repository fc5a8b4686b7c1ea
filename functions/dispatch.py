"""The table's stream: outbox rows become mails, starts and answers of executions."""

from typing import Any

from aws_lambda_powertools import Logger

from ocop.bootstrap import services
from ocop.domain.errors import OcopError
from ocop.usecases.dispatch import dispatch

logger = Logger()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Carry out each new row; the first that fails is reported, so that the stream retries from
    it.
    """
    for record in event["Records"]:
        change = record["dynamodb"]
        try:
            dispatch(services(), change["Keys"]["sk"]["S"])
        except OcopError as problem:
            logger.warning("row_failed", extra={"code": problem.code})
            return {"batchItemFailures": [{"itemIdentifier": change["SequenceNumber"]}]}
    return {"batchItemFailures": []}
