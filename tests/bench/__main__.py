"""`python -m tests.bench`: measure the promises; exit code 1 if one is broken. With the word `life`
only those of one dossier's life.
"""

import argparse
import os
import sys

from tests.bench.places import FUNCTIONS

sys.path.insert(0, str(FUNCTIONS))
os.environ.update(
    AWS_ACCESS_KEY_ID="bench",
    AWS_SECRET_ACCESS_KEY="bench",
    AWS_DEFAULT_REGION="ap-southeast-1",
    TABLE_NAME="ocop",
)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=["life"], help="else all of them")
    asked = parser.parse_args()

    from tests.bench.run import life_alone, main

    sys.exit(life_alone() if asked.part else main())
