"""What a certificate's signature says, on its page and as JSON, and what it is checked with."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ocop.base import proof
from ocop.base.text import Lang
from ocop.cases.certificate import Certificate
from ocop.cases.seal import Seal
from ocop.catalogue.texts import say
from ocop.certificates.recogniser import recogniser
from ocop.certificates.sealing import SealState, seal_state
from ocop.html import Component, Link, LinkRow, Notice, Paragraph, SquareCode, Subheading, Tone
from ocop.http import PUBLIC, Reply, Request, json_reply
from ocop.web.desk import Desk
from ocop.web.reading import office_in_words

KEYS_AT, CHECKER_AT = "/.well-known/ocop-keys.json", "/.well-known/ocop-proof.py"
_TONES: Mapping[SealState, Tone] = {
    "signed": "good",
    "awaited": "info",
    "recorded": "info",
    "broken": "bad",
}


def seal_parts(desk: Desk, certificate: Certificate, lang: Lang) -> Sequence[Component]:
    """Whether the certificate is signed and holds, and how anybody checks that without us."""
    seal = desk.svc.seals.seal_of(certificate.number)
    state = seal_state(desk.svc, certificate, seal)
    told = Notice(tone=_TONES[state], title=say(lang, f"certificate.seal_{state}"))
    if seal is None or state != "signed":
        return [told]
    own = f"/v1/certificates/{certificate.number}"
    links = [
        Link(label=say(lang, "certificate.seal_json"), href=own),
        Link(label=say(lang, "certificate.seal_keys"), href=KEYS_AT),
        Link(label=say(lang, "certificate.seal_checker"), href=CHECKER_AT),
    ]
    return [
        told,
        *_other_office(desk, certificate, seal, lang),
        SquareCode(
            path=path_of(seal.code), size=len(seal.code), label=say(lang, "certificate.seal_code")
        ),
        Subheading(text=say(lang, "certificate.seal_yourself"), level=3),
        LinkRow(links=links),
    ]


def _other_office(
    desk: Desk, certificate: Certificate, seal: Seal, lang: Lang
) -> Sequence[Component]:
    """That another office was signed as the one that recognised, where that is so."""
    office, signed = recogniser(desk.svc, certificate), str(json.loads(seal.statement)["issuer"])
    if not office or office == signed:
        return []
    named = {"office": office, "signed": signed}
    told = {name: office_in_words(one, certificate.issued, lang) for name, one in named.items()}
    return [Paragraph(text=say(lang, "certificate.seal_other_office", **told), tone="soft small")]


def path_of(rows: Sequence[str]) -> str:
    """The dark squares of a code as the path of a picture, one unit each."""
    return "".join(_runs(rows))


def _runs(rows: Sequence[str]) -> Iterator[str]:
    for down, row in enumerate(rows):
        along = 0
        for run in row.replace("01", "0 1").replace("10", "1 0").split():
            if run[0] == "1":
                yield f"M{along} {down}h{len(run)}v1h-{len(run)}z"
            along += len(run)


def seal_document(desk: Desk, certificate: Certificate) -> dict[str, Any]:
    """The seal as JSON, with what it says today."""
    seal = desk.svc.seals.seal_of(certificate.number)
    state: SealState = seal_state(desk.svc, certificate, seal)
    return {"seal_state": state, "seal": _document(seal) if seal else None}


def _document(seal: Seal) -> dict[str, str]:
    return {
        "statement": seal.statement,
        "signature": seal.signature,
        "key": seal.key,
        "algorithm": seal.algorithm,
        "at": seal.at.isoformat(),
    }


def send_keys(desk: Desk, _: Request) -> Reply:
    """The public halves of all keys that have signed here."""
    keys = [
        {
            "id": key.id,
            "algorithm": key.algorithm,
            "public_key": key.public_key,
            "since": key.since.isoformat(),
            "origin": key.origin,
        }
        for key in desk.svc.seals.public_keys()
    ]
    return json_reply({"keys": keys}, headers=PUBLIC)


def send_checker(_: Desk, __: Request) -> Reply:
    """The program that checks certificates and packages offline."""
    text = Path(proof.__file__).read_text("utf-8")
    return Reply(200, text, "text/x-python; charset=utf-8", PUBLIC)
