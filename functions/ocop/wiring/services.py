"""The one place where everything is wired."""

import os
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from ocop.aws import clock
from ocop.aws.clients import evidence_origin
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
from ocop.base.moment import local_date
from ocop.cases.library import Catalogue
from ocop.cases.ports import IDEAS_PER_CLIENT, Services
from ocop.forms.uploads import UploadLimits
from ocop.wiring.settings import Absent, Settings

SENDER_NAME = "OCOP"
MEGABYTE = 1024 * 1024
SETTINGS = Settings.read(os.environ)


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
        files=_port("files", lambda: Evidence(SETTINGS.bucket)),
        workflows=_port("workflows", lambda: StepFunctions(SETTINGS.machines)),
        mailer=_port("mailer", mailer),
        keys=_port("keys", lambda: SecretKeys(SETTINGS.link_key)),
        now=_now,
        base_url=SETTINGS.base_url,
        province=SETTINGS.province,
        counters=TableLimits(),
        refusals=TableRefusals(),
        ideas_per_client=SETTINGS.ideas_per_client or IDEAS_PER_CLIENT,
        uploads=TableUploads(),
        limits=limits(SETTINGS),
    )


def limits(settings: Settings) -> UploadLimits:
    """How much evidence a case may hold."""
    usual = UploadLimits()
    return UploadLimits(
        files=settings.evidence_files or usual.files,
        case_bytes=settings.evidence_megabytes * MEGABYTE or usual.case_bytes,
    )


def _port(name: str, make: Callable[[], Any]) -> Any:
    """A port, where the function that runs here has it."""
    return make() if SETTINGS.reaches(name) else Absent(name)


def _now() -> datetime:
    # Through the module, so that local time can be moved.
    return clock.system_now()


def mailer() -> SesMailer:
    """The mailer of this stack's sender."""
    return SesMailer(
        sender=SETTINGS.sender,
        name=SENDER_NAME,
        configuration_set=SETTINGS.configuration_set,
        reply_to=SETTINGS.reply_to,
    )


@lru_cache(maxsize=1)
def officers() -> Officers:
    """Officers' accounts, as they use them."""
    return Officers(SETTINGS.user_pool_client)


@lru_cache(maxsize=1)
def directory() -> UserPool:
    """Officers' accounts, as the administrator makes them."""
    return UserPool(SETTINGS.user_pool)


def evidence_address() -> str:
    """The origin that browsers post evidence to."""
    return evidence_origin(SETTINGS.bucket)
