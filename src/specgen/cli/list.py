"""`specgen list`: show packs and what they hold, figures, rules, templates, examples, specs. For people, and as JSON."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from specgen import resources
from specgen.cli import configuration, library
from specgen.cli.terminal import Terminal
from specgen.errors import InputError

if TYPE_CHECKING:
    from specgen.cli.settings import Settings
    from specgen.cli.world import World
    from specgen.model import Library

HELP = """Shows what there is. Ids can be given to specgen explain.

examples:
  specgen list packs
  specgen list items --pack idempotency --severity must
  specgen list questions --essential --format json
  specgen list contradictions --severity error
  specgen list rules                            what specgen check looks for
  specgen list specs                            every spec of the repository, and what it was made with
"""

Row = dict[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("kind", choices=sorted((*KINDS, SPECS)), help="what to list")
    add("--pack", metavar="NAME", help="only of this pack")
    add("--phase", choices=["document", "automate", "monitor"], help="only items of this phase")
    add("--severity", choices=["must", "should", "may", "error", "warning"], help="only those of this severity")
    add("--essential", action="store_true", help="only questions that are asked first")
    add("--format", choices=["text", "json"], default="text")
    library.arguments(parser)


def run(options: argparse.Namespace, world: World) -> int:
    settings = configuration.apply(options, world)
    if options.kind == SPECS:
        rows = _specs(settings)
    else:
        rows = KINDS[options.kind](library.load(options.packs) if options.kind not in PACKAGED else None)
    if options.kind == "templates":
        rows += _own_templates(settings, rows)
    wanted = {"pack": options.pack, "phase": options.phase, "severity": options.severity}
    rows = [row for row in rows if all(value is None or row.get(key) == value for key, value in wanted.items())]
    if options.essential:
        rows = [row for row in rows if row.get("essential")]
    if options.format == "json":
        import json

        world.out(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        heading = world.stdout.isatty()  # a program would take the headings for an entry
        header, *lines = as_lines(rows, headed=heading)
        if heading:
            Terminal(world.stdout, world.env).say(header, "dim")
        world.out("\n".join(lines))
    if not rows:
        world.say("Nothing matches.")
    return 0


def as_lines(rows: list[Row], *, headed: bool) -> list[str]:
    """The headings, then one line an entry: columns that fit, the last one as long as it is, so that every line can be
    searched. Without headings (`headed` is False) the first line is empty, and columns are no wider than what they hold."""
    columns = [key for key in rows[0] if not isinstance(rows[0][key], (bool, list))]
    table = [columns if headed else [""] * len(columns), *([str(row[key]) for key in columns] for row in rows)]
    widths = [max(map(len, cells)) for cells in zip(*table, strict=True)][:-1]
    return ["  ".join([*map(str.ljust, line, widths), line[-1]]).rstrip() for line in table]


def _packs(packs: Library | None) -> list[Row]:
    return [
        {"pack": p.name, "prefix": p.prefix, "version": p.version, "questions": len(p.questions), "items": len(p.items),
         "contradictions": len(p.rules), "layer": p.layer, "title": p.title}
        for p in (packs.packs if packs else ())
    ]  # fmt: skip


def _questions(packs: Library | None) -> list[Row]:
    return [
        {"id": q.id, "type": q.type, "pack": q.pack, "essential": q.essential, "trait": q.trait, "ask": q.ask}
        for q in (packs.questions() if packs else ())
    ]


def _items(packs: Library | None) -> list[Row]:
    return [
        {"id": i.id, "phase": i.phase.value, "severity": i.severity.value, "pack": i.pack, "text": i.text}
        for i in (packs.items() if packs else ())
    ]


def _contradictions(packs: Library | None) -> list[Row]:
    return [
        {"id": r.id, "severity": r.severity.value, "pack": r.pack, "title": r.title}
        for r in (packs.rules() if packs else ())
    ]


def _figures(packs: Library | None) -> list[Row]:
    from specgen.calculators import figures

    return [
        {"id": f.id, "of": f.each or "-", "dimension": f.dimension.value, "formula": f.formula, "title": f.title}
        for f in figures().values()
    ]


def _facts(packs: Library | None) -> list[Row]:
    return [{"name": f.name, "pack": f.pack, "when": f.when.source} for f in (packs.facts() if packs else ())]


def _templates(packs: Library | None) -> list[Row]:
    return [{"name": name.removesuffix(".md.j2")} for name in resources.texts("templates", ".md.j2")]


def _own_templates(settings: configuration.Settings, rows: list[Row]) -> list[Row]:
    """Those of the configuration's folders, without what they put in the place of a built-in one."""
    known = {row["name"] for row in rows}
    found = library.templates([settings.path(name) for name in settings.config.templates])
    own = {name.removesuffix(".md.j2") for name in found if name.endswith(".md.j2")} - known
    return [{"name": name} for name in sorted(own)]


def _examples(packs: Library | None) -> list[Row]:
    return [{"name": name} for name in resources.folders("examples")]


SPECS = "specs"


def _rules(packs: Library | None) -> list[Row]:
    from specgen import rules

    return [{"id": r.name, "severity": r.gravity.value, "since": r.since, "title": r.title} for r in rules.infos()]


def _specs(settings: Settings) -> list[Row]:
    """Every spec that can be read, by its front matter: old templates and packs are seen at a glance."""
    from pathlib import Path

    from specgen import frontmatter
    from specgen.cli import files

    rows = []
    for path in settings.specs().files:
        try:
            identity, _ = frontmatter.read(files.text(Path(path)), path)
        except InputError:  # `check` says what is wrong with it
            continue
        if identity is not None:
            rows.append(
                {"file": path, "id": identity.id, "status": identity.status,
                 "tier": "-" if identity.tier is None else str(identity.tier), "review_by": identity.review_by or "-",
                 "template": identity.template or "-", "packs": ", ".join(identity.packs) or "-", "title": identity.title}
            )  # fmt: skip
    return rows


KINDS: dict[str, Callable[[Library | None], list[Row]]] = {
    "packs": _packs, "questions": _questions, "items": _items, "contradictions": _contradictions, "facts": _facts,
    "figures": _figures, "rules": _rules, "templates": _templates, "examples": _examples,
}  # fmt: skip
PACKAGED = ("figures", "templates", "examples", "rules")  # no packs have to be read for these
