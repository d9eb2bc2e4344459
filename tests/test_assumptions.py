"""What follows if a guess is wrong, asked twice: only of what reads the guess, and of everything."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from specgen import answersfile, packs
from specgen.compose import compose, verdicts
from specgen.compose.figures import compute
from specgen.model import Identity

room = importlib.import_module("specgen.compose.assumptions")  # the function of that name hides the module
trials = importlib.import_module("specgen.compose.trials")
LIBRARY = packs.built_in()
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
GUESSED = """
spec.title: Guessed
spec.tier: 1
availability.target: 99.95%; assumed
latency.p99: 800 ms; assumed
load.peak: 40/s; assumed
dependencies:
  - {name: switch, hard: yes, availability: 99.5%; assumed, timeout: 5 s; assumed, attempts: 3; assumed}
  - {name: cache, hard: yes, availability: 99.9%; assumed, timeout: 1 s; assumed}
"""


@dataclass
class Everything:
    """In place of the sets that say what moves and what a rule reads."""

    def isdisjoint(self, _: object) -> bool:
        return False


@pytest.mark.parametrize("name", ["clip-service", "instant-transfers", "ops-report", "guessed"])
def test_asking_only_what_moves_is_asking_everything(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = EXAMPLES / name / "answers.yaml"
    text = path.read_text(encoding="utf-8") if path.exists() else GUESSED
    answers = answersfile.read(text, name, LIBRARY)
    asked: list[str] = []

    def cases(rules: Any, world: Any) -> Any:
        listed = list(rules)
        asked.extend(rule.id for rule in listed)
        return verdicts.cases(listed, world)

    monkeypatch.setattr(trials, "cases", cases)
    monkeypatch.setattr(room, "_SHOWN", 1_000)
    sparing = compose(LIBRARY, answers, Identity(name, name)).assumptions
    few = len(asked)

    def verdicts_of_all(found: Any, moving: Any, sources: Any, world: Any) -> Any:
        return told(found, Everything(), sources, world)

    told = trials._verdicts
    monkeypatch.setattr(trials, "recompute", lambda changed, _, before: compute(changed))
    monkeypatch.setattr(trials, "_verdicts", verdicts_of_all)
    assert compose(LIBRARY, answers, Identity(name, name)).assumptions == sparing
    assert sparing
    assert few < len(asked) - few, "nothing was spared, so nothing was compared"


def test_rules_that_begin_and_stop_to_fire_are_told_in_their_order() -> None:
    """In the order of packs and files, the same in every run: a set of texts has another one in each process."""
    answers = answersfile.read(GUESSED, "guessed", LIBRARY)
    rules = [rule.id for rule in LIBRARY.rules()]
    for one in compose(LIBRARY, answers, Identity("guessed", "Guessed")).assumptions:
        named = [e.title.removeprefix("contradiction ") for e in one.effects if e.title.startswith("contradiction ")]
        fires = [title for title, e in zip(named, one.effects, strict=False) if e.after == "fires"]
        assert [rule for rule in rules if rule in fires] == fires


def test_more_guesses_than_a_reader_weighs_are_listed_and_not_tried() -> None:
    """Each costs a computation of the whole: a list of a thousand would take minutes."""
    lines = "\n".join(f"  - {{name: D{n}, hard: yes, availability: 99.9%}}" for n in range(60))
    text = f"spec.components: [external_calls]\navailability.target: 99%\ndependencies:\n{lines}"
    library = packs.built_in()
    found = compose(library, answersfile.read(text, "answers.yaml", library), Identity("x", "X"))
    tried = [one for one in found.assumptions if not one.untried]
    assert len(found.assumptions) == 60
    assert 0 < len(tried) <= 40
    assert found.assumptions[-1].untried.startswith("not tried")
