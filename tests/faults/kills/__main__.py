"""`make kills`: twenty kills, or as many as asked for; 1 if a promise is broken."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.kills.driver import drive

parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__)
parser.add_argument("--kills", type=int, default=20)
parser.add_argument("--workers", type=int, default=4)
parser.add_argument("--seed", type=int, default=1)
asked = parser.parse_args()
with tempfile.TemporaryDirectory() as folder:
    found = drive(Path(folder), kills=asked.kills, workers=asked.workers, seed=asked.seed)
print(found.show())
sys.exit(bool(found.broken))
