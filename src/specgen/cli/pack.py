"""`specgen pack`: lint packs, test the examples of their rules, print the schema for editors. For authors of packs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from specgen import resources
from specgen.cli import configuration, library
from specgen.errors import InputError, Problem, UsageError
from specgen.quantities import plural

if TYPE_CHECKING:
    from typing import NoReturn

    from specgen.cli.world import World
    from specgen.compose.rehearsal import Played
    from specgen.model import Layer, Library, Rule

HELP = """For authors of packs: lint finds every fault, test plays the examples of rules, schema helps editors.

Folders are layers, the lowest first, and lie over the built-in packs. Without one: those that the configuration names.

examples:
  specgen pack lint
  specgen pack lint checklists
  specgen pack test checklists --rule cache-outlives-promise
  specgen pack schema > checklists/pack.schema.json
"""
WHAT = {
    "lint": "read packs strictly, with the layers below, and play the examples of their rules",
    "test": "play the examples of rules, and say of each rule how they went",
    "schema": "print the JSON schema with which editors complete keys and show mistakes",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    def refuse(message: str) -> NoReturn:
        parser.error(message)

    doing = parser.add_subparsers(dest="what", required=True, metavar="lint|test|schema", help="what to do")
    for what, said in WHAT.items():
        own = doing.add_parser(what, help=said, description=f"{said[0].upper()}{said[1:]}.")
        own.error = refuse  # type: ignore[method-assign]  # the front door words it as for every other command
        add = own.add_argument
        if what != "schema":
            add("packs", nargs="*", metavar="DIR", type=Path, help="folders of packs, the lowest layer first")
            configuration.arguments(own)
        if what == "test":
            add("--rule", metavar="ID", action="append", default=[], help="only the examples of this rule")
            add("--all", action="store_true", help="the rules that come with specgen, too")


def run(options: argparse.Namespace, world: World) -> int:
    if options.what == "schema":
        world.out_bytes(resources.data("data", "pack.schema.json"))
        return 0
    configuration.apply(options, world)
    _refuse_unread(options.packs)
    packs = library.load(options.packs)
    own = packs.layers[1:] if options.packs else packs.layers
    if options.what == "lint":
        played = _play(_rules(packs, own) if options.packs else [], packs)
        if bad := [one for one in played if not one.good]:
            raise InputError(*map(_problem, bad))
        world.say(_summary(packs, own, len(played)))
        return 0
    return _test(options, world, packs, packs.layers if options.all else own)


def _test(options: argparse.Namespace, world: World, packs: Library, layers: Sequence[Layer]) -> int:
    rules = _rules(packs, layers)
    if options.rule:
        known = {rule.id: rule for rule in packs.rules()}
        if unknown := [id for id in options.rule if id not in known]:
            from specgen.errors import nearest

            close = nearest(unknown[0], [*known])
            raise UsageError(f"there is no rule {unknown[0]!r}.{f' Did you mean {close}?' if close else ''}")
        rules = [known[id] for id in options.rule]
    width = max((len(rule.id) for rule in rules), default=0)
    bad: list[Played] = []
    for rule in rules:
        played = _play([rule], packs)
        wrong = [one for one in played if not one.good]
        right = f"{len(rule.fires)} fire, {len(rule.silent)} stay silent"
        world.out(f"{rule.id:{width}}  {f'{len(wrong)} of {len(played)} go wrong' if wrong else right}")
        bad += wrong
    if bad:
        raise InputError(*map(_problem, bad))
    world.say(f"{plural(len(rules), 'rule')} tested.")
    return 0


def _rules(packs: Library, layers: Sequence[Layer]) -> list[Rule]:
    """Those that one of the layers declares or changes."""
    labels = {f"{layer.name} {layer.version}" for layer in layers}
    return [rule for rule in packs.rules() if not labels.isdisjoint(rule.layers.values())]


def _play(rules: Sequence[Rule], packs: Library) -> list[Played]:
    from specgen.compose.rehearsal import play

    return [one for rule in rules for one in play(rule, packs)]


def _problem(one: Played) -> Problem:
    should, does = ("should fire", "stays silent") if one.should else ("should stay silent", "fires")
    message = f"This example of rule {one.rule.id} {should}, and {does}: {one.why}."
    return Problem(message, *one.example.mark, "Mend the example or the rule.")


def _refuse_unread(folders: Sequence[Path]) -> None:
    """Files that look like packs and would be passed over in silence."""
    unread = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.yml"))]
    if unread:
        fix = "Let its name end in .yaml."
        raise InputError(*(Problem("is not read as a pack", str(path), fix=fix) for path in unread))


def _summary(packs: Library, layers: Sequence[Layer], examples: int) -> str:
    labels = {f"{layer.name} {layer.version}" for layer in layers}

    def own(entries: Sequence[object]) -> int:
        return sum(not labels.isdisjoint(getattr(one, "layers", {}).values()) for one in entries)

    counted = [
        plural(own([*packs.questions()]), "question"),
        plural(own([*packs.items()]), "item"),
        plural(own([*packs.rules()]), "rule"),
    ]
    played = f", {plural(examples, 'example')} played" if examples else ""
    return f"{', '.join(sorted(labels))}: {', '.join(counted)}{played}, no faults."
