"""`specgen calc`: every figure can be computed from numbers typed alone, and each is the one that a spec would show."""

from __future__ import annotations

import argparse
import io
import json
import re
import shlex
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from specgen import answersfile, cli, packs
from specgen.calculators import figures
from specgen.cli import commands
from specgen.cli.calculations import families, operands, results, suggestions, typed
from specgen.cli.calculations.results import Result
from specgen.cli.world import World
from specgen.compose import compose
from specgen.errors import UsageError
from specgen.frozen import replace
from specgen.model import Basis, Identity
from specgen.quantities import show_figure

# Where the examples of the questions describe a system that has no such number, such as one node without a second.
OTHERWISE = {
    "availability.pair": "availability=99% redundant=yes",
    "availability.pair_shared": "availability=99% redundant=yes",
    "availability.second": "dependencies=99.5% target=99.9%",
    "model.joins_for": "shape=eav attributes=20",
    "replication.commit_cost": "mode=sync round_trip=70ms",
    "replication.hot_row": "mode=sync round_trip=70ms",
    "retries.cut": "attempts=3 timeout=1s p99=1.8s",
    "failover.success_shown": "pattern=active_passive drills=5 drills_worked=5",
}  # fmt: skip
SHARED = "pattern=active_active nodes=4 tolerated=1"
OTHERWISE |= {
    f"failover.{name}": f"{SHARED} {more}".strip()
    for name, more in {
        "room": "", "after_loss": "utilisation=40%", "active_active": "mttf=720h heartbeat=10s misses=3",
        "pool": "mttf=720h mttr=4h", "pool_shared": "mttf=720h mttr=4h",
    }.items()
}  # fmt: skip


def calculate(name: str, *words: str) -> tuple[Result, ...]:
    library = packs.built_in()
    found = families.families().get(name)
    wanted = families.members(found) if found else (figures()[name],)
    known = operands.operands(wanted, library)
    return results.results(wanted, typed.read(words, wanted, known, name), library)


@cache
def parser() -> argparse.ArgumentParser:
    """The parser of all commands, which reading a line does not change."""
    return cli.everything()


def seen(*words: str) -> str:
    world = replace(World.real(), stdout=io.StringIO(), stderr=io.StringIO(), env={})
    options = parser().parse_args(["calc", *words])
    assert commands.load("calc").run(options, world) == 0
    assert isinstance(world.stdout, io.StringIO)
    return world.stdout.getvalue()


def as_json(*words: str) -> Any:
    return json.loads(seen(*words, "--format", "json"))


def suggested(name: str) -> list[str]:
    """The examples of what `specgen calc NAME` says is missing."""
    library = packs.built_in()
    known = operands.operands((figures()[name],), library)
    needed = suggestions.lacking(name, [], (figures()[name],), library)
    return [shlex.split(operands.example(one, known))[0] for one in needed]


@pytest.mark.parametrize("name", list(figures()))
def test_every_figure_can_be_computed_from_what_calc_suggests(name: str) -> None:
    words = OTHERWISE[name].split() if name in OTHERWISE else suggested(name)
    found = calculate(name, *words)
    assert [one.figure.value for one in found if one.figure.value is None] == [], (words, found[0].why_not)
    assert found[0].figure.title in seen(name, *words)
    data = as_json(name, *words)
    assert data["name"] == name
    assert {one["id"] for one in data["figures"]} == {name}


def test_every_figure_belongs_to_a_family() -> None:
    shown = {id for family in families.families().values() for id in family.figures}
    assert shown == set(figures())
    assert {one.split(".")[0] for one in figures()} <= set(families.families())


@pytest.mark.parametrize(
    "name", ["downtime", "chain", "nines", "failover", "handshake", "queue", "retries", "toil", "burn"]
)
def test_families_people_will_type(name: str) -> None:
    assert families.members(families.families()[name])


# --- the same numbers as in a spec -----------------------------------------------------------------------------------


def test_a_figure_is_that_of_a_spec() -> None:
    library = packs.built_in()
    text = (
        "spec.components: [external_calls, mutating_api]\nload.peak: 40/s\n"
        "dependencies: [{name: Switch, hard: yes, attempts: 3, timeout: 5 s, backoff: 200 ms}]"
    )
    spec = compose(library, answersfile.read(text, "a.yaml", library), Identity("x", "X"))
    for id in ("retries.worst", "retries.load", "retries.in_flight"):
        (found,) = calculate(
            id, *(word for word in ("attempts=3", "timeout=5s", "backoff=200ms", "peak=40/s") if fits(id, word))
        )
        theirs = spec.figure(id, "switch")
        assert (found.figure.value, found.figure.working) == (theirs.value, theirs.working)


