"""The table's stream: effects of events and outbox rows become mails, starts and answers of
executions; what is left of an idea that expired goes after it.
"""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import (
    DynamoDBRecord,
    DynamoDBRecordEventName,
    StreamRecord,
)

from ocop.base.errors import OcopError, Unreadable
from ocop.jobs.dispatch import dispatch, dispatch_event
from ocop.links.failures import failure_facts
from ocop.wiring.services import services
from ocop.wiring.start import started

logger = Logger()
batch = BatchProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)


@started
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Carry out each new row. Those that fail for now are reported, so that the stream comes again
    with the first of them and what follows.
    """
    return {**process_partial_response(event, carry_out, batch, context)}


def carry_out(record: DynamoDBRecord) -> None:
    """Carry out what one record brings; what can never be read is left to the sweep, which shows
    it.
    """
    change = record.dynamodb or StreamRecord({})
    row = change.keys["sk"]
    try:
        _carry_out(change, gone=record.event_name == DynamoDBRecordEventName.REMOVE)
    except Unreadable as problem:
        logger.error("row_unreadable", row=row, **failure_facts(problem))
    except OcopError as problem:
        logger.warning("row_failed", row=row, code=problem.code)
        raise
    except Exception as problem:
        logger.error("row_failed", row=row, **failure_facts(problem))
        raise


def _carry_out(change: StreamRecord, *, gone: bool) -> None:
    """What stands in the log, by its time, has its effects itself; all else is a row of the
    outbox, or a case that has expired.
    """
    pk, sk = change.keys["pk"], change.keys["sk"]
    svc = services()
    if gone:
        svc.store.forget_rest(pk.removeprefix("D#"), svc.now())
    elif pk.startswith("D#"):
        dispatch_event(svc, svc.outbox.name_in_log(change.new_image["wsk"], pk, sk))
    else:
        dispatch(svc, sk)
