"""The loader of packs: what good files become, what bad ones say, and how layers lie over each other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from specgen import resources
from specgen.errors import InputError, Problem
from specgen.model import Basis, Item, Level, Library, Phase, Quantity, Question, Rule, Severity
from specgen.packs import built_in, load, read_example, stored
from specgen.packs.faults import locate
from specgen.packs.tables import ITEM, QUESTION, RULE
from specgen.yamltext import Scalar, parse

FOLDER = Path(__file__).parent / "packs"
CORE = {"LAYER.yaml": "name: core\nversion: 1.0.0\ntitle: Core\n"}
ACME = {"acme/LAYER.yaml": "name: acme\nversion: 2.1.0\n"}
BAD = sorted(path.stem for path in (FOLDER / "bad").glob("*.yaml"))


def text(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def base(**more: str) -> dict[str, str]:
    return {**CORE, "base.yaml": text("good/base"), **{f"{name}.yaml": source for name, source in more.items()}}


def acme(source: str) -> dict[str, str]:
    return {**ACME, "acme/team.yaml": source}


def problems(*layers: Mapping[str, str]) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(*layers)
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture(scope="module")
def library() -> Library:
    return load(base(applied=text("good/applied")), acme(text("good/team")))


def item(library: Library, id: str) -> Item:
    return next(one for one in library.items() if one.id == id)


def question(library: Library, id: str) -> Question:
    return next(one for one in library.questions() if one.id == id)


def rule(library: Library, id: str) -> Rule:
    return next(one for one in library.rules() if one.id == id)


# --- good files ------------------------------------------------------------------------------------------------------


def test_the_packs_that_come_with_specgen_load_with_their_examples() -> None:
    assert load(resources.texts("checklists", ".yaml")) == built_in()


def test_every_field_arrives() -> None:
    library = load(base())
    target = question(library, "base.target")
    assert (target.type, target.kind, target.minimum, target.below) == ("percent", "decided", "50%", "100%")
    assert (target.default, target.example, target.pack) == ("99.9%", "99.95%", "base")
    assert tuple(target.mark) == ("base.yaml", 42, 9)
    assert question(library, "base.problem").guidance == "Say what hurts, for whom,\nand how you know."
    assert question(library, "base.window").assume == "30 d"
    assert not question(library, "base.window").prompt
    assert question(library, "base.tier").choices["1"] == "customers see it"
    assert question(library, "calls").key == "name"
    assert question(library, "calls[].timeout").list_id == "calls"
    two = item(library, "BASE-02")
    assert (two.phase, two.severity, two.keep, two.tiers) == (Phase.AUTOMATE, Severity.SHOULD, True, 2)
    assert two.each == "calls"
    assert two.see == ("slow-call", "BASE-01", "base.target")
    slow = rule(library, "slow-call")
    assert (slow.severity, slow.silent_if, len(slow.fires)) == (Level.WARNING, ("target-without-tier",), 1)
    assert slow.message == "{each.name} waits {each.timeout}, and the target is {answers.base.target}."
    assert [fact.name for fact in library.facts()] == ["database", "critical", "paid", "serious"]
    assert next(fact for fact in library.facts() if fact.name == "paid").each == "calls"
    assert library.packs[0].summary.startswith("One of each")


def test_quantities_of_conditions_are_exact_after_loading() -> None:
    when = rule(load(base()), "slow-call").when
    assert when is not None
    assert "quantity" in str(when.tree)
    assert when.names == ("facts.critical", "each.timeout")
    assert when.source == 'facts.critical and each.timeout > "2 s"'


def test_tables_and_model_have_the_same_fields() -> None:
    own = {"pack", "layers", "mark"}
    assert set(QUESTION) == set(Question._fields) - own
    assert set(ITEM) == set(Item._fields) - own
    assert set(RULE) - {"examples"} == set(Rule._fields) - own - {"fires", "silent"}


def test_packs_stand_in_their_order(library: Library) -> None:
    assert [pack.name for pack in library.packs] == ["base", "applied"]
    assert library.packs[1].order == 500
    assert library.packs[1].keep
    later = load(base(applied=text("good/applied").replace("keep: true", "order: 1")))
    assert [pack.name for pack in later.packs] == ["applied", "base"]


def test_layers_do_not_depend_on_the_order_of_their_files() -> None:
    files = base(applied=text("good/applied"))
    assert load(files) == load(dict(reversed(files.items())))


# --- bad files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BAD)
def test_bad_file(name: str) -> None:
    """A line that ends in … leaves the rest of a message to the module that words it."""
    expected = (FOLDER / "bad" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = problems(base(bad=text(f"bad/{name}")))
    assert len(found) == len(expected), found
    for said, wanted in zip(found, expected, strict=True):
        assert said.startswith(wanted[:-1]) if wanted.endswith("…") else said == wanted


def test_five_faults_are_five_problems() -> None:
    assert len(problems(base(bad=text("bad/five")))) == 5


def test_problems_of_several_files_come_together_in_order() -> None:
    found = problems(base(one=text("bad/levels"), two=text("bad/syntax"), a=text("bad/shapes")))
    assert [one.split(":")[0] for one in found] == ["a.yaml", *["one.yaml"] * 5, "two.yaml"]


def test_a_file_that_cannot_be_read_is_not_held_against_names_in_others() -> None:
    found = problems({**CORE, "applied.yaml": text("good/applied"), "base.yaml": "pack: [\n"})
    assert {one.split(":")[0] for one in found} == {"base.yaml"}


def test_a_faulty_question_is_not_called_unknown_where_it_is_read() -> None:
    found = problems({**CORE, "base.yaml": text("good/base").replace("type: percent", "type: percnt")})
    assert len(found) == 1
    assert 'Did you mean "percent"?' in found[0]


def test_too_many_items_are_refused() -> None:
    one = "  - {id: MANY-%04d, phase: document, severity: may, text: a, evidence: b, why: c, reference: d}\n"
    head = "pack: p%d\nprefix: MANY\nversion: 1.0.0\ntitle: Many\nsummary: Many.\nitems:\n"
    files = dict(CORE)
    for part in range(2):
        files[f"many{part}.yaml"] = head % part + "".join(one % n for n in range(part * 2501, (part + 1) * 2501))
    assert any("There are 5,002 items; at most 5,000 can be read." in line for line in problems(files))


def test_long_chains_of_facts_are_followed() -> None:
    facts = "".join(f"  f{n}: facts.f{n + 1}\n" for n in range(3000)) + "  f3000: facts.database\n"
    head = "pack: p\nprefix: P\nversion: 1.0.0\ntitle: P\nsummary: P.\napplies: facts.f0\nfacts:\n"
    assert len(load(base(p=head + facts)).facts()) == 3005
    assert any("in a circle" in one for one in problems(base(p=head + facts.replace("facts.database", "facts.f0"))))


@pytest.mark.parametrize("instead", [None, "[]", "{a: {b: c}}", "", '"\\u202e"'], ids=repr)
def test_no_line_of_a_pack_can_be_so_wrong_that_loading_breaks(instead: str | None) -> None:
    """Whatever stands in any one line: a library, or problems that each name a file and a line."""
    lines = text("good/base").splitlines(keepends=True)
    refused = 0
    for number, old in enumerate(lines):
        key, colon, _ = old.partition(":")
        new = "" if instead is None else f"{key}: {instead}\n" if colon else instead + "\n"
        found: tuple[Problem, ...] = ()
        try:
            load({**CORE, "base.yaml": "".join([*lines[:number], new, *lines[number + 1 :]])})
        except InputError as error:
            found = error.problems
        refused += bool(found)
        assert all(problem.file == "base.yaml" and problem.line for problem in found)
    assert refused > 60


# --- layers ----------------------------------------------------------------------------------------------------------


def test_a_team_adds_changes_and_removes(library: Library) -> None:
    assert [layer.name for layer in library.layers] == ["core", "acme"]
    assert [one.id for one in library.packs[0].items] == ["BASE-01", "BASE-50"]
    assert library.packs[0].layer == "core 1.0.0"
    one = item(library, "BASE-01")
    assert (one.severity, one.why, one.text) == (Severity.SHOULD, "We agreed on it", "State the target.")
    assert question(library, "base.target").default == "99.5%"
    when = rule(library, "slow-call").when
    assert when is not None
    assert when.mark.file == "acme/team.yaml"


def test_every_field_knows_its_layer(library: Library) -> None:
    assert item(library, "BASE-01").layers == {
        **dict.fromkeys(("id", "phase", "text", "evidence", "reference"), "core 1.0.0"),
        "severity": "acme 2.1.0",
        "why": "acme 2.1.0",
    }
    assert set(item(library, "BASE-50").layers.values()) == {"acme 2.1.0"}
    assert question(library, "base.target").layers["help"] == "acme 2.1.0"
    assert rule(library, "slow-call").layers["examples"] == "core 1.0.0"


def test_three_layers_change_one_after_the_other() -> None:
    last = {
        "top/LAYER.yaml": "name: top\nversion: 0.1.0\n",
        "top/t.yaml": "pack: base\nchange: {items: {BASE-01: {severity: may}}}",
    }
    one = item(load(base(), acme(text("good/team")), last), "BASE-01")
    assert (one.severity, one.layers["severity"], one.layers["why"]) == (Severity.MAY, "top 0.1.0", "acme 2.1.0")


def test_what_a_removed_question_is_needed_by_is_said_where_it_is_removed() -> None:
    assert problems(base(), acme("pack: base\nremove: {questions: {base.target: we have none}}")) == [
        "acme/team.yaml:2:22: Question base.target cannot be removed alone: it is needed by rules target-without-tier, "
        "slow-call. Remove or change these, too."
    ]


def test_a_question_that_a_fact_of_another_layer_reads_stays() -> None:
    files = base(applied=text("good/applied"))
    assert problems(files, acme("pack: base\nremove: {questions: {base.parts: no}}")) == [
        "acme/team.yaml:2:22: Question base.parts cannot be removed alone: it is needed by pack applied; fact database. "
        "Keep it: pack applied; fact database cannot be removed or changed."
    ]
    own = "facts: {own: answered.base.window}\nremove: {questions: {base.window: no}}"
    assert problems(files, acme(f"pack: base\n{own}")) == [
        "acme/team.yaml:3:22: Question base.window cannot be removed alone: it is needed by fact own. "
        "Remove or change these, too."
    ]


ALL = """
pack: base
remove:
  questions: {base.target: we have none}
  items: {BASE-01: without a target}
  rules: {target-without-tier: the same, slow-call: the same}
