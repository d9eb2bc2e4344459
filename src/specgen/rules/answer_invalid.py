"""Something in *Answers* cannot be read, or no question has that name.

Everything computed in a spec follows from its answers. A number without its unit, a percent that reads as something else or
a misspelt key would silently be missing from every figure.

An answer to a question that has left the packs counts for nothing and is in nobody's way: that is a warning. It is told from a
misspelt key by the packs in the front matter, and, once `specgen update` has brought those forward, by the line that it puts
above the key. So are fields of lists, and names of packs and contradictions. Where it may be a slip after all, the warning
names what is close.

To mend it: write what the message says; `specgen explain ID` shows how a question is answered. `unknown` is an answer, too.
Answers that are gone from a file that specgen wrote have to be put back as they were, from git for instance.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Needs, Rule, Subject
from specgen.rules._problems import found, in_answers
from specgen.rules._text import Subjects, last_line, short

_NOT_COMPARED = "Before that is mended, nothing that is computed can be compared."


def _find(subject: Subject) -> Iterator[Found]:
    document, subjects = subject.document, Subjects()
    if document.identity is None:
        return
    if document.answers is None and not subject.problems:
        said = 'The spec has no answers: no block of YAML stands under a heading "Answers".'
        yield Found(last_line(document.lines), said, f"{subject.command('update')} writes it.", "answers")
    for problem in subject.leftover:
        yield found(problem, subjects(_name(problem.message)))._replace(gravity=Gravity.WARNING)
    note = f" {_NOT_COMPARED}"
    for problem in subject.problems:
        if in_answers(problem, document) and problem not in document.faults:  # `marker-broken` tells those
            key = problem.message.partition(": ")[0] if ": " in problem.message else _name(problem.message)
            key = "answers" if document.answers is None else key  # all of them
            one = found(problem, subjects(short(key, 60)), "Write it as its question asks")
            line = document.lines[problem.line - 1] if problem.line <= len(document.lines) else ""
            record = f'"{short(line, 60)}": ' if "[]." in key else ""  # which record it is
            yield one._replace(message=record + one.message, fix=one.fix + note)
            note = ""


def _name(message: str) -> str:
    """The name that a message quotes first: a key is the same one whether it is called misspelt or left."""
    _, quote, rest = message.partition("'")
    name, end, _ = rest.partition("'")
    return short(name if quote and end else message, 60)


RULE = Rule(
    name="answer-invalid",
    title="An answer cannot be read, or answers no question",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    good=("## Answers\n\n```yaml\navailability.target: 99.95%\nlatency.p99: 3 s\nlatency.measured_at: unknown\n```\n",),
    bad=(
        "## Answers\n\n```yaml\navailability.target: 99.95%\nlatency.p99: 3\n```\n",
        "## Answers\n\n```yaml\navailability.targte: 99.95%\n```\n",
        "## Checklist\n\nNo answers at all.\n",
    ),
    find=_find,
    needs=Needs.COMPARED,
)
