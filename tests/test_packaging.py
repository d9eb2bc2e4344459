"""The wheel: what is in it, and that its own `specgen` does the main job, however it is put on a machine.

Builds into temporary folders only. Rests on `hatchling`, which the test extra installs, so that it works offline.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

import specgen

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
SUFFIX = ".exe" if os.name == "nt" else ""

# A folder at the top of the checkout -> the folder of the wheel that must hold the very same files.
SHIPPED = {
    "templates": "specgen/templates", "checklists": "specgen/checklists", "examples": "specgen/examples",
    "src/specgen": "specgen",
}  # fmt: skip


def run(command: list[str], folder: Path, **env: str) -> str:
    """Runs it with no PYTHON* setting but the given ones, expects success and returns stdout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder, env={**clean, "PYTHONUTF8": "1", **env}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build(root: Path, out: Path, *targets: str) -> None:
    options = [option for target in targets for option in ("-t", target)]
    run([sys.executable, "-m", "hatchling", "build", "-d", str(out), *options], root)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build(ROOT, out, "wheel")
    [made] = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment that holds the wheel, and borrows the libraries it needs from this one."""
    home = tmp_path_factory.mktemp("env")
    venv.create(home, with_pip=True)
    python = home / SCRIPTS / f"python{SUFFIX}"
    run([str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)], home)
    own = run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], home).strip()
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(own, "zz_borrowed.pth").write_text("\n".join(sorted(borrowed)), encoding="utf-8")  # after what is its own
    return python


def test_wheel_holds_every_shipped_file_and_no_other(wheel: Path) -> None:
    expected = {
        f"{to}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, to in SHIPPED.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == expected
    assert {"specgen/py.typed", "specgen/templates/spec.md.j2", "specgen/templates/reference.docx"} <= names
    assert "specgen/templates/VERSIONS" in names
    assert {"specgen/checklists/availability.yaml", "specgen/examples/instant-transfers/answers.yaml"} <= names
    assert any(name.startswith("specgen/data/") for name in names)


def test_wheel_metadata(wheel: Path) -> None:
    info = f"specgen-{specgen.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = message_from_bytes(archive.read(f"{info}/METADATA"))
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
        assert f"{info}/licenses/LICENSE" in archive.namelist()
        tags = message_from_bytes(archive.read(f"{info}/WHEEL"))
    assert metadata["Version"] == specgen.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert "specgen = specgen.cli:main" in entry_points
    assert tags["Tag"] == "py3-none-any"


def test_wheel_is_the_same_bytes_each_time_and_from_the_source_archive(wheel: Path, tmp_path: Path) -> None:
    build(ROOT, tmp_path, "wheel", "sdist")
    again = tmp_path / wheel.name
    assert again.read_bytes() == wheel.read_bytes()
    [archive] = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Python 3.11.3 and older have none
        tar.extractall(tmp_path / "source", **safe)  # noqa: S202  our own archive, made one line above
    [source] = (tmp_path / "source").iterdir()
    build(source, tmp_path / "second", "wheel")
    with zipfile.ZipFile(tmp_path / "second" / wheel.name) as second, zipfile.ZipFile(wheel) as first:
        assert second.namelist() == first.namelist()
        assert [one.CRC for one in second.infolist()] == [one.CRC for one in first.infolist()]


def main_job(specgen_command: list[str], folder: Path, **env: str) -> None:
    """From an example to Markdown to Word, with nothing but the command."""
    assert run([*specgen_command, "--version"], folder, **env).strip() == f"specgen {specgen.__version__}"
    run([*specgen_command, "new", "--example", "instant-transfers", "--date", "2026-11-20", "-o", "x.md"], folder, **env)
    assert "specgen:begin verdict" in (folder / "x.md").read_text(encoding="utf-8")
    run([*specgen_command, "render", "x.md"], folder, **env)
    with zipfile.ZipFile(folder / "x.docx") as word:
        assert b"Instant transfers" in word.read("word/document.xml")


def loaded_from(python: str, folder: Path, **env: str) -> str:
    return run([python, "-c", "import specgen; print(specgen.__file__)"], folder, **env).strip()


def test_installed_wheel_does_the_main_job(python: Path, tmp_path: Path) -> None:
    assert loaded_from(str(python), tmp_path).startswith(str(python.parents[1]))
    main_job([str(python.with_name(f"specgen{SUFFIX}"))], tmp_path)


def test_zipped_wheel_does_the_main_job(wheel: Path, tmp_path: Path) -> None:
    path = str(wheel)
    assert loaded_from(sys.executable, tmp_path, PYTHONPATH=path).startswith(path)
    start = "import sys; from specgen.cli import main; sys.exit(main())"
    main_job([sys.executable, "-c", start], tmp_path, PYTHONPATH=path)


def test_bare_checkout_does_the_main_job(tmp_path: Path) -> None:
    path = str(ROOT / "src")
    assert loaded_from(sys.executable, tmp_path, PYTHONPATH=path).startswith(path)
    main_job([sys.executable, "-m", "specgen"], tmp_path, PYTHONPATH=path)


def test_editable_install_does_the_main_job(python: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    editable = home / SCRIPTS / f"python{SUFFIX}"
    borrowed = run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], tmp_path).strip()
    own = run([str(editable), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], tmp_path).strip()
    # pip and hatchling come from the other environment; its specgen must not win over the editable one.
    Path(own, "zz_borrowed.pth").write_text(
        "\n".join(sorted({borrowed, sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})), encoding="utf-8"
    )
    install = ["-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed"]
    run([str(editable), *install, "-e", str(ROOT)], tmp_path)
    assert loaded_from(str(editable), tmp_path).startswith(str(ROOT / "src"))
    main_job([str(home / SCRIPTS / f"specgen{SUFFIX}")], tmp_path)
