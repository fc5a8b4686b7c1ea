"""Loading a province: units, people, councils and the law in force, each version kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ocop.base.errors import FieldError, InvalidInput, NotFound, StaleVersion, VersionNeeded
from ocop.base.hashing import digest
from ocop.base.pointers import pointer_to
from ocop.base.roles import OPERATOR
from ocop.base.text import Lang
from ocop.cases.records import ProvinceVersion
from ocop.catalogue.plans import published_plans
from ocop.catalogue.published import Published
from ocop.catalogue.shapes import broken_shapes
from ocop.law.force import InForce
from ocop.law.rulebook import Rulebook
from ocop.people.province import Province, parse_province, province_faults
from ocop.setup.ports import SetupServices


@dataclass(frozen=True, slots=True)
class Loaded:
    """A province as it is in force now, under which version, and whether that is a new one."""

    province: Province
    number: int
    changed: bool


def load_province(
    svc: SetupServices,
    document: Mapping[str, Any],
    *,
    by: str = OPERATOR,
    replaces: int | None = None,
    lang: Lang = "en",
) -> Loaded:
    """Check a province's document and store it as the version in force; `lang` is that of the
    reader of what is wrong.

    The document in force, sent again, changes nothing. Raises InvalidInput with everything that is
    wrong, VersionNeeded when a document is there and `replaces` does not say which version it is
    to replace, StaleVersion when another one has come since.
    """
    check_province(document, svc.rulebooks, lang)
    _own_units(svc, document)
    if by != OPERATOR:
        _no_new_claims(svc, document)
    province, code = parse_province(document), str(document["code"])
    number = svc.store.province_version(code)
    if _in_force(svc, code, document) and number:
        return Loaded(province, number, changed=False)
    if replaces is None and number:
        raise VersionNeeded(params={"version": str(number)})
    if replaces not in (None, number):
        raise StaleVersion
    version = ProvinceVersion(code, number + 1, by, svc.now(), digest(document))
    svc.store.save_province(document, version)
    return Loaded(province, version.number, changed=True)


def check_province(
    document: Mapping[str, Any], rulebooks: Published[Rulebook], lang: Lang = "en"
) -> None:
    """Raises InvalidInput with everything that is wrong with a province's document by itself, and
    for a rulebook that is none of these or is chosen for days on which it is not in force, and for
    a plan that there is not.
    """
    errors = _shape_errors(document, lang)
    if not errors:
        errors = [FieldError("", "province", problem) for problem in province_faults(document)]
    errors += (
        [*_rulebook_errors(rulebooks, document), *_plan_errors(document)] if not errors else []
    )
    if errors:
        raise InvalidInput(errors)


def province_history(svc: SetupServices, code: str) -> list[ProvinceVersion]:
    """Who saved which version of a province's document, newest first."""
    return svc.store.province_versions(code)


def _in_force(svc: SetupServices, code: str, document: Mapping[str, Any]) -> bool:
    try:
        return digest(svc.store.province_document(code)) == digest(document)
    except NotFound:
        return False


def _own_units(svc: SetupServices, document: Mapping[str, Any]) -> None:
    """A unit belongs to one province of the stack: its code begins case numbers and opens work."""
    taken = {
        code: other.code
        for other in svc.store.provinces(fresh=True)
        if other.code != document["code"]
        for code in other.units
    }
    errors = [
        FieldError(f"/units/{at}/code", "unit-taken", f"{unit['code']}: {taken[unit['code']]}")
        for at, unit in enumerate(document["units"])
        if unit["code"] in taken
    ]
    if errors:
        raise InvalidInput(errors)


def _no_new_claims(svc: SetupServices, document: Mapping[str, Any]) -> None:
    """Whose cases a province answers for is the operator's to say: a document of the province's own
    may keep what stands in the one in force, and add no province that became part of it.
    """
    known = {
        code
        for one in svc.store.provinces(fresh=True)
        if one.code == document["code"]
        for code in one.former
    }
    errors = [
        FieldError(f"/former/{at}/code", "former-province", str(unit["code"]))
        for at, unit in enumerate(document.get("former", ()))
        if unit["level"] == "province" and unit["code"] not in known
    ]
    if errors:
        raise InvalidInput(errors)


def _shape_errors(document: Mapping[str, Any], lang: Lang) -> list[FieldError]:
    faults = broken_shapes(document, "province", lang)
    return [FieldError(pointer_to(one.path), "schema", one.words) for one in faults]


def _rulebook_errors(
    rulebooks: Published[Rulebook], document: Mapping[str, Any]
) -> Iterator[FieldError]:
    for at, period in enumerate(document["rulebooks"]):
        pointer, id = f"/rulebooks/{at}", str(period["id"])
        if id not in rulebooks.ids():
            yield FieldError(f"{pointer}/id", "unknown-rulebook", id)
        elif not _within(rulebooks.get(id).in_force, period):
            yield FieldError(pointer, "not-in-force", _force_in_words(rulebooks.get(id)))


def _plan_errors(document: Mapping[str, Any]) -> Iterator[FieldError]:
    plan = str(document.get("settings", {}).get("plan", ""))
    if plan and plan not in published_plans().ids():
        yield FieldError("/settings/plan", "unknown-plan", plan)


def _within(force: InForce, period: Mapping[str, str]) -> bool:
    """Whether a law holds on every day of a period; one without an end wants a law without."""
    begins = force.covers(date.fromisoformat(period["from"]))
    if "to" not in period:
        return begins and force.last is None
    return begins and force.covers(date.fromisoformat(period["to"]))


def _force_in_words(rulebook: Rulebook) -> str:
    last = rulebook.in_force.last
    until = f" to {last.isoformat()}" if last else ""
    return f"{rulebook.decision} holds from {rulebook.in_force.first.isoformat()}{until}"
