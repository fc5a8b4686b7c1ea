"""The keys that sign emailed links, from Secrets Manager, kept for five minutes."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.clients import client
from ocop.base.errors import Unavailable
from ocop.links.tokens import LinkKeys

logger = Logger()
KEYS_KEPT_SECONDS, AGAIN_SECONDS = 300, 30
FIRST_KID = "k1"


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
    """Calls as the port's `keys()`; a rotation is noticed within five minutes, and as soon as a
    link names a key that is not known yet.

    While Secrets Manager does not answer, the keys known so far hold on: links go on opening.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._keys: LinkKeys | None = None
        self._until = self._again_from = 0.0

    def __call__(self) -> LinkKeys:
        if self._keys is None or time.monotonic() > self._until:
            self._keys = self._read(self._keys)
        return self._keys

    def _read(self, known: LinkKeys | None) -> LinkKeys:
        try:
            keys = _keys(self._secret)
        except Unavailable:
            if known is None:
                raise
            logger.warning("link_keys_unread")
            self._until = time.monotonic() + AGAIN_SECONDS
            return known
        self._until = time.monotonic() + KEYS_KEPT_SECONDS
        return replace(keys, newer=self._newer)

    def _newer(self, kid: str) -> bytes | None:
        """A key that came since the last look at the secret. However many names are made up, it is
        looked at once in half a minute.
        """
        if time.monotonic() >= self._again_from:
            self._again_from = time.monotonic() + AGAIN_SECONDS
            self._keys = self._read(self._keys)
        return self._keys.keys.get(kid) if self._keys else None


def _keys(secret: str) -> LinkKeys:
    try:
        answer = client("secretsmanager").get_secret_value(SecretId=secret)
        return parse_keys(answer["SecretString"])
    except (BotoCoreError, ClientError) as problem:
        raise Unavailable from problem
    except (KeyError, TypeError, ValueError) as problem:
        raise Unavailable(params={"why": "the secret"}) from problem
