"""`specgen calc`: compute one figure, or a small table of them, from numbers typed here. Needs no spec and no file."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from specgen.cli import configuration, library
from specgen.errors import UsageError, nearest

if TYPE_CHECKING:
    from specgen.calculators import FigureSpec
    from specgen.cli.world import World
    from specgen.model import Library

HELP = """Computes a figure from numbers typed here, with formula, working, bound, basis and source.

NAME is a figure (availability.budget_year) or a table of them (downtime, chain, queue). Without a name: all there are.
KEY is the last word of an answer's id, or the whole id. Numbers have units: 5s, 300ms, 40/s, 99.95%, 2MB.
Of a list, a key may be given several times or with commas, once for each record.

examples:
  specgen calc downtime availability=99.95%
  specgen calc retries.worst attempts=3 timeout=5s backoff=200ms
  specgen calc chain dependencies=99.95%,99.9% target=99.9%
  specgen calc toil minutes=6min per_month=1900 build_hours=80h --format json
  specgen calc
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("name", nargs="?", metavar="NAME", help="of a figure or of a table").completer = _names  # type: ignore[attr-defined]  # argcomplete's own way to be told
    add("given", nargs="*", metavar="KEY=VALUE", help="what is known").completer = _keys  # type: ignore[attr-defined]  # the same
    add("--format", choices=["text", "json"], default="text")
    library.arguments(parser)


def _names(**_: object) -> list[str]:
    from specgen.calculators import figures
    from specgen.cli.calculations.families import families

    return [*families(), *figures()]


def _keys(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    from specgen.cli.calculations.operands import operands

    try:
        wanted = _wanted(parsed_args.name or "")
    except UsageError:
        return []
    return [f"{one.key}=" for one in operands(wanted, library.load([]))]


def run(options: argparse.Namespace, world: World) -> int:
    from specgen.cli.calculations import data, page, typed
    from specgen.cli.calculations.families import families
    from specgen.cli.calculations.operands import operands
    from specgen.cli.calculations.results import results

    if options.name is None:
        world.out(_everything(options.format == "json"))
        return 0
    name = options.name.lower()
    wanted = _wanted(name)
    configuration.apply(options, world)
    packs = library.load(options.packs)
    known = operands(wanted, packs)
    given = typed.read(options.given, wanted, known, name)
    found = results(wanted, given, packs)
    if not any(one.figure.value is not None or one.why_not for one in found):
        raise UsageError(_lacking(name, options.given, wanted, packs))
    if options.format == "json":
        import json

        world.out(json.dumps(data.figures(name, found), ensure_ascii=False, indent=2))
    elif family := families().get(name):
        world.out(page.table(family, found, given.answers, known))
    else:
        world.out(page.figure(found))
    return 0


def _wanted(name: str) -> tuple[FigureSpec, ...]:
    """The figures of that name. Raises UsageError with the nearest one."""
    from specgen.calculators import figures
    from specgen.cli.calculations.families import families, members

    known, tables = figures(), families()
    if name in known:
        return (known[name],)
    if name in tables:
        return members(tables[name])
    ends = [id for id in known if id.endswith(f".{name}")]
    close = ends[0] if len(ends) == 1 else nearest(name, [*tables, *known])
    hint = f" Did you mean {close}?" if close else " specgen calc lists what there is."
    raise UsageError(f"nothing to compute is called {name!r}.{hint}")


def _lacking(name: str, given: Sequence[str], wanted: Sequence[FigureSpec], packs: Library) -> str:
    """What to type, with the question behind each key, and a whole command that works."""
    import shlex

    from specgen.cli.calculations.operands import example, operands
    from specgen.cli.calculations.page import said
    from specgen.cli.calculations.suggestions import lacking

    known = operands(wanted, packs)
    needed = lacking(name, given, wanted, packs)
    if not needed:
        return f"{name} rests on answers that no pack asks for."
    lines = [f"{name} is still missing {', '.join(one.key for one in needed)}:"]
    lines += [f"  {line}" for one in needed for line in textwrap.wrap(said(one), 92, subsequent_indent="  ")]
    typed = " ".join([*map(shlex.quote, given), *(example(one, known) for one in needed)])
    return "\n".join([*lines, f"  for instance: specgen calc {name} {typed}"])


def _everything(as_json: bool) -> str:
    from specgen.calculators import figures
    from specgen.cli.calculations.families import families

    tables, known = families(), figures()
    if as_json:
        import json

        listed = {
            "tables": [{"name": one.name, "title": one.title, "figures": list(one.figures)} for one in tables.values()],
            "figures": [{"id": one.id, "title": one.title, "formula": one.formula} for one in known.values()],
        }
        return json.dumps(listed, ensure_ascii=False, indent=2)
    width = max(map(len, (*tables, *known)))
    return "\n".join(
        [
            "Tables",
            *(f"  {one.name:{width}}  {one.title}" for one in tables.values()),
            "",
            "Figures",
            *(f"  {one.id:{width}}  {one.title}" for one in known.values()),
            "",
            "What a name takes: specgen calc NAME",
        ]
    )
