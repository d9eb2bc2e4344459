"""A pack or template whose text changes gets another version: specs in the world say which one they were made from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from specgen import packs, recompose, resources

RECORDED = json.loads((Path(__file__).parent / "pack_versions.json").read_text(encoding="utf-8"))
TEMPLATES = json.loads((Path(__file__).parent / "template_versions.json").read_text(encoding="utf-8"))


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


def test_a_changed_template_has_another_version() -> None:
    """Else a spec that was laid out before would not be told that its template is behind."""
    for file, text in resources.texts("templates", ".md.j2").items():
        name = file.removesuffix(".md.j2")
        version, digest = TEMPLATES[name]
        assert hashlib.sha256(text.encode()).hexdigest()[:16] == digest or (
            recompose.template_versions()[name] != version
        ), f"{file} changed: raise its version in templates/VERSIONS and run tools/record_versions.py"


def test_every_template_is_recorded_as_it_is() -> None:
    names = {file.removesuffix(".md.j2") for file in resources.texts("templates", ".md.j2")}
    assert recompose.template_versions().keys() == names, "each template stands in templates/VERSIONS"
    assert {name: version for name, (version, _) in TEMPLATES.items()} == recompose.template_versions()


def test_the_front_matter_names_the_version_of_its_template() -> None:
    for name, version in recompose.template_versions().items():
        assert recompose.labelled(name, own=False) == f"{name} {version}"
        assert recompose.labelled(name, own=True) == name
    assert recompose.labelled("nobodys", own=False) == "nobodys"
