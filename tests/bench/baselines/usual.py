"""The usual stack: boto3, Powertools with validation and Tracer, jsonschema.

As a careful team would write it: the validator and the client are made once, the form is stored by
one PutItem. It does less than the portal: no case number, no link, no history, no mail.
"""

import json
import os
from typing import Annotated, Any

import boto3
from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Header
from jsonschema import Draft202012Validator
from pydantic import BaseModel  # type: ignore[import-not-found]

with open(os.environ["BENCH_SCHEMA"], encoding="utf-8") as file:  # noqa: PTH123
    SCHEMA = json.load(file)

app = APIGatewayHttpResolver(enable_validation=True)
logger = Logger(service="usual")
tracer = Tracer(service="usual")
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])
validator = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


class Submission(BaseModel):  # type: ignore[misc]
    """What is posted."""

    data: dict[str, Any]


@app.post("/v1/forms/<form>/submissions")
def submit(
    form: str, submission: Submission, idempotency_key: Annotated[str, Header()]
) -> Response[dict[str, Any]]:
    """Check the form and store it."""
    errors = [
        {"path": e.json_path, "detail": e.message} for e in validator.iter_errors(submission.data)
    ]
    if errors:
        return Response(422, "application/problem+json", {"errors": errors})
    key = {"pk": f"IDEA#{idempotency_key}", "sk": form}
    table.put_item(Item={**key, "body": submission.data})
    return Response(201, "application/json", {"id": idempotency_key})


@tracer.capture_lambda_handler
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """One request of the HTTP API."""
    return app.resolve(event, context)
