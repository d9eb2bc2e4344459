"""Which files a branch touched, asked of git."""

from __future__ import annotations

import os
import subprocess

from specgen.errors import UsageError

_SECONDS = 60


def since(revision: str, folder: str) -> frozenset[str]:
    """Absolute paths of files that differ from where this branch left `revision`, or that git does not know yet.

    Raises UsageError where git is absent, the folder is in no repository, or there is no such revision.
    """
    if not revision:
        raise UsageError("--changed-since names no revision; a variable may be empty.")
    if revision.startswith("-"):
        raise UsageError(f"--changed-since {revision}: this is no revision.")
    top = _git(folder, "rev-parse", "--show-toplevel").rstrip("\n")
    commit = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", revision=revision
    )
    left = _git(folder, "merge-base", commit.strip(), "HEAD", revision=revision).strip()
    changed = _git(top, "diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", left, "--")
    unknown = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(os.path.join(top, *name.split("/")) for name in (changed + unknown).split("\0") if name)


def _git(folder: str, *arguments: str, revision: str = "") -> str:
    try:
        done = subprocess.run(  # noqa: S603  git with arguments of ours; a revision was checked not to be an option
            ["git", "-C", folder, *arguments], capture_output=True, timeout=_SECONDS, check=False  # noqa: S607  found as any shell finds it
        )  # fmt: skip
    except FileNotFoundError as error:
        raise UsageError("--changed-since needs git, and there is none here.") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"--changed-since: git did not answer within {_SECONDS} s.") from error
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "surrogateescape")
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if revision and not said:
        hint = "In CI, fetch its history first (fetch-depth: 0)."
        raise UsageError(
            f"--changed-since {revision}: git knows no such revision, or nothing in common with it. {hint}"
        )
    raise UsageError(f"--changed-since: git says: {said[-1] if said else f'exit code {done.returncode}'}")
