"""The values that flow through specgen: frozen, without input or output.

values   numbers, what they rest on, and answers
library  what packs declare
spec     what follows from both
document what a file says
finding  what is wrong with it
report   what a run of `check` gives
mark     places

A module is imported when the first of its names is asked for: a run that only reports needs none of the others.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from specgen.model.document import (
        AnswersText,
        Block,
        Document,
        Heading,
        HiddenItem,
        Hiding,
        Note,
        NoteKind,
        Seal,
        Section,
        Ticked,
    )
    from specgen.model.finding import Finding, Gravity, Phase
    from specgen.model.library import (
        FRONT,
        SECTION,
        Condition,
        Example,
        FactRule,
        Item,
        Layer,
        Level,
        Library,
        Pack,
        Question,
        Removed,
        Rule,
        Severity,
        Truth,
    )
    from specgen.model.mark import Mark
    from specgen.model.report import Checked, Failure, Named, Report, RuleInfo
    from specgen.model.spec import (
        OWN,
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
        Place,
        Quantity,
        Record,
        Unknown,
        Value,
    )

__all__ = [
    "FRONT",
    "OWN",
    "SECTION",
    "Answer",
    "Answers",
    "AnswersText",
    "Asked",
    "Assumption",
    "Basis",
    "Block",
    "Checked",
    "Condition",
    "Contradiction",
    "Dimension",
    "Document",
    "Effect",
    "Example",
    "FactRule",
    "Failure",
    "Figure",
    "Finding",
    "Gravity",
    "Heading",
    "HiddenItem",
    "Hiding",
    "Identity",
    "Input",
    "Item",
    "Layer",
    "Level",
    "Library",
    "Mark",
    "Named",
    "Note",
    "NoteKind",
    "Pack",
    "Phase",
    "Place",
    "Quantity",
    "Question",
    "Record",
    "Removed",
    "Report",
    "Rule",
    "RuleInfo",
    "Seal",
    "Section",
    "Severity",
    "Spec",
    "SpecItem",
    "SpecQuestion",
    "Swing",
    "Ticked",
    "Truth",
    "Unknown",
    "Value",
    "Waiting",
]

_MODULES = ("report", "mark", "finding", "values", "library", "spec", "document")  # the cheapest first


def __getattr__(name: str) -> object:
    if name in __all__:
        for module in _MODULES:
            found = __import__(f"{__name__}.{module}", fromlist=[name]).__dict__
            if name in found:
                return globals().setdefault(name, found[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
