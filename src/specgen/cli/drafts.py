"""Drafts: what was answered before a spec is written, so that a cut line or Ctrl-C loses nothing.

A draft is an ordinary answers file with one comment line on top, in the user's state folder, for this user's eyes only. It is
found by working folder and id, and removed once the spec is written. Its answers are read with `answersfile`: all of them or
none for a new spec, what today's packs can read for one that is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from specgen import questions, yamltext
from specgen.cli import files
from specgen.errors import InputError, OutputError, Problem
from specgen.frozen import Frozen
from specgen.model import Answers, Library, Question

_HEAD = "# specgen draft "
_SUFFIX = ".draft.yaml"


class Draft(Frozen):
    """`later` are the paths put off, `LIST[]` a list that was being typed; `saved` is when, as it was given to `save`.
    `text` is the whole file."""

    path: Path
    id: str
    title: str
    folder: str
    later: tuple[str, ...]
    saved: str
    text: str

    @property
    def saved_at(self) -> str:
        """For people: `2026-11-20 10:46 UTC`, or as it stands there when it is no such time."""
        try:
            return f"{datetime.fromisoformat(self.saved).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        except (ValueError, OverflowError):
            return self.saved


def state_folder(env: Mapping[str, str], platform: str, home: Path) -> Path:
    """Where this user's programs keep what is no configuration, as each system has it. `platform` is `sys.platform`."""
    if platform == "win32":
        base = env.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
    elif platform == "darwin":
        base = str(home / "Library" / "Application Support")
    else:
        given = env.get("XDG_STATE_HOME", "")
        # The XDG specification tells programs to ignore a relative path.
        base = given if given.startswith("/") else str(home / ".local" / "state")
    return Path(base) / "specgen" / "drafts"


def save(
    state: Path, folder: Path, id: str, title: str, answers: Answers, later: Iterable[str], library: Library, now: str
) -> Path:
    """Writes or replaces the draft, whole or not at all, and returns its path. Raises OutputError when that fails.

    `folder` is the working folder, `now` the time as ISO text.
    """
    about = {"id": id, "title": title, "folder": str(folder), "later": list(later), "saved": now}
    text = f"{_HEAD}{json.dumps(about, ensure_ascii=True)}\n{full_yaml(answers, library)}"
    path = _path(state, folder, id)
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        state.chmod(0o700)  # it may have been made by hand
        descriptor, name = tempfile.mkstemp(prefix=files.TEMPORARY, dir=state)  # mode 0600 from the first byte on
    except OSError as error:
        raise _failed(state, error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        raise _failed(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)
    return path


def newest(state: Path, folder: Path) -> Draft | None:
    """The draft of this working folder that was saved last; None when there is none. Broken ones are passed over."""
    found = []
    for path in sorted(state.glob(f"*{_SUFFIX}")):
        draft = _read(path)
        if draft is not None and draft.folder == str(folder):
            found.append(draft)
    return max(found, key=lambda draft: draft.saved, default=None)


def load(state: Path, folder: Path, id: str) -> Draft | None:
    """The draft of that id; None when there is none, or when its first line cannot be read."""
    path = _path(state, folder, id)
    return _read(path) if path.is_file() else None


def remove(state: Path, folder: Path, id: str) -> None:
    """Takes the draft away; nothing happens when there is none. Raises OutputError when it cannot be removed."""
    path = _path(state, folder, id)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _failed(path, error) from error


def full_yaml(answers: Answers, library: Library) -> str:
    """Every answer in question order, those that live in the front matter or in a section among them."""
    fields: dict[str, dict[str, Question]] = {}
    for question in library.questions():
        if question.list_id:
            fields.setdefault(question.list_id, {})[question.field_name] = question
    known = [question for question in library.questions() if question.id in answers]
    return "".join(
        yamltext.write({one.id: questions.write_node(answers[one.id], one, fields.get(one.id, {}))}) for one in known
    )


def _path(state: Path, folder: Path, id: str) -> Path:
    key = hashlib.sha256(f"{folder}\0{id}".encode(errors="surrogatepass")).hexdigest()[:32]
    return state / f"{key}{_SUFFIX}"


def _read(path: Path) -> Draft | None:
    with contextlib.suppress(InputError):  # unreadable, too large or no text: not a draft of ours any more
        text = files.text(path)
        first = text.partition("\n")[0]
        if not first.startswith(_HEAD):
            return None
        try:
            about = json.loads(first.removeprefix(_HEAD))
        except json.JSONDecodeError:
            return None
        if isinstance(about, dict) and isinstance(about.get("later"), list):
            words = {name: str(about.get(name, "")) for name in ("id", "title", "folder", "saved")}
            return Draft(path, **words, later=tuple(map(str, about["later"])), text=text)
    return None


def _failed(path: Path, error: OSError) -> OutputError:
    return OutputError(Problem(f"cannot be written: {error.strerror or error}", str(path)))
