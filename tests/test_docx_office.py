"""LibreOffice opens what we write. In CI (CI=true) it has to be there; elsewhere its absence skips these tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from schemas.reading import SPEC, word

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    OFFICE is None and os.environ.get("CI") != "true", reason="LibreOffice (soffice) is not installed on this machine"
)


def converted(folder: Path, markdown: str, kind: str) -> bytes:
    assert OFFICE, "CI has to install LibreOffice: without it nobody has opened the document"
    (folder / "spec.docx").write_bytes(word(markdown).data)
    subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "spec.docx"],
        check=True,
        capture_output=True,
        cwd=folder,
        timeout=120,
    )
    return (folder / f"spec.{kind}").read_bytes()


def test_it_becomes_a_pdf(tmp_path: Path) -> None:
    assert converted(tmp_path, SPEC, "pdf").startswith(b"%PDF-")


def test_everything_is_in_it(tmp_path: Path) -> None:
    text = converted(tmp_path, SPEC, "txt").decode("utf-8-sig")
    for words in (
        "Cards & <limits>",
        "Not ready to sign.",
        "Contents",
        "IDEM-04",
        "ledger first. @b",
        "spec.domain: payments",
    ):
        assert words in text
    assert "Not answered yet." in text
