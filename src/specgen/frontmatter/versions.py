"""Layers and templates with their versions, as the front matter names them: `core 1.0.0`."""

from __future__ import annotations


def name_and_version(named: str) -> tuple[str, str]:
    """`core` and `1.0.0` of `core 1.0.0`. A version is numbers with dots between them, behind a blank; without one all is the
    name, and the version is ""."""
    name, _, version = named.rpartition(" ")
    name = name.rstrip()
    return (name, version) if name and all(map(str.isdecimal, version.split("."))) else (named, "")


def is_newer(one: str, other: str) -> bool:
    """Whether `one` has a higher version than `other`. Where one has none neither has."""
    first, second = (name_and_version(named)[1] for named in (one, other))
    return bool(first and second) and _rank(first) > _rank(second)


def _rank(version: str) -> list[tuple[int, str]]:
    """What sorts versions. No `int`: a number in a hostile file may have more digits than Python converts."""
    return [(len(digits), digits) for digits in (part.lstrip("0") for part in version.split("."))]
