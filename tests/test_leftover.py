"""A question leaves a team's packs: the specs that answered it go on living, and nobody's answer is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specgen import cli
from specgen.answersfile import LEFT

DAY = ["--date", "2026-11-20"]
HEAD = "pack: house\nprefix: HOUSE\nversion: {}\ntitle: House\nsummary: What this house asks.\n"
ITEM = """\
items:
  - id: HOUSE-50
    phase: document
    severity: must
    text: Say who is paged.
    evidence: the rota
    why: Somebody has to come
    reference: our handbook
"""
QUESTIONS = """\
questions:
  - id: house.runbook
    ask: Where does the runbook live?
    type: choice
    choices: {wiki: in the wiki, repo: beside the code}
    example: wiki
    essential: true
  - id: house.pager
    ask: Who is paged?
    type: text
    example: the duty phone
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """l1 asks two questions, l2 is a later version of the same layer and asks none; y.md answers one of them with l1."""
    monkeypatch.chdir(tmp_path)
    for folder, version, asked in (("l1", "1.0.0", QUESTIONS), ("l2", "2.0.0", "")):
        Path(folder).mkdir()
        layer = f"name: house\nversion: {version}\ntitle: House\n"
        Path(folder, "LAYER.yaml").write_text(layer, encoding="utf-8")
        Path(folder, "house.yaml").write_text(HEAD.format(version) + asked + ITEM, encoding="utf-8")
    given = ["--set", "house.runbook=wiki", "--set", "house.pager=the duty phone", "--set", "spec.tier=3"]
    assert run("new", "Y", "--packs", "l1", *given, "--allow-missing", *DAY) == 0


def run(*arguments: str) -> int:
    return cli.main([*arguments])


def text() -> str:
    return Path("y.md").read_text(encoding="utf-8")


def put(text: str) -> None:
    Path("y.md").write_text(text, encoding="utf-8")


def findings(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, list[dict[str, str]]]:
    capsys.readouterr()
    run("check", "y.md", "--format", "json", "--all", *options, *DAY)
    found: dict[str, list[dict[str, str]]] = {}
    for one in json.loads(capsys.readouterr().out)["findings"]:
        found.setdefault(one["rule"], []).append(one)
    return found


def test_check_says_what_has_become_of_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    found = findings(capsys, "--packs", "l2")
    one, other = found["answer-invalid"]
    assert one["severity"] == "warning"
    said = (
        "No pack in use asks 'house.runbook', and the spec was written with house 1.0.0: its answer counts for nothing."
    )
    assert one["message"] == said
    assert one["fix"] == f"Delete it (line {one['line']}), or bring back the packs that asked it."
    assert "house.pager" in other["message"]
    assert found["packs-behind"][0]["fix"] == "specgen update y.md --packs l2"


def test_update_works_keeps_the_answer_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    before = text()
    capsys.readouterr()
    assert run("update", "y.md", "--packs", "l2") == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "answer house.runbook (line " in said
    assert "no pack asks for it any more" in said
    assert f"\n{LEFT}\nhouse.runbook: wiki\n{LEFT}\nhouse.pager: the duty phone\n" in text()
    assert "packs: [core 1.0.0, house 2.0.0]" in text()
    lines = iter(text().splitlines())
    answers = before[before.index("```yaml") : before.index("\n```\n")].splitlines()
    assert all(any(line == other for other in lines) for line in answers)
    after = text()
    assert run("update", "y.md", "--packs", "l2") == 0
    assert "y.md is up to date." in capsys.readouterr().err
    assert text() == after


def test_check_goes_on_telling_after_the_update(capsys: pytest.CaptureFixture[str]) -> None:
    run("update", "y.md", "--packs", "l2")
    for _ in range(2):
        found = findings(capsys, "--packs", "l2")
        assert {one["severity"] for one in found["answer-invalid"]} == {"warning"}
        assert "No pack asks 'house.runbook' any more" in found["answer-invalid"][0]["message"]
        assert "packs-behind" not in found
        assert "figures-stale" not in found
    put(text().replace(f"{LEFT}\nhouse.runbook: wiki\n", "").replace(f"{LEFT}\nhouse.pager: the duty phone\n", ""))
    assert "answer-invalid" not in findings(capsys, "--packs", "l2")


def test_a_layer_that_is_given_up_leaves_although_its_questions_were_answered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (behind,) = findings(capsys)["packs-behind"]
    assert '"specgen update y.md --drop-layer house" takes its items out' in behind["fix"]
    assert run("update", "y.md", "--drop-layer", "house") == 0
    assert "HOUSE-50" not in text().partition("## Answers")[0]
    assert f"\n{LEFT}\nhouse.runbook: wiki\n" in text()
    assert "house" not in text().partition("\n---\n")[0]


