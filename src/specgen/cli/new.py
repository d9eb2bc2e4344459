"""`specgen new`: ask, compute, and write a new spec.

Asks in a terminal; elsewhere takes what it is given and lists what is missing.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from specgen import answersfile, frontmatter, resources
from specgen.cli import composing, configuration, files, given, identity, library, oneline, output
from specgen.cli.world import World
from specgen.commandline import Commands
from specgen.compose import compose
from specgen.errors import InputError, UsageError
from specgen.frozen import replace
from specgen.model import Answer, Identity, Level, Library, Spec
from specgen.unknowns import asks, most_useful

HELP = """Asks what matters for this system, computes what can be computed, and writes the spec.

examples:
  specgen new "Instant transfers"                           ask in the terminal
  specgen new --resume                                      go on with the newest draft of this folder
  specgen new --example instant-transfers --format md,docx  see what comes out
  specgen new --answers answers.yaml --no-input             from a file, asking nothing
  specgen new "Report" --set spec.tier=3 --set availability.target=99% --allow-missing -o -
"""
FORMATS = ("md", "docx")


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("title", nargs="?", help="what the spec is called; the file is named after it")
    given.arguments(parser)
    add("--example", metavar="NAME", help="start from the answers of an example (specgen list examples)")
    add("--resume", action="store_true", help="go on with the newest draft of this folder")
    add("--no-input", action="store_true", help="ask nothing; list what is missing instead")
    add("--allow-missing", action="store_true", help="write a draft although essential answers are missing")
    add("-o", "--output", metavar="FILE", help="where the Markdown goes, missing folders too; - for stdout (default: ID.md)")
    add("--format", default="md", metavar="LIST", help="md, docx, or md,docx (default: md)")
    add("--force", action="store_true", help="overwrite a file that differs, without asking")
    add("--id", help="the spec's id (default: made from the title)")
    add("--date", metavar="DATE", help="date of creation (default: SOURCE_DATE_EPOCH, else today)")
    add("--word-template", metavar="FILE", type=Path, help="a reference .docx that gives Word files their look")
    add("--template", default="spec", metavar="NAME", help="template to lay the spec out (default: spec)")
    composing.arguments(parser)


def run(options: argparse.Namespace, world: World) -> int:
    formats = _formats(options.format)
    today = world.today(options.date)
    if options.output not in (None, "-"):
        if not os.path.basename(options.output):
            raise UsageError(f"-o {options.output} names a folder; name a file in it.")
        files.refuse(Path(options.output))  # before anybody has answered a question
    settings = configuration.apply(options, world)
    options.review_days, options.folder = settings.config.review_days, settings.path(settings.config.new_in)
    packs = library.load(options.packs)
    answers = {**_usual(settings, packs), **_given(options, world, packs)}
    if world.interactive and not options.no_input and not options.example:
        return _ask(options, world, packs, answers, today, formats)
    if options.resume:
        raise UsageError("--resume asks questions, and there is no terminal to ask them in.")
    spec = _compose(options, packs, answers, today)
    missing = given.missing(spec, answers)
    if missing and not options.allow_missing:
        count = "1 answer is" if len(missing) == 1 else f"{len(missing)} answers are"
        head = f"{count} missing; give them, or write a draft with --allow-missing:"
        raise UsageError("\n  ".join([head, *missing]))
    return _write(options, world, spec, formats)


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise UsageError(f"--format {text}: there are {' and '.join(FORMATS)}.")
    return wanted


def _usual(settings: configuration.Settings, packs: Library) -> dict[str, Answer]:
    """The answers that the configuration lets every spec start from."""
    answers: dict[str, Answer] = {}
    for name in settings.config.answers:
        path = settings.path(name)
        if not path.is_file():
            raise InputError(configuration.missing("answers", path, "file", settings))
        answers |= answersfile.read(files.read(path), str(path), packs)
    return answers


def _given(options: argparse.Namespace, world: World, packs: Library) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    if options.example:
        known = resources.folders("examples")
        if options.example not in known:
            raise UsageError(f"there is no example {options.example!r}; there are {', '.join(known)}.")
        text = resources.text(f"examples/{options.example}", "answers.yaml")
        answers |= answersfile.read(text, f"examples/{options.example}/answers.yaml", packs)
    given.apply(options, answers, packs, world)
    if options.title:
        given.apply_set(f"spec.title={options.title}", answers, packs)
    return answers


def _ask(
    options: argparse.Namespace, world: World, packs: Library, answers: dict[str, Answer], today: str,
    formats: tuple[str, ...],
) -> int:  # fmt: skip
    from specgen.cli import session

    left = session.interview(options, world, packs, answers, today, lambda found: identify(options, found, today))
    if left.answers is None:
        return 0
    code = _write(options, world, _compose(options, packs, left.answers, today), formats)
    left.forget()
    return code


def _compose(options: argparse.Namespace, packs: Library, answers: dict[str, Answer], today: str) -> Spec:
    from specgen.recompose import labelled  # which imports all that a seal needs

    spec = compose(packs, answers, identify(options, answers, today))
    # a team's templates carry no version of ours
    own = library.template_file(options.templates, f"{options.template}.md.j2")
    template = labelled(options.template, own=own is not None)
    return replace(spec, identity=replace(spec.identity, template=template))


def identify(options: argparse.Namespace, answers: dict[str, Answer], today: str) -> Identity:
    """The front matter from the answers that live there. Raises UsageError without a title, InputError on a bad id."""
    title = identity.word(answers, "spec.title")
    if not title:
        raise UsageError('the spec needs a title: specgen new "Instant transfers", or --set spec.title=…')
    example = None if options.title else options.example
    id = options.id or example or frontmatter.slug(title)
    return identity.begun(id, title, answers, identity.days(answers, today, options.review_days))


def _write(options: argparse.Namespace, world: World, spec: Spec, formats: tuple[str, ...]) -> int:
    text = output.markdown(world, spec, options.template, options.templates)
    if options.output == "-":
        if formats != ("md",):
            raise UsageError("-o - writes Markdown only; use -o FILE with --format docx.")
        world.out_bytes(text.encode())
        return 0
    path = Path(options.output or options.folder / f"{spec.identity.id}.md")
    files.refuse(path)
    made: dict[Path, bytes] = {}  # everything is made and allowed before the first file is written: no half result
    if "md" in formats:
        if output.may_save(world, path, text.encode(), force=options.force):
            made[path] = text.encode()
        else:
            world.say(f"{_relative(path, world.folder)} is unchanged.")
    if "docx" in formats:
        word = path.with_suffix(".docx")
        output.may_save_docx(world, word, force=options.force)
        made[word] = output.docx(text, path, options.word_template)
    if made:
        path.parent.mkdir(parents=True, exist_ok=True)
    for target, data in made.items():
        files.write(target, data)
    _summary(world, spec, [*made], options.commands)
    return 0


def _summary(world: World, spec: Spec, written: list[Path], commands: Commands) -> None:
    for path in written:
        world.tell(f"{_relative(path, world.folder)} written: {oneline.described(spec)}.", "bold")
    steps = []
    if any(one.severity is Level.ERROR for one in spec.contradictions):
        steps.append("Read the verdict on the first page: contradictions are decisions, not typing.")
    best = most_useful(spec)
    if best:
        steps.append(f"Ask first: {asks(spec, best[0])} ({best[0].path})")
    blank = [one.question.section for one in spec.questions if one.question.section and one.answer is None]
    if blank:
        names = ", ".join(section.replace("_", " ") for section in blank)
        steps.append(f"Write in your editor: {names}.")
    if written and written[0].suffix == ".md" and len(written) == 1:
        steps.append(f"For Word: {commands.typed('render', _relative(written[0], world.folder), '--to docx')}")
    world.next(steps)


def _relative(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)
