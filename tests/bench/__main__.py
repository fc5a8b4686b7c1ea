"""`python -m tests.bench`: measure the promises; exit code 1 if one is broken. With the word `life`
only those of one dossier's life.
"""

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
    from tests.bench.run import life_alone, main

    sys.exit(life_alone() if sys.argv[1:] == ["life"] else main())
