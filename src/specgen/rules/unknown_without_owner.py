"""A question is answered with `unknown`, and nobody is named who finds out.

`unknown` is honest, and it holds up figures and contradictions. In review somebody has to take each one, else it is still
unknown on the day of launch.

To mend it: answer the question, or name who finds out and by when: `latency.client_timeout: {unknown: true, owner: "@ada",
by: 2027-01-31}`. The table under *Open questions* says what an answer would unlock.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Asked, Gravity, Unknown
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._answers import Places
from specgen.rules._naming import RecordNames


def _find(subject: Subject) -> Iterator[Found]:
    composed = subject.composed
    if composed is None:
        return
    unowned = [
        one
        for one in composed.spec.questions
        if one.state is Asked.UNKNOWN
        and one.answer is not None
        and isinstance(one.answer.value, Unknown)
        and not one.answer.value.owner.strip()
    ]
    if not unowned:
        return
    places, names = Places(subject), RecordNames(composed.spec)
    for one in unowned:
        line, column = places.of(one.path)
        key = one.question.field_name or one.path
        fix = (
            f"{subject.command('answer', f'--only {one.path}')} asks it again. "
            f'Or name who finds out: {key}: {{unknown: true, owner: "@who"}}.'
        )
        yield Found(line, f"{names.asks(one)} is unknown and nobody owns it.", fix, one.path, column)


RULE = Rule(
    name="unknown-without-owner",
    title="Unknown, and nobody finds out",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(
        '## Answers\n\n```yaml\nsecrets.store: {unknown: true, owner: "@ada", by: 2027-01-31}\n'
        "availability.target: 99%\n```\n",
    ),
    bad=(
        "## Answers\n\n```yaml\nsecrets.store: unknown\n```\n",
        "## Answers\n\n```yaml\nprocess.steps:\n  - step: Copy the form\n    noticed: {unknown: true, by: 2027-01-31}\n```\n",
    ),
    find=_find,
    needs=Needs.ANSWERS,
)
