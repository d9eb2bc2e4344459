"""What a repository says of its specs: `specgen.toml`, or the table `[tool.specgen]` of pyproject.toml.

    keys     every key: what it takes, what it is without
    reading  TOML to a Config, every fault with its line
    places   the line each key stands in, which the TOML reader does not tell
    globs    patterns of paths

Text in, values out: which file holds for a folder, and what its patterns match there, is the front door's work.
"""

from __future__ import annotations

from types import MappingProxyType

from specgen.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from specgen.model import Mark

__all__ = ["Checking", "Config", "Require", "read"]


class Require(Frozen):
    """For each path that `paths` matches there must be a spec: `spec` holds `{name}`, `{stem}` or `{parent}`."""

    paths: str
    spec: str
    mark: Mark


class Checking(Frozen):
    """`[check]`. An empty `select` means every rule. `per_file_ignores` maps a pattern of paths to names of rules."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    baseline: str = ""
    per_file_ignores: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Config(Frozen):
    """Paths are as they were typed: relative to the folder of the file. `marks` says where each key stands."""

    specs: tuple[str, ...] = ("docs/specs/**/*.md",)
    exclude: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    word_template: str = ""
    answers: tuple[str, ...] = ()
    new_in: str = ""
    review_days: int = 90
    require: tuple[Require, ...] = ()
    check: Checking = Checking()
    marks: Mapping[str, Mark] = MappingProxyType({})


def read(text: str, file: str, table: str = "", rules: Collection[str] | None = None) -> Config:
    """The configuration that `text` holds; `table` is "tool.specgen" for pyproject.toml. Without that table: defaults.

    With `rules`, the names of all rules, those in the file are checked. Raises InputError with every fault.
    """
    from specgen.config import reading

    return reading.config(text, file, table, rules)
