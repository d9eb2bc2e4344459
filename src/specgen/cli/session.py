"""One interview from its title to its end: the draft it goes on from, the drafts it saves, and how it is left."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from specgen.cli import drafts, given
from specgen.cli.ask import Terminated
from specgen.cli.world import World
from specgen.errors import UsageError
from specgen.frozen import Frozen
from specgen.model import Answer, Answers, Identity, Library

_GO_ON = "Go on with: specgen new --resume"
Identify = Callable[[dict[str, Answer]], Identity]


class Session(Frozen):
    """What an interview left behind: the answers, or None when the person chose not to write."""

    answers: dict[str, Answer] | None
    forget: Callable[[], None]  # removes the draft, once the spec is written


def interview(
    options: argparse.Namespace,
    world: World,
    packs: Library,
    answers: dict[str, Answer],
    today: str,
    identify: Identify,
) -> Session:
    """Asks what is open. Ctrl-C, the end of input and SIGTERM pass through after the draft was saved and named."""
    state = drafts.state_folder(world.env, sys.platform, Path.home())
    later: tuple[str, ...] = ()
    draft = drafts.newest(state, world.folder) if options.resume else None
    if options.resume and draft is None:
        raise UsageError("there is no draft of this folder to go on with.")
    if draft is not None:
        answers = {**given.read(draft.text, str(draft.path), packs), **answers}
        later = draft.later
        world.tell(f"Going on with the draft of {draft.title!r}, saved {draft.saved_at}.")

    from specgen.cli.ask.keyboard import KeyboardPrompter
    from specgen.cli.interview import ask_title, editor
    from specgen.cli.interview import interview as ask
    from specgen.cli.interview.talk import Talk

    terminal = world.terminal()
    prompter = KeyboardPrompter(terminal.color, editor.from_environment(world.env), terminal.width)
    saved: list[Path] = []
    with prompter.listening():
        if "spec.title" not in answers:
            answers["spec.title"] = ask_title(packs, prompter, terminal)
        identity = identify(answers)

        def save(found: Answers, put_off: Collection[str]) -> None:
            now = world.clock().isoformat(timespec="seconds")
            title = answers["spec.title"].text
            saved.append(drafts.save(state, world.folder, identity.id, title, found, put_off, packs, now))

        def forget() -> None:
            drafts.remove(state, world.folder, identity.id)

        older = drafts.load(state, world.folder, identity.id)
        try:
            if draft is None and older is not None:
                about = f"There is a draft of {identity.title!r}, saved {older.saved_at}."
                if Talk(prompter, terminal, today).yes(f"{about} Go on with it?"):
                    draft, later = older, older.later
                    answers = {**given.read(older.text, str(older.path), packs), **answers}
            world.tell(f"Writes {options.output or identity.id + '.md'}. Nothing is written before the review at the end.")
            result = ask(
                packs, answers, identity, prompter, terminal, save, today, later=later, resumed=draft is not None
            )
        except (KeyboardInterrupt, EOFError, Terminated):
            if saved or older is not None:
                world.say("")
                world.tell(f"The draft {'is saved' if saved else 'remains as it was'}. {_GO_ON}")
            raise
    if result.write:
        return Session(result.answers, forget)
    if result.keep:
        world.tell(f"The draft is saved. {_GO_ON}")
    else:
        forget()
        world.tell("Left without writing anything.")
    return Session(None, forget)