def fits(id: str, word: str) -> bool:
    return any(one.key == word.partition("=")[0] for one in operands.operands((figures()[id],), packs.built_in()))


@given_by(st.integers(1, 99_999), st.integers(1, 400))
@settings(max_examples=10, deadline=None)
def test_downtime_is_what_the_formula_says(millionths: int, days: int) -> None:
    share = 1 - Fraction(millionths, 100_000)
    (found,) = calculate("availability.budget", f"target={float(share * 100):.3f}%", f"window={days} d")
    assert found.figure.value is not None
    assert found.figure.value.amount == (1 - share) * days * 86_400  # type: ignore[union-attr]  # a quantity, not "never"


@given_by(st.permutations(["attempts=3", "timeout=5s", "backoff=200ms", "name=Switch"]))
@settings(max_examples=5, deadline=None)
def test_order_does_not_matter(words: list[str]) -> None:
    (found,) = calculate("retries.worst", *words)
    assert show_figure(found.figure) == "15.4 s"


@pytest.mark.parametrize(
    "words",
    [
        ["attempts=3,1", "timeout=5s"],
        ["attempts=3", "attempts=1", "timeout=5s"],
        ["dependencies[].attempts=3,1", "dependencies.timeout=5s"],
        ["ATTEMPTS=3,1", "timeout=5s,5s", "backoff=unknown"],
    ],
)
def test_several_ways_to_type_the_same(words: list[str]) -> None:
    assert [show_figure(one.figure) for one in calculate("retries.worst", *words)] == ["15 s", "5 s"]


def test_a_thousand_is_one_number_and_a_point_one_place() -> None:
    (found,) = calculate("process.hours", "minutes=6min", "per_month=1,900")
    assert show_figure(found.figure) == "190 h"
    assert len(calculate("distance.km", "origin=eu-west-1", "place=6.45,3.39")) == 1
    assert [one.record for one in calculate("distance.km", "origin=eu-west-1", "places=Lagos,London")] == [
        "Lagos",
        "London",
    ]


def test_bare_values_of_a_list_are_what_the_figure_reads() -> None:
    (chain,) = calculate("availability.chain", "dependencies=99.95%,99.9%")
    assert show_figure(chain.figure) == "99.85%"
    (parts,) = calculate("latency.parts", "dependencies=1.8s,300ms")
    assert show_figure(parts.figure) == "2.1 s"


# --- what it rests on ------------------------------------------------------------------------------------------------


def grounds(name: str, *words: str) -> dict[str, tuple[str, str]]:
    return {one.operand.key: (one.text, one.basis) for one in calculate(name, *words)[0].grounds}


def test_typed_numbers_are_given_and_the_rest_is_a_default() -> None:
    assert grounds("availability.budget", "target=99.9%") == {
        "availability": ("99.9%", "given"),
        "window": ("30 d", "default"),
    }
    assert grounds("availability.chain", "dependencies=99.9%")["hard"] == ("yes", "default")
    assert grounds("distance.planned", "origin=eu-west-1", "place=Lagos")["route_factor"] == ("1.5", "default")


def test_a_basis_can_be_typed_too() -> None:
    typed_so = "availability=99.95%; contract; SLA s.4"
    assert grounds("availability.budget_share", typed_so, "target=99.9%")["availability"] == ("99.95%", "contract")
    (found,) = calculate("distance.planned", "origin=eu-west-1", "place=Lagos")
    assert (found.figure.basis, show_figure(found.figure)) == (Basis.DEFAULT, "78 ms")  # two digits for a guess


def test_half_a_calculation_says_so() -> None:
    (found,) = calculate("retries.worst", "attempts=3", "timeout=5s")
    assert found.figure.bound == "at least"
    assert [one.key for one in found.refines] == ["backoff"]


def test_why_there_is_no_such_number() -> None:
    (found,) = calculate("availability.second", "dependencies=99.5%,99.5%", "target=99.95%")
    assert found.figure.value is None
    assert "is not enough alone" in seen("availability.second", "dependencies=99.5%,99.5%", "target=99.95%")
    (data,) = as_json("availability.second", "dependencies=99.5%,99.5%", "target=99.95%")["figures"]
    assert (data["value"], data["exact"], data["text"]) == (None, None, None)
    assert data["why_not"]


