"""`specgen adopt`: make a spec of a Markdown document that exists. Nothing that stands there is touched."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from specgen import frontmatter
from specgen.cli import composing, configuration, existing, given, identity
from specgen.errors import InputError, Problem, SpecgenError, UsageError
from specgen.model import Answer, Document, Identity
from specgen.quantities import plural
from specgen.update import Kind, Updated
from specgen.yamltext import illegal_in_xml

if TYPE_CHECKING:
    from specgen.cli.world import World

HELP = """Makes specs of Markdown documents: front matter above, figures, checklist and answers below, the rest as it is.

Headings that stand for sections of a spec (Motivation for the problem, Test plan for the tests) are recognised.

examples:
  specgen adopt docs/rfc/0042-payments.md
  specgen adopt --dry-run docs/rfc/*.md                 show what would be added, as a diff
  specgen adopt rfc.md --set spec.tier=1 --set spec.components=database
"""
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")  # where hosts and editors hide HTML comments
_NAMELESS = ("readme", "index", "spec", "design", "doc")


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", type=Path, help="Markdown documents")
    add(
        "--dry-run", "--diff", action="store_true", dest="dry_run", help="write nothing; show a diff on standard output"
    )
    given.arguments(parser, "; for all of these documents")
    add("--id", help="the spec's id (default: made from the file's name)")
    add("--title", help="the spec's title (default: the first heading)")
    add("--date", metavar="DATE", help="date of creation (default: SOURCE_DATE_EPOCH, else today)")
    composing.arguments(parser)


def run(options: argparse.Namespace, world: World) -> int:
    if len(options.files) > 1 and (options.id or options.title):
        raise UsageError("--id and --title name one spec, and there are several files.")
    settings = configuration.apply(options, world)
    composer = composing.composer(options.templates, options.packs, options.commands)
    answers: dict[str, Answer] = {}
    given.apply(options, answers, composer.library, world)
    days = identity.days(answers, world.today(options.date), settings.config.review_days)
    code = 0
    for path in options.files:
        try:
            _one(path, options, world, composer, answers, days)
        except SpecgenError as error:  # the other files are adopted all the same
            world.report(error)
            code = max(code, error.exit_code)
    return code


def _one(
    path: Path, options: argparse.Namespace, world: World, composer: existing.Composer, answers: dict[str, Answer],
    days: identity.Days,
) -> None:  # fmt: skip
    from specgen.update.adopt import adopt

    opened = existing.Opened(path)
    _refuse_other_than_markdown(path)
    with opened.locked(reading=options.dry_run):
        document = opened.document()
        if document.identity is not None:
            world.tell(f"{path} is a spec already. For newer packs: {options.commands.typed('update', str(path))}")
            return
        if document.problems and document.means_to_be_a_spec:  # one whose front matter has to be mended
            raise InputError(*document.problems)
        made = adopt(document, _identity(document, options, answers, days), composer, answers)
        if options.dry_run:
            existing.show_diff(world, path, document.text, made.text)
        else:
            opened.replace(made.text)
    _say(world, path, document, made, composer, answers, dry_run=options.dry_run)


def _refuse_other_than_markdown(path: Path) -> None:
    """Front matter and a checklist would break a file of another kind."""
    if path.name.casefold().endswith(_MARKDOWN):
        return
    ends = f"its name ends in {path.suffix}" if path.suffix else "its name has no ending"
    known = f"{', '.join(_MARKDOWN[:-1])} and {_MARKDOWN[-1]}"
    fix = f"adopt takes {known}. If it holds Markdown, give it such a name first."
    raise InputError(Problem(f"is no Markdown document: {ends}", str(path), fix=fix))


def _identity(
    document: Document, options: argparse.Namespace, answers: dict[str, Answer], days: identity.Days
) -> Identity:
    stem = Path(document.file).stem
    heading = next((one for one in document.headings if one.level == 1 and one.text), None)
    given_title = options.title or identity.word(answers, "spec.title") or _foreign_title(document)
    title = given_title or (_plain(heading.text) if heading else "") or stem
    if bad := illegal_in_xml(title):
        what, line = ("heading", heading.line) if heading and not given_title else ("title", 0)
        fix = "Take it out, or give another title: --title TEXT"
        raise InputError(
            Problem(f"the {what} holds the character {bad}, which no document can hold", document.file, line, 0, fix)
        )
    if options.id:
        id = options.id
    else:
        try:
            id = frontmatter.slug(title if stem.casefold() in _NAMELESS else stem)[: frontmatter.LONGEST_ID].strip("-")
        except InputError:
            fix = "Give one: --id NAME"
            raise InputError(Problem("has neither name nor title to make an id of", document.file, fix=fix)) from None
    return identity.begun(id, title, answers, days, template="adopted", file=document.file)


def _foreign_title(document: Document) -> str:
    """The title that front matter of another tool gives."""
    from specgen.update.adopt import foreign

    fields = foreign(document)
    title = frontmatter.shared(fields, "title") if fields else None
    return title if isinstance(title, str) else ""


def _plain(heading: str) -> str:
    """A heading without the marks of emphasis and code around its words."""
    return " ".join(heading.replace("`", "").replace("**", "").split())


def _say(
    world: World, path: Path, document: Document, made: Updated, composer: existing.Composer, answers: dict[str, Answer],
    *, dry_run: bool,
) -> None:  # fmt: skip
    found = composer.recognised(document)
    known = [f"{id.replace('_', ' ')} (line {heading.line})" for id, heading in found.items() if heading is not None]
    missing = [id.replace("_", " ") for id, heading in found.items() if heading is None]
    world.tell(f"{path} {'would become' if dry_run else 'is now'} a spec: draft.", "bold")
    for line in existing.listed(made, Kind.KEPT):
        world.tell(line, "warning", indent="  ")
    if known:
        world.tell(f"{plural(len(known), 'section')} recognised: {', '.join(known)}.", indent="  ")
    if missing:
        world.tell(f"Not found: {', '.join(missing)}.", indent="  ")
        demanded = "From status review on, check demands those that the answers ask for: write the heading, and below it the"
        world.tell(f"{demanded} answer, or why it does not apply.", indent="  ")
    unknown = [word for id, word in (("spec.tier", "tier"), ("spec.components", "components")) if id not in answers]
    if unknown:
        are = "is" if unknown == ["tier"] else "are"
        said = f"{' and '.join(unknown).capitalize()} {are} not known yet, so the checklist is the strictest there is."
        world.tell(f"{said} To narrow it: {composer.commands.typed('answer', str(path))}", "warning", indent="  ")
    if not dry_run:
        steps = (composer.commands.typed(command, str(path)) for command in ("answer", "check"))
        world.tell(f"Next: {', then '.join(steps)}", indent="  ")
