"""Examples of rules, played: whether a rule fires with the answers of its example, and if not, what kept it silent."""

from __future__ import annotations

from collections.abc import Mapping

from specgen import packs
from specgen.compose.figures import compute
from specgen.compose.selection import Selection, select
from specgen.compose.verdicts import Case, cases, firing
from specgen.compose.world import World, effective
from specgen.conditions import Operand
from specgen.frozen import Frozen
from specgen.model import Answer, Example, Library, Quantity, Record, Rule


class Played(Frozen):
    """An example and how it went. `should` is what the pack says of it; `why` is for one that goes wrong."""

    rule: Rule
    example: Example
    should: bool
    fires: bool
    why: str = ""

    @property
    def good(self) -> bool:
        return self.should == self.fires


def play(rule: Rule, library: Library) -> list[Played]:
    """Every example of a rule, those that fire first."""
    listed = [(one, True) for one in rule.fires] + [(one, False) for one in rule.silent]
    return [_play(rule, example, should, library) for example, should in listed]


def _play(rule: Rule, example: Example, should: bool, library: Library) -> Played:
    answers, facts, figures = packs.read_example(example, library)
    chosen = select(library, answers)
    usable = effective(chosen.asked, chosen.applying, chosen.answers, chosen.idle)
    world = _Pinned(chosen, usable, facts, figures)
    if facts or figures:  # what is pinned need not fit the other answers: the rule is judged alone
        found = tuple(cases((rule,), world))
        fires, silenced = any(one.truth.value for one in found), False
    else:
        found = tuple(cases((one for pack in chosen.packs for one in pack.rules), world))
        fires = any(one.rule.id == rule.id for one in firing(found))
        silenced = any(one.rule.id == rule.id and one.truth.value for one in found) and not fires
    why = "" if fires == should else _why(rule, found, chosen, fires, silenced)
    return Played(rule, example, should, fires, why)


def _why(rule: Rule, found: tuple[Case, ...], chosen: Selection, fires: bool, silenced: bool) -> str:
    own = [one for one in found if one.rule.id == rule.id]
    condition = " ".join(rule.when.source.split()) if rule.when else ""
    needs = dict.fromkeys(need for one in own for need in one.truth.needs if one.truth.value is None)
    if fires:
        return f"its condition holds: {condition}"
    if silenced:
        speaking = [one.rule.id for one in firing(found) if one.rule.id in rule.silent_if]
        return f"{', '.join(speaking)} speaks instead of it"
    if rule.pack not in (pack.name for pack in chosen.packs):
        return f"pack {rule.pack} does not apply with these answers"
    if chosen.unused:
        return f"these answers are not asked for: {', '.join(chosen.unused)}"
    if needs:
        return f"it needs {', '.join(needs)}"
    return f"its condition does not hold: {condition}"


class _Pinned(World):
    """What conditions see, with facts and figures that an example pins."""

    def __init__(
        self, chosen: Selection, usable: Mapping[str, Answer], facts: dict[str, bool], figures: dict[str, Quantity]
    ) -> None:
        super().__init__(chosen.fact_rules, chosen.applying, chosen.answers, usable, compute(usable))
        self._pinned: dict[str, Operand] = {f"facts.{name}": value for name, value in facts.items()}
        self._pinned |= {f"figures.{id}": value for id, value in figures.items()}

    def operand(self, name: str, each: str = "", record: Record | None = None) -> Operand | None:
        return self._pinned[name] if name in self._pinned else super().operand(name, each, record)
