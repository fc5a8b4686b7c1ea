"""Values with named parts: dataclasses whose methods are shared instead of compiled for each class.

A frozen dataclass writes its methods as text and compiles them when its module is loaded, 0.7 ms
each; a hundred of them were a fifth of a portal's cold start. `@struct(frozen=True)` is a dataclass
to type checkers and to `fields`, `replace` and `asdict`, and takes a tenth of that.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

C = TypeVar("C", bound=type)


class _Parts(NamedTuple):
    """What the shared methods need to know of a class."""

    names: tuple[str, ...]
    positional: tuple[str, ...]
    defaults: dict[str, Any]
    makers: dict[str, Callable[[], Any]]
    compared: tuple[str, ...]
    shown: tuple[str, ...]
    every: frozenset[str]
    checked: bool


def _parts_of(cls: Any) -> _Parts:
    found: tuple[Field[Any], ...] = fields(cls)
    return _Parts(
        tuple(one.name for one in found),
        tuple(one.name for one in found if not one.kw_only),
        {one.name: one.default for one in found if one.default is not MISSING},
        {one.name: one.default_factory for one in found if one.default_factory is not MISSING},
        tuple(one.name for one in found if one.compare),
        tuple(one.name for one in found if one.repr),
        frozenset(one.name for one in found),
        hasattr(cls, "__post_init__"),
    )


class _Later:
    """The parts of a class, found when its first value is made: most classes that a cold start
    loads have none.
    """

    def __get__(self, _: object, owner: Any) -> _Parts:
        parts = owner._parts = _parts_of(owner)  # noqa: SLF001 - our own
        return parts


_LATER = _Later()


def _init(self: Any, /, *args: Any, **named: Any) -> None:
    parts: _Parts = self._parts
    values = self.__dict__
    values.update(parts.defaults)
    if args:
        if len(args) > len(parts.positional) or not named.keys().isdisjoint(
            parts.positional[: len(args)]
        ):
            raise _misfit(self)
        values.update(zip(parts.positional, args, strict=False))
    values.update(named)
    for name, make in parts.makers.items():
        if name not in values:
            values[name] = make()
    if values.keys() != parts.every:
        raise _misfit(self)
    if parts.checked:
        self.__post_init__()


def _misfit(self: Any) -> TypeError:
    return TypeError(f"{type(self).__name__} takes {', '.join(self._parts.names)}")


def _values(value: Any) -> tuple[Any, ...]:
    held = value.__dict__
    return tuple(held[name] for name in value._parts.compared)  # noqa: SLF001 - our own


def _equal(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return _values(self) == _values(other)


def _hashed(self: Any) -> int:
    return hash(_values(self))


def _shown(self: Any) -> str:
    told = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._parts.shown)
    return f"{type(self).__qualname__}({told})"


def _fixed(self: Any, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")


def _replaced(value: Any, /, **changes: Any) -> Any:
    """What `dataclasses.replace` makes, in a fifth of its time: no field is looked up in turn."""
    parts: _Parts = value._parts  # noqa: SLF001 - our own
    if not changes.keys() <= parts.every:
        raise _misfit(value)
    held, other = value.__dict__, object.__new__(type(value))
    other.__dict__.update({name: held[name] for name in parts.names} | changes)
    if parts.checked:
        other.__post_init__()
    return other


SHARED: dict[str, Any] = {
    "__init__": _init,
    "__eq__": _equal,
    "__hash__": _hashed,
    "__repr__": _shown,
    "__setattr__": _fixed,
    "__delattr__": _fixed,
}


def _struct(*, frozen: bool, kw_only: bool = False) -> Callable[[C], C]:
    """The class as a frozen dataclass; methods of its own stay. Raises TypeError unless frozen."""
    if not frozen:
        raise TypeError("a struct is frozen")

    def made(cls: C) -> C:
        own = vars(cls)
        shared = {name: method for name, method in SHARED.items() if not own.get(name)}
        plain: Any = dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=kw_only)
        if not cls.__doc__:  # else `dataclass` works out a signature for it, longer than all else
            cls.__doc__ = cls.__name__
        found: Any = plain(cls)
        for name, method in shared.items():
            setattr(found, name, method)
        found._parts = _LATER  # noqa: SLF001 - our own
        return cls

    return made


if TYPE_CHECKING:
    from dataclasses import dataclass as struct
    from dataclasses import replace
else:
    struct, replace = _struct, _replaced

__all__ = ["replace", "struct"]
