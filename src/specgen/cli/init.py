"""`specgen init`: begin in a repository: configuration, a pack of your own, pre-commit and CI. Shows what it will write."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from specgen.cli import configuration, files, first_files, output
from specgen.cli.first_files import CONFIG, PACKS, PARTS, PRE_COMMIT, WORKFLOWS, First
from specgen.errors import UsageError, nearest
from specgen.frozen import Frozen
from specgen.quantities import plural

if TYPE_CHECKING:
    from specgen.cli.world import World

HELP = """Writes what a repository begins with, after showing it. No file that is there is changed.

  config      specgen.toml: where specs are, how they are checked
  packs       checklists/: a pack of your own to start from, and the schema that completes it in editors
  pre-commit  .pre-commit-config.yaml
  ci          .github/workflows/specs.yml

examples:
  specgen init
  specgen init --dry-run
  specgen init --only config,packs --yes
  specgen init --from git+https://git.example.org/tools/specgen@v0.1.0
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--only", metavar="PARTS", default=",".join(PARTS), help=f"some of {', '.join(PARTS)} (default: all)")
    add("--from", metavar="SOURCE", default="", dest="source", help="where CI installs specgen from: what pip takes")
    add("--yes", action="store_true", help="write without asking")
    add("--dry-run", action="store_true", help="show only, on standard output")


class Plan(Frozen):
    """What is new, what is there and stays, and what is left for a person to do."""

    new: tuple[First, ...]
    kept: tuple[str, ...]
    advice: tuple[str, ...]


def run(options: argparse.Namespace, world: World) -> int:
    where = first_files.source(options.source)
    plan = _plan(_parts(options.only), where, world)
    for path in plan.kept:
        world.say(f"{path} is there, and stays as it is.")
    if not plan.new:
        world.say("Nothing to write.")
    elif not _show(plan, options, world):
        world.say("Nothing was written.")
        return 0
    else:
        _write(plan, world)
    for text in plan.advice:
        world.say("")
        world.terminal().say(text, multiline=True)
    if plan.new:
        _next(plan, where, world)
    return 0


def _parts(text: str) -> list[str]:
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    for part in wanted:
        if part not in PARTS:
            close = nearest(part, PARTS)
            hint = f"Did you mean {close}?" if close else f"There are {', '.join(PARTS)}."
            raise UsageError(f"--only {part}: there is no such part. {hint}")
    if not wanted:
        raise UsageError(f"--only names no part. There are {', '.join(PARTS)}.")
    return [part for part in PARTS if part in wanted]


# --- what there is to do ---------------------------------------------------------------------------------------------


def _plan(parts: list[str], where: first_files.Source, world: World) -> Plan:
    settings = configuration.load(argparse.Namespace(), world)
    here = os.path.abspath(world.folder)
    own = settings.file if settings.folder == here else ""
    has_packs = ("packs" in parts and not _foreign(here)) or os.path.isfile(os.path.join(here, PACKS, "LAYER.yaml"))
    new: list[First] = []
    kept: list[str] = []
    advice: list[str] = []
    for part in parts:
        made = first_files.files(part, where, has_packs)
        there = [one for one in made if os.path.lexists(os.path.join(here, one.path))]
        if part == "config" and own:
            kept.append(own)
        elif part == "packs" and _foreign(here):
            advice.append(f"{PACKS} holds YAML files of something else. Name another folder of packs in {CONFIG}.")
        elif part in ("pre-commit", "ci") and not _is_root(here):
            advice.append(f"{made[0].path} belongs to the repository's root. Run there: specgen init --only {part}")
        else:
            kept += [one.path for one in there]
            begun = part == "packs" and bool(there)  # the schema alone is of use to packs that were there before
            new += [one for one in made if one not in there and (not begun or not one.whole)]
            advice += _by_hand(part, there, here)
    named = [settings.path(name) for name in settings.config.packs]
    if own and has_packs and Path(PACKS) not in named:
        advice.append(f'Name your packs in {own}: packs = ["{PACKS}"]')
    return Plan(tuple(new), tuple(kept), tuple(advice))


def _foreign(here: str) -> bool:
    """Whether the folder for packs is somebody else's: its YAML files would be read as packs."""
    folder = Path(here, PACKS)
    return folder.is_dir() and not (folder / "LAYER.yaml").exists() and any(folder.glob("*.yaml"))


def _is_root(here: str) -> bool:
    """Not inside a repository that begins further up."""
    above = any((folder / ".git").exists() for folder in Path(here).parents)
    return os.path.exists(os.path.join(here, ".git")) or not above


def _by_hand(part: str, there: list[First], here: str) -> list[str]:
    """What a person has to do to files that are there, since they are not ours to change."""
    if not there or part == "config":
        return []
    if part == "packs":
        stale = [one for one in there if not one.whole and files.read(Path(here, one.path)) != one.text.encode()]
        return [f"{one.path} is of another version. Renew it: specgen pack schema > {one.path}" for one in stale]
    if part == "pre-commit":
        if b"specgen" in files.read(Path(here, PRE_COMMIT)):
            return []
        return [f"Add to {PRE_COMMIT}, under `repos:`:\n\n" + "\n".join(first_files.entry(there[0].text))]
    workflows = [path for path in sorted(Path(here, WORKFLOWS).glob("*.y*ml")) if path.is_file()]
    if any(b"specgen check" in files.read(path) for path in workflows):
        return []
    return [f"{there[0].path} is something else. Put this into a workflow of another name:\n\n{there[0].text.rstrip()}"]


# --- showing, asking, writing ----------------------------------------------------------------------------------------


def _show(plan: Plan, options: argparse.Namespace, world: World) -> bool:
    """Shows every new file; whether they are to be written. Raises UsageError where nobody can be asked."""
    show = world.out if options.dry_run else world.say
    for one in plan.new:
        lines = one.text.splitlines()
        about = "" if one.whole else f" (what specgen pack schema prints, {len(lines):,} lines)"
        show(f"new file {one.path}{about}")
        for line in lines if one.whole else ():
            show(f"+ {line}".rstrip())
        show("")
    if options.dry_run or options.yes:
        return not options.dry_run
    if not world.interactive:
        raise UsageError("nothing was written: there is no terminal to ask in. Add --yes to write.")
    return output.yes(world, f"Write {plural(len(plan.new), 'file')}?")


def _write(plan: Plan, world: World) -> None:
    paths = [(Path(one.path), one) for one in plan.new]
    for path, _ in paths:  # all are allowed before the first is written
        files.refuse(path)
    for path, one in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, one.text.encode())
        world.say(f"{one.path} written.", "bold")


def _next(plan: Plan, where: first_files.Source, world: World) -> None:
    written = {one.path for one in plan.new}
    steps = []
    if f"{WORKFLOWS}/specs.yml" in written and not where.install:
        steps.append(f"Say in {WORKFLOWS}/specs.yml where pip gets specgen from (SPECGEN).")
    if PRE_COMMIT in written:
        steps.append("Switch the hooks on: pre-commit install")
    steps += ['Write the first spec: specgen new "TITLE"', "Check what there is: specgen check"]
    world.next(steps)
