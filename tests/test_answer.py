"""Changed answers in a spec that is there: only their lines change, and what is read afterwards is what was wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen import answersfile, packs, questions, yamltext
from specgen.errors import InputError
from specgen.model import Answer, Library, Record
from specgen.readers.markdown import read
from specgen.recompose import Composer
from specgen.renderers.markdown import fill
from specgen.update.answers import Put, put_answers
from specgen.update.differences import changed, changes

PACK = """\
pack: spec
prefix: SPEC
version: 1.0.0
title: The spec
summary: What every spec has.
order: 1
facts:
  calls: '"calls" in answers.spec.parts'
  database: '"database" in answers.spec.parts'
questions:
  - {id: spec.title, ask: "Title?", type: text, home: front_matter.title, essential: true}
  - {id: spec.tier, ask: "Tier?", type: choice, home: front_matter.tier, trait: true, choices: {"0": a, "1": b, "3": c}}
  - {id: spec.owners, ask: "Who owns it?", type: texts, home: front_matter.owners, essential: true}
  - {id: spec.reviewers, ask: "Who agrees?", type: texts, home: front_matter.reviewers, essential: true}
  - {id: spec.parts, ask: "Parts?", type: choices, choices: {database: a database, calls: calls}, trait: true}
  - {id: spec.problem, ask: "What hurts?", type: prose, home: section.problem, guidance: "Say what hurts."}
  - {id: spec.risks, ask: "Risks?", type: prose, home: section.risks, guidance: "Say what may go wrong.", when: facts.database}
  - {id: target, ask: "Target?", type: percent, kind: decided, below: "100%", example: "99.9%"}
  - {id: latency, ask: "How long?", type: duration, example: 80 ms}
  - {id: engine, ask: "Which engine?", type: text, when: facts.database}
  - {id: copies, ask: "How many?", type: integer, when: facts.database}
  - {id: why, ask: "Why?", type: prose}
  - {id: calls, ask: "Which services?", type: records, key: name, when: facts.calls}
  - {id: "calls[].name", ask: "Name?", type: text}
  - {id: "calls[].hard", ask: "Hard?", type: bool}
  - {id: "calls[].p99", ask: "p99?", type: duration}
  - {id: "calls[].timeout", ask: "Timeout?", type: duration, kind: decided, when: each.hard}
  - {id: "calls[].notes", ask: "Notes?", type: prose}
"""
HEAD = """\
---
specgen: 1
id: receipts
title: Receipts # ours
status: draft
owners: ["@ada"]
template: spec 1.0.0
---

# Receipts

## Problem
<!-- specgen:section problem -->
<!-- Say what hurts. -->

## Risks
<!-- specgen:section risks -->
We know them.

## Answers
<!-- specgen:section answers -->

<details><summary>What this spec was computed from</summary>

