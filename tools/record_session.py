"""Records a real session of `specgen new` in tmux and writes it to `docs/terminal.md`.

    python tools/record_session.py        needs tmux, and specgen on the PATH of this interpreter

What is typed stands below; everything else on the page is what the terminal showed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "terminal.md"
NAME = "specgen-recording"
FIRST = [
    "specgen new 'Instant transfers'",
    # traits: tick database, external calls, API that changes something, people use it
    *("<Space>", "<Right>", "<Space>", "<Down>", "<Left>", "<Space>", "<Down>", "<Right>", "<Space>", ""),
    "payments",
    "0",
    "@payments-core @sre @risk",
    "<Down>",
    "<Down>",
    "<Space>",
    "",
    "41 tickets last quarter: debited twice",
]
DEPENDENCY = [
    "Interbank switch", "yes", "99.5%", "contract", "contract 2026 s.4", "1.8 s", "a", "5s", "3", "200ms", "none", "no",
    "later", "unknown", "", "",
]  # fmt: skip
REST = ["", "24x7", "?", "0.9995", "y", "3s", "<", "2 s", "<C-c>"]
RESUMED = ["specgen new --resume", "unknown", "40/s", "a", ">", "6", "99.4%", "w"]
KEYS = {"<Space>": "Space", "<Right>": "Right", "<Left>": "Left", "<Down>": "Down", "<C-c>": "C-c"}


def tmux(*arguments: str) -> str:
    return subprocess.run(["tmux", *arguments], check=True, capture_output=True, text=True).stdout


def send(text: str) -> None:
    if text in KEYS:
        tmux("send-keys", "-t", NAME, KEYS[text])
    else:
        tmux("send-keys", "-t", NAME, "-l", text)
        tmux("send-keys", "-t", NAME, "Enter")
    time.sleep(2.5 if text.startswith("specgen") else 0.6)


def main() -> int:
    if shutil.which("tmux") is None:
        print("tmux is not installed", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        path = f"{Path(sys.executable).parent}"
        setup = f"cd {folder}; export XDG_STATE_HOME={folder}/state PATH={path}:$PATH PS1='$ ' NO_COLOR=1; clear"
        tmux("new-session", "-d", "-s", NAME, "-x", "100", "-y", "45", "bash --norc")
        try:
            tmux("set-option", "-t", NAME, "history-limit", "5000")
            tmux("send-keys", "-t", NAME, setup, "Enter")
            time.sleep(1)
            tmux("clear-history", "-t", NAME)
            for text in (*FIRST, *DEPENDENCY, *REST, *RESUMED):
                send(text)
            time.sleep(1)
            seen = tmux("capture-pane", "-t", NAME, "-p", "-S", "-")
        finally:
            tmux("kill-session", "-t", NAME)
    lines = [line.rstrip() for line in seen.replace(folder, "~/specs").splitlines()]
    text = "\n".join(lines).strip("\n")
    PAGE.write_text(
        "# A session in the terminal\n\n"
        "Recorded in tmux by `tools/record_session.py`: traits, a list, help (`?`), a percentage typed wrong, going back (`<`),\n"
        "Ctrl-C, `--resume`, the review (`>`), a change there, and writing.\n\n"
        f"```text\n{text}\n```\n",
        encoding="utf-8",
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
