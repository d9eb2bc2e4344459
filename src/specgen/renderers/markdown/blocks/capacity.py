"""Load and size: how busy the workers are and who waits, and what the bytes of the largest answer cost over the distance."""

from __future__ import annotations

from specgen.model import Spec
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.blocks._page_weight import page_weight, weight
from specgen.renderers.markdown.blocks._queue import brief, queue
from specgen.renderers.markdown.view import View, names, paragraphs


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "LAT5" for pack in spec.packs):
        return ""
    if spec.identity.tier == 3:
        return paragraphs(brief(view), weight(view))
    return paragraphs(queue(view), page_weight(view), _unknown(view))


# What is unknown, the figures that would tell it, and the answers a reader can give for them.
_SUBJECTS = (
    (
        "how busy the workers are and who waits",
        ("queue.utilisation",),
        ("load.peak", "load.service_time", "load.workers"),
    ),
    ("what a full queue means", (), ("load.queue_limit", "load.when_full")),
    ("the weight of an answer", ("network.rounds",), ("network.response",)),
    (
        "how long it takes from where users are",
        ("transfer.page",),
        ("distance.origin", "users", "network.protocol"),
    ),
    ("what the line itself takes", ("network.line",), ("network.bandwidth",)),
)


def _unknown(view: View) -> str:
    """One line for all that nobody has answered; what is not asked is not missed."""
    asked = {one.path for one in view.spec.questions}
    said = []
    for what, figures, answers in _SUBJECTS:
        missing = {path for id in figures for one in view.spec.figures.get(id, ()) for path in one.missing}
        wanted = [
            path for path in answers if path in asked and view.answer(path) is None and (path in missing or not figures)
        ]
        rule = view.answer("load.when_full")
        if rule and rule.value == "nothing":  # a queue without end has no limit to ask for
            wanted = [path for path in wanted if path != "load.queue_limit"]
        if wanted:
            said.append(f"{what} (needs {names(wanted)})")
    return f"Unknown: {'; '.join(said)}." if said else ""


BLOCK = Block("figures.capacity", make)
