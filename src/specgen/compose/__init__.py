"""Answers and packs in, Spec out: what applies, what follows, what contradicts. A pure function of both.

aging        measurements older than the review period
selection    which packs and questions apply (a fixed point over traits)
world        what conditions can see: answers, facts, figures, the record at hand
figures      calculators run in the order of what they read
verdicts     items, contradictions, and what waits for an answer
assumptions  what follows if a guess is wrong
"""

from __future__ import annotations

from specgen.compose.aging import aged
from specgen.compose.assumptions import assumptions
from specgen.compose.figures import compute
from specgen.compose.selection import select
from specgen.compose.verdicts import cases, contradictions, items
from specgen.compose.world import World, effective
from specgen.frozen import replace
from specgen.model import Answers, Identity, Library, Spec

__all__ = ["compose"]


def compose(library: Library, answers: Answers, identity: Identity, *, guesses: bool = True) -> Spec:
    """Everything that follows from `answers` (identity answers such as `spec.tier` among them) under `library`.

    Never raises on answers that were parsed: what cannot be decided is unknown and says what it needs. Without `guesses`
    nothing says what each of them moves, which takes longer than all the rest.
    """
    chosen = select(library, aged(_told(library, answers), identity))
    usable = effective(chosen.asked, chosen.applying, chosen.answers, chosen.idle)
    figures = compute(usable)
    world = World(chosen.fact_rules, chosen.applying, chosen.answers, usable, figures)
    tier = identity.tier
    composed, may_apply = items(chosen.packs, world, tier)
    found = tuple(cases((rule for pack in chosen.packs for rule in pack.rules), world))
    fired, waiting = contradictions(found, world, identity.reviewed or identity.created)
    spec = Spec(
        identity=replace(identity, packs=tuple(f"{layer.name} {layer.version}" for layer in library.layers)),
        library=library,
        packs=chosen.packs,
        answers=chosen.answers,
        unused=chosen.unused,
        idle=chosen.idle,
        questions=chosen.questions,
        facts={rule.name: world.fact(rule.name) for rule in chosen.fact_rules},
        figures=figures,
        items=composed,
        may_apply=may_apply,
        contradictions=fired,
        waiting=waiting,
    )
    if not guesses:
        return spec
    told, swings = assumptions(chosen, usable, figures, found)
    return replace(spec, assumptions=told, swings=swings)


def _told(library: Library, answers: Answers) -> Answers:
    """Without answers to front matter and sections that a file cannot hold: there "none", "unknown" and silence look alike."""
    homed = [question.id for question in library.questions() if question.home and question.id in answers]
    mute = {id for id in homed if answers[id].is_unknown or answers[id].value == ()}
    return {id: answer for id, answer in answers.items() if id not in mute} if mute else answers
