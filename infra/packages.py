"""The administrator's command that takes a package of another stack in."""

import argparse
import json
import sys


def take_package_in(asked: argparse.Namespace) -> int:
    """Check a package whole and, when asked to, keep it; 1 when anything is wrong, and nothing is
    stored then. A package that was taken in before changes nothing.
    """
    from ocop.base.proof import keys_in
    from ocop.base.roles import OPERATOR
    from ocop.papers.taking import is_taken, open_parcel, parcel_problems, take_parcel
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
    if problems or parcel is None:
        return 1
    if not asked.store:
        print(
            f"{parcel.case.reference}: {len(parcel.events)} acts, nothing wrong; --store keeps it."
        )
        return 0
    take_parcel(svc, parcel, OPERATOR)
    print(f"{parcel.case.reference}: {len(parcel.events)} acts, taken in.")
    return 0
