"""The checkers of others find nothing in the template, and our layers hold."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.venvs import python_of

ROOT = Path(__file__).parents[2]
ENTRY_FILES = {"portal", "review", "office", "workflow", "dispatch", "clock", "mailbox"}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """The finished command, run in the project's folder without a network."""
    quiet = {"SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "ap-southeast-1"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **quiet, "PYTHONPATH": "functions"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def tool(name: str) -> Path:
    """A command of the environment that runs the tests."""
    return Path(sys.executable).parent / name


def test_cfn_lint_finds_nothing() -> None:
    done = run(tool("cfn-lint"), "template.yaml", "infra/front.yaml", "infra/solver.yaml")
    assert done.returncode == 0, done.stdout


def test_sam_accepts_the_template() -> None:
    sam = python_of("sam").parent / "sam"
    if not sam.exists():
        pytest.skip("`make test` installs the SAM command line")
    done = run(sam, "validate", "--lint")
    assert done.returncode == 0, done.stdout + done.stderr


def test_checkov_finds_nothing_but_what_we_answer_for() -> None:
    checkov = python_of("checkov").parent / "checkov"
    if not checkov.exists():
        pytest.skip("`make test` installs checkov")
    files = ("-f", "template.yaml", "infra/front.yaml", "infra/solver.yaml")
    done = run(checkov, "--config-file", "infra/tools/checkov.yaml", *files)
    assert done.returncode == 0, done.stdout
    assert "Failed checks: 0" in done.stdout


def test_imports_run_one_way() -> None:
    done = run(tool("lint-imports"), "--no-logo")
    assert done.returncode == 0, done.stdout


def imported(path: Path) -> set[str]:
    """Top-level names of all absolute imports of a file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_nothing_imports_the_entry_files() -> None:
    for path in (ROOT / "functions/ocop").rglob("*.py"):
        assert not imported(path) & ENTRY_FILES, path


PURE = ("base", "law", "links", "people", "scoring")


def test_the_rules_import_the_standard_library_alone() -> None:
    paths = [path for name in PURE for path in (ROOT / "functions/ocop" / name).rglob("*.py")]
    assert len(paths) > len(PURE)
    for path in paths:
        assert imported(path) <= sys.stdlib_module_names | {"ocop"}, path
