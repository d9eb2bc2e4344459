"""Findings to text. A reporter is a pure function of a `Report`; it knows no stream, no colour setting and no clock.

To add one: a module with `REPORTER = Reporter("name", "what it is for", render)`.
"""

from __future__ import annotations

from specgen.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from specgen.model import Report


class Reporter(Frozen):
    """`render(report)` is the whole output, with a line end at its end unless it is empty.

    It must be valid with no findings at all, and when the run itself has failed (`report.failures`).
    """

    name: str
    title: str
    render: Callable[[Report], str]


def find(name: str) -> Reporter:
    """The reporter of that name. Raises KeyError when there is none."""
    from specgen import registry

    return registry.part(__name__, name, "REPORTER", Reporter)


def names() -> list[str]:
    from specgen import registry

    return registry.names(__name__)
