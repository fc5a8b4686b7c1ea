"""Records as JSON values and back."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from ocop.domain.dossier import Assignment, Certificate, Dossier, Event, Party, Result
from ocop.domain.links import Grant

Data = Mapping[str, Any]


def encode(value: object) -> Any:
    """A record as JSON values; empty fields are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, encode(getattr(value, f.name))) for f in fields(value))
        return {name: item for name, item in pairs if item not in (None, "", {}, [])}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    return value


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _moments(data: Data, *names: str) -> dict[str, datetime | None]:
    return {name: _at(data.get(name)) for name in names}


def _party(data: Data) -> Party:
    return Party(**data)


def _result(data: Data | None) -> Result | None:
    if data is None:
        return None
    return Result(
        data["stage"],
        Fraction(data.get("total", "0")),
        data["star"],
        data["disqualified"],
        data["headline"],
    )


def decode_dossier(data: Data) -> Dossier:
    """The dossier of encoded data."""
    moments = _moments(data, "due", "next_check", "not_before")
    read = {
        "opened": datetime.fromisoformat(data["opened"]),
        "producer": _party(data["producer"]),
        "result": _result(data.get("result")),
    }
    return Dossier(**{"visit": 0, "waits_for": "", **data, **moments, **read})


def decode_event(data: Data) -> Event:
    """The event of encoded data."""
    blank = {"data": {}, "stage": "", "actor": ""}
    return Event(**{**blank, **data, "at": datetime.fromisoformat(data["at"])})


def _grant(data: Data) -> Grant:
    moments = _moments(data, "revoked_at", "closed_at")
    read = {
        "verbs": frozenset(data["verbs"]),
        "not_before": datetime.fromisoformat(data["not_before"]),
        "expires": datetime.fromisoformat(data["expires"]),
    }
    return Grant(**{**data, **moments, **read})


def decode_assignment(data: Data) -> Assignment:
    """The assignment of encoded data."""
    read = {
        "party": _party(data["party"]),
        "grant": _grant(data["grant"]),
        "why": tuple(data.get("why", ())),
        **_moments(data, "due", "answered"),
    }
    return Assignment(**{"stage": "", **data, **read})


def decode_certificate(data: Data) -> Certificate:
    """The certificate of encoded data."""
    read = {
        "total": Fraction(data["total"]),
        "issued": date.fromisoformat(data["issued"]),
        "valid_to": date.fromisoformat(data["valid_to"]),
    }
    return Certificate(**{**data, **read})
