"""Layers and templates with their versions, as the front matter names them: `core 1.0.0`."""

from __future__ import annotations


def is_newer(one: str, other: str) -> bool:
    """Whether `one` has a higher version than `other`. Without versions of digits and dots neither has."""
    first, second = _version(one), _version(other)
    return bool(first and second) and first > second


def is_versioned(named: str) -> bool:
    """Whether a version stands behind the name."""
    return " " in named and bool(_version(named))


def _version(named: str) -> tuple[int, ...]:
    parts = named.rpartition(" ")[2].split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() and len(part) < 10 for part in parts) else ()
