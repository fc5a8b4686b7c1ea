"""Put together what one function's zip holds: `python3 -m infra.package FOLDER FUNCTION`.

The functions' own files, schemas/ and the run-time wheels of requirements.txt for Lambda's
platform, picked from any Python 3.11 or later; what draws papers is for the function `papers`
alone. botocore's data is cut down to what the functions call, and the pages' templates are
compiled. Standard library alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.botocore_cut import calls_in, cut

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = "3.13"
# jsonschema-rs has no older aarch64 wheel: asked for manylinux2014, pip takes an old release.
LAMBDA_WHEELS = (
    "--platform=manylinux_2_28_aarch64",
    "--platform=manylinux_2_17_aarch64",
    "--platform=manylinux2014_aarch64",
    "--implementation=cp",
    f"--python-version={RUNTIME}",
)
PAPERS = "# --- Papers"  # the line of requirements.txt below which one bundle holds more
OFF_LAMBDA = "# --- Off Lambda"  # and that below which bundles hold nothing
DRAWING = ("papers.py", "ocop/documents/drawing")  # what is in that one bundle
DRAWS = "PapersFunction"
UNUSED = shutil.ignore_patterns("__pycache__", "*.pyc", "bin", "Makefile", ".*")


def package_for_lambda(folder: Path, function: str) -> None:
    """Fill `folder` for arm64 and Python 3.13, with byte code if that Python is at hand."""
    python, draws = find_python(RUNTIME), function == DRAWS
    dependencies = install_wheels(LAMBDA_WHEELS, ROOT / ".build", compiler=python, draws=draws)
    shutil.copytree(dependencies, folder, dirs_exist_ok=True)
    copy_own_code(folder, draws=draws)
    compile_templates(folder, dependencies, python or Path(sys.executable))
    if python:
        compile_all(python, folder / "ocop", *folder.glob("*.py"))
    else:
        print(f"no Python {RUNTIME} found: shipping no .pyc, so cold starts take longer")


def copy_own_code(folder: Path, *, draws: bool = False) -> None:
    """Copy functions/ and schemas/ as they are deployed, side by side; what draws papers only
    where that is wanted.
    """
    shutil.copytree(ROOT / "functions", folder, dirs_exist_ok=True, ignore=UNUSED)
    for place in () if draws else DRAWING:
        shutil.rmtree(folder / place, ignore_errors=True)
        (folder / place).unlink(missing_ok=True)
    if (ROOT / "schemas").exists():
        shutil.copytree(ROOT / "schemas", folder / "schemas", dirs_exist_ok=True, ignore=UNUSED)


def compile_templates(folder: Path, dependencies: Path, python: Path) -> None:
    """Turn the templates of the copied code into Python beside them; any Python will do for it.

    Raises CalledProcessError for a template with a mistake in it.
    """
    places = os.pathsep.join(map(str, (folder, dependencies)))
    command = [str(python), "-m", "ocop.html.compiled"]
    environment = {**os.environ, "PYTHONPATH": places, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, env=environment)


def bundled(*, draws: bool = False) -> str:
    """The part of requirements.txt that is in the functions' bundles, or in that which draws."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    return text.partition(OFF_LAMBDA if draws else PAPERS)[0]


def install_wheels(
    platform: tuple[str, ...],
    cache: Path,
    *,
    compiler: Path | None,
    installer: Path = Path(sys.executable),
    draws: bool = False,
) -> Path:
    """The folder of installed wheels, made once for each list of them and of calls to AWS.

    All functions share it but the one that draws papers. Raises CalledProcessError when pip finds
    no wheel.
    """
    calls = calls_in(ROOT / "functions" / "ocop" / "aws")
    cutting = (ROOT / "infra" / "botocore_cut.py").read_text("utf-8")
    wanted = bundled(draws=draws)
    called = sorted((service, sorted(names)) for service, names in calls.items())
    key = f"{wanted}{platform}{compiler}{installer}{sys.version_info[:2]}{called}{cutting}"
    target = cache / f"wheels-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    if not target.exists():
        half_made = target.with_suffix(".partial")
        shutil.rmtree(half_made, ignore_errors=True)
        _pip_install(installer, platform, half_made, wanted)
        cut(half_made / "botocore" / "data", calls)
        if compiler:
            compile_all(compiler, half_made)
        half_made.rename(target)
    return target


def compile_all(python: Path, *places: Path) -> None:
    """Byte-compile so that a zip's lost file times do not void it."""
    command = [str(python), "-m", "compileall", "-q", "-f", "--invalidation-mode=unchecked-hash"]
    subprocess.run([*command, *map(str, places)], check=True, stdin=subprocess.DEVNULL)


def find_python(version: str) -> Path | None:
    """A Python of this minor version on the path, among pyenv's or uv's, else None."""
    candidates = [shutil.which(f"python{version}")]
    candidates += map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    held = Path.home().glob(f".local/share/uv/python/cpython-{version}.*/bin/python{version}")
    candidates += map(str, held)
    for candidate in candidates:
        if candidate and _answers(candidate, version):
            return Path(candidate)
    return None


def _answers(candidate: str, version: str) -> bool:
    """pyenv puts a shim on the path even for a version that it will not run."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([candidate, "-c", code], capture_output=True, text=True, check=False)
    return answer.stdout.strip() == version


def _pip_install(
    installer: Path, platform: tuple[str, ...], target: Path, requirements: str
) -> None:
    listed = target.with_suffix(".txt")
    listed.parent.mkdir(parents=True, exist_ok=True)
    listed.write_text(requirements, "utf-8")
    command = [str(installer), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    command += ["--only-binary=:all:", "--no-deps", "--no-compile", *platform]
    command += ["-r", str(listed), "--target", str(target)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    listed.unlink()
    shutil.rmtree(target / "bin", ignore_errors=True)


if __name__ == "__main__":
    package_for_lambda(Path(sys.argv[1]), sys.argv[2])
