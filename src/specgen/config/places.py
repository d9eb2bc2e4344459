"""The line each key of a TOML text stands in: the reader of the standard library tells values only.

A scan by line, not a second reader: it knows headers, keys and strings of several lines. What it misses (a key inside an
inline table, say) has the place of the nearest key around it, so a message is never without one.
"""

from __future__ import annotations

import re

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(?P<open>\[\[?)\s*(?P<key>{_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*(?P<key>{_DOTTED})\s*=")
_STRING = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#|[\[\]{}]')

Path = tuple[str | int, ...]
Place = tuple[int, int]  # line and column, from 1


def places(text: str) -> dict[Path, Place]:
    """Keys by their path: ("check", "ignore"), and ("require", 0, "for") in the first of several tables."""
    found: dict[Path, Place] = {}
    counted: dict[Path, int] = {}
    table: Path = ()
    inside, depth = "", 0  # the quotes of a string of several lines, and brackets that are open
    for number, line in enumerate(text.split("\n"), 1):
        if not inside and not depth:
            header, key = _HEADER.match(line), _KEY.match(line)
            if header:
                table = _opened(header, counted)
                found.setdefault(table, (number, header.start("key") + 1))
                continue
            if key:
                path = (*table, *_parts(key["key"]))
                for end in range(len(table) + 1, len(path) + 1):
                    found.setdefault(path[:end], (number, key.start("key") + 1))
        inside, depth = _after(line, inside, depth)
    return found


def nearest(found: dict[Path, Place], path: Path) -> Place:
    """The place of a key, or of the closest one around it; the first line when there is none."""
    for end in range(len(path), 0, -1):
        if path[:end] in found:
            return found[path[:end]]
    return 1, 1


def _opened(header: re.Match[str], counted: dict[Path, int]) -> Path:
    """The path of a header, with the number of each table that is one of several."""
    path: Path = ()
    *above, last = _parts(header["key"])
    for part in above:
        path = (*path, part)
        if path in counted:
            path = (*path, counted[path])
    path = (*path, last)
    if header["open"] == "[[":
        counted[path] = counted.get(path, -1) + 1
    return (*path, counted[path]) if path in counted else path


def _parts(key: str) -> tuple[str, ...]:
    return tuple(_plain(part) for part in re.findall(_PART, key))


def _plain(part: str) -> str:
    if part[0] == "'":
        return part[1:-1]
    if part[0] != '"':
        return part
    import tomllib

    try:
        return str(tomllib.loads(f"x = {part}")["x"])
    except tomllib.TOMLDecodeError:
        return part[1:-1]


def _after(line: str, inside: str, depth: int) -> tuple[str, int]:
    """What is still open at the end of a line."""
    at = 0
    while at < len(line):
        if inside:
            end = line.find(inside, at)
            if end < 0:
                return inside, depth
            inside, at = "", end + 3
            continue
        piece = _STRING.search(line, at)
        if piece is None or piece[0] == "#":
            return "", depth
        at = piece.end()
        if piece[0] in ('"""', "'''"):
            inside = piece[0]
        elif piece[0] in "[{":
            depth += 1
        elif piece[0] in "]}":
            depth = max(0, depth - 1)
    return inside, depth