@pytest.mark.parametrize(
    "command", [["update", "y.md"], ["answer", "y.md", "--set", "spec.tier=2"], ["answer", "y.md", "--no-input"]]
)
def test_a_layer_that_is_not_in_use_is_said_first(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    before = text()
    assert run(*command, *(DAY if command[0] == "answer" else [])) == 3
    said = capsys.readouterr().err
    assert "was written with the packs house 1.0.0, which are not in use" in said
    assert "there is no question" not in said
    assert text() == before


def test_answers_can_be_changed_beside_them() -> None:
    assert run("answer", "y.md", "--packs", "l2", "--set", "availability.target=99.9%", *DAY) == 0
    assert "\navailability.target: 99.9%\n" in text()
    assert f"\n{LEFT}\nhouse.runbook: wiki\n" in text()
    assert run("answer", "y.md", "--packs", "l2", "--set", "availability.target=99.5%", *DAY) == 0
    assert text().count(LEFT) == 2


def test_a_question_that_comes_back_is_answered_again() -> None:
    before = text()
    run("update", "y.md", "--packs", "l2")
    Path("l2/house.yaml").write_text(HEAD.format("2.1.0") + QUESTIONS + ITEM, encoding="utf-8")
    Path("l2/LAYER.yaml").write_text("name: house\nversion: 2.1.0\ntitle: House\n", encoding="utf-8")
    assert run("update", "y.md", "--packs", "l2") == 0
    assert LEFT not in text()
    answers = before[before.index("```yaml") : before.index("\n```\n")]
    assert answers in text()


@pytest.mark.parametrize("between", ["\n", "# mine\n", f"\n# mine\n\n{LEFT}\n"])
def test_a_mark_is_found_above_blank_lines_comments_and_another_one(
    between: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run("update", "y.md", "--packs", "l2")
    put(text().replace(f"{LEFT}\nhouse.pager", f"{LEFT}\n{between}house.pager"))
    before = text()
    assert {one["severity"] for one in findings(capsys, "--packs", "l2")["answer-invalid"]} == {"warning"}
    assert run("update", "y.md", "--packs", "l2") == 0
    assert text() == before
    Path("l1/LAYER.yaml").write_text("name: house\nversion: 3.0.0\ntitle: House\n", encoding="utf-8")
    assert run("update", "y.md", "--packs", "l1") == 0
    assert LEFT not in text()
    assert between.replace(f"{LEFT}\n", "") + "house.pager: the duty phone\n" in text()


def test_the_same_line_in_somebodys_text_stays() -> None:
    words = f"house.pager: |\n  {LEFT}\n  availability.target: said by phone\n"
    put(text().replace("house.pager: the duty phone\n", words))
    for _ in range(2):
        assert run("update", "y.md", "--packs", "l2") == 0
        assert f"{LEFT}\n{words}" in text()


def test_a_slip_of_the_pen_stays_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    put(text().replace("house.pager: ", "house.pagre: "))
    assert run("update", "y.md", "--packs", "l1") == 3
    assert "there is no question 'house.pagre'. Did you mean house.pager?" in capsys.readouterr().err
    (one,) = findings(capsys, "--packs", "l1")["answer-invalid"]
    assert one["severity"] == "error"
    put(text().replace("house.pagre: ", "nothing.known: "))  # and what no packs ever asked, where none are behind
    assert run("update", "y.md", "--packs", "l1") == 3


def test_a_key_that_is_like_a_question_in_use_leaves_too(capsys: pytest.CaptureFixture[str]) -> None:
    """It may be a slip of the pen, so its neighbour is named until somebody has decided."""
    put(text().replace("house.pager: ", "availability.targt: "))
    one = findings(capsys, "--packs", "l2")["answer-invalid"][1]
    assert one["severity"] == "warning"
    assert one["message"].startswith(
        "No pack in use asks 'availability.targt', and the spec was written with house 1.0.0"
    )
    assert one["fix"].endswith("bring back the packs that asked it. Or did you mean availability.target?")
    assert run("update", "y.md", "--packs", "l2") == 0
    assert "any more; or did you mean availability.target?" in " ".join(capsys.readouterr().err.split())
    assert f"\n{LEFT}\navailability.targt: the duty phone\n" in text()
    one = findings(capsys, "--packs", "l2")["answer-invalid"][1]
    assert (one["severity"], "Or did you mean availability.target?" in one["fix"]) == ("warning", True)
    assert run("update", "y.md", "--packs", "l2") == 0


def test_a_key_that_is_marked_stays_left_whatever_packs_ask_later() -> None:
    run("update", "y.md", "--packs", "l2")
    asked = QUESTIONS.replace("house.pager", "house.pagers").replace("house.runbook", "house.runbooks")
    Path("l2/house.yaml").write_text(HEAD.format("2.1.0") + asked + ITEM, encoding="utf-8")
    Path("l2/LAYER.yaml").write_text("name: house\nversion: 2.1.0\ntitle: House\n", encoding="utf-8")
    for _ in range(2):
        assert run("update", "y.md", "--packs", "l2") == 0
        assert f"\n{LEFT}\nhouse.runbook: wiki\n{LEFT}\nhouse.pager: the duty phone\n" in text()


def test_keys_in_a_map_stay_an_error_with_other_packs_too(capsys: pytest.CaptureFixture[str]) -> None:
    put(text().replace("house.pager: the duty phone", "availability: {target: 99.9%}"))
    assert run("update", "y.md", "--packs", "l2") == 3
    assert "Write the flat key: availability.target" in capsys.readouterr().err


NAMES = """\
packs.skip:
  - reason: |
      no such thing
    pack: house
  - pack: races
    reason: one writer only
packs.add: house, mail
accepted:
  - {contradiction: house-rule, reason: we know, person: "@ada", until: 2027-01-31}
"""


def test_names_of_packs_and_contradictions_leave_with_their_layer(capsys: pytest.CaptureFixture[str]) -> None:
    put(text().replace("house.pager: ", NAMES + "house.pager: "))
    assert run("update", "y.md", "--drop-layer", "house") == 0
    said = " ".join(capsys.readouterr().err.split())
    for name in ("packs.skip[house]", "packs.add[house]", "accepted[house-rule]"):
        assert f"answer {name} (line " in said
    assert f"\n    {LEFT}\n    pack: house\n  - pack: races\n" in text()
    assert f"\n{LEFT}\npacks.add: house, mail\n" in text()
    assert f"\n  {LEFT}\n  - {{contradiction: house-rule" in text()
    assert "Left out on purpose: races (one writer only)." in text()
    after = text()
    assert run("update", "y.md") == 0
    assert text() == after
    found = findings(capsys)["answer-invalid"]
    assert {one["severity"] for one in found} == {"warning"}
    assert any(one["message"] == "No pack is called 'house' any more: it counts for nothing." for one in found)


def test_a_field_of_a_list_leaves(capsys: pytest.CaptureFixture[str]) -> None:
    calls = "dependencies:\n  - name: switch\n    colour: red\n    hard: yes\n  - {name: bank, colour: blue}\n"
    put(text().replace("house.pager: ", calls + "house.pager: "))
    assert run("update", "y.md", "--drop-layer", "house") == 0
    assert f"\n  - name: switch\n    {LEFT}\n    colour: red\n    hard: yes\n  {LEFT}\n  - {{name: bank, " in text()
    after = text()
    assert run("update", "y.md") == 0
    assert text() == after
    said = [one["message"] for one in findings(capsys)["answer-invalid"]]
    assert said.count("No pack asks 'colour' of dependencies any more: its answer counts for nothing.") == 2
    put(after.replace(f"{LEFT}\n    colour", "colour"))
    assert run("update", "y.md") == 3


def test_a_name_stays_an_error_where_no_packs_are_behind(capsys: pytest.CaptureFixture[str]) -> None:
    put(text().replace("house.pager: ", NAMES.replace("house", "cache") + "house.pager: "))
    assert run("update", "y.md", "--packs", "l1") == 3
    assert "there is no pack 'cache'. Did you mean races?" in capsys.readouterr().err


def test_a_quoted_key_loses_its_mark_too() -> None:
    put(text().replace("house.pager: ", '"house.pager": '))
    before = text()
    run("update", "y.md", "--packs", "l2")
    assert f'{LEFT}\n"house.pager": the duty phone' in text()
    put("".join(line for line in text().splitlines(keepends=True) if "specgen:seal" not in line))
    assert run("update", "y.md", "--packs", "l2") == 0
    assert "specgen:seal" not in text()  # nobody would tell of what is left
    Path("l2/house.yaml").write_text(HEAD.format("2.1.0") + QUESTIONS + ITEM, encoding="utf-8")
    Path("l2/LAYER.yaml").write_text("name: house\nversion: 2.1.0\ntitle: House\n", encoding="utf-8")
    assert run("update", "y.md", "--packs", "l2") == 0
    assert LEFT not in text()
    assert before[before.index("```yaml") : before.index("\n```\n")] in text()
    assert "specgen:seal" in text()


def test_a_mark_in_somebodys_text_hinders_no_seal() -> None:
    put(text().replace("house.pager: the duty phone\n", f"house.pager: |\n  {LEFT}\nspec.domain: internal\n"))
    put("".join(line for line in text().splitlines(keepends=True) if "specgen:seal" not in line))
    assert run("update", "y.md", "--packs", "l1") == 0
    assert f"house.pager: |\n  {LEFT}\nspec.domain: internal\n" in text()
    assert "specgen:seal" in text()


def test_a_question_that_a_newer_layer_removed(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a layer above: the reason is said, and the spec is not locked."""
    Path("l3").mkdir()
    Path("l3/LAYER.yaml").write_text("name: bank\nversion: 1.0.0\ntitle: Bank\n", encoding="utf-8")
    remove = "pack: house\nremove:\n  questions:\n    house.runbook: all of ours live in the wiki\n"
    Path("l3/house.yaml").write_text(remove, encoding="utf-8")
    layers = ("--packs", "l1", "--packs", "l3")
    (one,) = findings(capsys, *layers)["answer-invalid"]
    assert (one["severity"], "all of ours live in the wiki" in one["message"]) == ("warning", True)
    assert run("update", "y.md", *layers) == 0
    assert f"{LEFT}\nhouse.runbook: wiki\n" in text()
    assert LEFT + "\nhouse.pager" not in text()
