"""botocore clients, made once and only when needed (boto3 would cost every cold start 40 ms
more).
"""

from functools import lru_cache
from typing import Any

import botocore.session
from botocore.config import Config

from ocop.aws.table import region

_CONFIG = Config(
    connect_timeout=3,
    read_timeout=8,
    retries={"mode": "standard", "max_attempts": 3},
    signature_version="s3v4",
)
_PLAIN = Config(connect_timeout=3, read_timeout=8, retries={"mode": "standard", "max_attempts": 3})


@lru_cache(maxsize=8)
def client(service: str) -> Any:
    """The client of a service in this function's region."""
    config = _CONFIG if service == "s3" else _PLAIN
    return botocore.session.get_session().create_client(
        service, region_name=region(), config=config
    )
