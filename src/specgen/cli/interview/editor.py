"""The person's own editor for prose: $VISUAL, else $EDITOR."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from specgen.cli.ask import Editor


def from_environment(env: Mapping[str, str]) -> Editor | None:
    """Opens the text in a temporary Markdown file and reads it back; None when no editor is named.

    The editor gives "" when it cannot be started or fails: then the text is typed at the prompt.
    """
    named = env.get("VISUAL") or env.get("EDITOR") or ""
    try:
        command = shlex.split(named, posix=os.name == "posix")
    except ValueError:  # an open quote in the variable
        return None
    if not command:
        return None

    def edit(text: str) -> str:
        with tempfile.TemporaryDirectory(prefix="specgen-") as folder:
            path = Path(folder, "answer.md")
            path.write_text(text, encoding="utf-8")
            # Ctrl-C belongs to the editor while it runs. A handler, unlike SIG_IGN, is not inherited by it.
            before = signal.signal(signal.SIGINT, _let_the_editor_have_it)
            try:
                done = subprocess.run([*command, str(path)], check=False)  # noqa: S603  the person's own command
                return path.read_text(encoding="utf-8", errors="replace") if done.returncode == 0 else ""
            except OSError:  # no such program, or the file is gone
                return ""
            finally:
                signal.signal(signal.SIGINT, before)

    return edit


def _let_the_editor_have_it(number: int, frame: FrameType | None) -> None:
    return None
