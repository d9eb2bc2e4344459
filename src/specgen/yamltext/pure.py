"""The same events without libyaml: PyYAML's reader, scanner and parser in Python, none of its constructors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class _PureParser(Reader, Scanner, Parser):
    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def pure_events(text: str) -> Callable[[], Any]:
    """A function that returns the next event of `text` and raises yaml.YAMLError at a fault."""
    events: Callable[[], Any] = _PureParser(text).get_event
    return events
