"""The one place where everything is wired."""

import os
from datetime import datetime
from functools import lru_cache
from typing import Any

from ocop.aws import clock
from ocop.aws.clients import evidence_origin
from ocop.aws.outbox import TableOutbox
from ocop.aws.wire import introduce
from ocop.base.moment import local_date
from ocop.cases.services import IDEAS_PER_CLIENT, Services
from ocop.cases.solving_port import NoSolver
from ocop.catalogue.criteria_sets import CriteriaSets
from ocop.catalogue.holidays import load_calendar
from ocop.catalogue.rulebooks import published_rulebooks
from ocop.forms.forms import Forms
from ocop.forms.uploads import MEGABYTE, UploadLimits
from ocop.wiring import late
from ocop.wiring.counted_store import CountingStore
from ocop.wiring.settings import Absent, Settings

SETTINGS = Settings.read(os.environ)


@lru_cache(maxsize=1)
def services() -> Services:
    """All ports on AWS, configured from the environment; each is made when it is first used."""
    introduce()
    return Services(
        store=CountingStore(),
        outbox=TableOutbox(),
        forms=Forms(today=lambda: local_date(_now())),
        rulebooks=published_rulebooks(),
        criteria=CriteriaSets(),
        calendar=load_calendar,
        files=_port("files", late.files),
        workflows=_port("workflows", late.workflows),
        mailer=_port("mailer", late.mailer),
        keys=_port("keys", late.keys),
        now=_now,
        base_url=SETTINGS.base_url,
        province=SETTINGS.province,
        counters=_late(late.counters),
        refusals=_late(late.refusals),
        shelf=_port("shelf", late.shelf),
        press=_port("press", late.press),
        seals=_late(late.seals),
        signer=_port("signer", late.signer),
        tasks=_late(late.duty_tasks),
        plans=_late(late.plans),
        duties=_late(late.duties),
        registers=register_services(),
        ideas_per_client=SETTINGS.ideas_per_client or IDEAS_PER_CLIENT,
        uploads=_late(late.uploads),
        record_files=_late(late.record_files),
        limits=limits(SETTINGS),
        solver=_late(late.solver) if SETTINGS.solver_function else NoSolver(),
    )


def register_services() -> Any:
    """What the registers work with, made when the first is opened."""
    return _late(lambda _: late.registers(services()))


def programme_services() -> Any:
    """What the programme's figures work with, made when the first is asked for."""
    return _late(lambda _: late.programme(services()))


def limits(settings: Settings) -> UploadLimits:
    """How much evidence a case may hold."""
    usual = UploadLimits()
    return UploadLimits(
        files=settings.evidence_files or usual.files,
        case_bytes=settings.evidence_megabytes * MEGABYTE or usual.case_bytes,
    )


def _port(name: str, make: late.Make) -> Any:
    """A port, where the function that runs here has it."""
    return _late(make) if SETTINGS.reaches(name) else Absent(name)


def _late(make: late.Make) -> Any:
    return late.Late(lambda: make(SETTINGS))


def _now() -> datetime:
    # Through the module, so that local time can be moved.
    return clock.system_now()


def officer_accounts() -> Any:
    """Officers' accounts, as they use them."""
    return _late(late.make_officers)


def user_directory() -> Any:
    """Officers' accounts, as the administrator makes them."""
    return _late(late.make_directory)


def evidence_address() -> str:
    """The origin that browsers post evidence to."""
    return evidence_origin(SETTINGS.bucket)
