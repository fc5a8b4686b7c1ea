"""Keys of tests: made once, kept by who signs with them."""

from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ocop.links.tokens import LinkKeys


@cache
def private_key(name: str = "ours") -> rsa.RSAPrivateKey:
    """A key by its name, of the template's kind but smaller, so that it is made fast."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Pen:
    """Signs with a key of its own, as KMS does."""

    def __init__(self, name: str = "ours") -> None:
        self.key = private_key(name)

    def public_key(self) -> bytes:
        """The public half."""
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""
        return self.key.sign(message, padding.PKCS1v15(), SHA256())


@dataclass(frozen=True)
class Keyring:
    """The keys of links, without the secret they lie in."""

    keys: LinkKeys

    def __call__(self) -> LinkKeys:
        return self.keys
