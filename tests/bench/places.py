"""Where the bench works: the project's folders and an environment that holds both stacks."""

from pathlib import Path

from infra import venvs

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = ROOT / "functions"
NAME = "bench"


def bench_python() -> Path:
    """The interpreter that has our run-time packages and the usual stack's, made when missing.

    Raises CalledProcessError when pip fails.
    """
    venvs.FOLDERS[NAME] = ROOT / ".venvs" / NAME
    venvs.REQUIREMENTS[NAME] = ["requirements.txt", "tests/bench/requirements.txt"]
    venvs.ensure(NAME)
    return venvs.python_of(NAME)
