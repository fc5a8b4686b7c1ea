"""What became of mails: bounces and complaints, from SES by SNS and SQS."""

import json
from typing import Any

from ocop.jobs.delivery import note_delivery
from ocop.wiring.services import services


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Keep each failed delivery for the officers; what cannot be read goes back to the queue."""
    failed = []
    for record in event["Records"]:
        try:
            note_delivery(services(), json.loads(json.loads(record["body"])["Message"]))
        except (KeyError, ValueError):
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
