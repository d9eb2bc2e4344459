"""Questions to a person at a keyboard: what a prompter is, and the words that mean something at every prompt.

A `Prompter` reads lines and ticks; what they mean is decided in `interview`. `keyboard` is the one for terminals and,
with `ticks`, the only place that talks to prompt_toolkit; tests script one of their own.

How a prompt ends: Ctrl-C raises KeyboardInterrupt (exit 130), Ctrl-D or a closed terminal EOFError (3), SIGTERM
`Terminated` (143).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from specgen.errors import Terminated as Terminated

BACK, HELP, REVIEW = "<", "?", ">"
LATER, UNKNOWN, NONE = "later", "unknown", "none"
DONE = "done"  # with one record of a list: what is left of it waits

Editor = Callable[[str], str]  # text in, edited text out


class Prompter(Protocol):
    """A person who answers. Every method may raise KeyboardInterrupt, EOFError or Terminated."""

    def line(self, prompt: str, *, words: Sequence[str] = (), multiline: bool = False) -> str:
        """One answer, stripped, without control characters. `words` are completed with Tab. `multiline` keeps the line
        breaks of pasted text; else they become blanks."""
        ...

    def many_of(self, choices: Mapping[str, str], ticked: Collection[str]) -> tuple[str, ...] | str:
        """The keys that were ticked, in the order of `choices` (key to label); or one of BACK, HELP, REVIEW, LATER,
        UNKNOWN, NONE and DONE, which was typed: nothing ticked may be an oversight, NONE is not."""
        ...

    def edit(self, text: str) -> str | None:
        """The text after the person's editor; None when there is no editor to open."""
        ...


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# What a paste or a key without a meaning may leave in a line: whole escape sequences first, then single controls.
_SEQUENCES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[ -/]*[0-~])?")


def typed(text: str, *, multiline: bool = False) -> str:
    """What a person meant by typing or pasting `text`: no escape sequences, no controls, no blank ends.

    Without `multiline` line breaks and tabs become single blanks.
    """
    text = _SEQUENCES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROLS.sub("", text)
    if multiline:
        return text.strip("\n").rstrip()
    return re.sub(r"\s*[\n\t\u2028\u2029]\s*", " ", text).strip()
