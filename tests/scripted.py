"""A `Prompter` that answers from a list: the one fake of the interview's tests. `test_interview.py` tests it, too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from specgen.cli.ask import typed

Reply = str | tuple[str, ...] | BaseException


class ScriptedPrompter:
    """Replies in order: a str is typed, a tuple is ticked, an exception is raised. `asked` are the prompts so far."""

    def __init__(self, *replies: Reply, edited: str | None = None) -> None:
        self.replies = list(replies)
        self.edited = edited
        self.asked: list[str] = []
        self.ticked: list[tuple[str, ...]] = []

    def line(self, prompt: str, *, words: Sequence[str] = (), multiline: bool = False) -> str:
        reply = self._next(prompt)
        assert isinstance(reply, str), f"{prompt!r} takes a line, the script has {reply!r}"
        return typed(reply, multiline=multiline)

    def many_of(self, choices: Mapping[str, str], ticked: Collection[str]) -> tuple[str, ...] | str:
        self.ticked.append(tuple(ticked))
        reply = self._next(f"boxes {', '.join(choices)}")
        assert not isinstance(reply, tuple) or set(reply) <= set(choices), f"{reply!r} is not among {list(choices)}"
        return reply

    def edit(self, text: str) -> str | None:
        return self.edited

    def _next(self, prompt: str) -> str | tuple[str, ...]:
        assert self.replies, f"the script is over, but this was asked: {prompt!r}"
        self.asked.append(prompt)
        reply = self.replies.pop(0)
        if isinstance(reply, BaseException):
            raise reply
        return reply
