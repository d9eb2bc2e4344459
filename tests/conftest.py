"""What every test rests on: repeatable examples, and no setting of the developer's own shell."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("specgen", deadline=None, print_blob=True)  # a busy machine is no fault of the code
settings.register_profile("ci", parent=settings.get_profile("specgen"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "specgen")

os.environ["SPECGEN_NO_CACHE"] = "1"  # tests read packs anew, and leave the developer's own cache alone

_READ_BY_SPECGEN = (
    "CI", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "SOURCE_DATE_EPOCH", "XDG_CACHE_HOME",
    "XDG_STATE_HOME", "_ARGCOMPLETE",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _READ_BY_SPECGEN:
        monkeypatch.delenv(name, raising=False)
