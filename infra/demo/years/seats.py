"""Officers at their desks: signed in on pages, and by the pool's token for the sheets they send."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid4

from infra.demo.client import OK, Refused, Visitor
from infra.demo.machine import Machine
from infra.demo.years.story import Answers, Story
from infra.local.runtime import SAMPLE_PASSWORD

ENTERS = {
    "commune": "commune-officer",
    "district": "district-officer",
    "agency": "agency-officer",
    "province": "province-advisory",
}
REGISTERS = "/v1/office/registers"
CUT_OFF, TRIES = 502, 3


class NotTaken(Exception):
    """A sheet that was refused; the message says which cell and why."""


@dataclass
class Seat:
    """One officer on one day: a session lives for an hour, and the clock moves by months."""

    machine: Machine
    email: str

    @cached_property
    def pages(self) -> Visitor:
        """Their browser, signed in."""
        person = Visitor(self.machine.base)
        who = {"email": self.email, "password": SAMPLE_PASSWORD}
        person.send(person.get("/office/sign-in").page.form("/office/sign-in"), who)
        return person

    @cached_property
    def token(self) -> str:
        """What their programs send."""
        return self.machine.token(self.email)

    def read(self, address: str) -> Any:
        """A document of the JSON interface."""
        return Visitor(self.machine.base).api("GET", address, None, self.token).json()

    def post(self, address: str, data: Mapping[str, Any], etag: str = "") -> Any:
        """An act by the JSON interface, on the version that `etag` names. What a machine with too
        much to do has cut off is sent again, under its key: it is done once.
        """
        return self._send("POST", address, data, etag)

    def put(self, address: str, data: Mapping[str, Any], etag: str) -> Any:
        """Something else in the place of what there is, sent as `post` sends."""
        return self._send("PUT", address, data, etag)

    def _send(self, method: str, address: str, data: Mapping[str, Any], etag: str) -> Any:
        web, key = Visitor(self.machine.base), uuid4().hex
        expected = (*OK, CUT_OFF)
        for _ in range(TRIES):
            answer = web.api(method, address, data, self.token, *expected, key=key, etag=etag)
            if answer.status != CUT_OFF:
                break
        else:
            raise Refused(address, answer)
        return answer.json()

    def take_sheet(self, register: str, lines: Sequence[Sequence[str]]) -> int:
        """Take a sheet into a register; how many records it had. Raises NotTaken."""
        sent = {"csv": written(lines), "store": True}
        told = self.post(f"{REGISTERS}/{register}/import", sent)
        if told["errors"]:
            raise NotTaken(f"{self.email} {register}: {told['errors'][:3]}")
        return int(told["stored"])

    def take_certificates(self, lines: Sequence[Sequence[str]]) -> None:
        """Take a sheet of certificates. Raises NotTaken."""
        told = self.post("/v1/office/certificates/import", {"csv": written(lines), "store": True})
        if told["errors"]:
            raise NotTaken(f"certificates: {told['errors'][:3]}")


@dataclass
class Seats:
    """Everybody's desks on one day."""

    machine: Machine
    story: Story
    _taken: dict[str, Seat] = field(default_factory=dict)

    def holder(self, role: str, unit: str) -> str:
        """The address of who holds a role at a unit, "" for nobody."""
        held = {"role": role, "unit": unit}
        people = self.story.province["people"]
        return next((str(one["email"]) for one in people if held in one["roles"]), "")

    def of(self, unit: str) -> Seat:
        """Who does a unit's work."""
        return self.with_role(ENTERS[self.story.units[unit]["level"]], unit)

    def with_role(self, role: str, unit: str) -> Seat:
        """Who holds a role at a unit."""
        email = self.holder(role, unit)
        return self._taken.setdefault(email, Seat(self.machine, email))


def written(lines: Sequence[Sequence[str]]) -> str:
    """Lines as the text of a sheet."""
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()


def as_sheet(records: Sequence[Answers]) -> list[list[str]]:
    """Records as the lines of a sheet below the names of its columns: a list's rows stand below
    each other.
    """
    lines = [line for one in records for line in _lines(one)]
    columns = list(dict.fromkeys(name for line in lines for name in line))
    return [columns, *([line.get(name, "") for name in columns] for line in lines)]


def _lines(answers: Answers) -> Iterator[dict[str, str]]:
    own = {f"/{name}": _cell(told) for name, told in answers.items() if not _is_rows(told)}
    rows = [
        {f"/{name}/*/{inner}": _cell(cell) for inner, cell in row.items()}
        for name, told in answers.items()
        if _is_rows(told)
        for row in told
    ]
    yield own | (rows[0] if rows else {})
    yield from rows[1:]


def _is_rows(told: object) -> bool:
    return isinstance(told, list)


def _cell(told: object) -> str:
    return str(told).lower() if isinstance(told, bool) else str(told)
