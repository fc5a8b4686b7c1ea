"""The public face of a package whose parts are loaded when they are first asked for."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def face(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a package: `homes` holds for each module its public names,
    with a blank between them.

    Raises AttributeError for any other name.
    """
    home_of = {name: module for module, names in homes.items() for name in names.split()}

    def public(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no public name {name!r}")
        value: object = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return public
