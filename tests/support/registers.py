"""Registers in a world: its services, and answers that fill a form."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ocop.aws.cycles import TableCycles
from ocop.aws.exports import TableExports
from ocop.aws.imports import TableImports
from ocop.aws.programme import TableFigures
from ocop.aws.registers import TableRegisters
from ocop.aws.reports import TableReports
from ocop.aws.uploads import TableRecordFiles
from ocop.catalogue.plans import published_indicators, published_plans
from ocop.people.province import Province, Role
from ocop.people.rights import Officer
from ocop.programme.cycle import published_cycle_kinds
from ocop.programme.ports import ProgrammeServices
from ocop.programme.report_kind import published_report_kinds
from ocop.registers.acts import Keeping
from ocop.registers.ports import RegisterServices
from ocop.registers.record import RegisterRecord
from ocop.registers.register import Register, published_registers
from tests.support.world import World

COOPERATIVE: Mapping[str, Any] = {
    "name": "Hợp tác xã Mật ong Sông Xanh",
    "kind": "cooperative",
    "commune": "10105",
    "registration": "0100109106",
}


def register_services_of(world: World, schemas: Path | None = None) -> RegisterServices:
    """What the registers work with, on the world's table and clock."""
    svc = world.svc
    registers = published_registers(schemas)
    files, sheets = TableRecordFiles(), (TableImports(), TableExports())
    ports = (TableRegisters(), registers, svc.forms, svc.criteria, svc.now, files, *sheets)
    return RegisterServices(*ports, svc.base_url)


def programme_services_of(world: World) -> ProgrammeServices:
    """What the programme's figures work with, on the world's table and clock."""
    return ProgrammeServices(
        TableFigures(),
        published_registers(),
        published_plans(),
        published_indicators(),
        TableReports(),
        published_report_kinds(),
        TableCycles(),
        published_cycle_kinds(),
        world.svc.now,
    )


def officer_at(province: Province, role: str, unit: str) -> Officer:
    """Somebody who holds a role at a unit."""
    holders = (one for one in province.people.values() if Role(role, unit) in one.roles)
    return Officer(next(holders), province)


def acting_on(
    world: World,
    register: str,
    role: str = "commune-officer",
    unit: str = "10105",
    *,
    province: Province | None = None,
) -> Keeping:
    """Somebody who fills in a register."""
    svc = register_services_of(world)
    who = officer_at(province or world.province, role, unit)
    return Keeping(svc, who, svc.registers.get(register))


def bare_record(register: Register, data: Mapping[str, Any]) -> RegisterRecord:
    """A record that nobody has stored."""
    at = datetime(2026, 7, 1, tzinfo=UTC)
    return RegisterRecord(
        id="a" * 26,
        province="99",
        register=register.ref,
        unit="10105",
        counted="2026-07-01",
        name="x",
        data=data,
        state="recorded",
        version=1,
        head="",
        by="",
        at=at,
    )
