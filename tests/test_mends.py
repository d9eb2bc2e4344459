"""Files of specgen's own that somebody has damaged: the cause is told, and what is said to do mends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from specgen import cli, resources

SPEC = resources.text("examples/ops-report", "ops-report.md")
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")  # 2026-11-20

    def call(*arguments: str) -> tuple[int, str]:
        code = cli.main([*arguments])
        said = capsys.readouterr()
        return code, " ".join((said.out + said.err).split())

    return call


def put(text: str) -> None:
    Path("a.md").write_text(text, encoding="utf-8")


def text() -> str:
    return Path("a.md").read_text(encoding="utf-8")


# --- answers ---------------------------------------------------------------------------------------------------------------

CUT = SPEC[: SPEC.index("## Answers")]  # with the hidden lines
COMMANDS = (("check",), ("update",), ("answer", "--set", "availability.target=99%"))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "cut", [CUT, CUT.replace("packs: [core 1.0.0]\n", ""), CUT[: CUT.index("\n# ")]], ids=["all", "no packs", "front matter"]
)
def test_a_spec_whose_answers_are_gone_is_not_computed_from_nothing(run: Run, command: tuple[str, ...], cut: str) -> None:
    put(cut)
    code, said = run(command[0], "a.md", *command[1:])
    assert code == (1 if command[0] == "check" else 3)
    assert "answers are gone: there is no block of YAML under a heading Answers." in said
    assert "Put them back as they were, from git for instance" in said
    assert "specgen update a.md" not in said
    assert text() == cut


def test_answers_that_are_put_back_mend_it_and_so_does_an_empty_block(run: Run) -> None:
    put(CUT + SPEC[SPEC.index("## Answers") : SPEC.index("\n<!-- specgen:wording")])
    assert run("update", "a.md")[0] == 0
    assert text() == SPEC
    put(CUT + "## Answers\n\n```yaml\n```\n")
    assert run("update", "a.md")[0] == 0


@pytest.mark.parametrize("marker", ["", "## Problem\n<!-- specgen:section problem -->\n\nIt hurts.\n"])
def test_a_spec_that_somebody_wrote_by_hand_is_completed(run: Run, marker: str) -> None:
    put(f"---\nspecgen: 1\nid: x\ntitle: X\n---\n\n# X\n\n{marker}")
    assert "specgen update a.md" in run("check", "a.md")[1]
    assert run("update", "a.md")[0] == 0
    assert "```yaml\n```" in text()


# --- the record of the wordings ------------------------------------------------------------------------------------------------


def test_nobody_is_said_to_have_worked_on_what_has_lost_its_record(run: Run) -> None:
    lines = [line for line in SPEC.split("\n") if "specgen:wording" not in line]
    told = "\n".join(lines).replace("process.oncall: none", "packs.skip:\n  - {pack: dam, reason: no process}")
    told = told.replace("- [ ] **DAM-05**", "- [x] **DAM-05**").replace("State the problem", "State our problem")
    put(told)
    assert run("check", "a.md", "--select", "answer-invalid")[0] == 0
    code, said = run("update", "a.md")
    assert code == 0
    known = "asked for no more; kept and marked, since somebody worked on it"
    unsure = "asked for no more; kept and marked, since nothing records whether its wording was edited by hand"
    noted = "whether its wording was edited by hand is not recorded; the former one is kept as a note"
    line = {id: told[: told.index(f"**{id}**")].count("\n") + 1 for id in ("SPEC-01", "DAM-05", "DAM-07")}
    assert f"item DAM-05 (line {line['DAM-05']}): {known}" in said
    assert f"item DAM-07 (line {line['DAM-07']}): {unsure}" in said
    assert f"item SPEC-01 (line {line['SPEC-01']}): {noted}" in said


# --- items -----------------------------------------------------------------------------------------------------------------


def test_an_item_that_is_asked_for_again_is_named(run: Run) -> None:
    Path("acme").mkdir()
    Path("acme/LAYER.yaml").write_text("name: acme\nversion: 1.0.0\ntitle: Acme\n", encoding="utf-8")
    removal = "pack: spec\nremove:\n  items:\n    SPEC-02: no goals\n    SPEC-05: we name nobody\n"
    Path("acme/spec.yaml").write_text(removal, encoding="utf-8")
    put(SPEC.replace("- [ ] **SPEC-05**", "- [x] **SPEC-05**").replace("- [ ] **SPEC-02**", "- [x] **SPEC-02**"))
    assert run("update", "a.md", "--packs", "acme")[0] == 0
    assert text().count("Retired: ") == 2
    put(text().replace("** `should` Name one", "** `should` Name two"))
    code, said = run("update", "a.md", "--drop-layer", "acme")
    assert code == 0
    assert "changed: items SPEC-02 (asked for again), SPEC-05 (asked for again)" in said
    assert "the former wording is kept as a note" in said
    assert "Retired: " not in text()


TICKED = "- [x] **SECRETS-02** `must` Keep the master copy in a managed store and none in the repository."


@pytest.mark.parametrize(
    ("hidden", "where"),
    [(f"```\n{TICKED}\n```", "a code block"), (f"> {TICKED}", "a quote"), (f"<!--\n{TICKED}\n-->", "a comment")],
)
def test_an_item_that_is_put_in_anew_is_told_with_the_line_where_it_counts_for_nothing(run: Run, hidden: str, where: str) -> None:
    lines = [line if "**SECRETS-02**" not in line else f"\n{hidden}\n" for line in SPEC.split("\n")]
    put("\n".join(lines))
    number = text()[: text().index(TICKED)].count("\n") + 1
    code, said = run("update", "a.md")
    assert code == 0
    assert "new: item SECRETS-02" in said
    assert f"item SECRETS-02 (line {number}): stands in {where}, where it does not count; put in anew, open" in said
    assert hidden in text()
    assert "up to date" in run("update", "a.md")[1]


# --- front matter -------------------------------------------------------------------------------------------------------------

GONE = "holds markers of specgen, so it is a spec whose front matter is gone or not in its first line. Put the front matter back"
OPEN = "The front matter that begins here is never closed. Add a line `---` after the last field."
NAMELESS = "The front matter has no field `specgen`, so this is no spec. Add the line `specgen: 1` if it shall be one."


@pytest.mark.parametrize("command", [("update",), ("adopt",), ("answer", "--set", "availability.target=99%")])
@pytest.mark.parametrize(
    ("damaged", "told"),
    [
        (SPEC.partition("\n---\n")[2], f"a.md:4:1: {GONE}"),
        (SPEC.replace("\n---\n", "\n", 1), f"a.md:1:1: {OPEN}"),
        (SPEC.replace("specgen: 1\n", "", 1), f"a.md:1:1: {NAMELESS}"),
    ],
    ids=["gone", "not closed", "without its format"],
)
def test_of_a_spec_without_its_front_matter_all_commands_say_the_same(
    run: Run, command: tuple[str, ...], damaged: str, told: str
) -> None:
    put(damaged)
    code, said = run(command[0], "a.md", *command[1:])
    assert code == 3
    assert said.startswith(f"error: {told}")
    assert "specgen adopt" not in said
    assert text() == damaged
    assert "specgen adopt" not in run("check", "a.md")[1]


@pytest.mark.parametrize("damaged", [SPEC.partition("\n---\n")[2], SPEC.replace("\n---\n", "\n", 1)], ids=["gone", "not closed"])
def test_of_a_spec_without_its_front_matter_only_that_is_found(run: Run, damaged: str) -> None:
    put(damaged)
    code, said = run("check", "--status", "review", "a.md")
    assert code == 1
    assert "front-matter" in said
    assert "1 finding: 1 error." in said


# --- markers -----------------------------------------------------------------------------------------------------------------

BEGIN, END = "<!-- specgen:begin verdict -->\n", "<!-- specgen:end verdict -->\n"
VERDICT = SPEC[SPEC.index(BEGIN) + len(BEGIN) : SPEC.index(END)]
FIRST, SECOND = "<!-- specgen:section problem -->\n", "<!-- specgen:section goals -->\n"


def half(side: str, where: str) -> str:
    back = f'Put "<!-- specgen:{side} verdict -->" back {where} its text'
    return f'{back}; or delete this line and the generated text {where} it, then update the spec.'


RIGHT = "Put it right, alone on its line, as specgen wrote it; a line that specgen never wrote can go."


@pytest.mark.parametrize(
    ("damaged", "fix", "mended"),
    [
        (SPEC.replace(END, ""), half("end", "below"), SPEC.replace(f"{BEGIN}{VERDICT}{END}\n", "")),
        (SPEC.replace(BEGIN, ""), half("begin", "above"), SPEC.replace(f"{BEGIN}{VERDICT}{END}\n", "")),
        (
            SPEC.replace(END, END.replace("verdict", "verdct")),
            'If it ends "verdict" (line 16), give both the name that specgen wrote. Else: Put',
            SPEC,
        ),
        (SPEC.replace(BEGIN, BEGIN.replace("begin", "begn")), RIGHT, SPEC),
        (SPEC.replace(BEGIN, BEGIN.replace(" -->", " --> the verdict")), RIGHT, SPEC),
        (SPEC.replace(FIRST, FIRST.replace(" problem", "")), RIGHT, SPEC),
        (
            SPEC.replace(END, f"{END}\n{BEGIN}Old.\n{END}"),
            'Delete one of the two, both its markers and what is between them; then update the spec.',
            SPEC.replace(f"{BEGIN}{VERDICT}{END}\n", f"{BEGIN}Old.\n{END}\n"),
        ),
        (
            SPEC.replace(END, "").replace("## Problem and goals\n", f"## Problem and goals\n{END}"),
            "Move the two markers of the block so that nothing but generated text is between them: it is written anew.",
            SPEC,
        ),
        (SPEC.replace(SECOND, f"{SECOND}{FIRST}"), "Take the line out that stands under the wrong heading.", SPEC),
    ],
)  # fmt: skip
def test_what_is_said_of_a_broken_marker_mends_it(run: Run, damaged: str, fix: str, mended: str) -> None:
    put(damaged)
    assert fix in run("check", "--all", "--select", "marker-broken", "a.md")[1]
    code, said = run("update", "a.md")
    assert code == 1
    assert fix in said
    put(mended)
    assert run("update", "a.md")[0] == 0
    assert text() == SPEC
