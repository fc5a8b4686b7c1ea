"""Ports that are made, and their modules loaded, when a function first uses them: a cold start pays
for what the first request needs alone.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from ocop.cases.services import Services
from ocop.wiring.settings import Settings

Make = Callable[[Settings], Any]
SENDER_NAME = "OCOP"


class Late:
    """Stands for a port until it is used, and then passes everything on to it."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    @cached_property
    def _port(self) -> Any:
        return self._make()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)

    def __call__(self, *given: Any) -> Any:
        return self._port(*given)


def files(settings: Settings) -> Any:
    """The evidence bucket."""
    from ocop.aws.files import Evidence

    return Evidence(settings.bucket)


def shelf(settings: Settings) -> Any:
    """The papers in the bucket."""
    from ocop.aws.papers import BucketPapers

    return BucketPapers(settings.bucket)


def press(settings: Settings) -> Any:
    """The function that makes papers."""
    from ocop.aws.papers import LambdaPress

    return LambdaPress(settings.papers_function)


def solver(settings: Settings) -> Any:
    """The optional function that matches rounds of national size."""
    from ocop.aws.solver import LambdaSolver

    return LambdaSolver(settings.solver_function)


def signer(settings: Settings) -> Any:
    """The key that signs certificates."""
    from ocop.aws.signing import KmsSigner

    return KmsSigner(settings.signing_key)


def seals(_: Settings) -> Any:
    """What was signed."""
    from ocop.aws.seals import TableSeals

    return TableSeals()


def workflows(settings: Settings) -> Any:
    """The state machines."""
    from ocop.aws.workflows import StepFunctions

    return StepFunctions(settings.machines)


def mailer(settings: Settings) -> Any:
    """The mailer of this stack's sender."""
    from ocop.wiring.counted import CountingMailer

    return CountingMailer(
        sender=settings.sender,
        name=SENDER_NAME,
        configuration_set=settings.configuration_set,
        reply_to=settings.reply_to,
    )


def keys(settings: Settings) -> Any:
    """The keys that sign links."""
    from ocop.aws.keys import SecretKeys

    return SecretKeys(settings.link_key)


def counters(_: Settings) -> Any:
    """What strangers may do how often."""
    from ocop.aws.limits import TableLimits

    return TableLimits()


def refusals(_: Settings) -> Any:
    """Mails that reached nobody."""
    from ocop.wiring.counted import CountingRefusals

    return CountingRefusals()


def uploads(_: Settings) -> Any:
    """Files announced and not yet filed."""
    from ocop.aws.uploads import TableUploads

    return TableUploads()


def record_files(_: Settings) -> Any:
    """Files sent for records of registers."""
    from ocop.aws.uploads import TableRecordFiles

    return TableRecordFiles()


def duty_tasks(_: Settings) -> Any:
    """What offices owe by their plan."""
    from ocop.aws.tasks import TableTasks

    return TableTasks()


def plans(_: Settings) -> Any:
    """The plans of the programme."""
    from ocop.catalogue.plans import published_plans

    return published_plans()


def duties(_: Settings) -> Any:
    """The duties that plans give."""
    from ocop.catalogue.plans import published_duties

    return published_duties()


def registers(svc: Services) -> Any:
    """The registers, with what they share with cases."""
    from ocop.aws.exports import TableExports
    from ocop.aws.imports import TableImports
    from ocop.aws.registers import TableRegisters
    from ocop.aws.uploads import TableRecordFiles
    from ocop.registers.ports import RegisterServices
    from ocop.registers.register import published_registers

    return RegisterServices(
        TableRegisters(),
        published_registers(),
        svc.forms,
        svc.criteria,
        svc.now,
        TableRecordFiles(),
        TableImports(),
        TableExports(),
        svc.base_url,
    )


def programme(svc: Services) -> Any:
    """The programme's figures."""
    from ocop.aws.cycles import TableCycles
    from ocop.aws.programme import TableFigures
    from ocop.aws.reports import TableReports
    from ocop.catalogue.plans import published_indicators, published_plans
    from ocop.programme.cycle import published_cycle_kinds
    from ocop.programme.ports import ProgrammeServices
    from ocop.programme.report_kind import published_report_kinds
    from ocop.registers.register import published_registers

    return ProgrammeServices(
        TableFigures(),
        published_registers(),
        published_plans(),
        published_indicators(),
        TableReports(),
        published_report_kinds(),
        TableCycles(),
        published_cycle_kinds(),
        svc.now,
    )


def make_officers(settings: Settings) -> Any:
    """Officers' accounts, as they use them."""
    from ocop.aws.identity import Officers

    return Officers(settings.user_pool_client)


def make_directory(settings: Settings) -> Any:
    """Officers' accounts, as the administrator makes them."""
    from ocop.aws.directory import UserPool

    return UserPool(settings.user_pool)
