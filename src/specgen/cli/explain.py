"""`specgen explain`: say what an item, question, figure, rule or pack means, and why. Where it comes from, too."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from specgen.cli import entries, library, pages
from specgen.errors import UsageError, nearest

if TYPE_CHECKING:
    from specgen.cli.world import World
    from specgen.model import Library

HELP = """Says what an id means, why it exists, when it applies and where it comes from.

examples:
  specgen explain IDEM-03
  specgen explain availability.chain
  specgen explain target-above-chain --format json
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="of an item, question, rule, figure, fact or pack").completer = _ids  # type: ignore[attr-defined]  # argcomplete's own way to be told
    parser.add_argument("--format", choices=["text", "json"], default="text")
    library.arguments(parser)


def _ids(**_: object) -> list[str]:
    return sorted({entries.id_of(entry) for entry in entries.entries(library.load([]))})


def run(options: argparse.Namespace, world: World) -> int:
    packs = library.load(options.packs)
    wanted = _declared(options.id, packs).lower()
    found = [entry for entry in entries.entries(packs) if entries.id_of(entry).lower() == wanted]
    if not found:
        close = nearest(options.id, [entries.id_of(entry) for entry in entries.entries(packs)])
        hint = f" Did you mean {close}?" if close else " See specgen list items, questions, rules or figures."
        raise UsageError(f"nothing is called {options.id!r}.{hint}")
    if options.format == "json":
        import json

        made = [entries.data(entry, packs) for entry in found]
        world.out(json.dumps(made if len(made) > 1 else made[0], ensure_ascii=False, indent=2))
    else:
        world.out("\n\n".join(pages.as_text(pages.page(entry, packs)) for entry in found))
    return 0


def _declared(id: str, packs: Library) -> str:
    """A path as specs print it, `dependencies.interbank-switch.p99`, to the id of its question, `dependencies[].p99`."""
    for question in packs.questions():
        if question.list_id and id.startswith(f"{question.list_id}.") and id.endswith(f".{question.field_name}"):
            return question.id
    return id
