"""`specgen explain`: say what an item, question, figure, rule or pack means, and why. Where it comes from, too."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from specgen.cli import configuration, entries, library, pages
from specgen.errors import UsageError, nearest

if TYPE_CHECKING:
    from specgen.cli.world import World
    from specgen.model import Library

HELP = """Says what an id means, why it exists, when it applies and where it comes from.

examples:
  specgen explain IDEM-03
  specgen explain availability.chain
  specgen explain target-above-chain --format json
  specgen explain must-open                           a rule of specgen check
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="of an item, question, contradiction, figure, fact, pack, or rule of check").completer = _ids  # type: ignore[attr-defined]  # argcomplete's own way to be told
    parser.add_argument("--format", choices=["text", "json"], default="text")
    library.arguments(parser)


def _ids(**_: object) -> list[str]:
    from specgen.cli import rooms

    return sorted({*(entries.id_of(entry) for entry in entries.entries(library.load([]))), *rooms.rules()})


def run(options: argparse.Namespace, world: World) -> int:
    from specgen.cli import rooms

    if options.id.lower() in rooms.rules():
        _check_rule(options, world)
        return 0
    configuration.apply(options, world)
    packs = library.load(options.packs)
    wanted = _declared(options.id, packs).lower()
    found = [entry for entry in entries.entries(packs) if entries.id_of(entry).lower() == wanted]
    if not found:
        close = nearest(options.id, [*(entries.id_of(entry) for entry in entries.entries(packs)), *rooms.rules()])
        hint = f" Did you mean {close}?" if close else " See specgen list items, questions, rules or figures."
        raise UsageError(f"nothing is called {options.id!r}.{hint}")
    if options.format == "json":
        import json

        made = [entries.data(entry, packs) for entry in found]
        world.out(json.dumps(made if len(made) > 1 else made[0], ensure_ascii=False, indent=2))
    else:
        world.out("\n\n".join(pages.as_text(pages.page(entry, packs)) for entry in found))
    return 0


def _check_rule(options: argparse.Namespace, world: World) -> None:
    """What a rule of `specgen check` demands, from when on, how to mend what it finds; and documents with and without it."""
    from specgen import rules

    rule = rules.rules()[options.id.lower()]
    one = rule.info
    if options.format == "json":
        import json

        said = {"kind": "rule", "id": one.name, "title": one.title, "severity": one.gravity.value, "since": one.since}
        examples = {"found": rule.bad, "not_found": rule.good}
        world.out(json.dumps({**said, "text": one.text, "examples": examples}, ensure_ascii=False, indent=2))
        return
    since = "at every status" if one.since == "draft" else f"from status {one.since} on"
    shown = [_shown(says, examples) for says, examples in (("Found", rule.bad), ("Not found", rule.good)) if examples]
    head = f"{one.name}  {one.gravity.value} of specgen check, {since}\n{one.title}."
    world.out("\n\n".join([head, one.text, *shown]))


def _shown(says: str, examples: Sequence[str]) -> str:
    """The first of some documents, as far from the margin as code is."""
    import textwrap

    return f"{says} here:\n\n" + textwrap.indent(examples[0].rstrip("\n"), "    ")


def _declared(id: str, packs: Library) -> str:
    """A path as specs print it, `dependencies.interbank-switch.p99`, to the id of its question, `dependencies[].p99`."""
    for question in packs.questions():
        if question.list_id and id.startswith(f"{question.list_id}.") and id.endswith(f".{question.field_name}"):
            return question.id
    return id
