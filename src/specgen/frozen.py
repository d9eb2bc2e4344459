"""Values that never change: what `@dataclass(frozen=True, slots=True)` and `typing.NamedTuple` make, without the price.

The standard library writes, compiles and runs six functions for each class, 0.6 ms apiece, and specgen has fifty classes:
a tenth of every command went into that. Here all classes share one set of methods, and none is compiled. Type checkers
see dataclasses (PEP 681) and named tuples, `replace` included: wrong and missing fields are found as before. `typing`
alone takes as long to import as Python to start, so what every start needs does without it, and without `collections`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers know under this name
if TYPE_CHECKING:
    from dataclasses import replace
    from typing import Any, NamedTuple, TypeVar, dataclass_transform

    Row = TypeVar("Row")

    def new(kind: type[Row], values: tuple[Any, ...], /) -> Row:
        """A named tuple of all its values: half as long as a call of its class, for those of which a file has fifty."""
else:
    new = tuple.__new__

    def replace(value, /, **changes):
        """The same value with other fields. Raises TypeError for a name that is no field."""
        return type(value)(**{**{name: getattr(value, name) for name in value._fields}, **changes})

    def dataclass_transform(**_):
        return lambda kind: kind


__all__ = ["Frozen", "NamedTuple", "new", "replace"]


def _named(fields: tuple[str, ...], defaults: tuple[Any, ...]) -> dict[str, Any]:
    """The defaults, which are those of the last fields, by field."""
    return dict(zip(fields[len(fields) - len(defaults) :], defaults, strict=True))


@dataclass_transform(frozen_default=True)
class _Kind(type):
    """Makes the annotated names of a class its slots, and notes how they are set, read and filled."""

    _fields: tuple[str, ...]
    _setters: tuple[Any, ...]
    _defaults: tuple[Any, ...]  # of the last fields
    _by_name: dict[str, Any]  # the same, by field
    _read: Any  # values of all fields; made when it is asked for

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _Kind:
        taken = {"_fields", "_setters", "_defaults", "_by_name", "_read"} & body.keys()
        if taken:  # a method of that name would be overwritten in silence
            raise TypeError(f"{name} may not define {', '.join(sorted(taken))}")
        fields = tuple(body.get("__annotations__", ()))
        defaults = tuple([body.pop(field) for field in fields if field in body])
        made = super().__new__(cls, name, bases, {**body, "__slots__": fields, "__match_args__": fields})
        made._fields, made._defaults = fields, defaults
        made._by_name = _named(fields, defaults)
        made._setters = tuple([getattr(made, field).__set__ for field in fields])
        made._read = None
        return made


class Frozen(metaclass=_Kind):
    """Parent of all values. Fields are the annotated names, in order; equal are two of one class with equal fields."""

    def __init__(self, *values: Any, **named: Any) -> None:
        kind = type(self)
        lacking = len(kind._fields) - len(values)
        if named or not 0 <= lacking <= len(kind._defaults):
            values = _completed(kind, values, named)
        elif lacking:
            values += kind._defaults[-lacking:]
        for put, value in zip(kind._setters, values, strict=True):
            put(self, value)

    def __eq__(self, other: object) -> bool:
        kind = type(self)
        if type(other) is not kind:
            return NotImplemented
        read = kind._read or _reader(kind)
        return self is other or bool(read(self) == read(other))

    def __hash__(self) -> int:
        kind = type(self)
        return hash((kind._read or _reader(kind))(self))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self)._fields)
        return f"{type(self).__name__}({fields})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")

    def __reduce__(self) -> tuple[Any, ...]:  # copying and pickling would set attributes one by one
        return type(self), tuple([getattr(self, name) for name in type(self)._fields])


def _reader(kind: _Kind) -> Any:
    from operator import attrgetter  # no value of a short run is compared

    kind._read = attrgetter(*kind._fields) if kind._fields else lambda _: ()
    return kind._read


def _completed(kind: Any, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """One value for each field: given by place, by name or by default. Raises TypeError as any call would."""
    fields = kind._fields
    rest = fields[len(values) :]
    given = {**kind._by_name, **named}
    found = [given[name] for name in rest if name in given]
    if len(values) <= len(fields) and len(found) == len(rest) and not [name for name in named if name not in rest]:
        return (*values, *found)
    placed = fields[: len(values)]
    wrong = [n for n in rest if n not in given] + [n for n in named if n not in fields or n in placed]
    raise TypeError(f"{kind.__name__} takes {', '.join(fields)}: not as given are {', '.join(wrong) or values}")


if not TYPE_CHECKING:
    try:
        from _collections import _tuplegetter  # what namedtuple's fields are; a property takes four times as long
    except ImportError:  # another Python

        def _tuplegetter(number, doc):
            return property(lambda row: row[number], doc=doc)

    class _Row(type):
        """Makes the annotated names of a class the fields of its tuples."""

        def __new__(cls, name, bases, body):
            fields = tuple(body.get("__annotations__", ()))
            defaults = tuple([body.pop(field) for field in fields if field in body])
            places = {field: _tuplegetter(number, "") for number, field in enumerate(fields)}
            own = {"__slots__": (), "__match_args__": fields, "_fields": fields, "_by_name": _named(fields, defaults)}
            return super().__new__(cls, name, bases, {**body, **places, **own})

    class NamedTuple(tuple, metaclass=_Row):
        """Parent of small values that are tuples, too. Fields are the annotated names, in order."""

        def __new__(cls, *values, **named):
            if named or len(values) != len(cls._fields):
                values = _completed(cls, values, named)
            return tuple.__new__(cls, values)

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            return tuple(self)

        def _replace(self, **changes):
            """The same tuple with other fields. Raises TypeError for a name that is no field."""
            return type(self)(**{**dict(zip(self._fields, self, strict=True)), **changes})
