"""Put together what one function's zip holds: `python3 -m infra.package FOLDER`.

The functions' own files, schemas/ and the wheels of requirements.txt for Lambda's platform, picked
from any Python 3.11 or later. Standard library alone.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

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
UNUSED = shutil.ignore_patterns("__pycache__", "*.pyc", "bin", "Makefile", ".*")


def package_for_lambda(folder: Path) -> None:
    """Fill `folder` for arm64 and Python 3.13, with byte code if that Python is at hand."""
    python = find_python(RUNTIME)
    dependencies = install_wheels(LAMBDA_WHEELS, ROOT / ".build", compiler=python)
    shutil.copytree(dependencies, folder, dirs_exist_ok=True)
    copy_own_code(folder)
    if python:
        compile_all(python, folder / "ocop", *folder.glob("*.py"))
    else:
        print(f"no Python {RUNTIME} found: shipping no .pyc, so cold starts take longer")


def copy_own_code(folder: Path) -> None:
    """Copy functions/ and schemas/ as they are deployed, side by side."""
    shutil.copytree(ROOT / "functions", folder, dirs_exist_ok=True, ignore=UNUSED)
    if (ROOT / "schemas").exists():
        shutil.copytree(ROOT / "schemas", folder / "schemas", dirs_exist_ok=True, ignore=UNUSED)


def install_wheels(
    platform: tuple[str, ...],
    cache: Path,
    *,
    compiler: Path | None,
    installer: Path = Path(sys.executable),
) -> Path:
    """The folder of installed wheels, made once for each text of requirements.txt.

    Seven functions share it. Raises CalledProcessError when pip finds no wheel.
    """
    requirements = ROOT / "requirements.txt"
    key = f"{requirements.read_text()}{platform}{compiler}{installer}{sys.version_info[:2]}"
    target = cache / f"wheels-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    if not target.exists():
        half_made = target.with_suffix(".partial")
        shutil.rmtree(half_made, ignore_errors=True)
        _pip_install(installer, requirements, platform, half_made)
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
    installer: Path, requirements: Path, platform: tuple[str, ...], target: Path
) -> None:
    command = [str(installer), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    command += ["--only-binary=:all:", "--no-deps", "--no-compile", *platform]
    command += ["-r", str(requirements), "--target", str(target)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    shutil.rmtree(target / "bin", ignore_errors=True)


if __name__ == "__main__":
    package_for_lambda(Path(sys.argv[1]))
