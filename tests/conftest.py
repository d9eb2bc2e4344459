"""What every test rests on: repeatable examples, and no setting of the developer's own shell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings

from specgen.cli import cache
from specgen.errors import InputError
from specgen.model import Library
from specgen.packs import read

settings.register_profile("specgen", deadline=None, print_blob=True)  # a busy machine is no fault of the code
settings.register_profile("ci", parent=settings.get_profile("specgen"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "specgen")

os.environ["SPECGEN_NO_CACHE"] = "1"  # tests leave the developer's own cache alone

_READ_BY_SPECGEN = (
    "CI", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "SOURCE_DATE_EPOCH", "XDG_CACHE_HOME",
    "XDG_STATE_HOME", "_ARGCOMPLETE",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _READ_BY_SPECGEN:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache, empty; the cache is on."""
    folder = tmp_path / "cache"
    monkeypatch.delenv(cache.OFF, raising=False)
    monkeypatch.setattr(cache, "folder", lambda *_: str(folder))
    return folder


@pytest.fixture(autouse=True, scope="session")
def _same_packs_are_read_once() -> Iterator[None]:
    """Commands with a team's packs read 22 built-in ones each time: a third of a second, and the same values every time."""
    whole = cache.library
    kept: dict[object, Library | InputError] = {}

    def library(layers: Sequence[Mapping[str, str]], load: Callable[[], Library]) -> Library:
        if not os.environ.get(cache.OFF) or len(layers) == 1:
            return whole(layers, load)  # the test is of the cache itself, or the program keeps it anyway
        key = tuple(tuple(texts.items()) for texts in layers)
        if key not in kept:
            try:
                kept[key] = whole(layers, load)
            except InputError as error:
                kept[key] = error
        found = kept[key]
        if isinstance(found, InputError):
            raise InputError(*found.problems)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "library", library)
        patch.setattr(read, "parse", lru_cache(maxsize=100)(read.parse))
        yield
