"""`specgen update`: bring specs forward to the packs and the template of today, and compute them anew. Nothing a person
wrote is lost."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from specgen.cli import composing, configuration, existing
from specgen.errors import SpecgenError, nearest
from specgen.quantities import plural
from specgen.update import Kind

if TYPE_CHECKING:
    from specgen.cli.settings import Settings
    from specgen.cli.world import World
    from specgen.update import Updated

HELP = """Brings specs forward: new items appear, wording follows the packs, figures and the verdict are computed anew.

Ticks, evidence, notes, prose and everything outside generated blocks stay as they are. Without a FILE: every spec that
the configuration names.

examples:
  specgen update docs/specs/instant-transfers.md
  specgen update --dry-run                          show what would change, as a diff
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="specs, or folders of specs (default: those of the configuration)")
    add(
        "--dry-run", "--diff", action="store_true", dest="dry_run", help="write nothing; show a diff on standard output"
    )
    add(
        "--drop-layer",
        metavar="NAME",
        action="append",
        default=[],
        help="a layer of packs that is given up: its items leave",
    )
    composing.arguments(parser)


def run(options: argparse.Namespace, world: World) -> int:
    settings = configuration.apply(options, world)
    selected = settings.specs(options.files)
    for problem in selected.problems:
        world.complain(str(problem))
    _warn_of_slips(world, settings, named=bool(options.files))
    composer = composing.composer(options.templates, options.packs, options.commands)
    code = 3 if selected.problems else 0
    written = failed = 0
    layers: set[str] = set()
    for path in map(Path, selected.files):
        try:
            changed, whole = _one(path, composer, options, world, layers)
            written += changed
            code = max(code, 0 if whole else NOT_WHOLE)
        except SpecgenError as error:  # the other files are brought forward all the same
            world.report(error)
            failed += 1
            code = max(code, error.exit_code)
    if len(selected.files) != 1:
        what = "would change" if options.dry_run else "updated"
        more = f", {failed} not brought forward" if failed else ""
        world.tell(f"{plural(written, 'spec')} {what}, {len(selected.files) - written - failed} as before{more}.")
    _warn_of_layers(world, options.drop_layer, layers, {layer.name for layer in composer.library.layers})
    return code


NOT_WHOLE = 1  # something in a file has to be mended by hand first


def _warn_of_slips(world: World, settings: Settings, *, named: bool) -> None:
    """Patterns of the configuration that match nothing are likely misspelt."""
    for problem in () if named else settings.unmatched():
        world.say(str(problem), "warning")


def _warn_of_layers(world: World, dropped: Sequence[str], written: set[str], used: set[str]) -> None:
    """Layers to give up that no file has are likely misspelt; of those in use nothing leaves."""
    for name in dict.fromkeys(dropped):
        if name in used:
            world.tell(f"--drop-layer {name}: these packs are in use, so nothing of theirs leaves.", "warning")
        elif name not in written:
            close = nearest(name, written - used)
            meant = f' Did you mean "{close}"?' if close else ""
            world.tell(f"--drop-layer {name}: no spec here was written with packs of that name.{meant}", "warning")


def _one(
    path: Path, composer: existing.Composer, options: argparse.Namespace, world: World, layers: set[str]
) -> tuple[bool, bool]:
    """Whether the file was not as it should be, and whether all of it could be brought forward; the layers that it was written
    with go into `layers`. Raises SpecgenError where nothing could."""
    opened, dry_run = existing.Opened(path), options.dry_run
    with opened.locked(reading=dry_run):
        document = opened.document()
        layers.update(existing.layers(document))
        made = existing.brought_forward(document, composer, options.drop_layer)
        changed = made.text != opened.text
        if changed and dry_run:
            existing.show_diff(world, path, opened.text, made.text)
        elif changed:
            opened.replace(made.text)
    _say(world, path, made, changed, dry_run)
    return changed, not made.of(Kind.FAULT)


def _say(world: World, path: Path, made: Updated, changed: bool, dry_run: bool) -> None:
    if not changed and not made.changes:
        world.tell(f"{path} is up to date.")
        return
    counts = [
        f"{len(made.of(kind))} {kind.value}"
        for kind in (Kind.NEW, Kind.CHANGED, Kind.REMOVED, Kind.KEPT)
        if made.of(kind)
    ]
    verb = ("would be updated" if dry_run else "updated") if changed else "stays as it is"
    world.tell(f"{path} {verb}{': ' if counts else '.'}{', '.join(counts)}{'.' if counts else ''}", "bold")
    for kind in Kind:
        for line in existing.listed(made, kind):
            world.tell(line, "warning" if kind in (Kind.KEPT, Kind.FAULT) else "", indent="  ")
