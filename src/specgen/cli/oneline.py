"""A spec in one line, for the sentence that says that it was written."""

from __future__ import annotations

from specgen.model import Level, Spec
from specgen.quantities import plural


def described(spec: Spec) -> str:
    """`draft, 45 items, 2 contradictions, 1 warning`."""
    return f"{spec.identity.status}, {plural(len(spec.items), 'item')}, {verdict(spec)}"


def verdict(spec: Spec) -> str:
    """In the words of the spec: what it calls contradictions are those of severity error."""
    errors, warnings = counts(spec)
    return f"{plural(errors, 'contradiction')}, {plural(warnings, 'warning')}"


def counts(spec: Spec) -> tuple[int, int]:
    errors = sum(one.severity is Level.ERROR for one in spec.contradictions)
    return errors, len(spec.contradictions) - errors
