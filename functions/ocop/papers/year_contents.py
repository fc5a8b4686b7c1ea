"""What stands in the files of a year: registers as everybody may read them, and certificates."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from ocop.base.sheets import safe_csv
from ocop.base.structs import struct
from ocop.base.text import Lang, pick
from ocop.cases.certificate import Certificate
from ocop.cases.records import Page
from ocop.catalogue.texts import say
from ocop.certificates.ports import CertificateServices
from ocop.people.province import Province
from ocop.registers.opened import LICENCE, OpenReading, open_registers
from ocop.registers.ports import RegisterServices
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register
from ocop.registers.yearly import changed_since, records_of_year

LANG: Lang = "vi"  # a file is read by all, and is one
CERTIFICATES_FILE, CERTIFICATES_AT_ONCE = "certificates", 200
CERTIFIED = ("number", "product", "organisation", "commune", "set", "star", "decision", "issued")
ENDED_BY = ("valid_to", "withdrawn", "replaced")


@struct(frozen=True)
class YearOfData:
    """A year whose files are made at an instant; `since`: when those of the year before were."""

    province: Province
    year: int
    made: datetime
    since: datetime | None

    def document(self, records: Sequence[Any], corrections: Sequence[Any], **more: str) -> str:
        """A file of the year as JSON."""
        head = {"province": self.province.code, "year": self.year, "licence": LICENCE}
        told = {**more, **head, "made": self.made.isoformat()}
        whole = {**told, "records": list(records), "corrections": list(corrections)}
        return json.dumps(whole, ensure_ascii=False, indent=1)


def year_contents(svc: CertificateServices, told: YearOfData) -> Iterator[tuple[str, str]]:
    """The name of each file and what stands in it."""
    for register in open_registers(svc.registers):
        yield from _of_register(svc.registers, told, register)
    yield from _of_certificates(svc, told)


def _of_register(
    svc: RegisterServices, told: YearOfData, register: Register
) -> Iterator[tuple[str, str]]:
    own = records_of_year(svc, told.province, register, told.year)
    changed: list[RegisterRecord] = []
    if told.since:
        changed = changed_since(svc, told.province, register, told.year, told.since)
    reading = OpenReading(svc, told.province, register)
    reading.learn((*own, *changed))
    records = [reading.document(one) for one in own]
    corrections = [_corrected(reading, one) for one in changed]
    yield f"{register.id}.json", told.document(records, corrections, register=register.ref)
    head = [*_named("opened", "code", "unit", "of_year", "correction"), *reading.titles(LANG)]
    lines = [_line(told, reading, one) for one in (*own, *changed)]
    yield f"{register.id}.csv", safe_csv([head, *lines])


def _corrected(reading: OpenReading, record: RegisterRecord) -> dict[str, Any]:
    """A record of an earlier year as it is now; nothing but that it was, where it is void."""
    told = reading.document(record)
    if record.state == "void":
        told["data"] = {}
    return {**told, "state": record.state}


def _line(told: YearOfData, reading: OpenReading, record: RegisterRecord) -> list[str]:
    unit = told.province.units.get(record.unit)
    year = record.counted[:4]
    void = record.state == "void"
    kind = "" if year == str(told.year) else say(LANG, f"opened.{'void' if void else 'changed'}")
    cells = reading.cells(record, LANG)
    return [
        record.id,
        pick(unit.name, LANG) if unit else record.unit,
        year,
        kind,
        *("" if void else cell for cell in cells),
    ]


def _named(group: str, *names: str) -> list[str]:
    return [say(LANG, f"{group}.{name}") for name in names]


def certified_years(svc: CertificateServices, province: Province) -> list[int]:
    """The years in which the province's certificates were given."""
    return sorted({one.issued.year for one in _certificates(svc, province)})


def _certificates(svc: CertificateServices, province: Province) -> Iterator[Certificate]:
    """Every certificate that the register lists, and those of the same product before."""
    part: Page[Certificate] = svc.store.products(province.code, "", CERTIFICATES_AT_ONCE)
    while True:
        for listed in part.items:
            yield listed
            yield from map(svc.store.certificate, listed.earlier)
        if not part.cursor:
            return
        part = svc.store.products(province.code, part.cursor, CERTIFICATES_AT_ONCE)


def _of_certificates(svc: CertificateServices, told: YearOfData) -> Iterator[tuple[str, str]]:
    """Those given in the year, then earlier ones that ended in it before their time."""
    known = sorted(_certificates(svc, told.province), key=lambda one: (one.issued, one.number))
    own = [_certified(told, one) for one in known if one.issued.year == told.year]
    earlier = [one for one in known if one.issued.year < told.year]
    ended = [_certified(told, one) for one in earlier if _ended_in(one, told.year)]
    yield f"{CERTIFICATES_FILE}.json", told.document(own, ended)
    head = [
        *_named("products", *(f"column_{one}" for one in CERTIFIED)),
        *_named("opened", *ENDED_BY),
    ]
    lines = [[str(one[name]) for name in (*CERTIFIED, *ENDED_BY)] for one in (*own, *ended)]
    yield f"{CERTIFICATES_FILE}.csv", safe_csv([head, *lines])


def _ended_in(certificate: Certificate, year: int) -> bool:
    days = [one.day for one in certificate.revocations]
    lifted = [one.lifted for one in certificate.revocations if one.lifted]
    replaced = [certificate.replaced_on] if certificate.replaced_on else []
    return any(day.year == year for day in (*days, *lifted, *replaced))


def _certified(told: YearOfData, one: Certificate) -> dict[str, Any]:
    unit = told.province.units.get(one.unit)
    held = one.revocation if one.revocation and not one.revocation.lifted else None
    return {
        "number": one.shown_number,
        "product": one.product,
        "organisation": one.organisation,
        "commune": pick(unit.name, LANG) if unit else one.unit,
        "set": one.set_number,
        "star": one.star,
        "decision": one.decision_number,
        "issued": one.issued.isoformat(),
        "valid_to": one.valid_to.isoformat(),
        "withdrawn": _iso(held.day if held else None),
        "replaced": _iso(one.replaced_on),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
