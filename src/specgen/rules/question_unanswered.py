"""A question that decides what the spec is about, or whether it holds, was never answered.

Traits say what the system is made of, essential questions are those that contradictions and figures rest on. They are
demanded from status review on. The others are counted in one line, as information. "Nobody knows" is an answer as well:
`unknown`, with the name of who finds out.

To mend it: `specgen answer FILE` asks what is open; or write the key into the YAML under *Answers* and run
`specgen update FILE`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Asked, Gravity, SpecQuestion
from specgen.rules import Composed, Found, Rule, Subject
from specgen.rules._answers import FRONT, SECTION, Places
from specgen.rules._naming import Names
from specgen.rules._text import several, short

_INTERNAL = 3  # the tier
_NAMED = 3  # of the questions that are only counted


def _find(subject: Subject) -> Iterator[Found]:
    composed = subject.composed
    if composed is None:
        return
    open_ones = [one for one in composed.spec.questions if _is_open(one)]
    demanded = [one for one in open_ones if _demanded(one, composed.spec.identity.tier)]
    places, names, file = Places(subject), Names(composed.spec), subject.document.file
    for one in demanded:
        line, column = places.of(one.path)
        yield Found(line, f"{names.asks(one)} is not answered.", _fix(one, file), one.path, column)
    if len(open_ones) > len(demanded):
        yield _others(composed, len(open_ones) - len(demanded), places.of("")[0], file)


def _demanded(one: SpecQuestion, tier: int | None) -> bool:
    """An internal system may do without reviewers, and the front matter cannot say "none"."""
    if one.question.home == f"{FRONT}reviewers" and tier == _INTERNAL:
        return False
    return one.question.essential or one.question.trait


def _is_open(one: SpecQuestion) -> bool:
    """Prose belongs to its section, and `section-unanswered` looks there. A list with an entry in it is answered."""
    return one.state is Asked.OPEN and one.question.prompt and not one.question.home.startswith(SECTION)


def _fix(one: SpecQuestion, file: str) -> str:
    example = short(one.question.example, 60)
    if one.question.home.startswith(FRONT):
        field = one.question.home.removeprefix(FRONT)
        return f"Write `{field}:` in the front matter" + (f", such as {example}." if example else ".")
    such = f" An answer such as {example} will do, and so will unknown with an owner." if example else ""
    return f'"specgen answer {file} --only {one.path}" asks it.{such}'


def _others(composed: Composed, count: int, line: int, file: str) -> Found:
    from specgen.unknowns import most_useful

    useful = [one for one in most_useful(composed.spec) if _is_open(one) and not one.question.essential]
    named = ", ".join(one.path for one in useful[:_NAMED])
    said = f"{several(count, 'further question was', 'further questions were')} never answered."
    more = f" Most depends on {named}." if named else ""
    return Found(line, said + more, f'"specgen answer {file}" asks them.', gravity=Gravity.INFO)


_ANSWERED = (
    "spec.components: none\nspec.domain: internal\nspec.data_classes: [internal]\nprocess.steps: none\n"
    'process.oncall: none\navailability.target: 99%\nfailover: none\nsecrets.store: {unknown: true, owner: "@ada"}\n'
)

RULE = Rule(
    name="question-unanswered",
    title="A question that must be answered is not",
    gravity=Gravity.ERROR,
    since="review",
    text=__doc__,
    good=(f"## Answers\n\n```yaml\n{_ANSWERED}```\n",),
    bad=("## Answers\n\n```yaml\nspec.domain: internal\n```\n",),
    find=_find,
    computed=True,
)
