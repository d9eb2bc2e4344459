"""What is measured: documents and templates made from a seed, the same on every machine."""

from __future__ import annotations

import random
from pathlib import Path

SEED = 20261120
_TEXT = """
a an and are as at be by call client cost data each error every first for from how if in is it key last limit lost many
must no node not of on one or order out per rate read reply retry same second send server so state store sum than that
the then time to two under unit user wait when where which who why with write zone availability latency budget objective
idempotency deadline percentile dependency region replica failover throughput monitoring escalation verification
"""
_WORDS = _TEXT.split()


def document(pages: int) -> str:
    """A technical document in Markdown: headings, prose with emphasis and code, lists, tick lists, tables, code blocks.

    One section fills one page of pandoc's default layout; specgen's own is denser.
    """
    words = random.Random(SEED)  # noqa: S311  repeatable is what is wanted here, not secret
    parts = ["# A document to measure\n"]
    parts += [_section(number, words) for number in range(1, pages + 1)]
    return "\n".join(parts)


def sentence(words: random.Random, length: int = 14) -> str:
    """Words in a row, with a capital letter and a full stop."""
    return " ".join(words.choices(_WORDS, k=length)).capitalize() + "."


def _section(number: int, words: random.Random) -> str:
    prose = [
        f"{sentence(words)} **{sentence(words, 4)}** {sentence(words)} `{words.choice(_WORDS)}_{number}` {sentence(words)}"
        for _ in range(3)
    ]
    points = [f"- {sentence(words, 9)}" for _ in range(4)]
    items = [f"- [{words.choice('x ')}] {sentence(words, 9)}" for _ in range(4)]
    rows = [f"| {words.choice(_WORDS)} | {words.randint(1, 900)} ms | {sentence(words, 6)} |" for _ in range(6)]
    table = ["| Name | Value | Why |", "| --- | ---: | --- |", *rows]
    code = ["```yaml", *(f"{words.choice(_WORDS)}: {words.randint(1, 99)}" for _ in range(3)), "```"]
    blocks = [f"## Section {number}", *prose, "\n".join(points), "\n".join(table), "\n".join(items), "\n".join(code)]
    return "\n\n".join(blocks) + "\n"


def copier_template(folder: Path, spec: str, questions: int) -> None:
    """A copier template that asks `questions` questions and writes a document as long as `spec`."""
    folder.mkdir(parents=True)
    asked = [f"q{n}:\n  type: str\n  help: Question {n}\n  default: answer {n}\n" for n in range(questions)]
    (folder / "copier.yml").write_text("_min_copier_version: '9'\n" + "".join(asked), encoding="utf-8")
    (folder / "spec.md.jinja").write_text(_placed(spec, questions, "q{}"), encoding="utf-8")


def cookiecutter_template(folder: Path, spec: str, questions: int) -> None:
    """The same for cookiecutter."""
    inner = folder / "{{ cookiecutter.name }}"
    inner.mkdir(parents=True)
    asked = "".join(f', "q{n}": "answer {n}"' for n in range(questions))
    (folder / "cookiecutter.json").write_text('{"name": "made"' + asked + "}", encoding="utf-8")
    (inner / "spec.md").write_text(_placed(spec, questions, "cookiecutter.q{}"), encoding="utf-8")


def _placed(spec: str, questions: int, name: str) -> str:
    """The text of a spec with a placeholder for each question, spread over its lines."""
    lines = [line.replace("{", "(").replace("}", ")") for line in spec.splitlines()]
    step = max(1, len(lines) // max(1, questions))
    for number in range(min(questions, len(lines))):
        lines[number * step] += f" {{{{ {name.format(number)} }}}}"
    return "\n".join(lines) + "\n"
