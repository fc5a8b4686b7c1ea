"""Files that are made by themselves, waited for; packages held to the published keys without the
stack.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from infra.demo.client import Answer, Visitor
from infra.local.folders import ROOT

PROOF = ROOT / "functions" / "ocop" / "base" / "proof.py"
SECONDS, PAUSE = 90.0, 0.5
HTML = "text/html"


class Missing(Exception):
    """Something that should have been made was not."""


def made(person: Visitor, address: str) -> Answer:
    """A file, waited for while its page says that it is being made. Raises Missing."""
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        answer = person.get(address)
        if not answer.headers.get("content-type", "").startswith(HTML):
            return answer
        time.sleep(PAUSE)
    raise Missing(address)


def checked_offline(person: Visitor, package: bytes, file: Path) -> None:
    """Keep a package and check it by its own program and the published keys. Raises Missing."""
    keys = file.with_name("ocop-keys.json")
    file.write_bytes(package)
    keys.write_text(json.dumps(person.get("/.well-known/ocop-keys.json").json()), "utf-8")
    checked = subprocess.run(
        [sys.executable, PROOF, file, "--keys", keys],
        capture_output=True,
        text=True,
        check=False,
    )
    if checked.returncode:
        raise Missing(checked.stdout + checked.stderr)
