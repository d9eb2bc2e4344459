"""Values that never change: what `@dataclass(frozen=True, slots=True)` makes, without its price at every start.

The standard library writes, compiles and runs six functions for each class, 0.6 ms apiece, and specgen has fifty classes:
a tenth of every command went into that. Here all classes share one set of methods, and none is compiled. Type checkers
see dataclasses (PEP 681), `replace` included: wrong and missing fields are found as before.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import replace
else:
    Value = TypeVar("Value")

    def replace(value: Value, /, **changes: Any) -> Value:
        """The same value with other fields. Raises TypeError for a name that is no field."""
        return type(value)(**{**{name: getattr(value, name) for name in value._fields}, **changes})


__all__ = ["Frozen", "replace"]


@dataclass_transform(frozen_default=True)
class _Kind(type):
    """Makes the annotated names of a class its slots, and notes how they are set, read and filled."""

    _fields: tuple[str, ...]
    _setters: tuple[Any, ...]
    _defaults: tuple[Any, ...]  # of the last fields
    _read: Any

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _Kind:
        taken = {"_fields", "_setters", "_defaults", "_read"} & body.keys()
        if taken:  # a method of that name would be overwritten in silence
            raise TypeError(f"{name} may not define {', '.join(sorted(taken))}")
        fields = tuple(body.get("__annotations__", ()))
        defaults = tuple([body.pop(field) for field in fields if field in body])
        made = super().__new__(cls, name, bases, {**body, "__slots__": fields, "__match_args__": fields})
        made._fields, made._defaults = fields, defaults
        made._setters = tuple([getattr(made, field).__set__ for field in fields])
        made._read = attrgetter(*fields) if fields else lambda _: ()
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
        return self is other or bool(kind._read(self) == kind._read(other))

    def __hash__(self) -> int:
        return hash(type(self)._read(self))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self)._fields)
        return f"{type(self).__name__}({fields})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")

    def __reduce__(self) -> tuple[Any, ...]:  # copying and pickling would set attributes one by one
        return type(self), tuple([getattr(self, name) for name in type(self)._fields])


def _completed(kind: _Kind, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """One value for each field: given by place, by name or by default. Raises TypeError as any call would."""
    fields, defaults = kind._fields, kind._defaults
    placed = dict(zip(fields, values, strict=False))
    whole = {**dict(zip(fields[len(fields) - len(defaults) :], defaults, strict=True)), **placed, **named}
    if whole.keys() != set(fields) or len(placed) != len(values) or not placed.keys().isdisjoint(named):
        wrong = [name for name in fields if name not in whole] + [n for n in named if n not in fields or n in placed]
        raise TypeError(f"{kind.__name__} takes {', '.join(fields)}: not as given are {', '.join(wrong) or values}")
    return tuple([whole[name] for name in fields])
