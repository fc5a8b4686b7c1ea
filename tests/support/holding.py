"""Every function held to its role, whatever test makes it work.

What the role's statements in the template do not let through, and a port that the function is not
given, is refused as on AWS, and fails the test even where it is taken for a fault that passes.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from ocop.cases.records import Upload
from ocop.wiring.settings import PORTS
from tests.support.acting import acting
from tests.support.machines import Machines
from tests.support.pool import Pool
from tests.support.rights import Need, allowed, calls_of, granted
from tests.support.signing import Keyring, Pen
from tests.support.world import Orders, Postman, Rack, Shelf

DENIED = "AccessDeniedException"
OBJECTS = "${Evidence.Arn}/"
Needs = Callable[..., tuple[Need, ...]]


def _whole(*actions: str) -> Needs:
    """Rights on whatever the actions are granted for: the port names one thing alone."""
    return lambda *_, **__: tuple(map(Need, actions))


def _accounts(*actions: str) -> Needs:
    return _whole(*(f"cognito-idp:{action}" for action in actions))


def _object(action: str) -> Needs:
    return lambda key, *_, **__: (Need(action, OBJECTS + key),)


def _file(action: str) -> Needs:
    def needs(upload: Upload, *_: Any) -> tuple[Need, ...]:
        return (Need(action, OBJECTS + upload.key),)

    return needs


def _version(key: str, version: str) -> tuple[Need, ...]:
    """What has come with a package is the only version of its key, and has no name."""
    return _object("s3:GetObjectVersion" if version else "s3:GetObject")(key)


def _listing(action: str) -> Needs:
    return lambda prefix, *_: (Need(action, "${Evidence.Arn}", prefix),)


def _paper_there(key: str) -> tuple[Need, ...]:
    """Who may not list gets 403 instead of 404 for what is not there."""
    return *_object("s3:GetObject")(key), *_listing("s3:ListBucket")(key)


# What a port's real adapter asks of AWS in the place of each method of what stands for it in tests.
# tests/integration/test_held_roles.py holds the bucket's against the adapters.
DEEDS: Mapping[type, tuple[str, Mapping[str, Needs]]] = {
    Shelf: (
        "files",
        {
            "ticket": _file("s3:PutObject"),
            "first": _listing("s3:ListBucketVersions"),
            "read": _version,
            "link": _file("s3:GetObjectVersion"),
        },
    ),
    Rack: (
        "shelf",
        {
            "holds": _paper_there,
            "read": _object("s3:GetObject"),
            "put_parts": _object("s3:PutObject"),
            "put_once": _object("s3:PutObject"),
            "address": _object("s3:GetObject"),
        },
    ),
    Orders: (
        "press",
        {
            name: _whole("lambda:InvokeFunction")
            for name in (
                "ask",
                "ask_package",
                "ask_year_files",
                "ask_report",
                "ask_sheet",
                "ask_export",
            )
        },
    ),
    Pen: ("signer", {"sign": _whole("kms:Sign"), "public_key": _whole("kms:GetPublicKey")}),
    Postman: ("mailer", {"send": _whole("ses:SendEmail")}),
    Keyring: ("keys", {"__call__": _whole("secretsmanager:GetSecretValue")}),
    Pool: (
        "accounts",
        {
            "enrol": _accounts("AdminCreateUser", "AdminGetUser", "AdminEnableUser"),
            "close": _accounts("AdminDisableUser", "AdminUserGlobalSignOut"),
            "set_password": _accounts("AdminSetUserPassword", "AdminUserGlobalSignOut"),
            "has_second_factor": _accounts("AdminGetUser"),
        },
    ),
    Machines: (
        "workflows",
        {
            "start": _whole("states:StartExecution"),
            "running": _whole("states:DescribeExecution"),
            "resume": _whole("states:SendTaskSuccess"),
        },
    ),
}


@dataclass
class Watch:
    """What was refused, in words."""

    refused: list[str] = field(default_factory=list)

    def refuse(self, function: str, what: object) -> str:
        """Note it."""
        words = f"{function} is not authorized to perform: {what}"
        self.refused.append(words)
        return words

    def request(self, operation: str, given: dict[str, Any]) -> None:
        """One request to the table."""
        for function in acting():
            for call in calls_of(function, operation, given):
                if not allowed(call):
                    words = self.refuse(function, call)
                    raise ClientError({"Error": {"Code": DENIED, "Message": words}}, operation)

    def use(self, port: str, needed: tuple[Need, ...]) -> None:
        """One use of a port; a function that answers waits has what it takes of the machines."""
        for function in acting():
            held = PORTS[function.lower()]
            mine = port in held or (port == "workflows" and "answers" in held)
            lacking = [one for one in needed if not granted(function, one)]
            if lacking or not mine:
                raise PermissionError(self.refuse(function, (port, lacking)))


@contextmanager
def held_to_roles(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold all functions from now on; AssertionError at the end names what was refused."""
    watch, send = Watch(), vars(BaseClient)["_make_api_call"]

    def held(self: BaseClient, operation: str, given: dict[str, Any]) -> Any:
        if self.meta.service_model.service_name == "dynamodb":
            watch.request(operation, given)
        return send(self, operation, given)

    monkeypatch.setattr(BaseClient, "_make_api_call", held)
    for kind, (port, methods) in DEEDS.items():
        for name, needs in methods.items():
            monkeypatch.setattr(kind, name, _held(watch, port, needs, vars(kind)[name]))
    yield
    assert not watch.refused, "\n".join(watch.refused)


def _held(watch: Watch, port: str, needs: Needs, method: Callable[..., Any]) -> Callable[..., Any]:
    def held(self: Any, *args: Any, **named: Any) -> Any:
        watch.use(port, needs(*args, **named))
        return method(self, *args, **named)

    return held
