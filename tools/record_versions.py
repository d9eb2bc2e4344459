"""Records the digest of each built-in pack and template beside its version, after that was raised as the change deserves.

    python tools/record_versions.py

Patch: wording. Minor: additions. Major: removals, or another meaning. `tests/test_pack_versions.py` compares.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from specgen import packs, recompose, resources

TESTS = Path(__file__).parents[1] / "tests"


def of_packs() -> dict[str, list[str]]:
    """Pack name to its version and the digest of its file."""
    texts = resources.texts("checklists", ".yaml")
    return {pack.name: [pack.version, _digest(texts[Path(pack.mark.file).name])] for pack in packs.built_in().packs}


def of_templates() -> dict[str, list[str]]:
    """Template name to its version and the digest of its file."""
    versions = recompose.template_versions()
    return {name: [version, _digest(resources.text("templates", f"{name}.md.j2"))] for name, version in versions.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


if __name__ == "__main__":
    for name, found in (("pack_versions.json", of_packs()), ("template_versions.json", of_templates())):
        (TESTS / name).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
