"""Answers of the spec contradict each other.

A rule of a pack has found answers that cannot all hold: a target above what its dependencies allow, retries that outlast the
promise. In draft and review a contradiction is shown and fails nothing, for it is a decision still to be taken. From status
approved on one of severity error is an error. While one of its numbers is assumed it is a warning; accepted, it is
information until the day on which the acceptance ends.

To mend it: change one of the answers that are named, then `specgen update FILE`. Or accept it knowingly, with the answer
`accepted`: contradiction, reason, person, until. All of them: `specgen list contradictions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Contradiction, Gravity, Level
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._answers import Places
from specgen.rules._text import Subjects, ended, sentence, short

_NAMED = 5  # answers that a message names
_DECIDED = ("approved", "implemented")


def _find(subject: Subject) -> Iterator[Found]:
    composed = subject.composed
    if composed is None or not composed.spec.contradictions:
        return
    places, subjects = Places(subject), Subjects()
    demanded = subject.status in _DECIDED
    traits = {question.id for question in subject.library.questions() if question.trait}
    for one in composed.spec.contradictions:
        gravity = Gravity.ERROR if one.severity is Level.ERROR else Gravity.WARNING
        accepted = bool(one.accepted) and one.until >= subject.today
        if accepted or not demanded:
            gravity = Gravity.INFO
        here = [path for path in one.answers if places.has(path)]
        paths = [path for path in here if path not in traits] or here  # a trait is seldom the mistake
        answers = [f"{path} (line {places.of(path)[0]})" for path in paths[:_NAMED]]
        line, column = places.of(paths[0] if paths else "")
        since = "approved" if demanded and not accepted else "draft"
        key = f"{one.rule.id} {one.record}".rstrip()
        message, fix = _message(one, answers, subject.today), sentence(short(one.fix, 600))
        yield Found(line, message, fix, subjects(key), column, gravity=gravity, since=since)


def _message(one: Contradiction, answers: list[str], today: str) -> str:
    rests = f" It rests on {', '.join(answers)}." if answers else ""
    state = ""
    if one.accepted and one.until < today:
        state = f" It was accepted until {one.until}, which has passed."
    elif one.accepted:
        state = f" Accepted: {ended(one.accepted)}"
    elif one.refused:
        state = f" It was accepted, but that does not count: {ended(one.refused)}"
    elif one.capped:
        state = f" A warning only while these are guesses: {ended(one.capped)}"
    return f"{sentence(one.title)} {sentence(one.message)}{state}{rests}"


_TOO_HIGH = (
    "## Answers\n\n```yaml\nspec.components: [external_calls]\navailability.target: {}\ndependencies:\n"
    "  - name: Interbank switch\n    hard: yes\n"
    "    availability: {{value: {}, basis: contract, source: contract 2026 s.4}}\n```\n"
)

RULE = Rule(
    name="contradiction",
    title="Answers contradict each other",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=(_TOO_HIGH.format("99%", "99.95%"),),
    bad=(_TOO_HIGH.format("99.95%", "99.5%"),),
    find=_find,
    needs=Needs.ANSWERS,
)
