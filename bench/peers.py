"""The programs compared, each in an environment of its own, so that none slows another's imports."""

from __future__ import annotations

import shutil
import subprocess
import venv
from pathlib import Path

from measure import environment

PYPI = ("deon", "copier", "cookiecutter")
LINTERS = ("rumdl", "yamllint")


def install(folder: Path, root: Path, names: tuple[str, ...] = PYPI) -> dict[str, Path]:
    """Name -> program, for specgen from `root`, the peers of the package index (`names`), and pandoc where the machine has it.

    An environment that is already in `folder` is used again, but specgen is always installed anew.
    """
    programs = {name: _environment(folder / name, name) for name in names}
    programs["specgen"] = _environment(folder / "specgen", str(root), anew=True)
    programs["python"] = programs["specgen"].with_name("python")
    pandoc = shutil.which("pandoc")
    if pandoc and names == PYPI:
        programs["pandoc"] = Path(pandoc)
    return programs


def _environment(home: Path, package: str, *, anew: bool = False) -> Path:
    program = home / "bin" / home.name
    if anew or not program.exists():
        venv.create(home, with_pip=True, clear=True)
        pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-q"]
        subprocess.run([*pip, "-U", "pip"], env=environment(), check=True)  # older ones write slower start scripts
        subprocess.run([*pip, package], env=environment(), check=True)
    return program


def versions(programs: dict[str, Path]) -> str:
    """For the line under the tables: names and versions, no paths."""
    found = []
    for name, program in sorted(programs.items()):
        if name in PYPI + LINTERS:
            ask = f"from importlib.metadata import version; print('{name}', version('{name}'))"
            command = [str(program.with_name("python")), "-c", ask]
        else:
            command = [str(program), "--version"]
        said = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
        found.append(said.stdout.splitlines()[0])
    return ", ".join(found)
