"""The one grammar of the hidden line that seals what was computed: what `specgen.seal` makes and the reader of Markdown reads.

    <!-- specgen:seal 3fa85f64d17b5b3f review 12:availability.window,latency.p99 -->
"""

from __future__ import annotations

import re

from specgen import markerline
from specgen.model import Seal

_SEAL = re.compile(
    r"(?P<digest>[0-9a-f]{16})[ \t]+(?P<since>draft|review|approved|implemented|never)"
    r"(?:[ \t]+(?P<further>[0-9]{1,6})(?::(?P<named>[^\s,]+(?:,[^\s,]+)*))?)?"
)


def parse(text: str) -> Seal | None:
    """The seal of what stands behind the marker's word; None where it is none, which is as good as no line."""
    found = _SEAL.fullmatch(text)
    if found is None:
        return None
    further, named = found["further"], found["named"]
    return Seal(found["digest"], found["since"], int(further or 0), tuple(named.split(",")) if named else ())


def render(seal: Seal) -> str:
    return markerline.render("seal", f"{seal.digest} {said(seal)}")


def said(seal: Seal) -> str:
    """All but the digest."""
    further = f" {seal.further}" if seal.further else ""
    return f"{seal.since}{further}{':' if seal.named else ''}{','.join(seal.named)}"
