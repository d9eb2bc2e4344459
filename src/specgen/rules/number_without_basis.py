"""A number that was observed does not say where it comes from.

Figures say what they rest on: measured, contract or assumed. A number without a basis counts as assumed, so contradictions
that rest on it stay warnings, and nobody can look it up. Numbers that are decided (a target, a time-out) need no basis.

To mend it: `load.peak: {value: 40/s, basis: measured, source: "dashboard, October", as_of: 2026-10-31}`. If it is a guess, say
so: `basis: assumed`, and the spec will show what follows if it is wrong. `basis` beside the fields of a record holds for each
of its numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen import questions, yamltext
from specgen.model import Gravity, Question
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._answers import key_of, pairs
from specgen.rules._text import short

_NO_NUMBER = ("", "unknown", "none")


def _find(subject: Subject) -> Iterator[Found]:
    answers = () if subject.seal else pairs(subject.document)
    if not answers or subject.problems:  # a value that cannot be read says nothing of where it comes from
        return
    numbers = {q.id: q for q in subject.library.questions() if q.kind == "observed" and _is_number(q)}
    keys = {q.id: q.key for q in subject.library.questions() if q.key}
    for name, node in answers:
        if name.text in numbers:
            yield from _bare(node, numbers[name.text], name.text)
        if name.text not in keys or not isinstance(node, yamltext.Sequence):
            continue
        for record in node.items:
            if not isinstance(record, yamltext.Mapping) or record.get("basis") is not None:
                continue
            slug = key_of(record.get(keys[name.text])) or "?"
            for field, value in record.pairs:
                question = numbers.get(f"{name.text}[].{field.text}")
                if question is not None:
                    yield from _bare(value, question, f"{name.text}.{slug}.{field.text}")


def _is_number(question: Question) -> bool:
    return questions.find(question.type).dimension is not None


def _bare(node: yamltext.Node, question: Question, path: str) -> Iterator[Found]:
    if isinstance(node, yamltext.Mapping):
        value, basis = node.get("value"), node.get("basis")
        text = value.text if isinstance(value, yamltext.Scalar) else ""
        given = isinstance(basis, yamltext.Scalar) and bool(basis.text.strip())
    else:
        text = node.text if isinstance(node, yamltext.Scalar) else ""
        text, typed, basis_text = text.partition(";")  # `80 ms; measured; ping from Lagos`
        given = bool(typed and basis_text.strip())
    if given or text.strip() in _NO_NUMBER:
        return
    said = (
        f'"{short(question.ask, 120)}" ({path}) is {short(text, 40)} and does not say where from: it counts as assumed.'
    )
    fix = f'Write {{value: {short(text, 40)}, basis: measured, source: "…"}}; for a guess, basis: assumed.'
    yield Found(node.mark.line, said, fix, path, max(node.mark.column, 1))


RULE = Rule(
    name="number-without-basis",
    title="An observed number does not say where it comes from",
    gravity=Gravity.WARNING,
    since="review",
    text=__doc__,
    good=(
        "## Answers\n\n```yaml\navailability.target: 99.95%\nload.peak: {value: 40/s, basis: assumed}\n"
        'replication.lag_p99: {value: 0.4 s, basis: measured, source: "dashboard, October"}\n```\n',
        "## Answers\n\n```yaml\ndependencies:\n  - name: Interbank switch\n    p99: 1.8 s\n    basis: assumed\n"
        "    timeout: 5 s\n```\n",
    ),
    bad=(
        "## Answers\n\n```yaml\nload.peak: 40/s\n```\n",
        "## Answers\n\n```yaml\ndependencies:\n  - name: Interbank switch\n    p99: 1.8 s\n```\n",
    ),
    find=_find,
    needs=Needs.ANSWERS,
)
