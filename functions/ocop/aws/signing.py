"""The stack's private key, which lies in AWS KMS and never leaves it."""

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ocop.aws.clients import client
from ocop.base.errors import Unavailable
from ocop.base.proof import ALGORITHM


class KmsSigner:
    """Implements `ocop.cases.seal.KeyHolder` with an RSA key of KMS."""

    def __init__(self, key: str) -> None:
        self._key = key

    @cached_property
    def _public(self) -> bytes:
        return bytes(_told(lambda: client("kms").get_public_key(KeyId=self._key))["PublicKey"])

    def public_key(self) -> bytes:
        """The public half, asked for once."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """The signature of a message of any length: its digest alone is sent."""
        given = {
            "KeyId": self._key,
            "Message": hashlib.sha256(message).digest(),
            "MessageType": "DIGEST",
            "SigningAlgorithm": ALGORITHM,
        }
        return bytes(_told(lambda: client("kms").sign(**given))["Signature"])


def _told(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except (BotoCoreError, ClientError) as problem:
        raise Unavailable from problem
