"""Specs that must exist, in a run of `check`: those that `specs` does not name are checked too, and a file that says nowhere
that it is a spec is none."""

from __future__ import annotations

import os

from specgen.cli.checking.look import read
from specgen.cli.settings import Selected
from specgen.errors import InputError, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from specgen.cli.settings import Required, Settings
    from specgen.rules import Missing

HEAD = 20_000  # bytes, more than front matter has
TOLD = 3  # names in a warning


def further(wanted: Sequence[Required], files: Sequence[str], settings: Settings) -> Selected:
    """Those that are there and not among `files`, under any name. What `exclude` names stays out."""
    seen = set(files)
    found = []
    for one in wanted:
        if one.exists and one.spec not in seen:
            seen.add(one.spec)
            real = settings.real(one.spec)
            if real == one.spec or real not in seen:
                found.append(one.spec)
    return settings.specs(found) if found else Selected(())


def left_out(paths: Sequence[str]) -> str:
    """What to say of required specs that `exclude` leaves out."""
    from specgen.quantities import plural

    more = f" and {len(paths) - TOLD} more" if len(paths) > TOLD else ""
    listed = ", ".join(paths[:TOLD]) + more
    return f"{plural(len(paths), 'required spec')} left out by `exclude` and not checked: {listed}."


def absent(
    wanted: Sequence[Required], specs: Collection[str], folder: str
) -> tuple[tuple[Missing, ...], tuple[Problem, ...]]:
    """Those that are not there, and what stands in their place; and files that cannot be read. Only the first lines are
    looked at, and only of files that are not among `specs`, which were read."""
    missing: list[Missing] = []
    unread: list[Problem] = []
    for one in wanted:
        if one.exists and one.spec in specs:
            continue
        try:
            instead = _instead(one.spec, folder)
        except InputError as error:
            unread += error.problems
            continue
        if instead is not None:
            from specgen.rules import Missing

            missing.append(Missing(one.path, one.spec, instead))
    return tuple(missing), tuple(unread)


def _instead(path: str, folder: str) -> str | None:
    """What stands where a spec belongs: None for one, "" for nothing. Raises InputError for what cannot be read."""
    if not os.path.isfile(path):
        if os.path.isdir(path):
            return "is a folder"
        return "is a link that leads to no file" if os.path.islink(path) else ""
    head = read(path, folder)[:HEAD]
    if not head.strip():
        return "is empty"
    import re

    from specgen import frontmatter

    text = head.decode("utf-8-sig", "replace")
    found = frontmatter.find(text)
    if found is None:
        return "has no front matter"
    front = text[found.start : found.end if found.closed else len(text)]
    if re.search(r"""(?:^|[{,])[ \t]*["']?specgen["']?[ \t]*:""", front, re.MULTILINE):
        return None
    return "has front matter that names no format of specgen"
