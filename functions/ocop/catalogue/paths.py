"""Where the data files lie: beside the package when deployed, else beside `functions/`."""

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def schemas_dir() -> Path:
    """The folder `schemas`, found from where this package lies, without any setting."""
    functions = Path(__file__).resolve().parents[2]
    packed = functions / "schemas"
    return packed if packed.is_dir() else functions.parent / "schemas"
