"""The keys that sign emailed links, from Secrets Manager, kept for five minutes."""

import json
import logging
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.httpsession import URLLib3Session
from botocore.session import get_session

from ocop.aws.table import region
from ocop.base.errors import Unavailable
from ocop.links.tokens import LinkKeys

logger = logging.getLogger(__name__)
KEEP_SECONDS, AGAIN_SECONDS = 300, 30
ATTEMPTS = 2
FIRST_KID = "k1"
JSON = "application/x-amz-json-1.1"
TIMEOUT = 5  # seconds


def parse_keys(secret: str) -> LinkKeys:
    """A generated string is the first key; a rotated secret is {"current", "keys": {kid: text}}."""
    if not secret.startswith("{"):
        return LinkKeys(FIRST_KID, {FIRST_KID: secret.encode()})
    data: Mapping[str, object] = json.loads(secret)
    keys = data["keys"]
    if not isinstance(keys, dict):
        raise TypeError("the link secret's keys are not an object")
    return LinkKeys(str(data["current"]), {kid: str(k).encode() for kid, k in keys.items()})


class SecretKeys:
    """Calls as the port's `keys()`; a rotation is noticed within five minutes.

    While Secrets Manager does not answer, the keys known so far hold on: links go on opening.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._keys: LinkKeys | None = None
        self._until = 0.0

    def __call__(self) -> LinkKeys:
        if self._keys is None or time.monotonic() > self._until:
            self._keys = self._read(self._keys)
        return self._keys

    def _read(self, known: LinkKeys | None) -> LinkKeys:
        for _ in range(ATTEMPTS):
            with suppress(Unavailable):
                keys = _keys(self._secret)
                self._until = time.monotonic() + KEEP_SECONDS
                return keys
        if known is None:
            raise Unavailable
        logger.warning("link_keys_unread")
        self._until = time.monotonic() + AGAIN_SECONDS
        return known


def _keys(secret: str) -> LinkKeys:
    answer = _ask("GetSecretValue", {"SecretId": secret})
    try:
        return parse_keys(json.loads(answer)["SecretString"])
    except (KeyError, TypeError, ValueError) as problem:
        raise Unavailable(params={"why": "the secret"}) from problem


def _ask(action: str, body: Mapping[str, str]) -> bytes:
    """One signed call without a botocore client, whose making would cost 0.1 s of a cold start."""
    host = f"https://secretsmanager.{region()}.amazonaws.com"
    request = AWSRequest(
        method="POST",
        url=os.environ.get("AWS_ENDPOINT_URL") or host,
        data=json.dumps(body),
        headers={"X-Amz-Target": f"secretsmanager.{action}", "Content-Type": JSON},
    )
    try:
        credentials: Any = get_session().get_credentials()
        SigV4Auth(credentials, "secretsmanager", region()).add_auth(request)
        answer = URLLib3Session(timeout=TIMEOUT).send(request.prepare())
    except BotoCoreError as problem:
        raise Unavailable from problem
    if answer.status_code != HTTPStatus.OK:
        raise Unavailable
    return bytes(answer.content)
