"""Templates turned into Python when a bundle is made: reading them takes a cold start 0.1 s.

`python -m ocop.html.compiled` writes them beside their sources, where `loader` finds them. In a
working copy there are none, and the sources are read.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BaseLoader

TEMPLATES = Path(__file__).parent / "templates"
COMPILED = Path(__file__).parent / "compiled_templates"


def loader(compiled: Path = COMPILED) -> "BaseLoader":
    """Where pages take their templates from."""
    from jinja2 import FileSystemLoader, ModuleLoader

    return ModuleLoader(compiled) if compiled.is_dir() else FileSystemLoader(TEMPLATES)


def compile_templates(target: Path = COMPILED) -> None:
    """Write every template as a Python module; raises TemplateSyntaxError.

    One text serves both languages: what differs comes in when a page is drawn.
    """
    from ocop.html.web_page import environment_of

    shutil.rmtree(target, ignore_errors=True)
    environment_of("vi").compile_templates(target, zip=None, ignore_errors=False)


if __name__ == "__main__":
    compile_templates()
