"""`specgen answer`: open the questions of a spec again, ask what is new or unknown, and compute it anew.

What is asked is one thing, what is written another: the answers go into the lines where they stand, and then the spec is
brought forward as `specgen update` does it.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from specgen.cli import composing, configuration, existing, given, oneline, only
from specgen.commandline import word
from specgen.compose import compose
from specgen.errors import ConflictError, InputError, Problem, SpecgenError, UsageError
from specgen.model import Answer, Answers, Asked, Document, Spec, SpecQuestion, Unknown
from specgen.quantities import plural
from specgen.readers.markdown import read
from specgen.unknowns import asks, most_useful

if TYPE_CHECKING:
    from specgen.cli.interview import Scope
    from specgen.cli.world import World
    from specgen.update import Updated

HELP = """Asks what is new, unknown or named in a spec that is there, and computes it anew.

Answers can be edited in the file, too: "specgen update FILE" then does the same.

examples:
  specgen answer receipts.md                               what is open or unknown, then the rest
  specgen answer receipts.md --only latency.p99            this question, answered or not
  specgen answer receipts.md --only availability.,dependencies.interbank-switch
  specgen answer receipts.md --set latency.p99="1 s" --dry-run
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="the spec")
    add(
        "--only", metavar="ID[,ID…]", action="append", default=[],
        help="ask just these: questions, records, lists, packs, or the beginning of ids with its dot",
    )  # fmt: skip
    given.arguments(parser, "; nothing is asked")
    add(
        "--dry-run", "--diff", action="store_true", dest="dry_run", help="write nothing; show a diff on standard output"
    )
    add("--no-input", action="store_true", help="ask nothing; list what is open or unknown instead")
    add("--date", metavar="DATE", help="the day that `today` means (default: SOURCE_DATE_EPOCH, else today)")
    composing.arguments(parser)


def run(options: argparse.Namespace, world: World) -> int:
    told = bool(options.sets or options.answers)
    if options.only and told:
        raise UsageError("--only asks, and --set and --answers do not: use one or the other.")
    today = world.today(options.date)
    configuration.apply(options, world)
    there = _There(options.file, composing.composer(options.templates, options.packs, options.commands))
    go_on = options.commands.typed("answer", str(options.file), " ".join(f"--only {word(one)}" for one in options.only))
    if told:
        there.write(there.given(options, world), options, world)
        return 0
    if not world.interactive or options.no_input:
        return there.list_open(options, world)
    from specgen.cli import session

    left = session.reopen(
        options.file, go_on, world, there.library, there.answers, there.spec.identity, today,
        lambda now: there.scope(now, options.only), options.commands,
    )  # fmt: skip
    if left.answers is None:
        return 0
    try:
        there.write(left.answers, options, world)
    except SpecgenError:
        if left.kept:
            world.tell(f"The draft is saved. Go on with: {go_on}")
        raise
    if not options.dry_run:
        left.forget()
    return 0


