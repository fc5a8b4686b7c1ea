"""Make the project's virtual environments: `python3 -m infra.venvs NAME...`.

Each is rebuilt only when the text of its requirement files changes. Standard library alone, since
it runs before anything is installed.
"""

import fcntl
import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {
    "dev": ROOT / ".venv",
    "sam": ROOT / ".venvs/sam",
    "checkov": ROOT / ".venvs/checkov",
    "local": ROOT / ".venvs/local",
    "mutants": ROOT / ".venvs/mutants",
    "solvers": ROOT / ".venvs/solvers",
}
REQUIREMENTS = {
    "dev": ["requirements.txt", "tests/requirements.txt"],
    "sam": ["infra/tools/sam.txt"],
    "checkov": ["infra/tools/checkov.txt"],
    "local": ["infra/local/requirements.txt"],
    "mutants": ["requirements.txt", "tests/requirements.txt", "infra/tools/mutants.txt"],
    "solvers": ["tests/bench/solvers.txt"],
}


def python_of(name: str) -> Path:
    """The interpreter of an environment, whether or not it was made yet."""
    return FOLDERS[name] / "bin/python"


def ensure(name: str, interpreter: Path = Path(sys.executable)) -> None:
    """Install the environment, on `interpreter`, unless it already holds exactly its requirement
    files.

    Raises CalledProcessError when pip fails; its own message stands above.
    """
    folder = FOLDERS[name]
    with locked(name):
        stamp = folder / ".installed"
        wanted = _fingerprint(name, interpreter)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        started = time.monotonic()
        print(f"- installing the {name} environment ({_shown(folder)}) ...", flush=True)
        stamp.unlink(missing_ok=True)
        _install(folder, interpreter, REQUIREMENTS[name])
        stamp.write_text(wanted)
        print(f"  done in {time.monotonic() - started:.0f} s", flush=True)


def _install(folder: Path, interpreter: Path, files: list[str]) -> None:
    if not (folder / "bin/python").exists():
        make = [str(interpreter), "-m", "venv", "--symlinks", str(folder)]
        subprocess.run(make, check=True, stdin=subprocess.DEVNULL)
    command = [str(folder / "bin/python"), "-m", "pip", "install", "-qq"]
    command += ["--disable-pip-version-check", "--no-warn-script-location"]
    for file in files:
        command += ["-r", str(ROOT / file)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def _fingerprint(name: str, interpreter: Path) -> str:
    own = interpreter == Path(sys.executable)
    digest = hashlib.sha256(str(sys.version_info[:2] if own else interpreter).encode())
    for file in REQUIREMENTS[name]:
        digest.update((ROOT / file).read_bytes())
    return digest.hexdigest()


def _shown(folder: Path) -> str:
    return str(folder.relative_to(ROOT))


@contextmanager
def locked(name: str) -> Iterator[None]:
    """One process at a time: two would install into each other's half-made folder."""
    lock = ROOT / ".venvs" / f"{name}.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    for wanted_name in sys.argv[1:]:
        ensure(wanted_name)
