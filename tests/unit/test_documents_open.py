"""Every DOCX opens where offices open it: LibreOffice, if its writer is on the machine."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.test_documents import EDITABLE, made

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not on this machine")
def test_every_docx_opens_in_libreoffice(tmp_path: Path) -> None:
    papers = []
    for id in EDITABLE:
        papers.append(tmp_path / f"{id}.docx")
        papers[-1].write_bytes(made(id))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, papers)], check=True, capture_output=True, timeout=300)
    opened = {path.stem for path in tmp_path.glob("*.pdf") if path.stat().st_size > 5_000}
    assert opened == {path.stem for path in papers}
