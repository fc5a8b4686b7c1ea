"""An unvalidated put through pynamodb: the least that any client of the table costs us.

The submission goes into the table as it came, under one condition. Nothing is checked.
"""

import json
import os
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model


class Idea(Model):
    """One posted form."""

    class Meta:
        table_name = os.environ["TABLE_NAME"]
        region = os.environ["AWS_DEFAULT_REGION"]
        host = os.environ["AWS_ENDPOINT_URL"]

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    body = UnicodeAttribute()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Store the posted form under the caller's key."""
    key = event["headers"]["idempotency-key"]
    Idea(f"IDEA#{key}", "IDEA", body=event["body"]).save(condition=Idea.pk.does_not_exist())
    return {"statusCode": 201, "body": json.dumps({"id": key})}
