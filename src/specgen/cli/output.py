"""What a spec becomes on disk: Markdown and Word, never over something a person may have changed without a diff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from specgen import resources
from specgen.cli import files
from specgen.cli.terminal import DIFF
from specgen.errors import ConflictError, InputError, Problem

if TYPE_CHECKING:
    from specgen.cli.world import World
    from specgen.model import Spec

MAX_IMAGE = 20 * 1024 * 1024
REFERENCE = "reference.docx"


def markdown(world: World, spec: Spec, template: str, folders: Sequence[Path]) -> str:
    """The spec as Markdown. Raises InputError when the template leaves out what must not be lost; names blocks it omits."""
    from specgen.cli import library  # here, so that rendering a file need not know packs
    from specgen.recompose import sealed
    from specgen.renderers.markdown import placement

    name = f"{template.removesuffix('.md.j2')}.md.j2"
    texts = library.templates(folders)
    text = _filled(spec, texts, name, folders)
    own = library.template_file(folders, name)
    if missing := placement.lost(spec, text):
        raise InputError(*(Problem(one, str(own or name)) for one in missing))
    if own and (names := placement.unplaced(spec, text)):
        world.say(f"{own} leaves out: {', '.join(names)}.", "warning")
    return sealed(spec, text, texts)


def _filled(spec: Spec, texts: Mapping[str, str], name: str, folders: Sequence[Path]) -> str:
    """A team's templates are filled in a child process with limits, the built-in ones here."""
    from specgen.cli import library
    from specgen.renderers.markdown import context, fill

    if not folders:
        return fill(texts, name, context(spec))
    from specgen.cli import sandbox

    try:
        return sandbox.fill(texts, name, context(spec))
    except InputError as error:  # the sandbox knows names only; a person wants the file
        own = [p._replace(file=str(library.template_file(folders, p.file) or p.file)) for p in error.problems]
        raise InputError(*own) from error


def docx(text: str, source: Path, reference: Path | None) -> bytes:
    """The Word file of a spec; images are read from the folder of `source` and below only."""
    from specgen.renderers.docx import image_links, render

    look = files.read(reference, MAX_IMAGE) if reference else resources.data("templates", REFERENCE)
    images = {link: data for link in image_links(text) if (data := _image(link, source.parent)) is not None}
    try:
        return render(text, reference=look, images=images)
    except InputError as error:  # the renderer knows no files; a person wants to know which one to mend
        guilty = [p if p.file else p._replace(file=str(source if p.line else reference)) for p in error.problems]
        raise InputError(*guilty) from error


def _image(link: str, folder: Path) -> bytes | None:
    """The bytes of a linked image, None when it is absent or outside the spec's folder."""
    if PurePosixPath(link).is_absolute() or "\\" in link:
        return None
    path = (folder / link).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    return files.read(path, MAX_IMAGE)


def may_save(world: World, path: Path, data: bytes, force: bool) -> bool:
    """Whether a Markdown file is to be written: False when it holds just that already.

    One that differs is overwritten only with --force, or after its diff was agreed to; else raises ConflictError.
    """
    files.refuse(path)
    if path.exists():
        before = files.read(path)
        if before == data:
            return False
        if not force:
            _agree(world, path, before, data)
    return True


def may_save_docx(world: World, path: Path, force: bool) -> None:
    """Raises ConflictError when a Word file may not be replaced. One that nobody touched since specgen made it may."""
    files.refuse(path)
    if path.exists() and not force and not _ours(files.read(path, MAX_IMAGE)):
        question = f"{path} was changed since specgen wrote it, or is not specgen's. Overwrite it?"
        if not (world.interactive and yes(world, question)):
            fix = "Use --force to replace it, or name another file with -o."
            raise ConflictError(Problem("was changed since specgen wrote it, or is not specgen's", str(path), fix=fix))


def _ours(data: bytes) -> bool:
    """Whether these are the bytes of a Word file that specgen made and nobody touched since."""
    from specgen.renderers.docx import untouched

    try:
        return untouched(data)
    except InputError:  # no Word file at all
        return False


def _agree(world: World, path: Path, before: bytes, after: bytes) -> None:
    import difflib

    old, new = files.decode(before, str(path)).splitlines(), after.decode().splitlines()
    for line in difflib.unified_diff(old, new, f"{path} now", f"{path} new", lineterm="", n=1):
        world.say(line, DIFF.get(line[:1], ""))
    if world.interactive and yes(world, f"{path} exists and differs. Overwrite it?"):
        return
    fix = "Use --force to replace it, or name another file with -o."
    raise ConflictError(Problem("exists and differs; nothing was written", str(path), fix=fix))


def yes(world: World, question: str) -> bool:
    """Whether a person at the terminal agrees; Enter alone does not."""
    from specgen.cli.ask.keyboard import KeyboardPrompter

    terminal = world.terminal()
    return KeyboardPrompter(terminal.color).line(f"{question} [y/N] ").lower() in ("y", "yes")
