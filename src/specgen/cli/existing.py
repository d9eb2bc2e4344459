"""A spec that is there already, opened to be changed: read once, locked, checked again just before it is replaced."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from specgen.cli import files
from specgen.commandline import PLAIN, Commands, word
from specgen.conflictlines import conflicts, in_answers
from specgen.errors import ConflictError, InputError, Problem
from specgen.frontmatter import is_newer, name_and_version
from specgen.model import Document, Identity
from specgen.readers.markdown import read
from specgen.recompose import Composer, template_name
from specgen.update import Kind, Updated, What, update
from specgen.update.conflicts import settled

if TYPE_CHECKING:
    from specgen.cli.world import World

__all__ = ["Composer", "Opened", "brought_forward", "listed", "show_diff"]

_BOM = "\ufeff"


class Opened:
    """A file with the bytes it had when it was opened. `text` has no byte order mark; `replace` puts it back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _refuse_no_file(path)
        files.refuse(path)
        self.data = files.read(path)

    @property
    def text(self) -> str:
        """As it is on the disk."""
        return self._read().text

    def document(self) -> Document:
        """The document; where two branches met in what specgen computes, one side of it, since it is computed anew.

        Raises InputError for what cannot be changed safely: no text, an unfinished merge of people's words.
        """
        document = self._read()
        text = settled(document.text)
        document = document if text == document.text else read(text, document.file)
        for one in conflicts(document):
            line = one.first or one.last
            if (one.first and one.last) or in_answers(document, line):  # half of one among words is kept like any line
                fix = "Finish the merge first; specgen could not tell whose words are whose."
                raise InputError(Problem("a merge conflict stands here", document.file, line, 1, fix))
        return document

    def _read(self) -> Document:
        document = read(self.data, str(self.path))
        if document.unreadable:
            raise InputError(document.unreadable)
        return document

    @contextmanager
    def locked(self, *, reading: bool = False) -> Iterator[None]:
        """Nobody else of us changes the file meanwhile. Raises ConflictError when somebody is at it, or was since it was
        opened. To look only (`reading`) there is nothing to lock."""
        if reading:
            yield
            return
        with files.lock(self.path):
            self._unchanged()
            yield

    def replace(self, text: str) -> None:
        """Writes the new text whole, or not at all. Raises ConflictError when the file is not what was read any more."""
        bom = _BOM if self.data.startswith(_BOM.encode()) else ""
        files.write(self.path, (bom + text).encode(), before=self.data)

    def _unchanged(self) -> None:
        if files.read(self.path) != self.data:
            raise ConflictError(files.changed(self.path))


def _refuse_no_file(path: Path) -> None:
    """A folder or a device was named for a file: that is bad input, before it could be a bad target."""
    if path.is_symlink() or path.is_file() or not path.exists():
        return
    is_folder = path.is_dir()
    fix = "Name a file in it." if is_folder else "Name the file itself."
    raise InputError(Problem(f"is a {'folder' if is_folder else 'device or a pipe'}, not a file", str(path), fix=fix))


def identity(document: Document, commands: Commands = PLAIN) -> Identity:
    """The front matter of a document that is a spec. Raises InputError for what is none, or cannot be read."""
    if document.problems and (document.means_to_be_a_spec or document.body == 1):
        raise InputError(*document.problems)
    if document.identity is None:
        from specgen.update.adopt import without_front_matter

        if lost := without_front_matter(document):
            raise InputError(*lost)
        fix = f"Make a spec of it first: {commands.typed('adopt', document.file)}"
        raise InputError(Problem("has no front matter of specgen", document.file, 1, 1, fix))
    return document.identity


def layers(document: Document) -> Sequence[str]:
    """The names of the layers of packs that a document says it was written with."""
    return [name_and_version(one)[0] for one in document.identity.packs] if document.identity else []


def brought_forward(document: Document, composer: Composer, dropped: Collection[str] = ()) -> Updated:
    """The document as packs, template and answers have it today. `dropped` are layers that the person gives up.

    Raises InputError with every fault that is in the way: also where packs older than those of the file, or without a
    layer of it, would take away what it has.
    """
    refuse_taken_away(document, composer, dropped)
    composed, problems = composer.composed(document)
    if composed is None:
        raise InputError(*problems)
    return update(document, composed, composer)


def refuse_taken_away(document: Document, composer: Composer, dropped: Collection[str] = ()) -> None:
    """Raises InputError where packs or template in use are not, or are older than, those that the document was written with."""
    if gone := [*_taken_away(document, identity(document, composer.commands), composer, dropped)]:
        raise InputError(*gone)


def _taken_away(
    document: Document, written: Identity, composer: Composer, dropped: Collection[str]
) -> Iterator[Problem]:
    here = {layer.name: f"{layer.name} {layer.version}" for layer in composer.library.layers}
    line = max(document.field_line("packs"), 1)
    for before in written.packs:
        name = name_and_version(before)[0]
        if name not in here and name not in dropped:
            give_up = composer.commands.quoted("update", document.file, f"--drop-layer {word(name)}")
            fix = f"Name its folder with --packs or in specgen.toml; {give_up} gives it up."
            message = f"was written with the packs {before}, which are not in use: their items would leave"
            yield Problem(message, document.file, line, 1, fix)
        elif name in here and is_newer(before, here[name]):
            message = f"was written with {before}, and in use is {here[name]}: what the newer one added would leave"
            yield Problem(message, document.file, line, 1, "Upgrade specgen, or the folder of packs.")
    template = composer.label(template_name(written))
    if is_newer(written.template, template):
        message = f"was laid out by {written.template}, and in use is {template}: what the newer one added would leave"
        yield Problem(message, document.file, max(document.field_line("template"), 1), 1, "Upgrade specgen.")


def show_diff(world: World, path: Path, before: str, after: str) -> None:
    """On standard output, so that it can be kept or applied; coloured for people."""
    import difflib

    from specgen.cli.terminal import DIFF, Terminal

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found = [*difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", n=3)]
    if not world.stdout.isatty():  # for `patch` and `git apply`: every byte counts
        whole = [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found]
        world.out_bytes("".join(whole).encode())
        return
    terminal = Terminal(world.stdout, world.env)
    for line in found:
        terminal.say(line.rstrip("\r\n"), DIFF.get(line[:1], ""))


_SHOWN = 12  # names in one line; the rest are counted
_WORDS = {What.ITEM: "items", What.SECTION: "sections", What.BLOCK: "blocks", What.FRONT_MATTER: "front matter"}


def listed(made: Updated, kind: Kind) -> Iterator[str]:
    """Of one kind of change a line for each sort of thing; what was kept, and faults, one by one with the reason."""
    changes = made.of(kind)
    if kind in (Kind.KEPT, Kind.FAULT):
        for one in changes:
            place = f"(line {one.line})" if one.line else ""
            yield f"{' '.join(filter(None, (one.what, one.name, place)))}: {one.note}"
        return
    for what, many in _WORDS.items():
        found = [one for one in changes if one.what == what]
        names = [f"{one.name} ({one.note})" if one.note and what is What.ITEM else one.name for one in found]
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            yield f"{kind.value}: {many if len(names) > 1 else what} {', '.join(names[:_SHOWN])}{more}"
