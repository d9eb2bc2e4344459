"""What was found in files before, kept by content in the user's cache folder: a file that nobody changed is only read.

One file for each way of checking: the program's state, packs, templates, chosen rules and status are in its name. In it is
a line for each content: digest of the bytes, the days on which it holds, the outcome as JSON. A file's name is no part of
it, unless a message repeats that name. A line that is missing, cut or changed is as good as none; the folder may be deleted
at any time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from specgen import __version__, resources
from specgen.check.outcome import from_data, to_data
from specgen.cli import cache, files

if TYPE_CHECKING:
    from specgen.check.outcome import Outcome

FORMAT = b"verdicts 1"
MOST = 50_000  # lines, and
LARGEST = 24 * 1024 * 1024  # bytes, of one file
_MADE_BY = (
    "", "check", "rules", "readers", "readers/markdown", "compose", "calculators", "conditions", "questions", "model",
    "packs", "frontmatter", "yamltext", "renderers/markdown", "renderers/markdown/blocks", "cli",
)  # fmt: skip


class Kept:
    """Outcomes by content. Without a `path` nothing is kept and nothing found."""

    def __init__(self, path: Path | None, today: str) -> None:
        self._path, self._today = path, today
        self._old = _lines(path)
        self._by_name = {key.partition(" ")[0] for key in self._old if " " in key}  # digests
        self._used: dict[str, str] = {}  # key -> line, of this run
        self._new = False

    @property
    def any(self) -> bool:
        """Whether anything is kept: without, no digest need be made."""
        return bool(self._old)

    def find(self, digest: str, file: str) -> str | None:
        """What is known of these bytes under this name on this day: text for `remembered`; None for nothing."""
        key, line = digest, self._old.get(digest)
        if line is None and digest in self._by_name:
            key = _named(digest, file)
            line = self._old.get(key)
        if line is None:
            return None
        first, until, text = line.split("\t", 2)
        if not first <= self._today <= until:
            return None
        self._used[key] = line
        return text

    def keep(self, digest: str, outcome: Outcome) -> None:
        if self._path is None:
            return
        import json

        file = outcome.checked.file
        own = any(file in text for one in outcome.findings for text in (one.message, one.fix, one.subject))
        text = json.dumps(to_data(outcome), separators=(",", ":"))  # ASCII, and no tab or line end stands in it
        self._used[_named(digest, file) if own else digest] = f"{self._today}\t{outcome.until}\t{text}"
        self._new = True

    def save(self) -> None:
        """Writes what this run used, then what it did not, as long as there is room."""
        if self._path is None or not self._new:
            return
        self._old = {key: line for key, line in self._old.items() if key not in self._used}
        room, lines = LARGEST, [FORMAT]
        for kept in (self._used, self._old):
            for key, line in kept.items():
                made = f"{key}\t{line}".encode()
                room -= len(made) + 1
                if room < 0 or len(lines) > MOST:
                    break
                lines.append(made)
        cache.write(self._path, b"\n".join(lines))


def remembered(texts: Sequence[str], names: Sequence[str]) -> list[Outcome]:
    """What was found, for files of these names; [] when one of the texts is none of ours. All are read at once: to call
    the reader for each takes four times as long."""
    import json

    try:
        rows = json.loads(f"[{','.join(texts)}]")
        return [from_data(row, name) for row, name in zip(rows, names, strict=True)]
    except (TypeError, ValueError, LookupError, RecursionError):
        return []


def _lines(path: Path | None) -> dict[str, str]:
    """Key to the rest of its line; {} where nothing of ours is there."""
    data = cache.read(path) if path else None
    if data is None or not data.startswith(FORMAT + b"\n"):
        return {}
    rows = [line.split("\t", 1) for line in data.decode("ascii", "replace").split("\n")[1:]]
    return {row[0]: row[1] for row in rows if len(row) > 1 and row[1].count("\t") > 1}


def _named(digest: str, file: str) -> str:
    return f"{digest} {sha256(file.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def digest(data: bytes) -> str:
    """SHA-256: of the hashes that are safe the fastest where processors have it, two thirds of a BLAKE2."""
    return sha256(data).hexdigest()


def place(
    packs: Sequence[Path], templates: Sequence[Path], names: Iterable[str], status: str, env: Mapping[str, str]
) -> Path | None:
    """The file in which the outcomes of this way of checking are kept; None where none are. Raises InputError for a folder
    of packs or templates that cannot be read."""
    if env.get(cache.OFF):
        return None
    state = cache.program(_MADE_BY)
    for folder in ("checklists", "templates", "data"):
        state += resources.state(folder)
    if not state:  # a zipped program
        return None
    parts = [__version__, sys.version, repr(state), status, *sorted(names)]
    for folders, suffix in ((packs, ".yaml"), (templates, ".j2")):
        for own in folders:
            parts += [suffix, str(own)]
            parts += [part for item in sorted(files.folder_texts(own, suffix).items()) for part in item]
    whole = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:%b" % (len(data), data))  # with its length, so that no two sets of parts read the same
    try:
        return cache.folder(env, sys.platform, Path.home()) / f"verdicts-{whole.hexdigest()}.json"
    except RuntimeError:  # there is no home
        return None
