"""Acts that are sent twice in one moment."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from ocop.base.errors import StaleVersion

_Given = ParamSpec("_Given")
_Told = TypeVar("_Told")


def once_more(act: Callable[_Given, _Told]) -> Callable[_Given, _Told]:
    """The act, done once more from fresh state where another came in between: the same act, sent
    twice in one moment, then finds itself done and has the first one's answer.

    Right only for an act that reads itself all that it stands on, and refuses another version.
    """

    @wraps(act)
    def repeated(*given: _Given.args, **named: _Given.kwargs) -> _Told:
        try:
            return act(*given, **named)
        except StaleVersion:
            return act(*given, **named)

    return repeated
