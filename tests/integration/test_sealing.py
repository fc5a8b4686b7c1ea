"""Certificates are signed, say so, and stay what was signed."""

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ocop.aws.certificates import certificate_row
from ocop.aws.clients import client
from ocop.aws.signing import KmsSigner
from ocop.base.errors import Unavailable
from ocop.base.proof import certificate_flaws, keys_in, signature_holds
from ocop.cases.certificate import Certificate, Revocation
from ocop.certificates.sealing import seal_certificate
from tests.support.play import CHAIRMAN, Story, before_council, kept
from tests.support.signing import Pen
from tests.support.table import client_of
from tests.support.visitor import Visitor
from tests.support.world import World


@kept
def recognised(world: World) -> Story:
    story = before_council(world).score(82, 84, star=4)
    return story.decide(CHAIRMAN, "recognise", decision_number="12/QĐ-UBND")


def sign(world: World, story: Story) -> Certificate:
    """What the function does that the decision's papers are asked of."""
    assert seal_certificate(world.svc, story.id, world.store.events(story.id)[-1].id)
    return world.store.certificate(story.case.subject.certificate)


def read(world: World, number: str) -> Any:
    return Visitor(world).call("GET", f"/v1/certificates/{number}").json


def page(world: World, number: str) -> str:
    return Visitor(world).get(f"/certificates/{number}").body


def test_a_decision_s_certificate_is_signed_and_anybody_can_check_it(world: World) -> None:
    story = recognised(world)
    found = sign(world, story)
    document, keys = read(world, found.number), Visitor(world).get("/.well-known/ocop-keys.json")
    assert document["seal_state"] == "signed"
    assert certificate_flaws(document, keys_in(keys.json)) == []
    told = json.loads(document["seal"]["statement"])
    assert (told["star"], told["decision"], told["issued"]) == (4, "12/QĐ-UBND", "2026-07-01")
    assert told["case"] == world.store.events(story.id)[-1].hash
    shown = page(world, found.number)
    assert "chữ ký đúng" in shown
    assert 'class="code"' in shown
    checker = Visitor(world).get("/.well-known/ocop-proof.py").body
    assert checker == Path("functions/ocop/base/proof.py").read_text("utf-8")


def test_a_certificate_is_signed_once(world: World) -> None:
    story = recognised(world)
    found = sign(world, story)
    first = world.svc.seals.seal_of(found.number)
    world.svc = replace(world.svc, signer=Pen("another"))
    act = world.store.events(story.id)[-1].id
    assert not seal_certificate(world.svc, story.id, act)
    assert world.svc.seals.seal_of(found.number) == first


def test_acts_that_gave_no_certificate_sign_nothing(world: World) -> None:
    story = recognised(world)
    *others, _ = world.store.events(story.id)
    assert not any(seal_certificate(world.svc, story.id, event.id) for event in others)
    assert not seal_certificate(world.svc, story.id, "unknown")
    number = story.case.subject.certificate
    assert "đang được lập" in page(world, number)
    assert (read(world, number)["seal_state"], read(world, number)["seal"]) == ("awaited", None)


def test_what_becomes_of_a_certificate_changes_nothing_that_was_signed(world: World) -> None:
    found = sign(world, recognised(world))
    before = read(world, found.number)["seal"]
    revoked = Revocation("ground", date(2027, 1, 5), "9/QĐ-UBND")
    assert world.store.turn_certificate(replace(found, revocation=revoked))
    world.clock.now += timedelta(days=300)
    document = read(world, found.number)
    assert (document["state"], document["seal_state"]) == ("withdrawn", "signed")
    assert document["seal"] == before


@pytest.mark.parametrize(
    "change", [{"star": 5}, {"valid_to": date(2039, 1, 1)}, {"product": "Mật ong khác"}]
)
def test_a_record_that_no_longer_fits_what_was_signed_says_so(
    world: World, change: dict[str, Any]
) -> None:
    found = sign(world, recognised(world))
    certificate_row(replace(found, **change)).save()
    assert read(world, found.number)["seal_state"] == "broken"
    assert "không khớp với sổ" in page(world, found.number)


def test_a_seal_by_a_key_that_nobody_keeps_does_not_hold(world: World) -> None:
    found = sign(world, recognised(world))
    document = read(world, found.number)
    other = Pen("another").public_key()
    assert certificate_flaws(document, {"x": other}) != []


def test_certificates_of_before_and_of_others_are_shown_as_what_they_are(world: World) -> None:
    story = recognised(world)
    found = world.store.certificate(story.case.subject.certificate)
    certificate_row(replace(found, signed_here=False)).save()
    act = world.store.events(story.id)[-1].id
    assert not seal_certificate(world.svc, story.id, act)
    assert (read(world, found.number)["seal_state"]) == "recorded"
    assert "không có chữ ký số" in page(world, found.number)


def test_kms_signs_and_never_gives_the_key() -> None:
    client.cache_clear()
    made = client_of("kms").create_key(KeySpec="RSA_3072", KeyUsage="SIGN_VERIFY")
    signer = KmsSigner(made["KeyMetadata"]["KeyId"])
    message = b"m" * 5000  # longer than KMS takes whole, so its digest is sent
    sent = hashlib.sha256(message).digest()  # of which moto, but not KMS, makes a digest again
    assert signature_holds(signer.public_key(), sent, signer.sign(message))
    assert signer.sign(message) == signer.sign(message)
    assert load_der_public_key(signer.public_key()).key_size == 3072  # type: ignore[union-attr]
    with pytest.raises(Unavailable):
        KmsSigner("nobody").sign(message)
    client.cache_clear()
