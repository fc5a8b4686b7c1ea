"""What pages are made of: small values, made by keyword, cheap to define."""

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True)
class View:
    """A value with named parts; a part with a default may be left out.

    A dataclass writes and compiles its methods when it is defined, which costs a cold start a
    hundred times as much as this does. Raises TypeError for a name that is missing or unknown.
    """

    _names: ClassVar[frozenset[str]] = frozenset()
    _needed: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        own = {name for name in cls.__annotations__ if not name.startswith("_")}
        cls._names |= own
        cls._needed |= own - vars(cls).keys()

    def __init__(self, **values: Any) -> None:
        if not self._needed <= values.keys() <= self._names:
            wrong = (self._needed - values.keys()) | (values.keys() - self._names)
            raise TypeError(f"{type(self).__name__}: {', '.join(sorted(wrong))}")
        self.__dict__.update(values)

    def but(self, **changes: Any) -> Self:
        """The same with some parts changed."""
        given = {name: value for name, value in vars(self).items() if name in self._names}
        return type(self)(**{**given, **changes})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.__dict__})"


class Component(View):
    """A part of a page. Class `TaskList` in `components/tasks.py` is drawn by the macro `task_list`
    in `templates/tasks.html.j2`.
    """
