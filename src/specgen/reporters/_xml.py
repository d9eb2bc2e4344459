"""XML as text: elements from names, attributes and content, whatever characters these hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from specgen.reporters._plain import visible

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def element(name: str, attributes: Mapping[str, object], content: Iterable[str] = (), text: str = "") -> str:
    """One element. `content` are elements, each on lines of its own; `text` may have lines."""
    start = "".join((f"<{name}", *(f' {key}="{_attribute(str(value))}"' for key, value in attributes.items())))
    inner = [f"  {line}" for one in content for line in one.split("\n")]
    if inner:
        return "\n".join((f"{start}>", *inner, f"</{name}>"))
    return f"{start}>{_text(text)}</{name}>" if text else f"{start}/>"


def _attribute(value: str) -> str:
    return _escaped(visible(value)).replace('"', "&quot;")


def _text(value: str) -> str:
    """Line ends are references: elements are indented by lines, and no line of the output begins with foreign text."""
    return "&#10;".join(_escaped(visible(line)) for line in value.split("\n"))


def _escaped(value: str) -> str:
    """`##[` would be a command in some hosts' logs, wherever it stands."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("##[", "&#35;#[")
