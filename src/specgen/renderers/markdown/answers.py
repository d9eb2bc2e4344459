"""The *Answers* block: what the spec was computed from, in the format of an answers file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from specgen import questions, yamltext
from specgen.model import Answers, Library, Question, Spec
from specgen.renderers.markdown.items import wording

SUMMARY = "What this spec was computed from"
IDLE = "# Not used, because they do not apply to their record:"
UNUSED = "# Not used: the question does not apply to this system."


def answers_yaml(answers: Answers, library: Library, *, homes: bool = False) -> str:
    """Answers as YAML text in question order, one key a line, records in block style.

    Answers with a home stand in the front matter or in their section, and nothing is kept twice: they are left out,
    unless `homes` says that their home is not in this document.
    """
    by_id = {question.id: question for question in library.questions()}
    fields = fields_of(library.questions())
    parts = [
        _entry(id, questions.write_node(answers[id], question, fields.get(id, {})))
        for id, question in by_id.items()
        if id in answers and (homes or not question.home)
    ]
    return "".join(part if part.endswith("\n") else part + "\n" for part in parts)


def _entry(id: str, value: yamltext.Plain) -> str:
    """One key: words in one line, records one field a line, so that a diff shows the field that changed."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return f"{id}: {yamltext.flow([one for one in value if isinstance(one, str)])}\n"
    return yamltext.write({id: value})


def fields_of(asked: Iterable[Question]) -> dict[str, dict[str, Question]]:
    """List id to its fields by name."""
    found: dict[str, dict[str, Question]] = {}
    for question in asked:
        if question.list_id:
            found.setdefault(question.list_id, {})[question.field_name] = question
    return found


def answers_block(spec: Spec) -> str:
    """The fenced YAML inside `<details>`, then the hidden wording line."""
    text = answers_yaml(spec.answers, spec.library)
    unused = answers_yaml(spec.unused, spec.library, homes=True)
    if unused:
        text = f"{text}{UNUSED}\n{unused}"
    if spec.idle:
        text = f"{text}{IDLE} {', '.join(spec.idle)}\n"
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    body = f"{fence}yaml\n{text}{fence}"
    return f"<details><summary>{SUMMARY}</summary>\n\n{body}\n</details>\n\n{wording(spec)}".rstrip("\n")
