"""The administrator's command that takes certificates that exist into a stack."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

SHEET = ".certificates.csv"


def sheet_beside(province: Path) -> Path:
    """Where a sample province keeps the certificates that it gave before it had a stack."""
    return province.with_suffix(SHEET)


def load_sample(admin: Callable[..., str], province: Path, *options: str) -> None:
    """Load a sample province by its administrator's commands, with its certificates."""
    admin("load", str(province), *options)
    if (sheet := sheet_beside(province)).exists():
        code = str(json.loads(province.read_text("utf-8"))["code"])
        admin("certificates", str(sheet), "--province", code, "--store")


def take_certificates(asked: argparse.Namespace) -> int:
    """Check a sheet and, when asked to, store it; 1 when anything is wrong, and nothing is stored.

    Raises NotFound for a province that the stack does not serve, Malformed.
    """
    from ocop.base.roles import OPERATOR
    from ocop.certificates.importing import Taker, check_import, take_in
    from ocop.wiring.services import services

    svc = services()
    served = svc.store.provinces(fresh=True)
    province = next((one for one in served if asked.province in ("", one.code)), None)
    if province is None:
        print("The stack serves no such province.", file=sys.stderr)
        return 1
    checked = check_import(svc, province, _rows(asked.file))
    for error in checked.errors:
        print(f"row {error.row}, {error.column}: {error.code} {error.value}", file=sys.stderr)
    if checked.errors:
        return 1
    if not asked.store:
        print(f"{len(checked.rows)} certificates, nothing wrong; --store stores them.")
        return 0
    new = take_in(svc, province, checked.rows, Taker(OPERATOR))
    print(f"{len(checked.rows)} certificates, {new} new.")
    return 0


def _rows(file: Path) -> list[list[str]]:
    from ocop.base.sheets import read_csv
    from ocop.base.workbook import read_workbook

    content = file.read_bytes()
    return read_workbook(content) if file.suffix == ".xlsx" else read_csv(content.decode("utf-8"))
