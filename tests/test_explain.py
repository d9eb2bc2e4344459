"""`specgen explain` for programs: every entry as plain data of one shape a kind; and what a removal leaves to say."""

from __future__ import annotations

import json

import pytest

from specgen import answersfile, cli, packs, resources
from specgen.cli import entries, given, pages
from specgen.compose import compose
from specgen.errors import InputError, UsageError
from specgen.model import Answer, Identity, Library
from specgen.renderers.markdown import context, fill
from specgen.rules import rules

ACME = {
    "acme/LAYER.yaml": "name: acme\nversion: 1.2.0\n",
    "acme/idempotency.yaml": (
        "pack: idempotency\n"
        "change: {items: {IDEM-09: {evidence: a panel}}}\n"
        "remove:\n"
        "  items: {IDEM-08: our partner refuses them}\n"
        "  rules: {money-without-key: we know.}\n"
        "facts: {our_own: answered.spec.tier}\n"
    ),
    "acme/partners.yaml": "pack: partners\nremove: {questions: {'dependencies[].key_rate': none of ours has one}}\n",
}
KINDS = {
    "pack": "id prefix version title summary order keep applies counts layer file line",
    "item": "id phase severity keep tiers text evidence why reference when each see pack layer file line changed",
    "question": "id ask type number choices bounds plausible default assume essential trait prompt home key example help "
    "guidance when "
    "read_by pack layer file line changed",
    "contradiction": "id severity title message fix reference when each silent_if examples pack layer file line changed",
    "fact": "id when each pack layer file line",
    "figure": "id title dimension unit each formula needs reads source help contradictions",
    "removed": "id was reason layer file line",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return packs.load(resources.texts("checklists", ".yaml"), ACME)


def entry(library: Library, id: str) -> entries.Entry:
    [found] = [one for one in entries.entries(library) if entries.id_of(one) == id]
    return found


def data(library: Library, id: str) -> entries.Data:
    return entries.data(entry(library, id), library)


def text(library: Library, id: str) -> str:
    return pages.as_text(pages.page(entry(library, id), library))


def test_a_rule_of_check_shows_its_examples(capsys: pytest.CaptureFixture[str]) -> None:
    rule = rules()["waiver-lapsed"]
    assert cli.main(["explain", "waiver-lapsed"]) == 0
    said = capsys.readouterr().out
    lines = [line.strip() for line in said.split("Found here:")[1].split("Not found here:")[0].strip().splitlines()]
    assert lines == [line.strip() for line in rule.bad[0].strip().splitlines()]
    assert cli.main(["explain", "waiver-lapsed", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)["examples"]
    assert shown == {"found": list(rule.bad), "not_found": list(rule.good)}
    assert cli.main(["explain", "spec-missing"]) == 0
    assert "Found here" not in capsys.readouterr().out, "a rule over all files has no document to show"


def test_every_entry_is_plain_data_of_the_shape_of_its_kind(library: Library) -> None:
    made = [entries.data(one, library) for one in entries.entries(library)]
    assert json.loads(json.dumps(made)) == made
    assert {one["kind"] for one in made} == set(KINDS)
    for one in made:
        assert [*one] == ["kind", *KINDS[one["kind"]].split()], one["id"]


def test_lists_are_lists_and_maps_are_maps(library: Library) -> None:
    item = data(library, "IDEM-03")
    assert (item["phase"], item["severity"], item["tiers"], item["changed"]) == ("automate", "must", None, {})
    assert "money-without-key" not in item["see"]
    assert (item["layer"], item["file"]) == ("core 1.0.0", "idempotency.yaml")
    p99 = data(library, "latency.p99")
    assert (p99["number"], p99["bounds"], p99["choices"]) == ("decided", {"above": "0 s"}, {})
    assert "latency.left" in p99["read_by"]
    assert data(library, "idempotency.key_source")["choices"]["client"]
    assert data(library, "retries.worst")["needs"] == ["dependencies[].attempts", "dependencies[].timeout"]
    case = data(library, "key-expires-early")["examples"]["fires"][0]
    assert case["spec.components"] == ["mutating_api"]


def test_a_field_is_read_by_rules_of_its_own_list(library: Library) -> None:
    """`each.p99` of another list is another answer."""
    rules = {rule.id: rule for rule in library.rules()}
    for one in library.questions():
        if one.list_id:
            found = [id for id in entries.readers(one, library) if id in rules]
            assert {rules[id].each for id in found} <= {one.list_id}


def test_layers_are_told(library: Library) -> None:
    changed = data(library, "IDEM-09")
    assert (changed["layer"], changed["changed"]) == ("core 1.0.0", {"evidence": "acme 1.2.0"})
    assert data(library, "facts.our_own")["layer"] == "acme 1.2.0"
    assert text(library, "facts.our_own").endswith("From  acme 1.2.0 acme/idempotency.yaml:6")


def test_what_was_removed_says_by_whom_and_why(library: Library) -> None:
    assert data(library, "IDEM-08") == {
        "kind": "removed", "id": "IDEM-08", "was": "item", "reason": "our partner refuses them", "layer": "acme 1.2.0",
        "file": "acme/idempotency.yaml", "line": 4,
    }  # fmt: skip
    assert text(library, "IDEM-08").split("\n\n") == [
        "IDEM-08  item, removed by acme 1.2.0", "Why  our partner refuses them\nIn   acme/idempotency.yaml:4",
    ]  # fmt: skip


def test_examples_are_yaml(library: Library) -> None:
    for rule in library.rules():
        page = pages.page(rule, library)
        if page.facts["Example"]:
            keys = {key for key in rule.fires[0].given if not key.startswith(("facts.", "figures."))}
            own = "\n".join(line for line in page.facts["Example"].splitlines() if line.partition(":")[0] in keys)
            assert set(answersfile.read(own, "example", library)) == keys if own else not keys


# --- answers to what was removed ---------------------------------------------------------------------------------------


def faults(source: str, library: Library) -> list[str]:
    with pytest.raises(InputError) as caught:
        answersfile.read(source, "answers.yaml", library)
    return [str(problem) for problem in caught.value.problems]


def test_an_old_answer_is_told_why_its_question_is_gone() -> None:
    removing = {**ACME, "acme/dam.yaml": "pack: dam\nremove: {questions: {process.upkeep: we count no hours}}\n"}
    library = packs.load(resources.texts("checklists", ".yaml"), removing)
    said = "'process.upkeep' was removed by acme 1.2.0: we count no hours."
    assert faults("process.upkeep: 2 h", library) == [f"answers.yaml:1:1: {said} Delete it here."]
    with pytest.raises(UsageError, match=said):
        given.apply_set("process.upkeep=2 h", {}, library)


def test_so_is_a_field_of_a_list(library: Library) -> None:
    said = "'key_rate' of dependencies was removed by acme 1.2.0: none of ours has one"
    found = faults("dependencies:\n  - name: switch\n    key_rate: 50%\n  - name: bank\n    timout: 1 s\n", library)
    assert found[0] == f"answers.yaml:3:5: {said}. Delete it here."
    assert "timeout" in found[1]
    answers: dict[str, Answer] = {}
    with pytest.raises(UsageError, match="none of ours has one"):
        given.apply_set("dependencies[switch].key_rate=50%", answers, library)


def test_so_is_the_acceptance_of_a_removed_contradiction(library: Library) -> None:
    source = "accepted:\n  - contradiction: money-without-key\n    reason: r\n    person: '@ada'\n    until: 2027-01-31\n"
    [found] = faults(source, library)
    assert "'money-without-key' was removed by acme 1.2.0: we know. Delete it here." in found


@pytest.mark.parametrize("tier", [1, 3])
def test_a_spec_is_written_without_the_sections_that_were_removed(tier: int) -> None:
    """The template places them all the same."""
    prose = [one for one in packs.built_in().questions() if one.home.startswith("section.")]
    assert len(prose) > 10
    removing = {"acme/LAYER.yaml": ACME["acme/LAYER.yaml"]}
    for pack in {one.pack for one in prose}:
        ids = "".join(f"    {one.id}: we write none\n" for one in prose if one.pack == pack)
        removing[f"acme/{pack}.yaml"] = f"pack: {pack}\nremove:\n  questions:\n{ids}"
    library = packs.load(resources.texts("checklists", ".yaml"), removing)
    spec = compose(library, answersfile.read(f'spec.tier: "{tier}"', "a.yaml", library), Identity("x", "X", tier=tier))
    page = fill(resources.texts("templates", ".j2"), "spec.md.j2", context(spec))
    assert "## Checklist\n" in page
    assert not {"## Summary", "## Alternatives", "### Non-goals", "## Tests and drills"} & set(page.splitlines())


def test_everything_is_explained_with_an_example() -> None:
    """A question with one of its own, an item with its tick, a contradiction with a case that fires, a figure worked out."""
    without = [
        page.id
        for page in pages.pages(packs.built_in())
        if page.kind in ("question", "item", "rule", "figure") and not page.facts.get("Example")
    ]
    assert without == []


def test_a_figure_is_worked_out_from_the_examples_of_its_questions() -> None:
    library = packs.built_in()
    figure = next(one for one in entries.entries(library) if entries.id_of(one) == "retries.worst")
    assert pages.page(figure, library).facts["Example"] == (
        "dependencies[].attempts 3, dependencies[].timeout 5 s, dependencies[].backoff 200 ms\n3 x 5 s + 2 x 0.2 s = 15.4 s"
    )
