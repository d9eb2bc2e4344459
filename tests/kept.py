"""Where processes that tests start keep the packs they have read: a start that finds them takes half the time."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from collections.abc import Mapping
from functools import cache

from specgen.cli.cache import OFF


def environment(base: Mapping[str, str]) -> dict[str, str]:
    """`base` with a cache folder of this test run; without a cache where no variable moves it away from the developer's."""
    if sys.platform in ("darwin", "win32"):
        return {**base, OFF: "1"}
    return {**{name: value for name, value in base.items() if name != OFF}, "XDG_CACHE_HOME": _folder()}


@cache
def _folder() -> str:
    made = tempfile.mkdtemp(prefix="specgen-tests-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
