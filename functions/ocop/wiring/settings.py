"""What each function may reach, and the environment variables that this takes.

A function gets the ports it needs and no others, so that a use case cannot end up where neither its
variables nor its rights are. tests/template holds this table against the template, both ways.
"""

from collections.abc import Mapping
from typing import NamedTuple, NoReturn, Self

COMMON = ("TABLE_NAME", "PROVINCE", "BASE_URL")
PORTS: Mapping[str, frozenset[str]] = {
    "portal": frozenset({"files", "keys", "shelf"}),
    "review": frozenset({"files", "keys"}),
    "office": frozenset({"files", "keys", "accounts", "shelf"}),
    "workflow": frozenset({"keys", "answers"}),
    "dispatch": frozenset({"keys", "mailer", "workflows", "press"}),
    "clock": frozenset({"keys", "mailer", "workflows", "press"}),
    "mailbox": frozenset(),
    "papers": frozenset({"files", "shelf", "signer"}),
}
VARIABLES: Mapping[str, tuple[str, ...]] = {
    "files": ("BUCKET_NAME", "EVIDENCE_FILES", "EVIDENCE_MEGABYTES"),
    "keys": ("LINK_KEY_SECRET",),
    "accounts": ("USER_POOL_ID", "USER_POOL_CLIENT_ID"),
    "mailer": ("SENDER", "CONFIGURATION_SET"),
    "workflows": ("DECISION_MACHINE_ARN", "COUNCIL_MACHINE_ARN"),
    "shelf": ("BUCKET_NAME",),
    "press": ("PAPERS_FUNCTION",),
    "signer": ("SIGNING_KEY",),
    "answers": (),  # to waits, which bring their token: no machine has to be named
}
MACHINES = ("decision", "council")
MAY_BE_EMPTY = frozenset({"REPLY_TO", "FRONT_KEY", "IDEAS_PER_CLIENT", "SOLVER_FUNCTION"})


class MissingSettings(RuntimeError):
    """A function was deployed without a variable it needs; the message names all of them."""


class Settings(NamedTuple):
    """What the environment tells a function, read once when it starts. "" and 0 where it does not
    have the port that would need it.
    """

    function: str
    base_url: str
    province: str
    bucket: str
    evidence_files: int
    evidence_megabytes: int
    link_key: str
    user_pool: str
    user_pool_client: str
    sender: str
    reply_to: str
    configuration_set: str
    machines: Mapping[str, str]
    papers_function: str
    signing_key: str
    front_key: str
    ideas_per_client: int
    solver_function: str

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Raises MissingSettings, ValueError for a number that is none."""
        check_settings(environ)
        return cls(
            function=function_of(environ),
            base_url=environ.get("BASE_URL", "").rstrip("/"),
            province=environ.get("PROVINCE", ""),
            bucket=environ.get("BUCKET_NAME", ""),
            evidence_files=int(environ.get("EVIDENCE_FILES") or 0),
            evidence_megabytes=int(environ.get("EVIDENCE_MEGABYTES") or 0),
            link_key=environ.get("LINK_KEY_SECRET", ""),
            user_pool=environ.get("USER_POOL_ID", ""),
            user_pool_client=environ.get("USER_POOL_CLIENT_ID", ""),
            sender=environ.get("SENDER", ""),
            reply_to=environ.get("REPLY_TO", ""),
            configuration_set=environ.get("CONFIGURATION_SET", ""),
            machines={name: environ.get(f"{name.upper()}_MACHINE_ARN", "") for name in MACHINES},
            papers_function=environ.get("PAPERS_FUNCTION", ""),
            signing_key=environ.get("SIGNING_KEY", ""),
            front_key=environ.get("FRONT_KEY", ""),
            ideas_per_client=int(environ.get("IDEAS_PER_CLIENT") or 0),
            solver_function=environ.get("SOLVER_FUNCTION", ""),
        )

    def reaches(self, port: str) -> bool:
        """Whether what runs here may use a port; commands and tests may use all."""
        held = PORTS.get(self.function, frozenset({port}))
        return port in held or (port == "workflows" and "answers" in held)


def function_of(environ: Mapping[str, str]) -> str:
    """Which of our functions runs here, by its handler; "" for tests and commands."""
    name = environ.get("_HANDLER", "").partition(".")[0]
    return name if name in PORTS else ""


def needed(function: str) -> frozenset[str]:
    """The variables a function cannot do without."""
    return frozenset((*COMMON, *(name for port in PORTS[function] for name in VARIABLES[port])))


def check_settings(environ: Mapping[str, str]) -> None:
    """Raises MissingSettings for one of our functions that lacks a variable or has it empty.

    Called while the function starts: a deployment that lacks something fails at once and not at the
    first case that needs it.
    """
    function = function_of(environ)
    missing = sorted(name for name in needed(function) if not environ.get(name)) if function else []
    if missing:
        raise MissingSettings(f"{function} lacks {', '.join(missing)}")


class Absent:
    """Stands where a function has no port, and says so when it is used."""

    def __init__(self, port: str) -> None:
        self._port = port

    def __getattr__(self, name: str) -> NoReturn:
        raise MissingSettings(f"this function has no {self._port}: {name}")

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise MissingSettings(f"this function has no {self._port}")
