"""The front matter: the versions of template and packs are the tool's, all else is the person's."""

from __future__ import annotations

from specgen import frontmatter
from specgen.model import Document, Identity
from specgen.update.changes import Change, Kind, What
from specgen.update.entries import added, put
from specgen.update.spans import Slot, keys
from specgen.update.splices import Splices
from specgen.yamltext import Plain


def merge(document: Document, now: Identity, splices: Splices) -> list[Change]:
    """Writes `template` and `packs` anew where they differ; comments stay."""
    before = document.identity
    changes: list[Change] = []
    if before is None or (before.template, before.packs) == (now.template, now.packs):
        return changes
    there = fields(document, before)
    values: tuple[tuple[str, str, str, Plain], ...] = (
        ("template", before.template, now.template, now.template),
        ("packs", ", ".join(before.packs), ", ".join(now.packs), now.packs),
    )
    for name, old, new, value in values:
        if old == new:
            continue
        key = before.spelled(name)
        if name in there:
            put(document.lines, there[name], value, splices)
        else:
            splices.insert(document.body - 2, added(key, value, 0), tight=True)
        line = there[name].first if name in there else 0
        changes.append(Change(Kind.CHANGED, What.FRONT_MATTER, key, line, f"{old or 'nothing'} → {new}"))
    return changes


def fields(document: Document, identity: Identity) -> dict[str, Slot]:
    """The lines of specgen's own fields, by their plain names. Raises InputError where they have no lines of their own."""
    found = frontmatter.find(document.text)
    if found is None:
        return {}
    there = keys(document, document.text[found.start : found.end], 2, document.body - 2)
    spelled = {name: identity.spelled(name) for name in frontmatter.KEYS}
    return {name: there[said] for name, said in spelled.items() if said in there}
