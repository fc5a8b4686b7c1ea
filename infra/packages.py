"""The administrator's commands by which a case leaves a stack, and is taken in by another."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocop.cases.case import Case
    from ocop.cases.services import Services
    from ocop.papers.parcel import Parcel

SECONDS, PAUSE = 120.0, 1.0  # how long a package is waited for


def take_package_in(asked: argparse.Namespace) -> int:
    """Check a package whole and, when asked to, keep it; 1 when anything is wrong, and nothing is
    stored then. A package that was taken in before changes nothing. Raises Forbidden for who is not
    an administrator of the case's province.
    """
    from ocop.base.proof import keys_in
    from ocop.papers.parcel import is_taken, open_parcel, parcel_problems
    from ocop.wiring.services import services

    svc = services()
    keys = keys_in(json.loads(asked.keys.read_text("utf-8")))
    parcel, problems = open_parcel(asked.file.read_bytes(), keys)
    if parcel and is_taken(svc, parcel):
        print(f"{parcel.case.reference}: taken in already.")
        return 0
    problems = [*problems, *(parcel_problems(svc, parcel) if parcel else ())]
    for problem in problems:
        print(problem, file=sys.stderr)
    if parcel:
        print("\n".join(_what_comes_in(parcel)))
    if problems or parcel is None:
        return 1
    if not asked.store:
        print("Nothing is wrong with it; --store --by PERSON keeps it.")
        return 0
    return _keep(svc, parcel, asked.by)


def _keep(svc: "Services", parcel: "Parcel", by: str) -> int:
    from ocop.papers.handing import mover
    from ocop.papers.taking import take_parcel

    take_parcel(svc, parcel, mover(svc, parcel.case.province, by).id)
    print(f"{parcel.case.reference}: taken in.")
    return 0


def _what_comes_in(parcel: "Parcel") -> list[str]:
    """What a package holds, and what would happen with it here."""
    case, left = parcel.case, parcel.left
    files = sum(name.startswith("files/") for name in parcel.files)
    papers = sum(name.startswith("papers/") for name in parcel.files)
    lines = [f"{case.reference}: {len(parcel.events)} acts, {files} files, {papers} papers"]
    position = parcel.position
    if position is None and case.is_open:
        return lines  # what stands against it says that it goes on elsewhere
    if position is None:
        return [*lines, f"  it has ended ({case.ending}) and would be read here"]
    due = f", due {position.due:%Y-%m-%d %H:%M} UTC" if position.due else ""
    lines.append(f"  it would go on at {position.stage}{due}")
    waiting = [one["party"]["name"] for one in parcel.asked if one["id"] in parcel.waiting]
    lines.append(
        f"  asked again, by new links: the producer, {', '.join(waiting) or 'nobody else'}"
    )
    sheets = sum(bool(one.get("sheet")) for one in parcel.asked)
    unfiled = f"{len(left.drafts)} drafts, {len(left.gathered)} files not yet filed"
    return [*lines, f"  with {sheets} score sheets, {unfiled}"]


def hand_case_over(asked: argparse.Namespace) -> int:
    """Hand an open case over to the stack at an address and write its package into a file. Raises
    NotFound, Forbidden for who is no administrator of its province, WrongState for a case that does
    not go on here.
    """
    from ocop.papers.handing import hand_over, mover
    from ocop.wiring.services import services

    svc = services()
    case = svc.store.case(svc.store.case_id(asked.reference))
    by = mover(svc, case.province, asked.by).id
    case = hand_over(svc, case.id, asked.to.rstrip("/"), by)
    print(f"{case.reference}: handed over to {case.handed_to}; here it can only be read.")
    return _fetch(svc, case, asked.file or Path(f"ocop-dossier-{case.reference}.zip"))


def _fetch(svc: "Services", case: "Case", file: Path) -> int:
    """Write the package into a file once it is made; 1 when it takes too long."""
    from ocop.papers.packaging import package_key

    key, ends = package_key(svc, case, "dossier"), time.monotonic() + SECONDS
    while not svc.shelf.holds(key):
        if time.monotonic() > ends:
            told = "run it again, or take it from the page of the case"
            print(f"Its package is not made yet: {told}.", file=sys.stderr)
            return 1
        time.sleep(PAUSE)
    file.write_bytes(svc.shelf.read(key))
    print(f"Its package: {file}")
    return 0
