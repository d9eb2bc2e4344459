"""Frozen values against the standard library's: whatever a dataclass or a named tuple does with a value, they do too."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen import frozen
from specgen.frozen import Frozen, replace


class Ours(Frozen):
    """A value."""

    first: int
    second: str = "two"
    third: tuple[int, ...] = ()

    @property
    def doubled(self) -> int:
        return self.first * 2


@dataclass(frozen=True, slots=True)
class Theirs:
    first: int
    second: str = "two"
    third: tuple[int, ...] = ()


class Other(Frozen):
    first: int
    second: str = "two"
    third: tuple[int, ...] = ()


class OurRow(frozen.NamedTuple):
    """A row."""

    first: int
    second: str = "two"
    third: tuple[int, ...] = ()

    @property
    def doubled(self) -> int:
        return self.first * 2


class TheirRow(NamedTuple):
    first: int
    second: str = "two"
    third: tuple[int, ...] = ()


class Empty(Frozen):
    """Has no fields."""


NAMES = st.sampled_from(["first", "second", "third", "fourth"])
CALLS = st.tuples(st.lists(st.integers(0, 2), max_size=4), st.dictionaries(NAMES, st.integers(0, 2), max_size=4))


def made(kind: Any, call: tuple[list[int], dict[str, int]]) -> object:
    try:
        value = kind(*call[0], **call[1])
    except TypeError:
        return TypeError
    return value.first, value.second, value.third


@given(CALLS)
def test_every_call_gives_the_fields_or_the_error_that_a_dataclass_gives(call: tuple[list[int], dict[str, int]]) -> None:
    assert made(Ours, call) == made(Theirs, call)
    assert made(OurRow, call) == made(TheirRow, call)


@given(st.integers(0, 1), st.sampled_from("ab"), st.integers(0, 1), st.sampled_from("ab"))
def test_equality_and_hash(first: int, second: str, third: int, fourth: str) -> None:
    one, other = Ours(first, second), Ours(third, fourth)
    assert (one == other) is (Theirs(first, second) == Theirs(third, fourth))
    assert one != other or hash(one) == hash(other)


def test_values_of_two_classes_are_never_equal() -> None:
    assert Ours(1) != Other(1)
    assert Ours(1) != (1, "two", ())


def test_nothing_can_be_changed_or_added() -> None:
    value: Any = Ours(1)
    for name in ("first", "new"):
        with pytest.raises(AttributeError, match=name):
            setattr(value, name, 2)
    with pytest.raises(AttributeError, match="first"):
        del value.first
    assert not hasattr(value, "__dict__")


def test_replace() -> None:
    assert replace(Ours(1, "x", (3,)), second="y") == Ours(1, "y", (3,))
    changes: dict[str, Any] = {"nothing": 1}
    with pytest.raises(TypeError, match="nothing"):
        replace(Ours(1), **changes)


def test_what_else_a_dataclass_does() -> None:
    value = Ours(1, third=(2,))
    assert repr(value) == "Ours(first=1, second='two', third=(2,))"
    assert copy.deepcopy(value) == copy.copy(value) == pickle.loads(pickle.dumps(value)) == value  # noqa: S301  our own bytes
    assert value.doubled == 2
    match value:
        case Ours(first, second):
            assert (first, second) == (1, "two")
    assert Empty() == Empty()
    assert repr(Empty()) == "Empty()"
    assert hash(Empty()) == hash(Empty())


def test_names_that_the_class_itself_needs_are_refused() -> None:
    with pytest.raises(TypeError, match="_fields"):

        class Wrong(Frozen):
            def _fields(self) -> None: ...


def test_what_a_named_tuple_does() -> None:
    row, theirs = OurRow(1, third=(2,)), TheirRow(1, third=(2,))
    assert row == (1, "two", (2,)) == theirs
    assert hash(row) == hash(theirs)
    assert [*row] == [*theirs]
    assert repr(row).replace("OurRow", "TheirRow") == repr(theirs)
    again = [copy.deepcopy(row), copy.copy(row), pickle.loads(pickle.dumps(row))]  # noqa: S301  our own bytes
    assert again == [row] * 3
    assert {type(one) for one in again} == {OurRow}
    assert row._replace(second="x") == theirs._replace(second="x")
    changes: dict[str, Any] = {"nothing": 1}
    with pytest.raises(TypeError, match="nothing"):
        row._replace(**changes)
    with pytest.raises((TypeError, ValueError), match="nothing"):  # a ValueError before Python 3.13
        theirs._replace(**changes)
    assert row.doubled == 2
    match row:
        case OurRow(first, second):
            assert (first, second) == (1, "two")
    wrong: Any = row
    with pytest.raises(AttributeError):
        wrong.first = 2
    assert not hasattr(row, "__dict__")
