"""What was found in files before, kept by content in the user's cache folder: a file that nobody changed is only read.

One file for each way of checking: the program's state, packs, templates, chosen rules, status and the options that messages
repeat are in its name. In it is
a line for each content: digest of the bytes, the days on which it holds, the outcome. A file's name is no part of it, unless
a message repeats that name. A line that is missing, cut or changed is as good as none; the folder may be deleted
at any time.
"""

from __future__ import annotations

import sys

from specgen import __version__, resources
from specgen.check.outcome import from_lines, to_line
from specgen.cli import cache, digests
from specgen.cli.digests import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from specgen.check.outcome import Outcome
    from specgen.commandline import Commands

FORMAT = b"verdicts 3"
MOST = 50_000  # lines, and
LARGEST = 24 * 1024 * 1024  # bytes, of one file
_MADE_BY = (
    "", "check", "rules", "readers", "readers/markdown", "compose", "calculators", "conditions", "questions", "model",
    "packs", "frontmatter", "yamltext", "renderers/markdown", "renderers/markdown/blocks", "cli",
)  # fmt: skip


FEW = 32  # files that are looked up in the text as it is, since to take it apart takes longer


class Kept:
    """Outcomes by content. Without a `path` nothing is kept and nothing found."""

    def __init__(self, path: str | Path | None, today: str) -> None:
        self._path, self._today = path, today
        self._data = _data(path)
        self._old: dict[str, str] | None = None  # key -> the rest of its line
        self._sought = 0
        self._used: dict[str, str] = {}  # key -> line, of this run
        self._new = False

    @property
    def any(self) -> bool:
        """Whether anything is kept: without, no digest need be made."""
        return bool(self._data)

    def find(self, digest: str, file: str) -> str | None:
        """What is known of these bytes under this name on this day: text for `remembered`; None for nothing."""
        key, line = digest, self._line(digest) if self._old is None else self._old.get(digest)
        if line is None:
            key = _named(digest, file)
            line = self._line(key)
        if line is None or not line[:10] <= self._today <= line[11:21]:
            return None
        self._used[key] = line
        return line[11:]

    def _line(self, key: str) -> str | None:
        if self._old is None and self._sought < FEW:
            self._sought += 1
            begin = self._data.find(f"\n{key}\t".encode())
            end = self._data.find(b"\n", begin + 1)
            line = self._data[begin + len(key) + 2 : end if end > 0 else len(self._data)]
            return line.decode("utf-8", "replace") if begin >= 0 else None
        return self._lines().get(key)

    def _lines(self) -> dict[str, str]:
        if self._old is None:
            rows = [line.split("\t", 1) for line in self._data.decode("utf-8", "replace").split("\n")[1:]]
            self._old = {row[0]: row[1] for row in rows if len(row) > 1}
        return self._old

    def keep(self, digest: str, outcome: Outcome) -> None:
        if self._path is None:
            return
        file = outcome.checked.file
        own = any(file in text for one in outcome.findings for text in (one.message, one.fix, one.subject))
        self._used[_named(digest, file) if own else digest] = f"{self._today}\t{to_line(outcome)}"
        self._new = True

    def save(self) -> None:
        """Writes what this run used, then what it did not, as long as there is room."""
        if self._path is None or not self._new:
            return
        others = {key: line for key, line in self._lines().items() if key not in self._used}
        room, lines = LARGEST, [FORMAT]
        for kept in (self._used, others):
            for key, line in kept.items():
                made = f"{key}\t{line}".encode("utf-8", "replace")
                room -= len(made) + 1
                if room < 0 or len(lines) > MOST:
                    break
                lines.append(made)
        cache.write(self._path, b"\n".join(lines))


def remembered(texts: Sequence[str], names: Sequence[str]) -> list[Outcome]:
    """What was found, for files of these names; [] when one of the texts is none of ours."""
    try:
        return from_lines(texts, names)
    except (TypeError, ValueError, LookupError, RecursionError):
        return []


def _data(path: str | Path | None) -> bytes:
    """The kept lines; b"" where nothing of ours is there."""
    data = cache.read(path) if path else None
    return data if data is not None and data.startswith(FORMAT + b"\n") else b""


def _named(key: str, file: str) -> str:
    return f"{key} {digest(file.encode('utf-8', 'surrogatepass'))[:32]}"


def place(
    packs: Sequence[Path], templates: Sequence[Path], names: Iterable[str], status: str, commands: Commands,
    env: Mapping[str, str],
) -> str | None:  # fmt: skip
    """The file in which the outcomes of this way of checking are kept; None where none are. Raises InputError for a folder
    of packs or templates that cannot be read."""
    if env.get(cache.OFF):
        return None
    state = cache.program(_MADE_BY)
    if not state:  # a zipped program
        return None
    again = commands.bare("answer")  # as findings of a file say it: none names `check`, whose baseline is nothing to them
    parts = [__version__, sys.version, state, status, again, *sorted(names)]
    parts += [resources.state(folder) for folder in ("checklists", "templates", "data")]
    for folders, suffix in ((packs, ".yaml"), (templates, ".j2")):
        for own in folders:
            from specgen.cli import files

            parts += [suffix, str(own)]
            parts += [part for item in sorted(files.folder_texts(own, suffix).items()) for part in item]
    return cache.place(env, f"verdicts-{digests.joined(parts)}.json")
