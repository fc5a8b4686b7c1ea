"""The floor: the submission put into the table as it came, by a client that can do nothing else.

Standard library alone: one kept connection, one signed PutItem. Nothing is checked.
"""

import hashlib
import hmac
import http.client
import json
import os
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

SERVICE, TARGET = "dynamodb", "DynamoDB_20120810.PutItem"
KIND = "application/x-amz-json-1.0"
SIGNED = "content-type;host;x-amz-date;x-amz-target"
REGION = os.environ["AWS_DEFAULT_REGION"]
HOST = urlsplit(os.environ["AWS_ENDPOINT_URL"]).netloc

_connection = http.client.HTTPConnection(HOST)
_keys: dict[str, bytes] = {}


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Store the posted form under the caller's key."""
    key = event["headers"]["idempotency-key"]
    item = {"pk": {"S": f"IDEA#{key}"}, "sk": {"S": "IDEA"}, "body": {"S": event["body"]}}
    _put(json.dumps({"TableName": os.environ["TABLE_NAME"], "Item": item}).encode())
    return {"statusCode": 201, "body": json.dumps({"id": key})}


def _put(body: bytes) -> None:
    _connection.request("POST", "/", body, _headers(body))
    answer = _connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(content)


def _headers(body: bytes) -> dict[str, str]:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{REGION}/{SERVICE}/aws4_request"
    lines = f"content-type:{KIND}\nhost:{HOST}\nx-amz-date:{stamp}\nx-amz-target:{TARGET}\n"
    request = f"POST\n/\n\n{lines}\n{SIGNED}\n{hashlib.sha256(body).hexdigest()}"
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}"
    mark = hmac.new(_key(stamp[:8]), text.encode(), "sha256").hexdigest()
    who = f"Credential={os.environ['AWS_ACCESS_KEY_ID']}/{scope}"
    return {
        "Host": HOST,
        "Content-Type": KIND,
        "X-Amz-Date": stamp,
        "X-Amz-Target": TARGET,
        "Authorization": f"AWS4-HMAC-SHA256 {who}, SignedHeaders={SIGNED}, Signature={mark}",
    }


def _key(day: str) -> bytes:
    """The signing key of a day; it is derived once."""
    if day not in _keys:
        key = b"AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"].encode()
        for part in (day, REGION, SERVICE, "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        _keys[day] = key
    return _keys[day]