"""
TAIL = "\n</details>\n"
UNUSED = "# Not used: the question does not apply to this system."


@cache
def library() -> Library:
    return packs.load({"LAYER.yaml": "name: team\nversion: 1.0.0\ntitle: T\n", "spec.yaml": PACK})


@cache
def composer() -> Composer:
    templates = {"spec.md.j2": "{{ front_matter }}\n\n# {{ spec.title }}\n"}
    return Composer(library(), templates, lambda *given: fill(given[0], given[1], dict(given[2])))


def spec(block: str) -> str:
    fence = "`````" if "```" in block else "```"
    return f"{HEAD}{fence}yaml\n{block}{fence}{TAIL}"


def answers_of(text: str) -> dict[str, Answer]:
    found, problems = composer().answers(read(text, "receipts.md"))
    assert not problems
    return found


def put(text: str, wanted: Mapping[str, Answer]) -> Put:
    document = read(text, "receipts.md")
    return put_answers(document, library(), answers_of(text), wanted, composer().recognised(document))


def typed(**texts: str) -> dict[str, Answer]:
    by_id = answersfile.top_level(library())
    return {id.replace("__", "."): questions.read_text(text, by_id[id.replace("__", ".")]) for id, text in texts.items()}


def listed(yaml: str) -> dict[str, Answer]:
    return answersfile.read(yaml, "a.yaml", library())


def after(block: str, wanted: Mapping[str, Answer], *gone: str) -> str:
    """The block once the answers are changed; nothing else may have changed."""
    text = spec(block)
    made = put(text, {id: one for id, one in {**answers_of(text), **wanted}.items() if id not in gone}).text
    assert made.startswith(HEAD)
    assert made.endswith(TAIL)
    found = re.search(r"`+yaml\n(.*?)`{3,}\n", made[len(HEAD) :], re.DOTALL)
    assert found
    return found[1]


# --- keys ------------------------------------------------------------------------------------------------------------------


def test_only_the_value_changes() -> None:
    block = "# our answers\nspec.parts:   ['database',  \"calls\"]   # a list\n\ntarget:  99.9%   # promised\nlatency: 80 ms\n"
    assert after(block, typed(target="99.5%")) == block.replace("99.9%", "99.5%")
    assert after(block, typed(latency="90 ms; measured; probe; 2026-11-01")) == block.replace(
        "80 ms", "{value: 90 ms, basis: measured, source: probe, as_of: 2026-11-01}"
    )
    assert after(block, typed(spec__parts="database, calls")) == block, "the same answer, written otherwise"
    assert after(block, typed(spec__parts="calls")) == block.replace("['database',  \"calls\"]", "[calls]")


def test_unknown_with_an_owner() -> None:
    owned = '{unknown: true, owner: "@ada", by: 2027-01-31}'
    assert after("target: 99%\n", typed(target="unknown; @ada; 2027-01-31")) == f"target: {owned}\n"
    assert after(f"target: {owned} # who\n", typed(target="99%")) == "target: 99% # who\n"


def test_new_keys_stand_in_question_order_and_old_ones_go() -> None:
    block = "spec.parts: [calls]\n# why not more\ntarget: 99%\ncalls: none\n"
    made = after(block, typed(latency="1 s", why="Because."))
    assert made == "spec.parts: [calls]\n# why not more\ntarget: 99%\nlatency: 1 s\nwhy: Because.\ncalls: none\n"
    assert after(made, {}, "latency", "why") == block
    assert after("", typed(target="99%", latency="1 s")) == "target: 99%\nlatency: 1 s\n"


def test_a_blank_key_is_filled() -> None:
    assert after("target:  # soon\nlatency:\n", typed(target="99%", latency="1 s")) == "target: 99%  # soon\nlatency: 1 s\n"


@pytest.mark.parametrize(
    "value",
    ["80 ms", "'80 ms'", '"80 ms"', "{value: 80 ms}", "{value: 80 ms,\n  # not sure\n  basis: assumed}", "80\n  ms", "\n  80 ms"],
)
@pytest.mark.parametrize("comment", ["", "  # mine"])
def test_any_style_of_a_value_is_replaced(value: str, comment: str) -> None:
    made = after(f"target: 99%\nlatency: {value}{comment}\n# end\n", typed(latency="1 s"))
    own = "# not sure\n" if "sure" in value else ""
    assert made == f"target: 99%\nlatency: 1 s{comment}\n{own}# end\n"


def test_comments_in_a_list_with_dashes_stay() -> None:
    block = "spec.parts:  # ours\n# first\n- database  # bought\n\n  # not sure\n-\n  'calls' # both\n# end\ntarget: 99%\n"
    made = after(block, {**answers_of(spec(block)), "spec.parts": Answer(("calls",), "calls")})
    assert made == "spec.parts: [calls]  # ours\n# first\n# bought\n# not sure\n# both\n# end\ntarget: 99%\n"


def test_blocks_of_text_are_replaced_whole_and_what_looks_like_a_comment_in_them_is_text() -> None:
    block = "why: |-  # asked twice\n  One.\n\n  # two\n # a comment\ntarget: 99%\n"
    assert answers_of(spec(block))["why"].text == "One.\n\n# two"
    assert after(block, typed(why="Three.")) == "why: Three.  # asked twice\n # a comment\ntarget: 99%\n"
    assert after(block, typed(why="a\n\nb")) == "why: |-  # asked twice\n  a\n\n  b\n # a comment\ntarget: 99%\n"


def test_a_comment_below_never_becomes_part_of_an_answer() -> None:
    block = "why: Because.\n  # mine\ntarget: 99%\n"
    assert after(block, typed(why="One.\n\nTwo.")) == 'why: "One.\\n\\nTwo."\n  # mine\ntarget: 99%\n'


def test_a_longer_fence_where_an_answer_holds_one() -> None:
    made = put(spec("target: 99%\n"), {**answers_of(spec("target: 99%\n")), **typed(why="See:\n```\nx\n```")}).text
    assert "````yaml\ntarget: 99%\nwhy: |-\n  See:\n  ```\n  x\n  ```\n````\n" in made
    assert answers_of(made)["why"].text == "See:\n```\nx\n```"


@pytest.mark.parametrize("block", ["{target: 99%}\n", "? target\n: 99%\n"])
def test_answers_that_have_no_lines_of_their_own_are_refused(block: str) -> None:
    with pytest.raises(InputError, match="one a line"):
        put(spec(block), typed(target="98%"))


def test_without_a_block_there_is_nowhere_to_put_answers() -> None:
    with pytest.raises(InputError, match="Write a line ```yaml and a line ``` under it"):
        put(HEAD, typed(target="98%"))
    with pytest.raises(InputError, match=r'"specgen update receipts.md" puts one in'):
        put(HEAD[: HEAD.index("## Answers")], typed(target="98%"))


# --- records ---------------------------------------------------------------------------------------------------------------

CALLS = """\
spec.parts: [calls]
calls:  # our partners
  # the first
  - name: Switch  # NIP
    hard: yes
    # seen in March
    p99: {value: 400 ms, basis: measured, source: probe}
    timeout: 5 s  # per call

  # the second
  - {name: Mail, hard: no}  # soft
  - name: Tax
    p99: 2 s
    basis: contract
    source: s.2