"""


def test_what_is_removed_together_leaves_nothing_behind_but_its_reason() -> None:
    library = load(base(), acme(ALL))
    assert item(library, "BASE-02").see == ()
    assert not library.rules()
    assert [(one.kind, one.id, one.reason, one.layer, tuple(one.mark)) for one in library.removed] == [
        ("question", "base.target", "we have none", "acme 2.1.0", ("acme/team.yaml", 4, 15)),
        ("item", "BASE-01", "without a target", "acme 2.1.0", ("acme/team.yaml", 5, 11)),
        ("rule", "target-without-tier", "the same", "acme 2.1.0", ("acme/team.yaml", 6, 11)),
        ("rule", "slow-call", "the same", "acme 2.1.0", ("acme/team.yaml", 6, 42)),
    ]
    assert stored.read(stored.write(library)) == library


def test_what_other_layers_say_of_the_removed_falls_away() -> None:
    without = acme("pack: base\nremove: {items: {BASE-01: gone}, rules: {target-without-tier: gone}}")
    above = {"top/LAYER.yaml": "name: top\nversion: 0.1.0\n"}
    library = load(base(), without, {**above, "top/t.yaml": f"pack: base\nitems: [{{id: BASE-60, {NEW}, see: [BASE-01]}}]"})
    assert item(library, "BASE-02").see == ("slow-call", "base.target")
    assert item(library, "BASE-60").see == ()
    assert rule(library, "slow-call").silent_if == ()


def test_what_the_same_layer_says_of_the_removed_is_a_fault() -> None:
    source = f"pack: base\nremove: {{items: {{BASE-01: gone}}}}\nitems: [{{id: BASE-60, {NEW}, see: [BASE-01]}}]"
    [found] = problems(base(), acme(source))
    assert "`see` of item BASE-60 names BASE-01, which was removed in acme/team.yaml:2." in found


def test_examples_that_answer_a_removed_question_go_with_it() -> None:
    source = text("good/base").replace("      fires: [{base.target: 99.9%}]", "      fires: [{base.target: 99.9%}, "
                                       "{base.target: 99.9%, base.window: 7 d}]")  # fmt: skip
    library = load({**CORE, "base.yaml": source}, acme("pack: base\nremove: {questions: {base.window: no}}"))
    assert len(rule(library, "target-without-tier").fires) == 1
    repeats = text("good/base").replace("{facts.critical: false, calls: [{name: bank, ", "{calls: [{repeats: 1%, name: b, ")
    removed = acme("pack: applied\nremove: {questions: {'calls[].repeats': nobody counts them}}")
    library = load({**base(applied=text("good/applied")), "base.yaml": repeats}, removed)
    assert (len(rule(library, "slow-call").fires), rule(library, "slow-call").silent) == (1, ())


def test_what_is_replaced_was_not_removed() -> None:
    own = "questions: [{id: base.window, ask: Over which?, type: duration}]"
    library = load(base(), acme(f"pack: base\nremove: {{questions: {{base.window: ours is fixed}}}}\n{own}"))
    assert question(library, "base.window").ask == "Over which?"
    assert library.removed == ()


def test_every_item_and_rule_that_comes_with_specgen_can_be_removed() -> None:
    core, library = resources.texts("checklists", ".yaml"), built_in()
    files = dict(ACME)
    for pack in library.packs:
        removed = {"items": [one.id for one in pack.items], "rules": [one.id for one in pack.rules]}
        groups = "".join(f"  {group}:\n" + "".join(f"    {id}: no\n" for id in ids) for group, ids in removed.items() if ids)
        files[f"acme/{pack.name}.yaml"] = f"pack: {pack.name}\nremove:\n{groups}"
    left = load(core, files)
    assert (left.items(), left.rules()) == ((), ())
    assert len(left.removed) == len(library.items()) + len(library.rules())
    assert left.questions() == library.questions()


def test_removing_every_question_is_a_fault_of_the_team_alone() -> None:
    core, library = resources.texts("checklists", ".yaml"), built_in()
    files = dict(ACME)
    for pack in library.packs:
        ids = "".join(f"    {one.id}: no\n" for one in pack.questions)
        files[f"acme/{pack.name}.yaml"] = f"pack: {pack.name}\nremove:\n  questions:\n{ids}"
    found = problems(core, files)
    assert found
    assert [one for one in found if not (one.startswith("acme/") and "cannot be removed alone" in one)] == []


NEW = "phase: document, severity: may, text: a, evidence: b, why: c, reference: d"
TEAM = {
    'remove: {questions: {"calls[].name": no}}': "it is needed by question calls; rule slow-call.",
    "remove: {questions: {calls: no}}": "it is needed by questions calls[].repeats, calls[].name, calls[].pays, calls[].",
    'remove: {questions: {"calls[].timeout": no}}': "it is needed by item BASE-02; rule slow-call.",
    "remove: {items: {BASE-09: no}}": 'Pack base has no item BASE-09. Did you mean "BASE-0',
    "remove: {items: {APP-01: no}}": "Pack base has no item APP-01.",
    "remove: {items: {BASE-02: }}": "Item BASE-02 is removed without a reason.",
    "change: {items: {BASE-02: {severity: mus}}}": '`severity` of item BASE-02 is "mus"; it must be must, should or',
    "change: {items: {BASE-02: {id: BASE-03}}}": "The id of item BASE-02 cannot be changed.",
    "change: {items: {BASE-02: {whn: x}}}": '"whn" is not a key of item BASE-02. Did you mean "when"?',
    "change: {questions: {base.targt: {ask: x}}}": 'Pack base has no question base.targt. Did you mean "base.target"?',
    "change: {questions: {base.target: {type: text}}}": "base.target is a text: only numbers have `kind`.",
    "change: {questions: {applied.engine: {ask: x}}}": "The question applied.engine belongs to pack applied",
    "change: {rules: {slow-call: {when: answers.base.targt}}}": "acme/team.yaml:2:36: Nothing is called answers",
    "change: {rules: {slow-call: {each: ''}}}": "`each` of rule slow-call is empty.",
    f"items: [{{id: OTHER-01, {NEW}}}]": "Item OTHER-01 is in a pack whose prefix is BASE.",
    f"items: [{{id: BASE-01, {NEW}}}]": "To change it, write it under `change: {items: …}`",
    "order: 3": "Pack base is declared in base.yaml:1; its `order` cannot be given again.",
    "remove: {items: {BASE-01: a}}\nchange: {items: {BASE-01: {why: b}}}": "was removed in acme/team.yaml:2.",
    "facts: {database: answers.calls}": "Fact database is declared twice: in base.yaml:10 and acme/team.yaml:2.",
}


@pytest.mark.parametrize(("source", "message"), TEAM.items())
def test_faults_of_a_team_layer(source: str, message: str) -> None:
    found = problems(base(applied=text("good/applied")), acme(f"pack: base\n{source}"))
    assert any(message in one for one in found), found


def test_a_layer_without_its_file_is_told_what_to_write() -> None:
    assert problems(base(), {"acme/team.yaml": text("good/team")})[0] == (
        "acme/LAYER.yaml: The folder has no LAYER.yaml, which names it and its version. "
        "Write one of two lines: `name: acme` and `version: 1.0.0`."
    )
    assert "LAYER.yaml: The folder has no LAYER.yaml" in problems({})[0]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("name: acme\n", "LAYER.yaml:1:1: The layer has no `version`."),
        ("name: acme\nversion: 1.0\n", "LAYER.yaml:2:10: `version` of the layer is \"1.0\"; it must be three numbers"),
        ("name: acme\nversion: 1.0.0\nchanges: [{version: 1.0.0}]\n", "has no `text`."),
        ("name: core\nversion: 1.0.0\n", 'Two layers are named "core".'),
        ("name: acme\nversion: 1.0.0\nauthor: me\n", '"author" is not a key of the layer.'),
    ],
)
def test_faults_of_a_layer_file(source: str, message: str) -> None:
    found = problems(base(), {"LAYER.yaml": source})
    assert any(message in one for one in found), found


def test_one_pack_in_two_files_of_a_layer() -> None:
    found = problems(base(again="pack: base\n"))
    twice = "Pack base is declared twice: in again.yaml:1 and base.yaml:1. Put both in one file, or rename one."
    assert f"base.yaml:1:7: {twice}" in found


# --- places and examples ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("when: one and here", 1, 15),
        ("when: 'one and here'", 1, 16),
        ("when: 'it''s'", 1, 12),
        ('when: "a \\"b\\" here"', 1, 16),
        ("when: >-\n  one\n  and here\n", 3, 7),
        ("when: |\n    one and\n\n    here\n", 4, 5),
        ("when: one\r\n  and\r\n  here\r\n", 3, 3),
        ('when: "\\u0061 here"', 1, 7),  # what an escape hides has the place of its text
    ],
)
def test_a_place_inside_a_text_is_where_the_editor_shows_it(source: str, line: int, column: int) -> None:
    node = parse(source, "f").get("when")  # type: ignore[union-attr]  # a map in every case
    assert isinstance(node, Scalar)
    text = " ".join(node.text.split())
    wanted = "here" if "here" in text else "s"
    assert tuple(locate(source, node.mark, text, text.index(wanted))) == ("f", line, column)


def test_an_example_becomes_answers_and_pins() -> None:
    source = text("good/base").replace(
        "- facts.critical: true\n          calls: [{name: bank, timeout: 5 s}]",
        "- facts.critical: true\n          figures.alerts.fast_burn: 14.4\n          base.target: 99.9%\n"
        "          calls: [{name: Bank, timeout: 5 s, repeats: 2%}, {name: b, repeats: 1%; assumed}, "
        "{name: c, repeats: {value: 1%, basis: assumed}}, {name: d, basis: contract, repeats: 1%}]",
    )
    library = load(base(applied=text("good/applied")) | {"base.yaml": source})
    answers, facts, figures = read_example(rule(library, "slow-call").fires[0], library)
    assert facts == {"critical": True}
    assert figures == {"alerts.fast_burn": Quantity(Fraction("14.4"))}
    assert answers["base.target"].basis is Basis.DECIDED
    records = answers["calls"].value
    assert isinstance(records, tuple)
    found = [one.fields["repeats"].basis for one in records if not isinstance(one, str)]
    assert found == [Basis.MEASURED, Basis.ASSUMED, Basis.ASSUMED, Basis.CONTRACT]


def test_loading_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    heavy = {"jinja2", "docx", "lxml", "questionary", "jsonschema", "rich", "markdown_it", "difflib"}
    code = f"import sys; from specgen.packs import built_in; built_in(); print(*{heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
