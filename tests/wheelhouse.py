"""A folder of wheels made of the libraries that are installed here, so that pip can install specgen for real, offline.

The tests' own environment holds everything that specgen and its build need. Each distribution lists its files (RECORD); zipped
with that list they are a wheel again.
"""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import sys_tags
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = (
    "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml", "src", "templates", "checklists",
    "examples",
)  # fmt: skip
LEFT_OUT = ("PIP_", "PYTHON", "VIRTUAL", "GIT_", "SPECGEN_NO_CACHE")
EPOCH = "1795132800"  # 2026-11-20


def make(folder: Path) -> Path:
    """The folder, filled with every library that building and running specgen needs."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in _needed():
        _pack(one, folder)
    return folder


def environment(wheels: Path, home: Path) -> dict[str, str]:
    """Variables with which pip installs from those wheels alone, and everything is kept below `home`."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
    return {
        **own, "HOME": str(home), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_NO_COMPILE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_CONFIG_FILE": os.devnull, "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "VIRTUALENV_OVERRIDE_APP_DATA": str(home / "virtualenv"), "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
        "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": EPOCH, "XDG_CACHE_HOME": str(home / "cache"), "LOCALAPPDATA": str(home / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
    }  # fmt: skip


def checkout(folder: Path) -> Path:
    """What a clone of this repository holds, as far as installing it needs it."""
    skipped = shutil.ignore_patterns("__pycache__", ".*_cache")
    for name in SHIPPED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=skipped)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def _needed() -> Iterator[Distribution]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    seen: set[str] = set()
    while wanted:
        requirement = Requirement(wanted.pop())
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        found = distribution(name)
        wanted += found.requires or []
        yield found


def _pack(one: Distribution, folder: Path) -> None:
    info = next(str(path) for path in one.files or () if str(path).endswith(".dist-info/RECORD")).removesuffix("/RECORD")
    tags = [line.partition(": ")[2] for line in (one.read_text("WHEEL") or "").splitlines() if line.startswith("Tag: ")]
    fitting = {str(tag) for tag in sys_tags()}
    tag = next(one for one in tags if one in fitting)
    name = info.removesuffix(".dist-info")
    with zipfile.ZipFile(folder / f"{name}-{tag}.whl", "w") as archive:
        kept = []
        for path in one.files or ():
            parts = path.parts
            if ".." in parts or "__pycache__" in parts or path.name in ("INSTALLER", "REQUESTED", "direct_url.json", "RECORD"):
                continue  # what installing made
            archive.write(str(one.locate_file(path)), path.as_posix())
            kept.append(f"{path.as_posix()},,\n")
        archive.writestr(f"{info}/RECORD", "".join(kept) + f"{info}/RECORD,,\n")


if __name__ == "__main__":
    print(*sorted(path.name for path in make(Path(sys.argv[1])).iterdir()), sep="\n")
