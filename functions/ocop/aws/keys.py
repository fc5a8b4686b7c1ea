"""The keys that sign emailed links, from Secrets Manager, kept for five minutes."""

import json
import os
import time
from collections.abc import Mapping

from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.clients import client
from ocop.domain.errors import Unavailable
from ocop.domain.links import LinkKeys

KEEP_SECONDS = 300
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
    """Calls as the port's `keys()`; a rotation is noticed within five minutes."""

    def __init__(self) -> None:
        self._keys: LinkKeys | None = None
        self._until = 0.0

    def __call__(self) -> LinkKeys:
        if self._keys is None or time.monotonic() > self._until:
            self._keys = self._read()
            self._until = time.monotonic() + KEEP_SECONDS
        return self._keys

    def _read(self) -> LinkKeys:
        name = os.environ["LINK_KEY_SECRET"]
        try:
            found = client("secretsmanager").get_secret_value(SecretId=name)
        except (BotoCoreError, ClientError) as problem:
            raise Unavailable from problem
        return parse_keys(found["SecretString"])
