"""The files that `specgen init` begins with: configuration, a pack of one's own, pre-commit and CI."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable

from specgen import resources
from specgen.config.keys import CHECK, REQUIRE, TOP, Key
from specgen.errors import UsageError
from specgen.frozen import Frozen

PARTS = ("config", "packs", "pre-commit", "ci")
CONFIG, PACKS = "specgen.toml", "checklists"
PRE_COMMIT, WORKFLOWS = ".pre-commit-config.yaml", ".github/workflows"
_ROOM = "data/init"
_GIT = re.compile(r"(?:specgen *@ *)?git\+(?P<repo>\S+)@(?P<rev>[^@/\s#]+)")
_ACTIVE = {"new_in": '"docs/specs"'}
_HEAD = """\
# How the specs of this repository are made and checked. A line that is commented out shows the default, or an example where
# nothing holds by default. Paths and patterns are read from this folder on.
"""


class First(Frozen):
    """A file as it would be written. `whole` is False for one that nobody wants to read on the screen."""

    path: str
    text: str
    whole: bool = True


class Source(Frozen):
    """Where CI and pre-commit get specgen from: what pip takes, and repository and revision where it is one of git."""

    install: str = ""
    repo: str = ""
    rev: str = ""


def source(given: str) -> Source:
    """Raises UsageError for what cannot stand in a workflow."""
    if not given:
        return Source()
    if not given.isprintable() or "${{" in given or given.startswith("-"):
        raise UsageError(f"--from {given!r} is nothing that pip can install. Give a wheel, or git+https://…@REVISION.")
    git = _GIT.fullmatch(given)
    return Source(given, git["repo"], git["rev"]) if git else Source(given)


def files(part: str, where: Source, with_packs: bool) -> tuple[First, ...]:
    """The files of a part. `with_packs` says that there is a folder of packs to name in the configuration."""
    if part == "config":
        return (First(CONFIG, config_text(with_packs)),)
    if part == "packs":
        schema = resources.text("data", "pack.schema.json")
        return (
            First(f"{PACKS}/LAYER.yaml", resources.text(_ROOM, "LAYER.yaml")),
            First(f"{PACKS}/house.yaml", resources.text(_ROOM, "house.yaml")),
            First(f"{PACKS}/pack.schema.json", schema, whole=False),
        )
    if part == "pre-commit":
        if not where.repo:
            return (First(PRE_COMMIT, resources.text(_ROOM, "pre-commit.yaml")),)
        text = resources.text(_ROOM, "pre-commit-repo.yaml")
        return (First(PRE_COMMIT, text.replace("@REPO@", _quoted(where.repo)).replace("@REV@", _quoted(where.rev))),)
    text = resources.text(_ROOM, "workflow.yml").replace("@SOURCE@", _quoted(where.install))
    return (First(f"{WORKFLOWS}/specs.yml", text),)


def _quoted(text: str) -> str:
    """As YAML: a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)


def config_text(with_packs: bool) -> str:
    """Every key, with what it is for; active are those that `init` has an answer to."""
    active = _ACTIVE | ({"packs": f'["{PACKS}"]'} if with_packs else {})
    parts = [_HEAD]
    parts += [_entry(name, key, active.get(name)) for name, key in TOP.items() if name not in ("require", "check")]
    asked = "".join(f"{_comment(key.about)}# {name} = {key.example}\n" for name, key in REQUIRE.items())
    parts.append(f"{_comment(TOP['require'].about)}# [[require]]\n{asked}")
    parts.append(f"{_comment(TOP['check'].about)}[check]\n")
    parts += [_entry(name, key, None) for name, key in CHECK.items()]
    return "\n".join(parts)


def _entry(name: str, key: Key, active: str | None) -> str:
    telling = key.default if key.default not in ("", "[]", "{}") else key.example
    return f"{_comment(key.about)}{'' if active else '# '}{name} = {active or telling}\n"


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in textwrap.wrap(text, 118, break_on_hyphens=False))


def entry(text: str) -> Iterable[str]:
    """What is to be added under `repos:` of a pre-commit configuration that is there already."""
    lines = text.splitlines()
    return lines[lines.index("repos:") + 1 :]
