"""Loading a province: units, people, councils and the law in force."""

from collections.abc import Mapping
from typing import Any

from ocop.domain.errors import FieldError, InvalidInput
from ocop.domain.province import Province, parse_province, problems
from ocop.usecases.ports import Services


def load_province(svc: Services, document: Mapping[str, Any]) -> Province:
    """Check a province's document and store it as the one in force.

    Raises InvalidInput with everything that is wrong with it.
    """
    errors = svc.library.province_errors(document)
    if not errors:
        errors = [FieldError("", "province", problem) for problem in problems(document)]
    errors += _unknown_rulebooks(svc, document) if not errors else []
    if errors:
        raise InvalidInput(errors)
    province = parse_province(document)
    svc.store.save_province(province, document)
    return province


def _unknown_rulebooks(svc: Services, document: Mapping[str, Any]) -> list[FieldError]:
    known = svc.library.rulebook_ids()
    return [
        FieldError(f"/rulebooks/{at}/id", "unknown-rulebook", str(period["id"]))
        for at, period in enumerate(document["rulebooks"])
        if period["id"] not in known
    ]
