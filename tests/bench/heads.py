"""`python -m tests.bench.heads [acts]`: whether running totals are what a recount gives, and the
figures of merged communes those of their heirs.
"""

import sys
import time
from random import Random

from ocop.registers.measures import head_differences
from tests.support.counting import Ledger

USUAL, TOLD_EVERY, MERGERS = 20_000, 50_000, 100


def main(acts: int = USUAL) -> int:
    """Random acts, then a recount; 1 where they differ."""
    ledger, begun = Ledger(Random(acts), MERGERS / acts), time.process_time()
    for number in range(1, acts + 1):
        ledger.act()
        if number % TOLD_EVERY == 0:
            print(f"{number} acts, {time.process_time() - begun:.0f} s", flush=True)
    wrong = head_differences(ledger.kept, ledger.recounted())
    figures, moved = ledger.figures(), ledger.figures_as_if_moved()
    apart = [name for name in figures if figures[name] != moved[name]]
    print(
        f"{len(ledger.records)} records, {len(ledger.heirs)} communes merged, "
        f"{len(ledger.kept)} totals, {len(wrong)} wrong, "
        f"{len(figures)} measures, {len(apart)} otherwise by heir; "
        f"{time.process_time() - begun:.0f} s"
    )
    return 1 if wrong or apart else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
