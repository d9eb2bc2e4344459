"""A pack whose text changes gets another version: specs in the world say which one they were made from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from specgen import packs, resources

RECORDED = json.loads((Path(__file__).parent / "pack_versions.json").read_text(encoding="utf-8"))


def test_a_changed_pack_has_another_version() -> None:
    texts = resources.texts("checklists", ".yaml")
    for pack in packs.built_in().packs:
        version, digest = RECORDED[pack.name]
        now = hashlib.sha256(texts[Path(pack.mark.file).name].encode()).hexdigest()[:16]
        assert now == digest or pack.version != version, (
            f"{pack.name} changed: raise its version (patch: wording, minor: additions, major: removals or another "
            "meaning) and run tools/record_versions.py"
        )


def test_every_pack_is_recorded_as_it_is() -> None:
    assert {pack.name: pack.version for pack in packs.built_in().packs} == {n: v for n, (v, _) in RECORDED.items()}
