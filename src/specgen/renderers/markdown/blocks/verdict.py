"""The verdict box on top: may I sign this? Depends on answers and packs only, so ticking a box never changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from specgen.model import Asked, Basis, Contradiction, Level, Record, Severity, Spec, SpecQuestion
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell, code, rich
from specgen.renderers.markdown.view import View, paragraphs, plural, table


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
    asked = [one for one in spec.questions if not one.question.home.startswith("section.")]
    states = Counter(one.state for one in asked)
    answered = sum(one.state is Asked.ANSWERED and not one.record for one in asked)
    unknown, left = states[Asked.UNKNOWN], states[Asked.OPEN]
    musts = sum(one.severity is Severity.MUST for one in spec.items)
    parts = [
        _counted(errors, "contradiction") or "No contradiction",
        *([_counted(warnings, "warning")] if warnings else []),
        f"{musts} `must` {'item' if musts == 1 else 'items'} to tick",
        *([] if spec.identity.owners else ["no owner"]),
    ]
    blocking = any(not one.accepted for one in errors) or unknown or not spec.identity.owners
    if blocking or any(one.state is Asked.OPEN and one.question.essential for one in asked):
        head = "Not ready to sign."
    elif any(not one.accepted for one in warnings):
        head = "Weigh the warnings before you sign."
    else:
        head = "Nothing computed stands against signing."
    bases = Counter(one.basis for one in spec.assumptions)
    assumed, defaults = bases[Basis.ASSUMED], bases[Basis.DEFAULT]
    guesses = []
    if assumed:
        guesses.append(f"{assumed} {'number is' if assumed == 1 else 'numbers are'} assumed")
    if defaults:
        counted = "" if assumed else (" number" if defaults == 1 else " numbers")
        guesses.append(f"{defaults}{counted} {'is a specgen default' if defaults == 1 else 'are specgen defaults'}")
    counts = f"{plural(answered, 'question')} answered, {unknown} unknown, {left} left for later."
    rests = f" {_sentence(', '.join(guesses))}." if guesses else ""
    return f"> **{head}** {', '.join(parts)}.\n> {counts}{rests}"


def _counted(found: Sequence[Contradiction], what: str) -> str:
    accepted = sum(bool(one.accepted) for one in found)
    return (plural(len(found), what) + (f" ({accepted} accepted)" if accepted else "")) if found else ""


def _skipped(spec: Spec) -> str:
    """Packs that the answers switch off, with the reason: a reader must not miss what was left out."""
    view = View(spec)
    said = [f"{view.text('pack', one)} ({view.text('reason', one)})" for one in view.records("packs.skip")]
    return f"Left out on purpose: {', '.join(said)}." if said else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _findings(kind: str, found: Sequence[Contradiction], first: int) -> str:
    rows = []
    for number, one in enumerate(found, first):
        notes = ""
        if one.capped:
            notes += f" (A warning only while {', '.join(map(code, one.capped.split(', ')))} is a guess.)"
        if one.accepted:
            notes += f" (Accepted: {cell(one.accepted)}.)"
        rows.append(
            (
                str(number),
                f"**{rich(one.title.rstrip('.'))}.** {rich(one.message)}{notes} {code(one.rule.id)}",
                rich(one.fix),
            )
        )
    return table(("", kind, "What would mend it"), rows)


def _first_question(spec: Spec) -> str:
    waiting = plural(len(spec.waiting), "rule waits", "rules wait") + " for an answer." if spec.waiting else ""
    best = most_useful(spec)
    if not best:
        return waiting
    first = best[0]
    ask = f"First to ask: **{cell(asks(spec, first))}** ({code(first.path)})"
    more = " The others are under [Open questions](#open-questions)." if len(best) > 1 else ""
    return " ".join(part for part in (waiting, ask + "." + more) if part)


def asks(spec: Spec, one: SpecQuestion) -> str:
    """The question's words, with the record it is about."""
    return f"{record_name(spec, one)}: {one.question.ask}" if one.record else one.question.ask


def record_name(spec: Spec, one: SpecQuestion) -> str:
    """What the person calls the record a field belongs to."""
    answer = spec.answers.get(one.question.list_id)
    if answer is not None and isinstance(answer.value, tuple):
        for record in answer.value:
            if isinstance(record, Record) and record.key == one.record:
                key = next((q.key for q in spec.library.questions() if q.id == one.question.list_id), "")
                return record.fields[key].text if key in record.fields else record.key
    return one.record


def unlocks(spec: Spec) -> Counter[str]:
    """How much each missing answer holds up: a rule that could be an error weighs most, then rules, figures, items."""
    weights: Counter[str] = Counter()
    levels = {rule.id: rule.severity for rule in spec.library.rules()}
    for waiting in spec.waiting:
        for path in waiting.needs:
            weights[path] += 20 if levels[waiting.id] is Level.ERROR else 8
    for many in spec.figures.values():
        weights.update({path for figure in many for path in figure.missing})  # a list of ten is still one figure
    for fired in spec.contradictions:  # some fire because nobody has answered: the answer would silence them
        for name in fired.rule.when.names if fired.rule.when else ():
            kind, _, path = name.partition(".")
            if kind == "answered":
                weights[path] += 20
    for path in weights:
        if _is_soft(spec, path):
            weights[path] //= 2
    for waiting in spec.may_apply:
        for path in waiting.needs:
            weights[path] += 3
    return weights


def _is_soft(spec: Spec, path: str) -> bool:
    """A dependency that a request can do without: what it does not say can wait longer."""
    listed = spec.answers.get("dependencies")
    for record in listed.value if listed and isinstance(listed.value, tuple) else ():
        if isinstance(record, Record) and path.startswith(f"dependencies.{record.key}."):
            hard = record.fields.get("hard")
            return hard is not None and hard.value is False
    return False


def most_useful(spec: Spec) -> list[SpecQuestion]:
    """Questions without an answer that hold something up: `unknown` ones first (they need an owner), then by weight."""
    weights = unlocks(spec)
    waiting = [
        one for one in spec.questions if one.state is not Asked.ANSWERED and weights[one.path] and one.question.prompt
    ]
    return sorted(waiting, key=lambda one: (one.state is Asked.OPEN, -weights[one.path]))


BLOCK = Block("verdict", make)
