"""The JSON Schema that editors use, and the loader, must call the same files good and bad.

Where JSON Schema cannot tell (names, what fits together), a bad file says so in its first line.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from specgen import registry, resources
from specgen.errors import InputError
from specgen.packs.tables import ENTRIES, FACT, HEADER
from specgen.yamltext import Mapping, Node, Scalar, Sequence, parse, plain_value

FOLDER = Path(__file__).parent / "packs"
BEYOND = "# schema: cannot tell\n"
SCHEMA = json.loads(resources.text("data", "pack.schema.json"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
GOOD = sorted((FOLDER / "good").glob("*.yaml"))
BAD = sorted((FOLDER / "bad").glob("*.yaml"))


def instance(node: Node) -> Any:
    """What an editor sees: plain scalars by the core schema of YAML 1.2."""
    if isinstance(node, Mapping):
        return {key.text: instance(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [instance(one) for one in node.items]
    assert isinstance(node, Scalar)
    value = plain_value(node)
    return float(value) if isinstance(value, Fraction) else value


def faults(source: str) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in VALIDATOR.iter_errors(instance(parse(source, "f")))]


def test_the_schema_is_draft_07_and_valid() -> None:
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_files_are_good_for_the_schema(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_files_are_bad_for_the_schema_as_far_as_it_can_tell(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    try:
        found = faults(source)
    except InputError:
        return  # no YAML: no editor gets as far as the schema
    assert bool(found) is not source.startswith(BEYOND), found


def test_the_packs_that_come_with_specgen_fit_the_schema() -> None:
    packs = {name: text for name, text in resources.texts("checklists", ".yaml").items() if name != "LAYER.yaml"}
    assert packs
    assert [fault for text in packs.values() for fault in faults(text)] == []


@pytest.mark.parametrize("group", list(ENTRIES))
def test_keys_of_entries_are_those_of_the_loader(group: str) -> None:
    entry = SCHEMA["definitions"][group.removesuffix("s")]
    changed = SCHEMA["definitions"][f"changed_{group.removesuffix('s')}"]
    assert list(entry["properties"]) == list(ENTRIES[group])
    assert list(changed["properties"]) == [name for name in ENTRIES[group] if name != "id"]
    assert entry["required"] == [name for name, field in ENTRIES[group].items() if field.required]
    assert not changed["required"]


def test_keys_of_packs_and_facts_are_those_of_the_loader() -> None:
    body = ["facts", "questions", "items", "rules", "change", "remove"]
    assert list(SCHEMA["properties"]) == ["pack", *HEADER, *body]
    assert list(SCHEMA["definitions"]["fact"]["anyOf"][1]["properties"]) == list(FACT)


def test_types_are_those_of_the_loader() -> None:
    assert SCHEMA["definitions"]["question"]["properties"]["type"]["enum"] == registry.names("specgen.questions")


def test_every_key_is_described() -> None:
    groups = [SCHEMA["definitions"][name] for name in ("question", "item", "rule")]
    bare = [key for group in groups for key, value in group["properties"].items() if not value.get("description")]
    assert bare == []
    assert all(value.get("description") for value in SCHEMA["properties"].values())


def test_patterns_can_be_read_by_editors() -> None:
    """ECMA 262 has no possessive quantifiers, inline flags or named groups in Python's spelling."""
    patterns = re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', resources.text("data", "pack.schema.json"))
    assert patterns
    assert not [one for one in patterns if re.search(r"\(\?P|\(\?[aiLmsux]|[+*?]\+|\\\\[AZ]", one)]
