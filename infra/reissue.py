"""The administrator's command that replaces emailed links after a leak.

Put a new key into the secret and take the leaked one out, then run it: every link that the old key
signed and that still opens something is replaced, and its holder gets the next by mail. With a
person's address all links of that person are replaced, whatever key signed them. A run that was
stopped goes on where it was.
"""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocop.cases.services import Services


def reissue(asked: argparse.Namespace) -> int:
    """Replace the links; 1 when some case could not be done, which is named."""
    from ocop.base.errors import OcopError
    from ocop.filing.reissuing import held_by, reissue_links, signed_by_another
    from ocop.wiring.services import services

    svc = services()
    concerned = held_by(asked.person) if asked.person else signed_by_another(svc.keys().current)
    done, failed = 0, 0
    for case in dict.fromkeys(list(_cases(svc))):
        try:
            done += reissue_links(svc, case, concerned)
        except OcopError as refused:
            failed += 1
            print(f"{case}: {refused.code}", file=sys.stderr)
    print(f"{done} links replaced, their holders are written to; {failed} cases failed.")
    return 1 if failed else 0


def _cases(svc: "Services") -> Iterator[str]:
    """The cases that are open, and those of recognised products, whose producers come back."""
    from ocop.jobs.audit import recognised
    from ocop.jobs.walks import cases_of, everything, provinces_of

    for code in provinces_of(svc):
        yield from everything(cases_of(svc, code, None))
        yield from everything(recognised(svc, code))
