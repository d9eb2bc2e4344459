"""The configuration requires a spec that is not there.

With `[[require]]` a team says that each service, for instance, has a spec. The file itself cannot complain that it is
missing, so this is found by looking at what it is for. A file whose front matter does not name specgen's format is no spec; an
empty one is none either.

To mend it: write it, `specgen new TITLE -o FILE`, or make one of a document that exists, `specgen adopt FILE`. What needs no
spec is left out of `for` in `[[require]]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.commandline import word
from specgen.model import Gravity
from specgen.rules import Found, Repository, Rule


def _over(repository: Repository) -> Iterator[Found]:
    for missing in sorted(repository.missing):
        said = f'"{missing.path}" must have a spec, and {missing.spec} {missing.instead or "is not there"}.'
        file, commands = word(missing.spec), repository.commands
        new = commands.bare(f'new "TITLE" -o {file}')
        write = f"Write it: {new}."
        if missing.instead.startswith("is a "):  # a folder, or a link
            write = f"Move that away and write the spec: {new}."
        elif missing.instead:
            write = f"Make it one: {commands.bare(f'adopt {file}')}."
        fix = f'{write} Or leave "{missing.path}" out of [[require]].'
        yield Found(1, said, fix, missing.path, file=missing.spec)


RULE = Rule(
    name="spec-missing",
    title="A spec that must exist does not",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    over=_over,
)
