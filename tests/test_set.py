"""`--set` of a record that is there takes the path by which findings name it."""

from __future__ import annotations

import shlex

import pytest

from specgen import packs
from specgen.cli import given
from specgen.errors import UsageError
from specgen.model import Answer, Record
from specgen.questions import AnswerError, read_text

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


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("availability.target", "--set availability.target=99.9%"),
        ("spec.data_classes", '--set "spec.data_classes=internal, personal"'),
    ],
)
def test_an_option_is_quoted_as_every_shell_knows_it(id: str, said: str) -> None:
    (question,) = (one for one in LIBRARY.questions() if one.id == id)
    assert given.how_to_set(question, {}) == said


@pytest.mark.parametrize("name", ["Interbank switch", "it's", 'a "b" c', "$(id)", "`id`", "50% off!", "-x"])
def test_a_name_from_a_file_is_one_word_of_what_is_pasted(name: str) -> None:
    found: dict[str, Answer] = {}
    given.apply_set(f"dependencies[{name}].timeout=5 s", found, LIBRARY)
    (question,) = (one for one in LIBRARY.questions() if one.list_id == "dependencies" and one.field_name == "timeout")
    value = found["dependencies"].value
    assert isinstance(value, tuple)
    (record,) = value
    assert isinstance(record, Record)
    option, given_to_it = shlex.split(given.how_to_set(question, found, record.key))
    assert (option, given_to_it) == ("--set", f"dependencies[{name}].timeout=5 s")
    assert given.how_to_set(question, {}, "mail") == '--set "dependencies[mail].timeout=5 s"'


def test_a_list_says_how_one_value_is_given() -> None:
    (question,) = (one for one in LIBRARY.questions() if one.id == "dependencies")
    with pytest.raises(AnswerError) as raised:
        read_text("Mail", question)
    assert '--set "dependencies[NAME].FIELD=VALUE"' in str(raised.value)
