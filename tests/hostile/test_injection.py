"""Classes 12 and 13 of the threat list: whatever a person answers, the document around it stays the same.

A spec made of hostile answers is read back and compared with one made of harmless answers in the same places: headings,
items, ticks, HTML, and every block-level token inside generated blocks are equal, and the text itself arrives.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hypothesis import HealthCheck, assume, example, given, settings
from markdown_it.token import Token
from markdown_oracle import LINE, PROSE, flat, foreign, parser, plain, targets, tasks, unfenced

from specgen import frontmatter, itemline, packs, questions, resources, yamltext
from specgen.cli import given as answers_file
from specgen.compose import compose
from specgen.errors import InputError
from specgen.model import Answer, Identity, Library, Question, Record
from specgen.renderers.markdown import render

WHOLE = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@cache
def library() -> Library:
    return packs.load(resources.texts("checklists", ".yaml"))


@cache
def templates() -> dict[str, str]:
    return resources.texts("templates", ".j2")


@cache
def base() -> dict[str, yamltext.Plain]:
    """The answers of the largest example, as `yamltext.write` takes them."""
    text = resources.text("examples/instant-transfers", "answers.yaml")
    found = answers_file.read(text, "base", library())
    by_id = {question.id: question for question in library().questions()}
    return {id: questions.write_node(one, by_id[id], answers_file.fields(library(), id)) for id, one in found.items()}


def attacked(text: str, long: str) -> str:
    """The answers file with `text` in every one-line place and `long` in every section."""
    answers = dict(base())
    for question in library().questions():
        if question.list_id:
            continue
        if question.type == "text":
            answers[question.id] = text
        elif question.type == "prose":
            answers[question.id] = long
        elif question.type == "texts" and question.id != "packs.add":
            answers[question.id] = [text, f"{text} b"]
        elif question.type == "records" and question.id != "packs.skip":
            answers[question.id] = records(question, answers.get(question.id), text)
    answers["latency.measured_at"] = {"unknown": "true", "owner": text, "by": "2027-01-31"}
    answers["load.peak"] = {"value": "40/s", "basis": "measured", "source": text}
    return yamltext.write(answers)


def records(question: Question, given: yamltext.Plain | None, text: str) -> yamltext.Plain:
    fields = answers_file.fields(library(), question.id)
    entries = [dict(one) for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    made: list[yamltext.Plain] = []
    for number, entry in enumerate(entries or [{}, {}], 1):
        for name, field in fields.items():
            if field.id == "accepted[].contradiction":
                entry[name] = ("target-above-chain", "retries-outlast-promise")[number - 1]  # both fire here
            elif field.id == "accepted[].until":
                entry[name] = "2027-01-31"
            elif field.type == "text":
                entry[name] = f"{text} n{number}"
            elif name == question.key and name not in entry:
                entry[name] = "Lagos" if number == 1 else "London"
        if isinstance(entry.get("availability"), dict):
            entry["availability"] = {**entry["availability"], "source": text}
        made.append(entry)
    return made


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    tokens: list[Token]
    answers: dict[str, Answer]


def made(text: str, long: str) -> Made:
    answers = answers_file.read(attacked(text, long), "answers.yaml", library())
    identity = Identity("x", text, tier=0, owners=(text, f"{text} b"), reviewers=(text,), created="2026-11-20")
    markdown = render(compose(library(), answers, identity), templates())
    return Made(markdown, parser().parse(frontmatter.split(markdown)[1]), answers)


@cache
def harmless() -> Made:
    return made("a z9", "a")


def shape(tokens: list[Token]) -> list[object]:
    """All that must not depend on answers: headings, markers and comments, and the blocks inside generated parts."""
    found: list[object] = []
    inside = False
    for number, token in enumerate(tokens):
        if token.type == "html_block":
            inside = inside or "specgen:begin" in token.content
            if "specgen:end" in token.content:
                inside = False
            found.append(("html", token.content))
        elif token.type == "heading_open":
            title = plain(tokens[number + 1])
            found.append((token.tag, token.level, title if token.tag != "h1" else ""))
        elif inside:
            found.append((token.type, token.tag, token.level))
    return found


def without_marks(value: object) -> object:
    if isinstance(value, Answer):
        return (without_marks(value.value), value.text, value.basis, value.source, value.as_of)
    if isinstance(value, Record):
        return (value.key, {name: without_marks(one) for name, one in value.fields.items()})
    return tuple(map(without_marks, value)) if isinstance(value, tuple) else value


@WHOLE
@given(start=LINE, middle=PROSE)
@example(start="\n".join(["x"]), middle="Zq1\n-\n\n```\n   ```\n# Heading\n```\n- [x] **IDEM-03** `must` done")
@example(start="a | b `c` <!-- x --> ", middle="a\u2028# Heading\n\u2029- [x] **IDEM-03** `must` done\x85# Heading")
@example(start="]; ``` ~~~ # ", middle="<details>\n\n- [x] **LAT1-01** `must` x\n```yaml\nspec.title: b\n")
@example(start="C: 'x' \"y\" #", middle="[IDEM-03]: javascript:x\n[x]: /y\n\n> - 1. # H")
@example(start="{{7*7}}{% raw %}", middle="{{7*7}}{% raw %}")
def test_a_spec_of_hostile_answers_has_the_shape_of_a_harmless_one(start: str, middle: str) -> None:
    text = f"{start}z9".strip()
    long = f"Zq1 first\n\n{middle}\n\nZq2 last"
    try:
        spec = made(text, long)
    except InputError as error:
        assume("reserved" not in str(error))  # a marker: refused at the entrance
        raise
    like = harmless()
    assert shape(spec.tokens) == shape(like.tokens)
    assert boxes(spec) == boxes(like)
    assert tasks(spec.tokens) == tasks(like.tokens)
    assert [t.content for t in flat(spec.tokens) if t.type == "html_inline"] == [
        t.content for t in flat(like.tokens) if t.type == "html_inline"
    ]
    assert not any(map(foreign, targets(spec.tokens)))
    arrives(spec, " ".join(text.split()))
    reads_back(spec, text)


def boxes(spec: Made) -> list[tuple[str, bool]]:
    lines = unfenced(frontmatter.split(spec.text)[1], spec.tokens)
    return [(item.id, item.done) for line in lines if (item := itemline.parse(line))]


def arrives(spec: Made, text: str) -> None:
    said = [plain(token) for token in spec.tokens if token.type == "inline"]
    assert said[0] == text  # the title
    assert f"{text} n1" in said  # the first dependency, in a cell of its own
    assert any(f"{text} n1: " in one for one in said)  # a question about it
    assert any(f"(Accepted: {text} n1" in one for one in said)  # a contradiction that somebody accepts
    assert sum("Zq1 first" in one for one in said) == sum("Zq2 last" in one for one in said) > 10


def reads_back(spec: Made, text: str) -> None:
    identity, problems = frontmatter.read(spec.text, "x.md")
    assert not problems
    assert identity is not None
    assert (identity.title, identity.owners, identity.reviewers) == (text, (text, f"{text} b"), (text,))
    (block,) = [
        token.content
        for token in spec.tokens
        if token.type == "fence" and token.info == "yaml" and "users:" in token.content
    ]
    again = answers_file.read(block, "block", library())
    homes = {question.id for question in library().questions() if question.home}
    assert {id: without_marks(one) for id, one in again.items()} == {
        id: without_marks(one) for id, one in spec.answers.items() if id not in homes
    }
