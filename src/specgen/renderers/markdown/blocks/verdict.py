"""The verdict box on top: may I sign this? Depends on answers and packs only, so ticking a box never changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from specgen.model import Asked, Basis, Contradiction, Level, Severity, Spec
from specgen.quantities import plural
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell, code, rich
from specgen.renderers.markdown.view import View, paragraphs, table
from specgen.unknowns import asks, counts, most_useful, ownerless, waiting_rules


def make(spec: Spec) -> str:
    errors = [one for one in spec.contradictions if one.severity is Level.ERROR]
    warnings = [one for one in spec.contradictions if one.severity is Level.WARNING]
    return paragraphs(
        _box(spec, errors, warnings),
        _findings("Contradiction", errors, 1),
        _findings("Warning", warnings, len(errors) + 1),
        _first_question(spec),
        _skipped(spec),
    )


def _box(spec: Spec, errors: Sequence[Contradiction], warnings: Sequence[Contradiction]) -> str:
    answered, unknown, left = counts(spec)
    musts = sum(one.severity is Severity.MUST for one in spec.items)
    parts = [
        _counted(errors, "contradiction") or "No contradiction",
        *([_counted(warnings, "warning")] if warnings else []),
        plural(musts, "`must` item"),
        *([] if spec.identity.owners else ["no owner"]),
    ]
    blocking = any(not one.accepted for one in errors) or ownerless(spec) or not spec.identity.owners
    if blocking or any(one.state is Asked.OPEN and one.question.essential for one in spec.questions):
        head = "Not ready to sign."
    elif any(not one.accepted for one in warnings):
        head = "Weigh the warnings before you sign."
    else:
        head = "Nothing computed stands against signing."
    bases = Counter(one.basis for one in spec.assumptions)
    assumed, defaults = bases[Basis.ASSUMED], bases[Basis.DEFAULT]
    guesses = []
    if assumed:
        guesses.append(plural(assumed, "assumed number"))
    if defaults:
        guesses.append(plural(defaults, "specgen default"))
    counted = f"{plural(answered, 'question')} answered, {unknown} unknown, {left} left for later."
    enter = "enters" if assumed + defaults == 1 else "enter"
    rests = f" {' and '.join(guesses)} {enter} the figures." if guesses else ""
    return f"> **{head}** {', '.join(parts)}.\n> {counted}{rests}"


def _refused(why: str) -> str:
    """An acceptance that does not count, with the answers it lacks as code."""
    if not why.startswith("needs "):
        return f"Its acceptance {cell(why)} and counts no more"
    return f"Its acceptance does not count yet: it needs {', '.join(map(code, why.removeprefix('needs ').split(', ')))}"


def _counted(found: Sequence[Contradiction], what: str) -> str:
    accepted = sum(bool(one.accepted) for one in found)
    return (plural(len(found), what) + (f" ({accepted} accepted)" if accepted else "")) if found else ""


def _skipped(spec: Spec) -> str:
    """Packs that the answers switch off, with the reason: a reader must not miss what was left out."""
    view, known = View(spec), {pack.name for pack in spec.library.packs}  # one that has left is left out by nobody
    there = [one for one in view.records("packs.skip") if one.fields["pack"].text in known]
    said = [f"{view.text('pack', one)} ({view.text('reason', one)})" for one in there]
    return f"Left out on purpose: {', '.join(said)}." if said else ""


def _findings(kind: str, found: Sequence[Contradiction], first: int) -> str:
    rows = []
    for number, one in enumerate(found, first):
        notes = ""
        if one.capped:
            notes += f" (A warning only while {', '.join(map(code, one.capped.split(', ')))} is a guess.)"
        if one.accepted:
            notes += f" (Accepted: {cell(one.accepted)}.)"
        if one.refused:
            notes += f" ({_refused(one.refused)}.)"
        rows.append(
            (
                str(number),
                f"**{rich(one.title.rstrip('.'))}.** {rich(one.message)}{notes} {code(one.rule.id)}",
                rich(one.fix),
            )
        )
    return table(("", kind, "What would mend it"), rows)


def _first_question(spec: Spec) -> str:
    open_ = waiting_rules(spec)
    waiting = plural(len(open_), "rule waits", "rules wait") + " for an answer." if open_ else ""
    best = most_useful(spec)
    if not best:
        return waiting
    first = best[0]
    ask = f"First to ask: **{cell(asks(spec, first))}** ({code(first.path)})"
    more = " The others are under [Open questions](#open-questions)." if len(best) > 1 else ""
    return " ".join(part for part in (waiting, ask + "." + more) if part)


BLOCK = Block("verdict", make)
