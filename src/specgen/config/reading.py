"""TOML to a Config: every key known, every value of its kind, every fault with its line and what to write instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from specgen.config import Checking, Config, Require, places, values
from specgen.config.keys import CHECK, REQUIRE, TOP, Key
from specgen.errors import InputError, Problem, nearest
from specgen.model import Mark

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def config(text: str, file: str, table: str, rules: Collection[str] | None) -> Config:
    """What `specgen.config.read` promises."""
    path = tuple(table.split(".")) if table else ()
    reading = _Reading(text, file, path, rules)
    whole = _parsed(text, file)
    for name in path:
        whole = whole.get(name, {}) if isinstance(whole, dict) else {}
    found = reading.top(whole)
    if reading.problems:
        raise InputError(*sorted(dict.fromkeys(reading.problems), key=lambda one: (one.line, one.column, one.message)))
    return found


def holds(text: str, file: str, table: str) -> bool:
    """Whether the table is there at all. Raises InputError when the text is no TOML."""
    whole: Any = _parsed(text, file)
    for name in table.split("."):
        whole = whole.get(name) if isinstance(whole, dict) else None
    return whole is not None


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = _PLACE.search(said)
        line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
        column = int(place["column"]) if place and place["column"] else 1
        message = f"is not TOML: {_PLACE.sub('', said)[:200]}"
        raise InputError(Problem(message, file, line, column, "Mend this line.")) from error
    except RecursionError as error:
        raise InputError(Problem("is nested too deeply to be read", file)) from error


class _Reading:
    """One text being read: what was found wrong so far, and where everything stands."""

    def __init__(self, text: str, file: str, path: places.Path, rules: Collection[str] | None) -> None:
        self.file, self.path, self.rules = file, path, rules
        self.places = places.places(text)
        self.problems: list[Problem] = []

    def mark(self, *path: str | int) -> Mark:
        return Mark(self.file, *places.nearest(self.places, (*self.path, *path)))

    def add(self, mark: Mark, message: str, fix: str) -> None:
        self.problems.append(Problem(message, *mark, fix))

    def top(self, table: object) -> Config:
        own = f"[{'.'.join(map(str, self.path))}]" if self.path else "the configuration"
        known = self._table(table, TOP, (), own)
        require, check = known.pop("require", ()), known.pop("check", Checking())
        marks = {name: self.mark(name) for name in TOP if isinstance(table, dict) and name in table}
        return Config(**known, require=require, check=check, marks=MappingProxyType(marks))

    def _table(self, table: object, keys: Mapping[str, Key], path: places.Path, own: str) -> dict[str, Any]:
        """Every key of a table that could be read."""
        if not isinstance(table, dict):
            self.add(self.mark(*path), f"{own} must be a table, not {values.called(table)}.", f"Write a line {own}.")
            return {}
        found: dict[str, Any] = {}
        for name, value in table.items():
            if name not in keys:
                self._unknown(name, keys, path, own)
            elif name == "check":
                found[name] = Checking(**self._table(value, CHECK, ("check",), "[check]"))
            elif name == "require":
                found[name] = self._require(value)
            else:
                read = values.read(keys[name].kind, value, self.rules)
                for fault in read.faults:
                    fix = fault.fix or f"Write {name} = {keys[name].example}"
                    self.add(self.mark(*path, name, *fault.path), f"`{name}` {fault.message}.", fix)
                if not read.faults:
                    found[name] = read.value
        for name, key in keys.items():
            if key.required and name not in table:
                self.add(self.mark(*path), f"{own} has no `{name}`.", f"Add {name} = {key.example}")
        return found

    def _unknown(self, name: str, keys: Mapping[str, Key], path: places.Path, own: str) -> None:
        near = nearest(name.replace("-", "_"), list(keys))
        if name == "tool" and not path and not self.path:
            fix = "In a file of its own the keys stand at the top: leave [tool.specgen] out."
        else:
            fix = f'Did you mean "{near}"?' if near else f"It takes {', '.join(keys)}."
        self.add(self.mark(*path, name), f'"{name}" is not a key of {own}.', fix)

    def _require(self, value: object) -> tuple[Require, ...]:
        if not isinstance(value, list):
            message = f"`require` must be given as [[require]], in two brackets, not as {values.called(value)}."
            self.add(self.mark("require"), message, "Write [[require]], and below it for = … and spec = …")
            return ()
        found = []
        for number, one in enumerate(value):
            at = ("require", number)
            known = self._table(one, REQUIRE, at, "[[require]]")
            if len(known) == len(REQUIRE):
                found.append(Require(known["for"], known["spec"], self.mark(*at)))
        return tuple(found)
