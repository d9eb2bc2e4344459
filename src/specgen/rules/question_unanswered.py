"""A question that decides what the spec is about, or whether it holds, was never answered.

Traits say what the system is made of, essential questions are those that contradictions and figures rest on. They are
demanded from status review on. The others are counted in one line, as information. "Nobody knows" is an answer as well:
`unknown`, with the name of who finds out.

To mend it: `specgen answer FILE` asks what is open; or write the key into the YAML under *Answers* and run
`specgen update FILE`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Asked, Gravity, Identity, Spec, SpecQuestion
from specgen.quantities import plural
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._answers import Places
from specgen.rules._naming import RecordNames
from specgen.rules._text import short

_INTERNAL = 3  # the tier
_NAMED = 3  # of the questions that are only counted


def _find(subject: Subject) -> Iterator[Found]:
    document, seal = subject.document, subject.seal
    if seal:
        count, named = seal.further, seal.named
    elif subject.composed is None:
        return
    else:
        spec = subject.composed.spec
        places, names = Places(subject), RecordNames(spec)
        for one in demanded(spec):
            line, column = places.of(one.path)
            yield Found(line, f"{names.asks(one)} is not answered.", _fix(one, subject, spec.identity), one.path, column)
        count, named = further(spec)
    if count:
        said = f"{plural(count, 'further question was', 'further questions were')} never answered."
        more = f" Most depends on {', '.join(named)}." if named else ""
        line = document.answers.opening if document.answers else 1
        yield Found(line, said + more, f"{subject.command('answer')} asks them.", gravity=Gravity.INFO)


def demanded(spec: Spec) -> list[SpecQuestion]:
    """The open questions that have to be answered, in their order."""
    return [one for one in spec.questions if _is_open(one) and _is_demanded(one, spec.identity.tier)]


def further(spec: Spec) -> tuple[int, tuple[str, ...]]:
    """How many other questions are open, and the paths of those that most depends on."""
    count = sum(map(_is_open, spec.questions)) - len(demanded(spec))
    if not count:
        return 0, ()
    from specgen.unknowns import most_useful

    useful = [one.path for one in most_useful(spec) if _is_open(one) and not one.question.essential]
    return count, tuple(useful[:_NAMED])


def _is_demanded(one: SpecQuestion, tier: int | None) -> bool:
    """An internal system may do without reviewers, and the front matter cannot say "none"."""
    if one.question.front == "reviewers" and tier == _INTERNAL:
        return False
    return one.question.essential or one.question.trait


def _is_open(one: SpecQuestion) -> bool:
    """Prose belongs to its section, and `section-unanswered` looks there. A list with an entry in it is answered."""
    return one.state is Asked.OPEN and one.question.prompt and not one.question.section


def _fix(one: SpecQuestion, subject: Subject, identity: Identity) -> str:
    example = "" if one.question.key else short(one.question.example, 60)  # of a list it is one field of a record
    if one.question.front:
        field = identity.spelled(one.question.front)
        return f"Write `{field}:` in the front matter" + (f", such as {example}." if example else ".")
    such = f" An answer such as {example} will do, and so will unknown with an owner." if example else ""
    return f"{subject.command('answer', f'--only {one.path}')} asks it.{such}"


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
    needs=Needs.ANSWERS,
)