class _There:
    """The spec as it is. Raises InputError where it cannot be changed: no spec, no answers, or answers with faults."""

    def __init__(self, path: Path, composer: existing.Composer) -> None:
        self.path, self.composer, self.library = path, composer, composer.library
        self.opened = existing.Opened(path)
        self.document = self.opened.document()
        self.identity = existing.identity(self.document, composer.commands)
        existing.refuse_taken_away(self.document, composer)  # first: all else may follow from it
        self.answers, problems = composer.answers(self.document)
        if problems:
            raise InputError(*problems)
        if self.document.answers is None:
            from specgen.update.answers import without_answers

            raise InputError(without_answers(self.document, composer.commands))
        self.spec = self._composed(self.document, self.answers)
        self.written = frozenset(one.id for one in self.library.questions() if one.section and one.id in self.answers)

    def _composed(self, document: Document, answers: Answers) -> Spec:
        return compose(self.library, answers, document.identity or self.identity)

    # --- what is asked ---

    def scope(self, now: Answers, texts: list[str]) -> Scope:
        """What is named, else what nobody knows yet; what is open is asked in any case."""
        from specgen.cli.interview import Scope

        spec = self._composed(self.document, now)
        if texts:
            return Scope(only.named(texts, spec, self.written), True, self.written)
        unknown = (one.path for one in spec.questions if one.state is Asked.UNKNOWN and one.question.prompt)
        return Scope(frozenset(unknown), False, self.written)

    def list_open(self, options: argparse.Namespace, world: World) -> int:
        """Without a terminal. Raises UsageError with every question there is to ask and the option that answers it."""
        again = only.named(options.only, self.spec, self.written) if options.only else frozenset[str]()
        found = [one for one in self.spec.questions if one.path in again or (not again and _matters(one))]
        if not found:
            world.tell(f"{self.path}: nothing that matters is open or unknown.")
            return 0
        what = "named" if again else "open or unknown"
        count = f"{plural(len(found), 'question')} of {self.path} {'is' if len(found) == 1 else 'are'}"
        head = f"{count} {what}; answer with:"
        lines = [f"{self._asked(one)}\n    {given.how_to_set(one.question, self.answers, one.record)}" for one in found]
        raise UsageError("\n  ".join([head, *lines]))

    def _asked(self, one: SpecQuestion) -> str:
        from specgen.cli.interview import summary

        now = f"  now: {summary.value(one.question, one.answer)}" if one.answer else ""
        return f"{asks(self.spec, one)}{now}"

    def given(self, options: argparse.Namespace, world: World) -> dict[str, Answer]:
        found = dict(self.answers)
        given.apply(options, found, self.library, world)
        return found

    # --- what is written ---

    def write(self, answers: Mapping[str, Answer], options: argparse.Namespace, world: World) -> None:
        """Puts the answers in, brings the spec forward, and says what has changed.

        Raises ConflictError where the file is not what it was, or where all that was given has no place in it.
        """
        made, kept = self._made(answers)
        if kept and made.text == self.opened.text:
            raise ConflictError(*kept)
        changed = made.text != self.opened.text
        if changed and options.dry_run:
            existing.show_diff(world, self.path, self.opened.text, made.text)
        elif changed:
            with self.opened.locked():
                self.opened.replace(made.text)
        for problem in kept:
            world.tell(str(problem), "warning")
        self._say(read(made.text, str(self.path)), made, options.dry_run, world)

    def _made(self, answers: Mapping[str, Answer]) -> tuple[Updated, tuple[Problem, ...]]:
        """The new text, and prose that has no place in it."""
        from specgen.update import Kind
        from specgen.update.answers import put_answers

        put = put_answers(self.document, self.library, self.answers, answers, self.composer.recognised(self.document))
        made = existing.brought_forward(read(put.text, str(self.path)), self.composer)
        if not put.given:
            return made, put.kept
        # their sections were missing, and are there now if the template has them
        document = read(made.text, str(self.path))
        now, _ = self.composer.answers(document)
        places = self.composer.recognised(document)
        again = put_answers(document, self.library, now, {**now, **put.given}, places)
        fix = "Write it where it belongs, in your editor."
        homeless = [Problem(f"{id}: the template has no section for it", str(self.path), fix=fix) for id in again.given]
        forward = existing.brought_forward(read(again.text, str(self.path)), self.composer)
        done = [one for one in made.changes if one.kind is not Kind.FAULT]  # told of what is written in the end
        return type(made)(forward.text, (*done, *forward.changes)), (*put.kept, *again.kept, *homeless)

    def _say(self, document: Document, made: Updated, dry_run: bool, world: World) -> None:
        from specgen.cli import difference
        from specgen.update import Kind

        if made.text == self.opened.text:
            world.tell(f"{self.path} is unchanged.")
            return
        answers, _ = self.composer.answers(document)
        spec = self._composed(document, answers)
        verb = "would be updated" if dry_run else "updated"
        world.tell(f"{self.path} {verb}: {oneline.described(spec)}.", "bold")
        difference.tell(world, self.spec, spec, (self.answers, answers))
        kinds = (Kind.NEW, Kind.REMOVED, Kind.KEPT, Kind.FAULT)
        difference.block(world, "Items and sections", [line for kind in kinds for line in existing.listed(made, kind)])
        self._next(spec, document, world)

    def _next(self, spec: Spec, document: Document, world: World) -> None:
        steps = []
        best = most_useful(spec)
        if best:
            ask = self.composer.commands.typed("answer", str(self.path), f"--only {best[0].path}")
            steps.append(f"Ask next: {asks(spec, best[0])} {ask}")
        unowned = [one.path for one in spec.questions if one.answer and one.answer.value == Unknown()]
        if unowned:
            steps.append(f"Name who finds out: {plural(len(unowned), 'unknown answer')} without an owner.")
        blank = [one.question.section for one in spec.questions if one.question.section and one.answer is None]
        if blank:
            names = ", ".join(section.replace("_", " ") for section in blank)
            steps.append(f"Write in your editor: {names}.")
        title = next((one.text for one in document.headings if one.level == 1), spec.identity.title)
        if spec.identity.title != self.spec.identity.title and title != spec.identity.title:
            steps.append(f'The heading still says "{title}": change it in your editor.')
        world.next(steps)


def _matters(one: SpecQuestion) -> bool:
    if not one.question.prompt or one.state is Asked.ANSWERED:
        return False
    return one.state is Asked.UNKNOWN or one.question.trait or one.question.essential
