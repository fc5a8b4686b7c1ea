"""The one place where everything is wired."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from ocop.aws import clock
from ocop.aws.directory import UserPool
from ocop.aws.files import Evidence
from ocop.aws.identity import Officers
from ocop.aws.keys import SecretKeys
from ocop.aws.limits import TableLimits
from ocop.aws.mail import SesMailer
from ocop.aws.outbox import TableOutbox
from ocop.aws.refusals import TableRefusals
from ocop.aws.store import TableStore
from ocop.aws.uploads import TableUploads
from ocop.aws.workflows import StepFunctions
from ocop.domain.moment import local_date
from ocop.library.catalogue import Catalogue
from ocop.settings import Absent, check, reaches
from ocop.usecases.ports import IDEAS_PER_CLIENT, Services
from ocop.usecases.records import UploadLimits

SENDER_NAME = "OCOP"
MEGABYTE = 1024 * 1024
check(os.environ)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The data of `schemas/`, loaded as it is needed."""
    return Catalogue(lambda: local_date(_now()))


@lru_cache(maxsize=1)
def services() -> Services:
    """All ports on AWS, configured from the environment; clients are made when first used."""
    return Services(
        store=TableStore(),
        outbox=TableOutbox(),
        library=catalogue(),
        files=_port("files", Evidence),
        workflows=_port("workflows", StepFunctions),
        mailer=_port("mailer", mailer),
        keys=_port("keys", SecretKeys),
        now=_now,
        base_url=os.environ.get("BASE_URL", "").rstrip("/"),
        province=os.environ.get("PROVINCE", ""),
        counters=TableLimits(),
        refusals=TableRefusals(),
        ideas_per_client=int(os.environ.get("IDEAS_PER_CLIENT", IDEAS_PER_CLIENT)),
        uploads=TableUploads(),
        limits=limits(os.environ),
    )


def limits(environ: Mapping[str, str]) -> UploadLimits:
    """How much evidence a case may hold: `EVIDENCE_FILES`, `EVIDENCE_MEGABYTES`."""
    usual = UploadLimits()
    megabytes = environ.get("EVIDENCE_MEGABYTES")
    return UploadLimits(
        files=int(environ.get("EVIDENCE_FILES") or usual.files),
        case_bytes=int(megabytes) * MEGABYTE if megabytes else usual.case_bytes,
    )


def _port(name: str, make: Callable[[], Any]) -> Any:
    """A port, where the function that runs here has it."""
    return make() if reaches(os.environ, name) else Absent(name)


def _now() -> datetime:
    # Through the module, so that local time can be moved.
    return clock.system_now()


def mailer() -> SesMailer:
    """The mailer of this stack's sender."""
    return SesMailer(
        sender=os.environ.get("SENDER", ""),
        name=SENDER_NAME,
        configuration_set=os.environ.get("CONFIGURATION_SET", ""),
        reply_to=os.environ.get("REPLY_TO", ""),
    )


@lru_cache(maxsize=1)
def officers() -> Officers:
    """Officers' accounts, as they use them."""
    return Officers(os.environ["USER_POOL_CLIENT_ID"])


@lru_cache(maxsize=1)
def directory() -> UserPool:
    """Officers' accounts, as the administrator makes them."""
    return UserPool(os.environ["USER_POOL_ID"])
