"""The values of configuration keys: each kind read and judged, with every fault of a value at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from types import MappingProxyType
from typing import Any, NamedTuple

from specgen.config import globs
from specgen.config.keys import FAIL_ON, LONGEST_REVIEW, PLACEHOLDERS, Kind
from specgen.errors import nearest

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ALL = 1_000  # entries of one list


class Fault(NamedTuple):
    """`message` goes on after the key's name. Without `fix` the key's example is the advice. `path` leads on from the key."""

    message: str
    fix: str = ""
    path: tuple[str, ...] = ()


class Read(NamedTuple):
    value: Any
    faults: tuple[Fault, ...]


def read(kind: Kind, value: object, rules: Collection[str] | None) -> Read:
    """A value of that kind as a Config holds it, or what is wrong with it. Tables are not read here."""
    reader = _READERS[kind]
    faults = tuple(reader(value, rules))
    if faults:
        return Read(None, faults)
    if isinstance(value, list):
        return Read(tuple(value), ())
    if isinstance(value, dict):
        return Read(MappingProxyType({key: tuple(one) for key, one in value.items()}), ())
    return Read(value, ())


def called(value: object) -> str:
    """A value of TOML in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    for kind, name in ((str, "a text"), (int, "a number"), (float, "a number"), (list, "a list"), (dict, "a table")):
        if isinstance(value, kind):
            return name
    return "a date or time"


Faults = Iterator[Fault]
Judge = Callable[[str], Faults]


def _text(value: object, judge: Judge) -> Faults:
    if not isinstance(value, str):
        yield Fault(f"must be a text in quotes, not {called(value)}")
    elif _CONTROL.search(value):
        yield Fault(f"holds a control character: {value[:60]!r}", "Remove it.")
    else:
        yield from judge(value)


def _texts(value: object, judge: Judge) -> Faults:
    if isinstance(value, str):
        yield Fault("must be a list, not a text", "Put it into brackets: " + _bracketed(value))
    elif not isinstance(value, list):
        yield Fault(f"must be a list of texts, not {called(value)}")
    elif len(value) > _ALL:
        yield Fault(f"has {len(value):,} entries; at most {_ALL:,} can be read", "Say it with fewer patterns.")
    else:
        for one in value:
            if not isinstance(one, str):
                yield Fault(f"must be a list of texts, and holds {called(one)}")
            else:
                yield from _text(one, judge)


def _bracketed(text: str) -> str:
    return f'["{text[:60]}"]' if not re.search(r'["\\\x00-\x1f\x7f]', text) else "[…]"


def _glob(text: str) -> Faults:
    found = globs.parse(text)
    if isinstance(found, globs.Fault):
        yield Fault(f'"{text[:60]}" {found.message}', found.fix)


def _path(text: str) -> Faults:
    if not text.strip():
        yield Fault("holds an empty path")


def _target(text: str) -> Faults:
    """Where specgen writes: only below the file, so that nobody else's configuration makes it write elsewhere."""
    if not text.strip():
        yield Fault("is empty")
    elif "\\" in text:
        yield Fault(f'"{text[:60]}" holds a backslash', "Use / between folders, on Windows, too.")
    elif text.startswith("/") or re.match(r"[A-Za-z]:", text) or ".." in text.split("/"):
        yield Fault(f'"{text[:60]}" leads out of the folder of this file', "Name a place in it.")


def _spec(text: str) -> Faults:
    yield from _target(text)
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            near = nearest(name, PLACEHOLDERS)
            fix = f"Did you mean {{{near}}}?" if near else "There are {name}, {stem} and {parent}."
            yield Fault(f'"{text[:60]}" holds {{{name[:30]}}}, which nothing stands for', fix)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        yield Fault(f'"{text[:60]}" has a brace without its other half', "Write {name}.")
    if re.search(r"[*?\[]", text):
        yield Fault(f'"{text[:60]}" is a pattern, and must be one path', "Write {name} where the names differ.")


def _rule(rules: Collection[str] | None) -> Judge:
    def judge(name: str) -> Faults:
        if rules is not None and name not in rules:
            near = nearest(name, set(rules))
            yield Fault(f'names "{name[:60]}", which is not a rule', f'Did you mean "{near}"?' if near else _SEE_RULES)

    return judge


_SEE_RULES = "See docs/reference/rules.md."


def _days(value: object, _: Collection[str] | None) -> Faults:
    if not isinstance(value, int) or isinstance(value, bool):
        yield Fault(f"must be a whole number of days, not {called(value)}")
    elif not 1 <= value <= LONGEST_REVIEW:
        yield Fault(f"is {value}; it must lie between 1 and {LONGEST_REVIEW}")


def _fail_on(value: object, _: Collection[str] | None) -> Faults:
    if not isinstance(value, str):
        yield Fault(f"must be a text in quotes, not {called(value)}")
    elif value not in FAIL_ON:
        near = nearest(value, FAIL_ON)
        yield Fault(f'is "{value[:60]}"; it must be error, warning or never', f'Did you mean "{near}"?' if near else "")


def _rules_by_file(value: object, rules: Collection[str] | None) -> Faults:
    if not isinstance(value, dict):
        yield Fault(f"must be a table, not {called(value)}")
        return
    for pattern, names in value.items():
        found = globs.anywhere(pattern)
        if isinstance(found, globs.Fault):
            yield Fault(f'has the pattern "{pattern[:60]}", which {found.message}', found.fix, (pattern,))
        for fault in _texts(names, _rule(rules)):
            yield Fault(f'for "{pattern[:60]}" {fault.message}', fault.fix, (pattern,))


_Reader = Callable[[object, Collection[str] | None], Faults]
_READERS: dict[Kind, _Reader] = {
    Kind.GLOBS: lambda value, _: _texts(value, _glob),
    Kind.ANYWHERE: lambda value, _: _texts(value, _glob),
    Kind.PATHS: lambda value, _: _texts(value, _path),
    Kind.PATH: lambda value, _: _text(value, _path),
    Kind.TARGET: lambda value, _: _text(value, _target),
    Kind.DAYS: _days,
    Kind.FAIL_ON: _fail_on,
    Kind.RULES: lambda value, rules: _texts(value, _rule(rules)),
    Kind.RULES_BY_FILE: _rules_by_file,
    Kind.GLOB: lambda value, _: _text(value, _glob),
    Kind.SPEC: lambda value, _: _text(value, _spec),
}
