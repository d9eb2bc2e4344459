"""The questionnaire of `specgen new` and `specgen answer` in a terminal.

    order      what is asked, and in which order
    flow       from step to step, back, later, and to the review
    talk       one value: shown, read, put right, given its basis
    prose, people            questions that take more than a line
    records, record, summary lists: all of one, one of it, and what stands in a line
    wording    questions and answers in a few words
    panel, headlines         figures and contradictions while answering
    review     every answer once more, before anything is written
    state      answers so far and what follows from them; saved after every change
    editor     the person's own editor

Nothing here opens the spec's file or knows a clock. The keyboard is a `Prompter`, the screen a `Terminal`.
"""

from __future__ import annotations

from collections.abc import Collection

from specgen.cli.ask import Prompter
from specgen.cli.interview.flow import End, Flow
from specgen.cli.interview.order import EVERYTHING, OWNERS, PEOPLE, REVIEWERS, TITLE, Scope
from specgen.cli.interview.panel import Panel
from specgen.cli.interview.state import Save, State
from specgen.cli.interview.talk import Move, Talk
from specgen.cli.terminal import Terminal
from specgen.commandline import PLAIN, Commands
from specgen.frozen import Frozen
from specgen.model import Answer, Identity, Library

__all__ = ["KEYS", "Result", "Scope", "ask_title", "interview"]

KEYS = "Keys: ? help   < back   > review   later   unknown   Ctrl-C saves a draft."


class Result(Frozen):
    """What the person gave and wants: `write` the spec; else `keep` the draft, or throw it away."""

    answers: dict[str, Answer]
    later: tuple[str, ...]
    write: bool
    keep: bool


def interview(
    library: Library, answers: dict[str, Answer], identity: Identity, prompter: Prompter, terminal: Terminal, save: Save,
    today: str, *, later: Collection[str] = (), resumed: bool = False, scope: Scope = EVERYTHING,
    visited: Collection[str] = (), commands: Commands = PLAIN,
) -> Result:  # fmt: skip
    """Asks what is open. `save(answers, later)` is called after every change and may raise OutputError once.

    Answers that came from files are not asked again, but stand in the review. With `resumed`, answers and `later` are
    those of a draft: one can go back to them. Of a spec that is there, `scope` says what is asked again, and `visited` what
    a draft holds. `commands` is how hints name the packs. KeyboardInterrupt, EOFError and `ask.Terminated` pass through;
    everything answered until then has been saved.
    """
    state = State(library, dict(answers), identity, save, lambda text: terminal.say(text, "warning"), later, scope)
    state.visited = set(visited)
    talk, panel = Talk(prompter, terminal, today, commands), Panel(terminal)
    panel.learn(state.spec)
    if resumed:
        _revisit(state)
    talk.tell(KEYS, "hint")
    end = Flow(talk, state, panel).run()
    return Result(state.answers, tuple(sorted(state.later)), end is End.WRITE, end is End.SAVE)


def _revisit(state: State) -> None:
    """What a draft holds was asked before, but for the list in which it stopped."""
    typing = {path.removesuffix("[]") for path in state.later if path.endswith("[]")}
    state.visited = (set(state.answers) | state.later) - typing
    homes = {one.home for one in state.library.questions() if one.id in state.answers}
    if {OWNERS, REVIEWERS} <= homes:
        state.visited.add(PEOPLE)


def ask_title(library: Library, prompter: Prompter, terminal: Terminal) -> Answer:
    """The one answer needed before all others: the file and its draft are named after it."""
    question = next(one for one in library.questions() if one.home == TITLE)
    talk = Talk(prompter, terminal, "")
    terminal.say(question.ask, "bold")
    while True:
        reply = talk.value(question)
        if isinstance(reply, Move) or reply.is_unknown:
            talk.tell("The spec needs a title; it can be changed later.", "warning")
        else:
            return reply
