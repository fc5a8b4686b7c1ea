"""The form libraries of other people, installed once from `package-lock.json`."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from infra.venvs import ROOT, locked

HERE = Path(__file__).parent
FOLDER = ROOT / ".venvs/renderers"
FILES = ("package.json", "package-lock.json", "draw.mjs")


def problems_of(forms: Sequence[Mapping[str, Any]]) -> Mapping[str, list[str]]:
    """What react-jsonschema-form and JSON Forms say against each form, by its `name`.

    Raises CalledProcessError when npm or node fails.
    """
    _install()
    command = ["node", "draw.mjs"]
    text = json.dumps(forms).encode()
    told = subprocess.run(command, cwd=FOLDER, input=text, check=True, capture_output=True).stdout
    return {one["name"]: one["problems"] for one in json.loads(told)}


def _install() -> None:
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    with locked("renderers"):
        FOLDER.mkdir(exist_ok=True)
        for name in FILES:
            shutil.copy(HERE / name, FOLDER / name)
        stamp = FOLDER / ".installed"
        if not stamp.exists() or stamp.read_text() != wanted:
            command = ["npm", "ci", "--no-audit", "--no-fund", "--silent"]
            subprocess.run(command, cwd=FOLDER, check=True, stdin=subprocess.DEVNULL)
            stamp.write_text(wanted)
