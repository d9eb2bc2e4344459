"""Fills a team's template in a child process with limits on time and memory, so that a bad one cannot take the machine.

The child reads JSON on stdin (templates, name, values) and writes JSON on stdout (text, or problems).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from specgen.errors import InputError, Problem

SECONDS = 8
MEMORY = 400_000_000
# Isolated, and with the parent's own module path: `-m` would put the working folder first on it, where a file named
# jinja2.py would be run.
_CHILD = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from specgen.cli.sandbox import child; child()"


def fill(templates: Mapping[str, str], name: str, values: Mapping[str, Any]) -> str:
    """The filled template. Raises InputError when it is faulty, takes too long or needs too much memory."""
    request = json.dumps({"templates": dict(templates), "name": name, "values": values})
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter with a constant program
            [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path)], input=request.encode(), capture_output=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise InputError(Problem(f"the template takes longer than {SECONDS} s", name)) from error
    try:
        reply = json.loads(done.stdout)
    except ValueError as error:  # the child was stopped by its limits before it could answer
        limit = f"{MEMORY // 10**6} MB of memory or {SECONDS} s"
        raise InputError(Problem(f"the template needs more than {limit}", name)) from error
    if "text" in reply:
        return str(reply["text"])
    raise InputError(*(Problem(*problem) for problem in reply["problems"]))


def child() -> None:
    """What the other process does: one request, one reply."""
    _limit()
    from specgen.renderers.markdown.template import fill as fill_here

    request = json.load(sys.stdin)
    try:
        reply: dict[str, Any] = {"text": fill_here(request["templates"], request["name"], request["values"])}
    except InputError as error:
        reply = {"problems": [list(problem) for problem in error.problems]}
    json.dump(reply, sys.stdout)


def _limit() -> None:
    """Where the system has limits for a process (not on Windows), the child takes them; the time-out holds everywhere."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
