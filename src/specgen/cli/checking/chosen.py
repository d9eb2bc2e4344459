"""What a run of `check` looks at: files, rules, and specs that must exist."""

from __future__ import annotations

import os

from specgen.cli import rooms
from specgen.cli.checking.report import EXISTS
from specgen.errors import Problem, UsageError, nearest
from specgen.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from specgen.cli.settings import Required, Settings
    from specgen.cli.world import World


class Chosen(Frozen):
    """What to look at: `files` in order, `names` of rules; `problems` are folders and patterns that gave no files."""

    files: tuple[str, ...]
    names: frozenset[str]
    whole: bool  # every spec of the repository is looked at
    problems: tuple[Problem, ...] = ()
    required: tuple[Required, ...] | None = None  # specs that must exist; None where nobody asks for them
    every: tuple[str, ...] = ()  # the specs of the repository, where nobody named files


def rules(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """Names of the rules to run. Raises UsageError for a name that there is not."""
    known = rooms.rules()
    for name in (*select, *ignore):
        if name not in known:
            close = nearest(name, known)
            hint = f"Did you mean {close}?" if close else f"There are {', '.join(known)}."
            raise UsageError(f"there is no rule {name!r}. {hint}")
    left = frozenset(select or known) - frozenset(ignore)
    if not left:
        raise UsageError("no rule is left to check by: every one that is selected is ignored, too.")
    return left


def files(options: argparse.Namespace, world: World, settings: Settings, names: frozenset[str]) -> Chosen:
    """The files that are named, or every spec, and of these those that a branch touched."""
    if "" in options.paths:
        raise UsageError("a PATH is empty: is a variable not set?")
    selected = settings.specs(options.paths)
    for path in selected.excluded:
        world.say(f"{path} is left out: the configuration excludes it.", "warning")
    found, problems = selected.files, selected.problems
    demands = None if options.paths else settings.required()
    if demands:
        found, out = _with_required(found, demands.specs, settings)
        if out:
            from specgen.cli.checking.required import left_out

            world.say(left_out(out), "warning")
    every = found
    if options.changed_since is not None:
        from specgen.cli.checking import changed

        touched = changed.since(options.changed_since, settings.folder)
        found = tuple(one for one in found if os.path.realpath(one) in touched or not os.path.lexists(one))
    if demands is None:  # whoever names files asks about these
        return Chosen(found, names, False, problems)
    if not selected.files or len(settings.config.specs) > 1:
        problems += _slips(world, settings.unmatched(), harmless=bool(selected.files))
    problems += demands.problems + _slips(world, demands.slips, harmless=bool(demands.specs or selected.files))
    if not every and not problems:
        world.say(_nothing(settings), "warning")
    return Chosen(found, names, options.changed_since is None, problems, demands.specs, every)


def every(settings: Settings) -> tuple[str, ...]:
    """The specs of the repository, also for a run over files that are named."""
    return _with_required(settings.specs().files, settings.required().specs, settings)[0]


def _with_required(
    found: tuple[str, ...], wanted: Sequence[Required], settings: Settings
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What `specs` names, and the required specs that are there; of these, those that `exclude` leaves out."""
    if not wanted:
        return found, ()
    from specgen.cli.checking.required import further

    more = further(wanted, found, settings)
    return tuple(sorted((*found, *more.files))), more.excluded


def _nothing(settings: Settings) -> str:
    """Where specs were looked for, and how there comes to be one."""
    where = " or ".join(settings.config.specs) or "an empty list of `specs`"
    if not settings.file:
        elsewhere = "name files or folders, or say in specgen.toml where specs are (specgen init writes it)"
        return f"Nothing matches {where}: {elsewhere}."
    first = 'specgen new "TITLE"' + ("" if settings.config.new_in else " -o FILE")
    elsewhere = f"If specs are elsewhere: `specs` in {settings.file} says where."
    return f"Nothing matches {where}. To write the first spec: {first}. {elsewhere}"


def required(options: argparse.Namespace, world: World, settings: Settings, names: frozenset[str]) -> Chosen:
    """Nothing but the specs that the configuration requires."""
    if options.paths:
        raise UsageError("--exists looks at what the configuration requires, and takes no PATH.")
    if EXISTS not in names:
        raise UsageError(f"--exists checks by the rule {EXISTS}, and it is switched off.")
    demands = settings.required()
    problems = demands.problems + _slips(world, demands.slips, harmless=bool(demands.specs))
    return Chosen((), frozenset({EXISTS}), False, problems, demands.specs)


def _slips(world: World, slips: tuple[Problem, ...], *, harmless: bool) -> tuple[Problem, ...]:
    """Patterns that match nothing: told where others match, and a failure where none does, since a misspelt gate shall not be
    green."""
    for problem in slips if harmless else ():
        world.say(str(problem), "warning")
    return () if harmless else slips
