"""The block at the top of a spec, as far as a Word document shows it."""

from __future__ import annotations

import re

from specgen import frontmatter, yamltext
from specgen.errors import InputError
from specgen.frozen import Frozen
from specgen.model import OWN

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Front(Frozen):
    """Values as text, lists joined by ", "; a key that is not there is "". Nothing here can fail: a half-broken spec
    can still be printed, and what is wrong with its front matter is the business of `check`."""

    values: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")

    @property
    def created(self) -> str:
        """ISO date, or ""."""
        return self["created"] if _DATE.fullmatch(self["created"]) else ""

    @property
    def state(self) -> str:
        """The line of the footer: status, tier and date."""
        tier = f"tier {self['tier']}" if self["tier"] else ""
        return " · ".join(part for part in (self["status"], tier, self.created) if part)


def split(markdown: str) -> tuple[Front, str]:
    """Front matter and body."""
    source, body = frontmatter.split(markdown)
    if not source:  # nothing to parse, so YAML need not be imported
        return Front({}), body.removeprefix("\ufeff")
    try:
        node = yamltext.parse(source, "")
    except InputError:
        return Front({}), body
    if not isinstance(node, yamltext.Mapping):
        return Front({}), body
    values = {key.text: _text(value) for key, value in node.pairs}
    for name in values.get("other", "").split(", "):
        if OWN + name in values:  # the plain one is another tool's
            values[name] = values.pop(OWN + name)
    return Front(values), body.removeprefix("\ufeff")


def _text(node: yamltext.Node) -> str:
    if isinstance(node, yamltext.Scalar):
        return node.text.strip()
    if isinstance(node, yamltext.Sequence):
        return ", ".join(one.text for one in node.items if isinstance(one, yamltext.Scalar) and one.text)
    return ""
