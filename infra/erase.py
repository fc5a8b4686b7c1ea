"""Forget an idea that nobody has confirmed: `python -m infra.erase REFERENCE --table NAME`.

For somebody whose data stand in an idea they never sent. Works with the AWS credentials of whoever
runs it; a confirmed case is refused.
"""

import argparse
import os
import sys


def main() -> int:
    """Forget what was asked for; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m infra.erase", description=__doc__)
    parser.add_argument("reference", help="the case's reference")
    parser.add_argument("--table", required=True, help="the stack's output TableName")
    asked = parser.parse_args()
    os.environ["TABLE_NAME"] = asked.table
    return _erase(asked.reference)


def _erase(reference: str) -> int:
    from ocop.base.errors import OcopError
    from ocop.filing.addresses import erase_unconfirmed
    from ocop.wiring.services import services

    try:
        erase_unconfirmed(services(), reference)
    except OcopError as refused:
        print(f"{reference}: {refused}", file=sys.stderr)
        return 1
    print(f"{reference} is forgotten")
    return 0


if __name__ == "__main__":
    sys.exit(main())
