"""Commands in messages can be pasted into a shell as they are, whatever a file is called."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specgen.check.checker import Checker, across
from specgen.commandline import quoted, typed, word
from specgen.rules import Missing, Repository, rules
from test_rules import TODAY, composer, spec, whole

_NAMES = st.text(st.sampled_from("aé/. -~#$`!\"'\\;&|*?()[]{}<>%^,=@+:漢"), min_size=1, max_size=12)
_HOSTILE = ["my spec.md", "it's.md", 'a"b.md', "$(id).md", "`id`.md", "a;b.md", "~x.md", "#x.md", "a\\b.md", "a\\\\b.md"]


@given(name=_NAMES)
@example(name="a\\")
@example(name="'\"'")
def test_a_shell_reads_the_name_that_was_meant(name: str) -> None:
    meant = f"./{name}" if name.startswith("-") else name
    if not name.startswith("\\\\"):  # a share of Windows
        assert shlex.split(word(name)) == [meant]
        assert shlex.split(typed("update", name, "--only x")) == ["specgen", "update", meant, "--only", "x"]


@pytest.mark.parametrize("shell", ["sh", "bash", "zsh", "fish"])
def test_real_shells_agree(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    for name in _HOSTILE:
        if shell == "fish" and "\\\\" in name:
            continue  # two backslashes: no word says them to fish and to the others alike
        done = subprocess.run([shell, "-c", f"printf %s {word(name)}"], capture_output=True, check=True)
        assert done.stdout.decode() == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("docs/specs/a.md", "docs/specs/a.md"),
        ("überweisung.md", "überweisung.md"),
        ("my spec.md", '"my spec.md"'),
        ("docs\\specs\\a.md", '"docs\\specs\\a.md"'),
        ("C:\\my specs\\a.md", '"C:\\my specs\\a.md"'),
        ("\\\\host\\specs\\a.md", '"\\\\host\\specs\\a.md"'),
        ("it's (new).md", '"it\'s (new).md"'),
        ("-x.md", "./-x.md"),
        ("$HOME.md", "'$HOME.md'"),
    ],
)
def test_double_quotes_are_used_where_they_do(name: str, said: str) -> None:
    """They are the only ones that every shell of Windows knows."""
    assert word(name) == said


def test_a_command_in_a_sentence_has_one_pair_of_quotes() -> None:
    assert quoted("update", "a.md") == '"specgen update a.md"'
    assert quoted("update", "my spec.md") == 'specgen update "my spec.md"'
    assert quoted("update", "$a.md") == "specgen update '$a.md'"


def test_every_command_in_a_finding_names_its_file_for_a_shell() -> None:
    """Of all rules, over specs that break many of them."""
    texts = [
        "# No spec\n",
        whole().replace("core 1.0.0", "core 0.9.0"),
        whole().replace("template: spec 1.0.0", "template: spec 0.9.0"),
        whole("instant-transfers").replace("SPEC-02**", "SPCE-02**").replace("timeout: 5 s", "timeout: 4 s"),
        whole("instant-transfers").replace("<!-- specgen:section goals -->", "").replace("## Goals", "## Aims"),
        whole().partition("```yaml")[0],
        *(spec(text) for rule in rules().values() for text in rule.bad),
    ]
    checker = Checker(composer(), TODAY)
    found = [finding for text in texts for finding in checker.outcome(text, "my spec.md").findings]
    found += across(Repository((), (Missing("services/a/", "my spec.md"),)), ["spec-missing"])
    fixes = {one.fix: one.rule for one in found if "my spec.md" in one.fix}
    assert len(set(fixes.values())) > 10
    assert [fix for fix in fixes if '"my spec.md"' not in fix or '""' in fix] == []
