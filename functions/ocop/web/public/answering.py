"""Who answers today for a certificate of a province that has become part of another."""

from collections.abc import Sequence
from typing import Any

from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate
from ocop.cases.lookup import successor_of
from ocop.catalogue.texts import say
from ocop.html import Component, Notice, show
from ocop.web.desk import Desk


def answering_parts(desk: Desk, certificate: Certificate, lang: Lang) -> Sequence[Component]:
    """Which province answers for it now, since when and by which act; nothing where the one does
    that gave it.
    """
    province = successor_of(desk.svc, certificate.province)
    if province is None:
        return []
    before = province.former[certificate.province]
    told = {"before": pick(before.name, lang), "now": pick(province.name, lang), "act": before.act}
    day = show.day(before.until, lang)
    return [Notice(tone="info", title=say(lang, "certificate.answered_for", day=day, **told))]


def answering_document(desk: Desk, certificate: Certificate, lang: Lang) -> dict[str, Any]:
    """The same as JSON."""
    province = successor_of(desk.svc, certificate.province)
    if province is None:
        return {"answered_for": None}
    before = province.former[certificate.province]
    told = {"province": province.code, "name": pick(province.name, lang), "act": before.act}
    known = {"before": pick(before.name, lang), "until": before.until.isoformat()}
    return {"answered_for": {**told, **known}}
