"""The values that flow through specgen: frozen, without input or output.

values   numbers, what they rest on, and answers
library  what packs declare
spec     what follows from both
"""

from __future__ import annotations

from specgen.model.library import (
    Condition,
    Example,
    FactRule,
    Item,
    Layer,
    Level,
    Library,
    Pack,
    Phase,
    Question,
    Removed,
    Rule,
    Severity,
    Truth,
)
from specgen.model.spec import (
    Asked,
    Assumption,
    Contradiction,
    Effect,
    Figure,
    Identity,
    Input,
    Spec,
    SpecItem,
    SpecQuestion,
    Swing,
    Waiting,
)
from specgen.model.values import (
    Answer,
    Answers,
    Basis,
    Dimension,
    Mark,
    Place,
    Quantity,
    Record,
    Unknown,
    Value,
)

__all__ = [
    "Answer",
    "Answers",
    "Asked",
    "Assumption",
    "Basis",
    "Condition",
    "Contradiction",
    "Dimension",
    "Effect",
    "Example",
    "FactRule",
    "Figure",
    "Identity",
    "Input",
    "Item",
    "Layer",
    "Level",
    "Library",
    "Mark",
    "Pack",
    "Phase",
    "Place",
    "Quantity",
    "Question",
    "Record",
    "Removed",
    "Rule",
    "Severity",
    "Spec",
    "SpecItem",
    "SpecQuestion",
    "Swing",
    "Truth",
    "Unknown",
    "Value",
    "Waiting",
]
