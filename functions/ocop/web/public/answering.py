"""Who answers today for a certificate of a province that has become part of another."""

from collections.abc import Iterator, Sequence
from typing import Any

from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate
from ocop.cases.lookup import successor_of
from ocop.catalogue.texts import say
from ocop.html import Component, Notice, show
from ocop.people.province import Province
from ocop.web.desk import Desk


def answering_parts(desk: Desk, certificate: Certificate, lang: Lang) -> Sequence[Component]:
    """Which province answers for it now, since when and by which act, and which commune; nothing
    where the one does that gave it.
    """
    province = successor_of(desk.svc, certificate.province)
    if province is None:
        return []
    before = province.former[certificate.province]
    told = {"before": pick(before.name, lang), "now": pick(province.name, lang), "act": before.act}
    day = show.day(before.until, lang)
    title = say(lang, "certificate.answered_for", day=day, **told)
    return [Notice(tone="info", title=title, points=list(_commune(province, certificate, lang)))]


def _commune(province: Province, certificate: Certificate, lang: Lang) -> Iterator[str]:
    """Which commune its product is of now, or that nobody has said yet; and what is doubted."""
    before = province.former.get(certificate.unit)
    if before is None:
        return
    now = province.commune_since(certificate.unit)
    names = {"before": pick(before.name, lang), "province": pick(province.name, lang)}
    if now:
        yield say(lang, "certificate.commune_since", now=pick(now.name, lang), **names)
    else:
        yield say(lang, "certificate.commune_unknown", **names)
    if before.doubt:
        yield pick(before.doubt, lang)


def answering_document(desk: Desk, certificate: Certificate, lang: Lang) -> dict[str, Any]:
    """The same as JSON."""
    province = successor_of(desk.svc, certificate.province)
    if province is None:
        return {"answered_for": None}
    before = province.former[certificate.province]
    told = {"province": province.code, "name": pick(province.name, lang), "act": before.act}
    known = {"before": pick(before.name, lang), "until": before.until.isoformat()}
    return {"answered_for": {**told, **known, **_commune_document(province, certificate, lang)}}


def _commune_document(province: Province, certificate: Certificate, lang: Lang) -> dict[str, Any]:
    now, was = province.commune_since(certificate.unit), province.former.get(certificate.unit)
    return {
        "unit": now.code if now else "",
        "unit_name": pick(now.name, lang) if now else "",
        "source": was.source if was else "",
        "doubt": pick(was.doubt, lang) if was and was.doubt else "",
    }
