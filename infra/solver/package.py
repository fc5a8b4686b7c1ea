"""Put together what the optional solver's zip holds: `python3 -m infra.solver.package`.

OR-tools alone, without what it asks for beside: its flow needs none of that, and with it the zip
would be as large as Lambda takes. Standard library alone.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from infra.package import LAMBDA_WHEELS, ROOT

HOME = Path(__file__).parent
FOLDER = ROOT / ".build/solver"


def main() -> None:
    """Fill the folder that infra/solver.yaml names, anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]
    wanted = ["--target", str(FOLDER), "--requirement", str(HOME / "requirements.txt")]
    subprocess.run([*pip, *LAMBDA_WHEELS, *wanted], check=True)
    shutil.copy(HOME / "solver.py", FOLDER)


if __name__ == "__main__":
    main()
