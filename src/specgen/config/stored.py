"""A Config as lines of text, and back: to read one that was checked before needs no reader of TOML.

A line is a key and its values with tabs between; a text in which a tab or a line end stands cannot be kept.
"""

from __future__ import annotations

from types import MappingProxyType

from specgen.config import Checking, Config, Require

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_LISTS = ("specs", "exclude", "packs", "templates", "answers")
_TEXTS = ("word_template", "new_in")


def write(config: Config) -> str:
    """Raises ValueError for a configuration that cannot be kept."""
    rows = [[*row] for row in _rows(config)]
    for row in rows:
        if any("\t" in one or "\n" in one for one in row):
            raise ValueError(row)
    return "\n".join(map("\t".join, rows))


def _rows(config: Config) -> Iterator[tuple[str, ...]]:
    for name in _LISTS:
        yield (name, *getattr(config, name))
    for name in _TEXTS:
        yield name, getattr(config, name)
    yield "review_days", str(config.review_days)
    for one in config.require:
        yield "require", one.paths, one.spec, str(one.mark.line), str(one.mark.column)
    check = config.check
    yield ("select", *check.select)
    yield ("ignore", *check.ignore)
    yield "fail_on", check.fail_on
    yield "baseline", check.baseline
    for pattern, rules in check.per_file_ignores.items():
        yield ("per_file_ignores", pattern, *rules)
    for name, mark in config.marks.items():
        yield "mark", name, str(mark.line), str(mark.column)


def read(text: str, file: str) -> Config:
    """What `write` was given, as the configuration of `file`. Raises ValueError, TypeError or LookupError for any other text."""
    from specgen.model import Mark

    top: dict[str, Any] = {}
    check: dict[str, Any] = {}
    require, ignores, marks = [], {}, {}
    for line in text.split("\n"):
        key, *values = line.split("\t")
        if key in _LISTS:
            top[key] = tuple(values)
        elif key in _TEXTS:
            (top[key],) = values
        elif key in ("select", "ignore"):
            check[key] = tuple(values)
        elif key in ("fail_on", "baseline"):
            (check[key],) = values
        elif key == "review_days":
            top[key] = int(values[0])
        elif key == "require":
            paths, spec, row, column = values
            require.append(Require(paths, spec, Mark(file, int(row), int(column))))
        elif key == "per_file_ignores":
            ignores[values[0]] = tuple(values[1:])
        elif key == "mark":
            name, row, column = values
            marks[name] = Mark(file, int(row), int(column))
        else:
            raise ValueError(line)
    check["per_file_ignores"] = MappingProxyType(ignores)
    return Config(**top, require=tuple(require), check=Checking(**check), marks=MappingProxyType(marks))
