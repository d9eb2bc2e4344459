"""The front door: chooses a command, imports only it, turns errors into messages and exit codes.

Each command is one module of this room with `HELP`, `arguments(parser)` and `run(options, world) -> int`, whose docstring
begins with "`specgen NAME`: what it does." To add one: that module. `commands.py` finds it.
"""
# PYTHON_ARGCOMPLETE_OK

from __future__ import annotations

import sys

from specgen import __version__

TYPE_CHECKING = False  # what type checkers know under this name; importing typing would cost `--version` a quarter of its time
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import NoReturn

    from specgen.cli.world import World

USAGE = 2
INTERRUPTED, ENDED, TERMINATED, IO_FAILED = 130, 3, 143, 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs specgen and returns its exit code; see `docs/exit-codes.md`."""
    args = sys.argv[1:] if arguments is None else [*arguments]  # `list` is a command of this room
    if args in (["--version"], ["-V"]):  # answered before anything else is imported
        try:
            print(f"specgen {__version__}", flush=True)
        except OSError:  # a full disk or a closed pipe: nowhere to say so
            return IO_FAILED
        return 0
    if arguments is not None:
        return _run(args)
    import gc  # this is a process of our own

    gc.set_threshold(100_000)  # a run makes values, not cycles: looking for some every 700 values takes a tenth of it
    code = _run(args)
    gc.freeze()  # nor need any be looked for at the end
    return code


def _run(args: list[str]) -> int:
    try:
        from specgen.cli.world import World

        return _guarded(args, World.real())
    except KeyboardInterrupt:  # while modules are imported there is nothing to lose and nobody to say so
        return INTERRUPTED


def _guarded(args: list[str], world: World) -> int:
    from specgen.errors import SpecgenError, Terminated

    try:
        code = _dispatch(args, world)
        world.flush()
    except SpecgenError as error:
        world.report(error)
        return error.exit_code
    except KeyboardInterrupt:
        world.complain("interrupted")
        return INTERRUPTED
    except Terminated:
        world.complain("terminated")
        return TERMINATED
    except EOFError:
        world.complain("the input ended before the questions did")
        return ENDED
    except OSError as error:
        return world.broken(error)
    except Exception as bug:  # noqa: BLE001  the one place that may: it hides nothing, it writes a report and says so
        return world.bug(bug)
    return code


def _dispatch(args: list[str], world: World) -> int:
    if "_ARGCOMPLETE" in world.env:
        import argcomplete

        argcomplete.autocomplete(everything())
    if not args or args[0] in ("-h", "--help", "help"):
        world.out(overview())
        return 0 if args else USAGE
    from specgen.cli import commands

    name, *rest = args
    if not commands.exists(name):
        from specgen.errors import UsageError, nearest

        close = nearest(name, [*commands.find()])
        hint = f" Did you mean {close}?" if close else ""
        raise UsageError(f"specgen has no command {name!r}.{hint} See specgen --help.")
    command = commands.load(name)
    plain = commands.plain(command, rest)
    if plain is not None:
        return command.run(plain, world)
    import argparse

    from specgen.errors import UsageError

    def refuse(message: str) -> NoReturn:
        raise UsageError(f"{message}. See specgen {name} --help.")

    parser = argparse.ArgumentParser(
        prog=f"specgen {name}",
        description=command.HELP,
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=80),  # one is made for each argument that is added
    )
    command.arguments(parser)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter  # which asks for the width, and imports much for it
    parser.error = refuse  # type: ignore[method-assign]  # argparse would print what was typed as it is
    try:
        # options may stand between files; where there are commands below the command, only there
        nested = any(action.nargs == argparse.PARSER for action in parser._actions)
        if any(action.metavar in ("PATH", "FILE") and not action.option_strings for action in parser._actions):
            rest = _files_behind_dashes(rest)
        options = parser.parse_args(rest) if nested else parser.parse_intermixed_args(rest)
    except SystemExit as stop:  # --help has been printed
        return stop.code if isinstance(stop.code, int) else 0
    return command.run(options, world)


def _files_behind_dashes(words: list[str]) -> list[str]:
    """`-- -x.md` as a file below the working folder: of options between files argparse forgets what `--` says."""
    if "--" not in words:
        return words
    at = words.index("--")
    return words[:at] + [f"./{word}" if word.startswith("-") else word for word in words[at + 1 :]]


def overview() -> str:
    """The help of specgen itself."""
    from specgen.cli import commands

    found = commands.find()
    width = max(map(len, found))
    listed = "\n".join(f"  {name:{width}}  {what}" for name, what in found.items())
    return (
        "usage: specgen COMMAND …\n\n"
        "Asks what breaks later, computes what can be computed, shows contradictions, writes the technical specification.\n\n"
        f"{listed}\n\n"
        "  specgen COMMAND --help   what a command takes, with examples\n"
        "  specgen --version\n\n"
        "Try it: specgen new --example instant-transfers --format md,docx"
    )


def everything() -> argparse.ArgumentParser:
    """All commands in one parser: for completion and for the tests of the help texts; too slow for every start."""
    import argparse

    from specgen.cli import commands

    parser = argparse.ArgumentParser(prog="specgen")
    added = parser.add_subparsers(dest="command")
    for name, what in commands.find().items():
        command = commands.load(name)
        command.arguments(added.add_parser(name, help=what, description=command.HELP))
    return parser
