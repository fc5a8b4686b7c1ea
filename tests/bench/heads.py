"""`python -m tests.bench.heads [acts]`: whether running totals are what a recount gives."""

import sys
import time
from random import Random

from ocop.registers.measures import head_differences
from tests.support.counting import Ledger

USUAL, TOLD_EVERY = 20_000, 50_000


def main(acts: int = USUAL) -> int:
    """Random acts, then a recount; 1 where they differ."""
    ledger, begun = Ledger(Random(acts)), time.process_time()
    for number in range(1, acts + 1):
        ledger.act()
        if number % TOLD_EVERY == 0:
            print(f"{number} acts, {time.process_time() - begun:.0f} s", flush=True)
    wrong = head_differences(ledger.kept, ledger.recounted())
    print(f"{len(ledger.records)} records, {len(ledger.kept)} totals, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