# end
"""


def records(text: str) -> str:
    return f"spec.parts: [calls]\ncalls:\n{text}"


def test_a_field_changes_in_its_line() -> None:
    wanted = listed(CALLS.replace("timeout: 5 s", "timeout: 2 s"))
    assert after(CALLS, wanted) == CALLS.replace("timeout: 5 s", "timeout: 2 s")


def test_a_record_is_renamed_in_its_line() -> None:
    assert after(CALLS, listed(CALLS.replace("name: Switch", "name: Bank"))) == CALLS.replace("name: Switch", "name: Bank")


def test_fields_come_and_go() -> None:
    more = CALLS.replace("    timeout: 5 s  # per call\n", "    timeout: 5 s  # per call\n    notes: slow\n")
    assert after(CALLS, listed(more)) == more
    fewer = CALLS.replace("    timeout: 5 s  # per call\n", "")
    assert after(CALLS, listed(fewer)) == fewer
    assert after(fewer, listed(CALLS)) == CALLS.replace("  # per call", "")


def test_a_record_in_braces_is_written_out_and_keeps_its_comment() -> None:
    made = after(CALLS, listed(CALLS.replace("hard: no", "hard: yes")))
    assert made == CALLS.replace("  - {name: Mail, hard: no}  # soft\n", "  - name: Mail  # soft\n    hard: yes\n")


def test_a_guess_beside_a_shared_basis_says_that_it_is_one() -> None:
    wanted = listed(CALLS.replace("p99: 2 s", "p99: {value: 3 s, basis: assumed}"))
    assert after(CALLS, wanted) == CALLS.replace("p99: 2 s", "p99: {value: 3 s, basis: assumed}")


def test_records_come_and_go() -> None:
    mail = "  - {name: Mail, hard: no}  # soft\n"
    assert after(CALLS, listed(CALLS.replace(mail, ""))) == CALLS.replace(mail, "")
    more = CALLS.replace("# end", "  - name: Ledger\n    hard: yes\n# end")
    assert after(CALLS, listed(more)) == more
    first = CALLS.replace("  # the first\n", "  - name: Ledger\n    hard: yes\n  # the first\n")
    assert after(CALLS, listed(first)) == CALLS.replace("  - name: Switch", "  - name: Ledger\n    hard: yes\n  - name: Switch")


def test_a_list_becomes_none_and_none_a_list() -> None:
    none = after(CALLS, typed(calls="none"))
    assert none == "spec.parts: [calls]\ncalls: none  # our partners\n# end\n"
    again = after(none, listed(records("  - name: Mail\n")))
    assert again == "spec.parts: [calls]\ncalls:  # our partners\n  - name: Mail\n# end\n"


def test_other_ways_to_write_a_list() -> None:
    assert after(records("- name: A\n- name: B # b\n"), listed(records("- name: A\n  hard: yes\n- name: B\n"))) == records(
        "- name: A\n  hard: yes\n- name: B # b\n"
    )
    assert after("spec.parts: [calls]\ncalls: [A, B] # two\n", listed(records("- name: A\n"))) == (
        "spec.parts: [calls]\ncalls: # two\n  - name: A\n"
    )
    assert after(records("  - A\n  - B\n"), listed(records("- A\n- name: B\n  hard: no\n"))) == records(
        "  - A\n  - name: B\n    hard: no\n"
    )


def test_records_in_another_order_are_written_anew() -> None:
    made = after(records("  - name: A\n  - name: B\n"), listed(records("  - name: B\n  - name: A\n")))
    assert made == records("  - name: B\n  - name: A\n")


# --- what is used, and what is not -------------------------------------------------------------------------------------------


def test_a_key_that_comes_into_use_leaves_the_part_that_is_not_used() -> None:
    block = f"spec.parts: [calls]\ntarget: 99%\n{UNUSED}\nengine: 'PostgreSQL'  # 16\n# a word\ncopies: 3\n"
    made = after(block, typed(spec__parts="database, calls"))
    assert made == "spec.parts: [database, calls]\ntarget: 99%\nengine: 'PostgreSQL'  # 16\ncopies: 3\n# a word\n"


def test_a_new_answer_that_is_not_used_says_so() -> None:
    made = after("spec.parts: [calls]\n", typed(engine="SQLite", copies="2"))
    assert made == f"spec.parts: [calls]\n{UNUSED}\nengine: SQLite\ncopies: 2\n"
    assert after(made, typed(copies="3")) == made.replace("copies: 2", "copies: 3")
    block = f"spec.parts: [calls]\n{UNUSED}\ncopies: 2\n"
    assert after(block, typed(engine="SQLite")) == block.replace("copies", "engine: SQLite\ncopies")


def test_fields_that_do_not_apply_to_their_record_are_listed() -> None:
    block = records("  - name: A\n    hard: yes\n    timeout: 1 s\n")
    made = after(block, listed(block.replace("hard: yes", "hard: no")))
    line = "# Not used, because they do not apply to their record: calls.a.timeout\n"
    assert made == block.replace("hard: yes", "hard: no") + line
    assert after(made, listed(block)) == block


# --- answers with a home ------------------------------------------------------------------------------------------------------


def wanted(**texts: str) -> str:
    text = spec("target: 99%\n")
    return put(text, {**answers_of(text), **typed(**texts)}).text


def test_the_front_matter_holds_title_tier_and_people() -> None:
    made = wanted(spec__title="New: receipts", spec__tier="1", spec__owners="@grace, @ada", spec__reviewers="@sre")
    assert 'title: "New: receipts" # ours\nstatus: draft\ntier: 1\nowners: ["@grace", "@ada"]\nreviewers: ["@sre"]\n' in made
    text = spec("target: 99%\n")
    nobody = put(made, {id: one for id, one in answers_of(text).items() if id not in ("spec.owners", "spec.reviewers")}).text
    assert "title: Receipts # ours\nstatus: draft\nowners: []\ntemplate" in nobody


def test_prose_takes_the_place_of_guidance() -> None:
    assert "## Problem\n<!-- specgen:section problem -->\nIt hurts.\n\n\\# a lot\n\n## Risks" in wanted(
        spec__problem="It hurts.\n\n# a lot"
    )


def test_prose_takes_the_place_of_a_placeholder_and_of_nothing() -> None:
    for there in ("TBD\n", ""):
        text = spec("target: 99%\n").replace("<!-- Say what hurts. -->\n", there)
        made = put(text, {**answers_of(text), **typed(spec__problem="It hurts.")}).text
        assert "<!-- specgen:section problem -->\nIt hurts.\n\n## Risks" in made


def test_words_of_a_person_are_never_replaced() -> None:
    text = spec("spec.parts: [database]\n")
    made = put(text, {**answers_of(text), **typed(spec__risks="None.", target="99%")})
    assert "We know them." in made.text
    assert "target: 99%" in made.text
    assert [str(one) for one in made.kept] == [
        'receipts.md:16:1: spec.risks: somebody has written the section "Risks" already. Change it there, in your editor.'
    ]
    assert put(text, {**answers_of(text), **typed(spec__risks="We know them.")}).kept == ()


def test_prose_without_a_section_is_left_to_whoever_makes_the_section() -> None:
    text = spec("target: 99%\n").replace("## Problem\n<!-- specgen:section problem -->\n<!-- Say what hurts. -->\n\n", "")
    made = put(text, {**answers_of(text), **typed(spec__problem="It hurts.")})
    assert made.text == text
    assert made.given["spec.problem"].text == "It hurts."


def test_prose_that_comes_into_use_goes_home() -> None:
    text = spec(f"spec.parts: [calls]\n{UNUSED}\nspec.risks: Fire.\n").replace("We know them.\n", "")
    made = put(text, {**answers_of(text), **typed(spec__parts="database")}).text
    assert "## Risks\n<!-- specgen:section risks -->\nFire.\n" in made
    assert "```yaml\nspec.parts: [database]\n```" in made


# --- any answers, any change -------------------------------------------------------------------------------------------------

_TEXTS: Mapping[str, list[str]] = {
    "spec.parts": ["database", "calls", "database, calls", "none"],
    "target": ["99%", "99.9%", "unknown", "unknown; @ada; 2027-01-31"],
    "latency": ["80 ms", "1 s; measured; a probe, \"mine\": #1", "2 s; contract; s.4; 2026-01-01", "unknown"],
    "engine": ["SQLite", "a # b", "'quoted'", "- dash", "ends:", "```"],
    "copies": ["1", "1,900"],
    "why": ["Because.", "One.\n\n# Two\n", "```\ncode\n```", "  lead", "a: b\nc", "~~~~"],
}
_FIELDS: Mapping[str, list[str]] = {
    "hard": ["yes", "no", "unknown"],
    "p99": ["80 ms", "1 s; measured; probe", "unknown; @ada"],
    "timeout": ["5 s", "unknown"],
    "notes": ["slow", "a\nb", "# no"],
}


@st.composite
def anything(draw: st.DrawFn) -> dict[str, Answer]:
    """Answers of the block."""
    by_id = answersfile.top_level(library())
    found = {
        id: questions.read_text(draw(st.sampled_from(texts)), by_id[id]) for id, texts in _TEXTS.items() if draw(st.booleans())
    }
    fields = answersfile.fields(library(), "calls")
    names = draw(st.lists(st.sampled_from(["Switch", "Mail: x", "Tax", "Ledger 2", "#5"]), unique=True, max_size=4))
    entries = [
        {"name": name, **{
            field: questions.write_node(questions.read_text(draw(st.sampled_from(texts)), fields[field]), fields[field], {})
            for field, texts in _FIELDS.items() if draw(st.booleans())
        }} for name in names
    ]  # fmt: skip
    if draw(st.booleans()):
        found |= listed(yamltext.write({"calls": entries or "none"}))
    return found


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """The same answers as a person may write them. Each comment has a number of its own."""
    lines: list[str] = []
    indents = draw(st.sampled_from(["", "  ", "    "]))
    by_id = answersfile.top_level(library())
    for id, answer in draw(anything()).items():
        fields = answersfile.fields(library(), id) if by_id[id].key else {}
        node: Any = questions.write_node(answer, by_id[id], fields)
        style = draw(st.integers(0, 3))
        lines += [f"#{len(lines)}c own"] * draw(st.booleans()) + [""] * draw(st.booleans())
        if isinstance(node, list) and id == "calls":
            lines.append(f"{id}:  #{len(lines)}c")
            for record in node:
                lines += [f"{indents}#{len(lines)}c own"] * draw(st.booleans()) + [""] * draw(st.booleans())
                if draw(st.booleans()) and not any("\n" in str(one) for one in record.values()):
                    lines.append(f"{indents}- {yamltext.inline(record)}  #{len(lines)}c")
                    continue
                made = yamltext.write([record], len(indents)).splitlines()
                if not made[0].endswith(("|", "|-")):
                    made[0] += f" #{len(lines)}c"
                lines += made
                if draw(st.booleans()):
                    lines.insert(len(lines) - len(made) + 1, f"{indents}  #{len(lines)}c own")
        elif isinstance(node, str) and style == 1 and "\n" not in node:
            lines.append(f"{id}:   {yamltext.scalar(node)}   #{len(lines)}c")
        elif isinstance(node, str) and style == 2 and "'" not in node and "\n" not in node:
            lines.append(f"{id}: '{node}'")
        elif isinstance(node, list) and node and style == 3:
            lines += [f"{id}: [  #{len(lines)}c", *(f"    {one}," for one in node), "  ]"]
        else:
            lines += yamltext.write({id: node}).splitlines()
    return "".join(f"{line}\n" for line in lines)


@settings(max_examples=200, deadline=None)
@given(blocks(), anything(), st.booleans())
def test_any_change_reads_as_wanted_and_leaves_every_other_line(block: str, new: dict[str, Answer], windows: bool) -> None:
    text = spec(block)
    if not block or answersfile.read_block(block, "a", library())[1]:
        return
    text = text.replace("\n", "\r\n") if windows else text
    before = answers_of(text)
    homes = {id: one for id, one in before.items() if id not in answersfile.read_block(block, "a", library())[0]}
    made = put(text, {**homes, **new}).text
    again = answers_of(made)
    assert not changed(library(), {**homes, **new}, again)
    assert not windows or "\n" not in made.replace("\r\n", "")
    assert put(made, again).text == made, "without a change nothing changes"
    touched = {path.split(".")[0] if path.startswith("calls") else path for path, _, _ in changes(library(), before, again)}
    whole = {one.id for one in changed(library(), before, again)}
    now = made.replace("\r\n", "\n").split("\n")
    document = read(text, "a")
    rest = iter(now)
    key = ""
    for number, line in enumerate(document.lines, 1):
        if document.answers and document.answers.opening < number < document.answers.closing:
            named = re.match(r"([a-z.]+):", line)
            key = named[1] if named else key
            own = re.match(r"#\d+c own", line) and key != "calls"
            if (key in whole and not own) or UNUSED in made:
                continue
        elif "```" in line:
            continue
        assert line in rest, f"{line!r} of {key} is gone or has moved; changed were {touched}"


@settings(max_examples=200, deadline=None)
@given(blocks(), st.sampled_from(sorted(_FIELDS)), st.data())
def test_one_field_of_one_record_changes_one_record(block: str, name: str, data: st.DataObject) -> None:
    before = answers_of(spec(block))
    calls = before["calls"].value if "calls" in before else ()
    if not isinstance(calls, tuple) or not calls:
        return
    number = data.draw(st.integers(0, len(calls) - 1))
    record = calls[number]
    assert isinstance(record, Record)
    field = answersfile.fields(library(), "calls")[name]
    new = data.draw(st.sampled_from([None, *_FIELDS[name]]))
    kept = {id: one for id, one in record.fields.items() if id != name}
    value = {**kept, name: questions.read_text(new, field)} if new else kept
    wanted = {**before, "calls": Answer((*calls[:number], Record(record.key, value), *calls[number + 1 :]))}  # type: ignore[arg-type]  # records all
    made = put(spec(block), wanted).text
    assert not changed(library(), wanted, answers_of(made))
    if "Not used, because" in made:
        return
    lines = spec(block).split("\n")
    starts = [one.mark.line for one in calls if isinstance(one, Record)]
    first = starts[number]
    ends = (n for n in range(first + 1, len(lines)) if n in starts or re.match(r"[a-z`]", lines[n - 1]))
    span = range(first, next(ends))
    braces = lines[first - 1].lstrip(" -").startswith("{")
    rest = iter(made.split("\n"))
    for at, line in enumerate(lines, 1):
        if at not in span or (re.match(r" *#\d+c own", line) and not braces):
            assert line in rest, f"{line!r} is gone or has moved"
    comment = re.search(r"#\d+c$", lines[first - 1])
    assert not comment or comment[0] in made, "what stands behind the record's name stays"
