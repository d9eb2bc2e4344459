"""Records a real session of `specgen new` in tmux and writes it to `docs/terminal.md`.

    python tools/record_session.py        needs tmux, and specgen on the PATH of this interpreter

What is typed stands below, each time with what has to be on the screen before; everything else on the page is what the
terminal showed. When another question comes than is expected here, nothing is written.
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
SHELL = "~/specs $ "  # no `$` at the beginning of a line: those in docs/ are run by the tests, and nobody is there to answer
PATIENCE = 10  # seconds until a prompt has to be there
NEAR = 25  # lines from the bottom in which it has to stand
KEYS = {"<Space>": "Space", "<Right>": "Right", "<Left>": "Left", "<Down>": "Down", "<C-c>": "C-c"}

# What has to be seen, and what is typed then: keys by name, anything else with Enter.
TRAITS = [
    ("$", "specgen new 'Instant transfers'"),
    ("a scheduled job", "<Space>", "<Right>", "<Space>", "an API", "people use", ""),
    ("Which domain", "payments"),
    ("What tier", "0"),
    ("Who owns it", "@payments-core @sre @risk"),
    ("Which classes of data", "?", "<Down>", "<Down>", "<Space>", ""),
    ("What hurts", "41 tickets last quarter: debited twice"),
]
DEPENDENCY = [
    ("Name ›", "Interbank switch"),
    ("Does a request fail", "yes"),
    ("How available", "99.5%"),
    ("Where from?", "contract"),
    ("Which document", "contract 2026 s.4"),
    ("Which p99", "1.8 s"),
    ("Where from?", "a"),
    ("one attempt given up?", "5s"),
    ("How many attempts", "3"),
    ("wait between two", "200ms"),
    ("What does the user get", "none"),
    ("second, independent provider", "no"),
    ("answers kept?", "done"),
    ("Name ›", ""),
    ("Add, change 1", "change 1"),
    ("Which? 1-", "5"),
    ("given up?  now: 5 s", "4 s"),
    ("Add, change 1", ""),
]
REST = [
    ("Which steps", "later"),
    ("Who reacts", "24x7"),
    ("Which share of good answers", "?", "0.9995"),
    ("Did you mean 99.95%?", "y"),
    ("Component ›", "PostgreSQL"),
    ("How does it survive", "active_passive"),
    ("between two failures", "720 h"),
    ("Where from?", ""),
    ("repair by hand take", "4 h"),
    ("Where from?", ""),
    ("may it be down after a failure", "later"),
    ("asked whether it lives", "10s"),
    ("answers must be missing", "3"),
    ("one check wait", "5s"),
    ("until the standby serves", "60s"),
    ("Where from?", ""),
    ("keep the old address", "0"),
    ("failovers works without help", "done"),
    ("Component ›", ""),
    ("Add, change 1", ""),
    ("How is the database copied", "primary_replica"),
    ("acknowledged?", "async"),
    ("behind is the replica", "0.4 s; measured; lag dashboard"),
    ("may be lost?", "0"),
    ("how fresh must each be", "none"),
    ("are 99 of 100 answers there?", "3s"),
    ("does the caller give up?", "<"),
    ("now: 3 s", "2 s"),
    ("does the caller give up?", "<C-c>"),
]
RESUMED = [
    ("interrupted", "specgen new --resume"),
    ("does the caller give up?", "unknown"),
    ("statements does one request", "11"),
    ("Where from?", "a"),
    ("one of them run", "30 ms"),
    ("Where from?", "a"),
    ("How does one request reach", "sequential_small"),
    ("application servers run?", ">"),
    ("w to write", "6"),
    ("Which? 1-", "1"),
    ("now: 99.95%", "99.4%"),
    ("w to write", "w"),
    ("Next", ""),
]


def tmux(*arguments: str) -> str:
    done = subprocess.run(["tmux", *arguments], check=True, capture_output=True, text=True)  # noqa: S603, S607  as above
    return done.stdout


def screen() -> str:
    return tmux("capture-pane", "-t", NAME, "-p", "-S", "-").rstrip()


def wait(text: str) -> None:
    """Until the text stands near the bottom of the screen. Raises LookupError with the screen when it does not."""
    until = time.monotonic() + PATIENCE
    while not any(text in line for line in screen().splitlines()[-NEAR:]):
        if time.monotonic() > until:
            raise LookupError(f"{text!r} was expected; the screen shows\n{screen()}")
        time.sleep(0.1)
    time.sleep(0.3)  # a prompt is drawn before it listens


def send(text: str) -> None:
    if text in KEYS:
        tmux("send-keys", "-t", NAME, KEYS[text])
    else:
        if text:
            tmux("send-keys", "-t", NAME, "-l", text)
        tmux("send-keys", "-t", NAME, "Enter")
    time.sleep(0.4)


def record(folder: str) -> str:
    """What the terminal showed from the first command to the last."""
    path = f"{Path(sys.executable).parent}"
    setup = f"cd {folder}; export XDG_STATE_HOME={folder}/state PATH={path}:$PATH PS1='{SHELL}' NO_COLOR=1; clear"
    tmux("new-session", "-d", "-s", NAME, "-x", "100", "-y", "45", "bash --norc")
    try:
        tmux("set-option", "-t", NAME, "history-limit", "5000")
        tmux("send-keys", "-t", NAME, setup, "Enter")
        time.sleep(1)
        tmux("clear-history", "-t", NAME)
        for text, *replies in (*TRAITS, *DEPENDENCY, *REST, *RESUMED):
            wait(text)
            for reply in replies:
                send(reply)
        seen = screen()
        while seen.endswith(SHELL.rstrip()):  # prompts at which nothing is typed any more
            seen = seen.removesuffix(SHELL.rstrip()).rstrip()
        return seen
    finally:
        tmux("kill-session", "-t", NAME)


def main() -> int:
    if shutil.which("tmux") is None:
        print("tmux is not installed", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        try:
            seen = record(folder)
        except LookupError as error:
            print(error.args[0], file=sys.stderr)
            return 1
    text = "\n".join(line.rstrip() for line in seen.replace(folder, "~/specs").splitlines())
    PAGE.write_text(
        "# A session in the terminal\n\n"
        "Recorded in tmux by `tools/record_session.py`: traits, a list and a change in it, help (`?`), a percentage mistyped,\n"
        "going back (`<`), Ctrl-C, `--resume`, the review (`>`), a change there, and writing.\n\n"
        f"```text\n{text}\n```\n",
        encoding="utf-8",
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
