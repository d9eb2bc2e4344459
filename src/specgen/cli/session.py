"""One interview from its beginning to its end: the draft it goes on from, the drafts it saves, and how it is left."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from specgen import answersfile
from specgen.cli import drafts
from specgen.cli.ask import Terminated
from specgen.cli.world import World
from specgen.commandline import PLAIN, Commands
from specgen.errors import UsageError
from specgen.frozen import Frozen
from specgen.model import Answer, Answers, Identity, Library

if TYPE_CHECKING:
    from specgen.cli.ask.keyboard import KeyboardPrompter
    from specgen.cli.interview import Result, Scope

Identify = Callable[[dict[str, Answer]], Identity]


class Session(Frozen):
    """What an interview left behind: the answers, or None when the person chose not to write. `kept` says whether a draft
    holds them."""

    answers: dict[str, Answer] | None
    forget: Callable[[], None]  # removes the draft, once the spec is written
    kept: bool = False


class _Keeping:
    """The draft of one interview: where it is kept, and what is said of it when a person leaves. `folder` and `id` tell it
    from others, `go_on` is what to type to go on from it."""

    def __init__(self, world: World, packs: Library, folder: Path, identity: Identity, go_on: str) -> None:
        self._world, self._packs, self._folder, self._identity = world, packs, folder, identity
        self._state = drafts.state_folder(world.env, sys.platform, Path.home())
        self._go_on = f"Go on with: {go_on}"
        self.saved = False
        self.older = drafts.load(self._state, folder, identity.id)

    def save(self, found: Answers, put_off: Collection[str]) -> None:
        now = self._world.clock().isoformat(timespec="seconds")
        id, title = self._identity.id, self._identity.title
        drafts.save(self._state, self._folder, id, title, found, put_off, self._packs, now)
        self.saved = True

    def forget(self) -> None:
        drafts.remove(self._state, self._folder, self._identity.id)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Ctrl-C, the end of input and SIGTERM pass through after it was said what is kept."""
        try:
            yield
        except (KeyboardInterrupt, EOFError, Terminated):
            if self.saved or self.older is not None:
                self._world.say("")
                self._world.tell(f"The draft {'is saved' if self.saved else 'remains as it was'}. {self._go_on}")
            raise

    def ended(self, result: Result) -> Session:
        if result.write:
            return Session(result.answers, self.forget, self.saved)
        if result.keep:
            self._world.tell(f"The draft is saved. {self._go_on}")
        else:
            self.forget()
            self._world.tell("Left without writing anything.")
        return Session(None, self.forget, self.saved)


def _prompter(world: World) -> KeyboardPrompter:
    from specgen.cli.ask.keyboard import KeyboardPrompter
    from specgen.cli.interview import editor

    terminal = world.terminal()
    return KeyboardPrompter(terminal.color, editor.from_environment(world.env), terminal.width)


def interview(
    options: argparse.Namespace,
    world: World,
    packs: Library,
    answers: dict[str, Answer],
    today: str,
    identify: Identify,
) -> Session:
    """Asks what is open in a new spec."""
    later: tuple[str, ...] = ()
    state = drafts.state_folder(world.env, sys.platform, Path.home())
    draft = drafts.newest(state, world.folder) if options.resume else None
    if options.resume and draft is None:
        raise UsageError("there is no draft of this folder to go on with.")
    if draft is not None:
        answers = {**answersfile.read(draft.text, str(draft.path), packs), **answers}
        later = draft.later
        world.tell(f"Going on with the draft of {draft.title!r}, saved {draft.saved_at}.")

    prompter = _prompter(world)
    from specgen.cli.interview import ask_title
    from specgen.cli.interview import interview as ask
    from specgen.cli.interview.talk import Talk

    terminal = world.terminal()
    with prompter.listening():
        if "spec.title" not in answers:
            answers["spec.title"] = ask_title(packs, prompter, terminal)
        identity = identify(answers)
        keeping = _Keeping(world, packs, world.folder, identity, options.commands.bare("new --resume"))
        with keeping.told():
            older = keeping.older
            if draft is None and older is not None:
                about = f"There is a draft of {identity.title!r}, saved {older.saved_at}."
                if Talk(prompter, terminal, today).yes(f"{about} Go on with it?"):
                    draft, later = older, older.later
                    answers = {**answersfile.read(older.text, str(older.path), packs), **answers}
            target = options.output or options.folder / f"{identity.id}.md"
            world.tell(f"Writes {target}. Nothing is written before the review at the end.")
            result = ask(
                packs,
                answers,
                identity,
                prompter,
                terminal,
                keeping.save,
                today,
                later=later,
                resumed=draft is not None,
                commands=options.commands,
            )
    return keeping.ended(result)


def reopen(
    path: Path, go_on: str, world: World, packs: Library, answers: Mapping[str, Answer], identity: Identity, today: str,
    scope_of: Callable[[Answers], Scope], commands: Commands = PLAIN,
) -> Session:  # fmt: skip
    """Asks about a spec that is there; `go_on` is the command that does it again.

    The draft holds only what differs from the file, which may have changed since.
    `scope_of` says what to ask, once it is known whether a draft is taken up.
    """
    prompter = _prompter(world)
    from specgen.cli.interview import interview as ask
    from specgen.cli.interview.talk import Talk

    terminal = world.terminal()
    keeping = _Keeping(world, packs, path.absolute(), identity, go_on)
    drafted, later = dict[str, Answer](), tuple[str, ...]()
    with prompter.listening(), keeping.told():
        draft = keeping.older
        if draft is not None:
            about = f"There is a draft of answers to {path}, saved {draft.saved_at}."
            if Talk(prompter, terminal, today).yes(f"{about} Go on with it?"):
                drafted, problems, *_ = answersfile.read_block(draft.text, str(draft.path), packs)
                later = draft.later
                for problem in problems:  # the packs have changed since: what can be read is used
                    world.tell(f"Not taken from the draft: {problem}", "warning")
        taken_back = {one.removesuffix("[]") for one in later} - drafted.keys()
        begun = {**{id: one for id, one in answers.items() if id not in taken_back}, **drafted}
        scope = scope_of(begun)
        world.tell(f"Writes {path}. Nothing is written before the review at the end.")
        typing = {question.id for question in packs.questions() if question.key}  # what is asked again from where it stopped
        typing |= {one.removesuffix("[]") for one in later if one.endswith("[]")}
        result = ask(
            packs, begun, identity, prompter, terminal, lambda now, put_off: keeping.save(_new(answers, now), put_off), today,
            later=later, commands=commands, scope=scope, visited={*drafted, *later} - typing - {f"{id}[]" for id in typing},
        )  # fmt: skip
    return keeping.ended(result)


def _new(before: Mapping[str, Answer], now: Answers) -> dict[str, Answer]:
    return {id: answer for id, answer in now.items() if before.get(id) != answer}
