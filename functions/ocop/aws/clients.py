"""The one way to a botocore client: made once, only when needed, and in the session that the
table's connection has begun, whose data and credentials are loaded (boto3 would cost every cold
start 40 ms more).
"""

import os
from functools import lru_cache
from typing import Any

from botocore.config import Config

from ocop.aws.table import region
from ocop.aws.wire import connection

_PLAIN = Config(connect_timeout=3, read_timeout=8, retries={"mode": "standard", "max_attempts": 3})


@lru_cache(maxsize=8)
def client(service: str) -> Any:
    """The client of a service in this function's region."""
    config = _PLAIN.merge(_objects()) if service == "s3" else _PLAIN
    session = connection().session
    return session.create_client(service, region_name=region(), config=config)


def evidence_origin(bucket: str) -> str:
    """Where browsers post evidence: the bucket, or what stands in for it on one machine."""
    local = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    if local:
        return local.rstrip("/")
    return f"https://{bucket}.s3.{region()}.amazonaws.com" if bucket else ""


def _objects() -> Config:
    """Browsers are sent to the bucket's own regional address: the global one answers 400 in newer
    regions, and in the others redirects until DNS has followed. One machine knows no such names.
    """
    local = "AWS_ENDPOINT_URL_S3" in os.environ or "AWS_ENDPOINT_URL" in os.environ
    return Config(
        signature_version="s3v4",
        s3={
            "addressing_style": "path" if local else "virtual",
            "us_east_1_regional_endpoint": "regional",
        },
    )
