"""Signatures checked by arithmetic alone, against a library that makes them."""

import base64
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from ocop.base import proof
from ocop.base.proof import key_id, rsa_numbers, signature_holds
from tests.support.signing import Pen, private_key

PEN, OTHER = Pen(), Pen("another")
KEY = PEN.public_key()
WORDS = "Mật ong hoa rừng: 4 sao".encode()


def der(key: Any) -> bytes:
    public: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return public


@given(st.binary(max_size=2000))
def test_what_was_signed_holds(message: bytes) -> None:
    assert signature_holds(KEY, message, PEN.sign(message))


def test_a_key_of_the_template_s_size_is_read() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    signature = key.sign(WORDS, padding.PKCS1v15(), SHA256())
    assert rsa_numbers(der(key.public_key()))[0] == key.public_key().public_numbers().n
    assert signature_holds(der(key.public_key()), WORDS, signature)


def test_no_changed_byte_of_message_signature_or_key_holds() -> None:
    signature, chance = PEN.sign(WORDS), random.Random(7)
    for name, whole in {"message": WORDS, "signature": signature, "key": KEY}.items():
        for _ in range(60):
            place = chance.randrange(len(whole))
            spoilt = bytearray(whole)
            spoilt[place] ^= chance.randrange(1, 256)
            parts = {"key": KEY, "message": WORDS, "signature": signature, name: bytes(spoilt)}
            changed = key_id(parts["key"]) != key_id(KEY)  # a key is known by its own digest
            assert changed or not signature_holds(**parts), (name, place)


def test_a_signature_that_is_no_number_below_the_modulus_is_refused() -> None:
    """Else each signature had another form that holds as well."""
    modulus, _ = rsa_numbers(KEY)
    number = int.from_bytes(PEN.sign(WORDS), "big") + modulus
    size = (modulus.bit_length() + 7) // 8
    if number.bit_length() <= 8 * size:
        assert not signature_holds(KEY, WORDS, number.to_bytes(size, "big"))
    assert not signature_holds(KEY, WORDS, b"\0" + PEN.sign(WORDS))
    assert not signature_holds(KEY, WORDS, PEN.sign(WORDS)[:-1])


def test_what_is_signed_otherwise_does_not_hold() -> None:
    """Padding with room in it, as forged with small exponents, and other ways to sign."""
    numbers = private_key().private_numbers()
    modulus, size = numbers.public_numbers.n, 256
    tail = proof.padded_digest(WORDS, size)[-51:]
    for padded in (
        b"\x00\x01" + b"\xff" * 8 + b"\x00" + tail + b"\x00" * (size - 62),
        b"\x00\x01" + b"\xfe" * (size - 54) + b"\x00" + tail,
        b"\x00\x02" + b"\xff" * (size - 54) + b"\x00" + tail,
    ):
        forged = pow(int.from_bytes(padded, "big"), numbers.d, modulus).to_bytes(size, "big")
        assert not signature_holds(KEY, WORDS, forged)
    pss = padding.PSS(padding.MGF1(SHA256()), padding.PSS.MAX_LENGTH)
    assert not signature_holds(KEY, WORDS, private_key().sign(WORDS, pss, SHA256()))


def test_other_keys_are_none() -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    odd = rsa.generate_private_key(public_exponent=3, key_size=2048)
    curve = ec.generate_private_key(ec.SECP256R1())
    for key in (weak, odd, curve):
        with pytest.raises(ValueError, match=r"key|element"):
            rsa_numbers(der(key.public_key()))
    for junk in (b"", b"0", KEY[:40], KEY + b"0"):
        assert not signature_holds(junk, WORDS, PEN.sign(WORDS))


# ---------------------------------------------------------------- certificates


def certificate(pen: Pen = PEN) -> dict[str, Any]:
    """A certificate's JSON with its seal, of what the checker looks at."""
    shown = {"number": "OCOP-1", "stars": 4, "product": "Mật ong", "valid_to": "2029-07-01"}
    told = {"number": "OCOP-1", "star": 4, "product": "Mật ong", "valid_to": "2029-07-01"}
    text = json.dumps(told, ensure_ascii=False)
    signature = base64.b64encode(pen.sign(text.encode())).decode()
    key = hashlib.sha256(pen.public_key()).hexdigest()
    seal = {"statement": text, "signature": signature, "key": key, "algorithm": proof.ALGORITHM}
    return {**shown, "seal": seal}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, ""),
        ({"stars": 5}, "stars is not what was signed"),
        ({"valid_to": "2039-07-01"}, "valid_to is not what was signed"),
        ({"state": "withdrawn"}, ""),
        ({"seal": None}, "recorded, and not signed by this stack"),
        ({"seal": certificate(OTHER)["seal"]}, "signed with a key that is not among those given"),
        (
            {"seal": {**certificate()["seal"], "statement": "{}"}},
            "its signature does not hold",
        ),
        ({"seal": {**certificate()["seal"], "signature": "?"}}, "its signature cannot be read"),
        ({"seal": {**certificate()["seal"], "algorithm": "none"}}, "signed in an unknown way"),
    ],
)
def test_a_certificate_is_checked_by_one_command_without_us(
    change: dict[str, Any], why: str, tmp_path: Path
) -> None:
    key = base64.b64encode(KEY).decode()
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [{"public_key": key}]}), "utf-8")
    (tmp_path / "c.json").write_text(json.dumps({**certificate(), **change}), "utf-8")
    command = [sys.executable, "-I", "-S", proof.__file__, "c.json", "--keys", "keys.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == bool(why), done.stderr
    first = done.stdout.splitlines()[0]
    assert first == (f"OCOP-1: {why}" if why else "c.json: whole, and signed with a published key")
