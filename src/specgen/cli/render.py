"""`specgen render`: make Word files from specs."""

from __future__ import annotations

import argparse
from pathlib import Path

from specgen.cli import configuration, files, output
from specgen.cli.world import World
from specgen.errors import UsageError

HELP = """Makes a Word file of each spec. Any Markdown file will do; a spec gets its cover, contents and checklist tables.

examples:
  specgen render instant-transfers.md --to docx
  specgen render docs/specs/*.md --to docx --word-template company.docx
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", type=Path, help="Markdown files")
    add("--to", default="docx", choices=["docx"], help="the format (default: docx)")
    add("-o", "--output", metavar="FILE", help="where it goes; - for stdout (default: beside the Markdown file)")
    add("--word-template", metavar="FILE", type=Path, help="a reference .docx that gives the look")
    add("--force", action="store_true", help="overwrite a Word file that was changed since specgen wrote it")
    configuration.arguments(parser)


def run(options: argparse.Namespace, world: World) -> int:
    if options.output and len(options.files) > 1:
        raise UsageError("-o names one file, and there are several to render.")
    configuration.apply(options, world)
    targets = [path.with_suffix(".docx") for path in options.files]
    for target in targets:
        if targets.count(target) > 1 and not options.output:
            raise UsageError(f"two of these files would become {target}.")
    for number, path in enumerate(options.files, 1):
        data = output.docx(files.text(path), path, options.word_template)
        if options.output == "-":
            world.out_bytes(data)
            continue
        target = Path(options.output) if options.output else path.with_suffix(".docx")
        output.may_save_docx(world, target, force=options.force)
        files.write(target, data)
        progress = f" ({number} of {len(options.files)})" if len(options.files) > 1 else ""
        world.say(f"{target} written{progress}.")
    return 0
