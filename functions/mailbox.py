"""What became of mails: bounces and complaints, from SES by SNS and SQS."""

import gc

gc.disable()  # what is made while starting stays: looking for garbage in it only costs time

import json
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from ocop.jobs.delivery import note_delivery
from ocop.links.failures import failure_facts
from ocop.wiring.services import services
from ocop.wiring.start import started

logger = Logger()
batch = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


@started
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Keep each failed delivery for the officers; what cannot be read goes back to the queue."""
    return {**process_partial_response(event, note, batch, context)}


def note(record: SQSRecord) -> None:
    """Keep what one message tells of."""
    try:
        note_delivery(services(), json.loads(json.loads(record.body)["Message"]))
    except Exception as problem:
        logger.error("message_failed", message_id=record.message_id, **failure_facts(problem))
        raise