def test_a_program_gets_exact_numbers() -> None:
    (data,) = as_json("availability.budget_day", "target=99.95%")["figures"]
    assert (data["value"], data["exact"], data["base"], data["text"]) == (43.2, "216/5", "s", "43.2 s")


def test_a_table_says_once_why_several_have_no_value() -> None:
    text = seen("queue", "peak=80/s", "service_time=200ms", "workers=12")
    assert text.count("The queue grows without limit") == 1
    assert "No value" in text
    assert "p99 of waiting and service" in text


def test_notes_name_what_can_be_typed() -> None:
    assert "upkeep." in seen("process.saved", "minutes=6min", "per_month=1900")
    assert "process.upkeep" not in seen("process.saved", "minutes=6min", "per_month=1900")


# --- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("downtime availability=0.9995", "availability=0.9995 reads as 0.9995%. For 99.95% type availability=99.95%."),
        ("downtime availability=1", "availability=1 reads as 1%. For 100% type availability=100%."),
        ("downtime availability=100%", "must be below 100%"),
        ("retries.worst attempts=0 timeout=5s", "attempts=0"),
        ("retries.worst attempts=3.5 timeout=5s", "not a whole number"),
        ("retries.worst attempts=3 timeout=5", "the unit is missing"),
        ("retries.worst attempts=3 timeout=5 parsec", "'parsec' is not a unit"),
        ("retries.worst atempts=3", "Did you mean attempts?"),
        ("retries.worst attempts=3,2 timeout=5s,4s,3s", "give 3 values"),
        ("retries.worst name=A,a attempts=1 timeout=1s", "given twice"),
        ("retries.worst attempts", "write it as key=value"),
        ("availability.budget target=99% target=99.9%", "given twice"),
        ("chain dependencies=99.9% availability=99.95%", "For availability.target type target=99.95%."),
        ("distance.km origin=eu-west-1 place=Lagoss", "Nearest: Lagos"),
        ("handshake protocol=http9", "not one of"),
        ("retires.worst attempts=3", "Did you mean retries.worst?"),
        ("worst", "Did you mean retries.worst?"),
        ("zzzz", "specgen calc lists what there is"),
    ],
)
def test_faults_say_what_to_type(words: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        seen(*re.split(r" (?=\w+=)| (?=attempts$)", words))


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        seen("retries.worst", "atempts=3", "timeout=5", "backoff=x")
    assert len(caught.value.problems) == 3


def test_long_input_is_shortened_and_many_records_are_refused() -> None:
    with pytest.raises(UsageError) as caught:
        seen("retries.worst", "x" * 5_000 + "=3")
    assert len(str(caught.value)) < 400
    with pytest.raises(UsageError, match="more than 100"):
        seen("retries.worst", "attempts=" + ",".join(["3"] * 101), "timeout=5s")


@pytest.mark.parametrize("name", ["retries.worst", "downtime", "latency.left", "availability.chain", "toil"])
def test_the_example_of_a_refusal_works(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        seen(name)
    example = str(caught.value).rpartition("for instance: specgen calc ")[2]
    assert seen(*shlex.split(example))


# --- names and completion --------------------------------------------------------------------------------------------


def test_without_a_name_everything_is_listed() -> None:
    text = seen()
    assert all(f"\n  {name} " in text for name in (*families.families(), *figures()))
    listed = as_json()
    assert [one["id"] for one in listed["figures"]] == [*figures()]


def test_the_shell_completes_names_and_keys() -> None:
    parser = cli.everything()
    (subparsers,) = [one for one in parser._actions if one.dest == "command"]
    assert isinstance(subparsers.choices, dict)
    actions = {one.dest: one for one in subparsers.choices["calc"]._actions}
    names = actions["name"].completer()
    assert {"downtime", "queue", "retries.worst"} <= set(names)
    options = parser.parse_args(["calc", "retries.worst"])
    assert {"attempts=", "timeout="} <= set(actions["given"].completer(parsed_args=options))
    assert actions["given"].completer(parsed_args=parser.parse_args(["calc", "nothing"])) == []


def test_keys_are_unambiguous() -> None:
    library = packs.built_in()
    for name, family in families.families().items():
        known = operands.operands(families.members(family), library)
        keys = [one.key for one in known]
        assert len(keys) == len(set(keys)), name
        assert [one.id for one in known if operands.find(one.key, known) != (one,)] == [], name
