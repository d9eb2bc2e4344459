"""`--set` of a record that is there takes the path by which findings name it."""

from __future__ import annotations

import pytest

from specgen import packs
from specgen.cli import given
from specgen.errors import UsageError
from specgen.model import Answer, Record

LIBRARY = packs.built_in()


def answers() -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for text in ("dependencies[Interbank switch].timeout=5 s", "dependencies[Mail].hard=no", "process.steps[Type it].here=yes"):
        given.apply_set(text, found, LIBRARY)
    return found


def field(found: dict[str, Answer], listed: str, key: str, name: str) -> str:
    value = found[listed].value
    assert isinstance(value, tuple)
    return next(one.fields[name].text for one in value if isinstance(one, Record) and one.key == key)


def test_a_path_changes_the_record_that_a_finding_names() -> None:
    found, named = answers(), answers()
    given.apply_set("dependencies.interbank-switch.timeout=4 s", found, LIBRARY)
    given.apply_set("dependencies[Interbank switch].timeout=4 s", named, LIBRARY)
    assert field(found, "dependencies", "interbank-switch", "timeout") == "4 s"
    assert found == named
    given.apply_set("process.steps.type-it.here=no", found, LIBRARY)
    assert field(found, "process.steps", "type-it", "here") == "no"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "dependencies.interbank-swich.timeout",
            "dependencies has no record 'interbank-swich'. Did you mean dependencies.interbank-switch.timeout?",
        ),
        (
            "dependencies.ledger.timeout",
            "dependencies has no record 'ledger'. For a new one write dependencies[NAME].timeout=VALUE.",
        ),
        ("dependencies.mail.timout", "dependencies has no field 'timout'. Did you mean timeout?"),
        ("dependencies.mail", "dependencies.mail is a record: write dependencies.mail.FIELD=VALUE."),
        ("dependencies.ledger", "dependencies has no record 'ledger'. For a new one write dependencies[NAME].FIELD=VALUE."),
        ("dependences.mail.hard", "there is no question 'dependences.mail.hard'."),
    ],
)
def test_what_is_wrong_with_a_path_is_said(key: str, said: str) -> None:
    found = answers()
    with pytest.raises(UsageError) as raised:
        given.apply_set(f"{key}=4 s", found, LIBRARY)
    assert f"--set {key}=4 s: {said}" in str(raised.value)
    assert found == answers()
