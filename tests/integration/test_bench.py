"""The bench can play a dossier's life, and what that writes does not grow unseen."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNITS = 256  # a life's, as it was counted last; fewer are promised


def test_a_life_of_the_bench_ends_and_writes_no_more_than_it_did() -> None:
    command = [sys.executable, "-m", "tests.bench", "life"]
    told = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    counted = re.search(r"^ +(\d+) units, \d+ of them for the index", told.stdout, re.MULTILINE)
    assert counted, told.stderr[-2000:]
    assert int(counted[1]) <= UNITS
