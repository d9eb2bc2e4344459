"""Records each built-in pack's digest beside its version, after its version was raised as the change deserves.

    python tools/record_versions.py

Patch: wording. Minor: additions. Major: removals, or another meaning. `tests/test_pack_versions.py` compares.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from specgen import packs, resources

RECORD = Path(__file__).parents[1] / "tests" / "pack_versions.json"


def versions() -> dict[str, list[str]]:
    """Pack name to its version and the digest of its file."""
    texts = resources.texts("checklists", ".yaml")
    return {
        pack.name: [pack.version, hashlib.sha256(texts[Path(pack.mark.file).name].encode()).hexdigest()[:16]]
        for pack in packs.built_in().packs
    }


if __name__ == "__main__":
    RECORD.write_text(json.dumps(versions(), indent=2) + "\n", encoding="utf-8")
