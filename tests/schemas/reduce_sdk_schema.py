"""Reduces the schema data of the Open XML SDK to what the Word tests look at: `wordprocessingml.json`.

    python tests/schemas/reduce_sdk_schema.py FOLDER_WITH_SDK_SCHEMAS tests/schemas/wordprocessingml.json

See README.md for where the data comes from.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FILES = (
    "schemas_openxmlformats_org_wordprocessingml_2006_main.json",
    "schemas_microsoft_com_office_word_2010_wordml.json",
)
ROOTS = (
    *("w:CT_Document/w:document", "w:CT_Styles/w:styles", "w:CT_Numbering/w:numbering", "w:CT_HdrFtr/w:hdr"),
    *("w:CT_HdrFtr/w:ftr", "w:CT_Settings/w:settings", "w:CT_FontsList/w:fonts"),
)
KEPT = ("w14:CT_Sdt", "w14:CT_OnOff")  # of Word 2010's own elements; its text effects are many and not used here
NEWER = ("Office2013", "Office2016", "Office2019", "Office2021", "Microsoft365")


def particle(node: dict[str, Any]) -> list[Any]:
    """[least, most, name] or [least, most, "sequence" | "choice" | "all", parts]; most 0 is unbounded."""
    occurs = node.get("Occurs", [{"Min": 1, "Max": 1}])[0]
    times = [occurs.get("Min", 0), occurs.get("Max", 0)]
    if "Name" in node:
        return [*times, node["Name"]]
    kind = {"Group": "sequence"}.get(node["Kind"], node["Kind"].lower())
    parts = [particle(one) for one in node["Items"] if one.get("InitialVersion") not in NEWER]
    return [*times, kind, [part for part in parts if len(part) == 3 or part[3]]]


def main(folder: Path, output: Path) -> None:
    types: dict[str, dict[str, Any]] = {}
    classes: dict[tuple[str, str], dict[str, Any]] = {}
    values: dict[str, list[str]] = {}
    for name in FILES:
        data = json.loads((folder / name).read_text(encoding="utf-8"))
        for one in data["Types"]:
            types[one["Name"]] = one
            one["File"] = name
            classes[name, one["ClassName"]] = one
        for one in data["Enums"]:
            values[one["Name"]] = [facet["Value"] for facet in one["Facets"]]
    made: dict[str, Any] = {}
    waiting = list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name in made or name not in types or (name.startswith("w14:") and not name.startswith(KEPT)):
            continue
        attributes: dict[str, Any] = {}
        content: list[Any] | None = None
        level: dict[str, Any] | None = types[name]
        text = False
        while level is not None:
            for one in level.get("Attributes", []):
                kind = one["Type"].removeprefix("EnumValue<").removesuffix(">").rpartition(".")[2]
                required = any(v["Name"] == "RequiredValidator" for v in one.get("Validators", []))
                attributes.setdefault(one["QName"], [int(required), values.get(kind, kind)])
            if content is None and level.get("Particle"):
                content = particle(level["Particle"])
            text = text or level.get("IsLeafText", False)
            base = level.get("BaseClass", "")
            level = classes.get((level["File"], base)) or classes.get((FILES[0], base))
        made[name] = {"attributes": attributes, "content": content, "text": text}
        todo = [content] if content else []
        while todo:
            part = todo.pop()
            if len(part) == 3:
                waiting.append(part[2])
            else:
                todo += part[3]
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(made[k], separators=(',', ':'))}" for k in sorted(made))
    output.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
