"""Input that makes no sense, and numbers that look right and are not: each has one message, and the reader gets to see it.

A trap counts as closed only when its message stands in the finished spec, or when the command refuses the answer in words.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from specgen import answersfile, resources
from specgen.compose import compose
from specgen.errors import InputError
from specgen.frozen import replace
from specgen.model import Answer, Basis, Contradiction, Example, Identity, Level, Record, Spec, Unknown
from specgen.packs import read_example
from specgen.renderers.markdown import render
from test_commands import EPOCH, Shell
from test_pack_content import library, spec_of

TEMPLATES = resources.texts("templates", ".j2")
PERCENTS = sorted(question.id for question in library().questions() if question.type == "percent")
CALLS = "spec.components: [external_calls]\navailability.target: 99.95%\n"
SWITCH = f"{CALLS}dependencies: [{{name: switch, hard: yes, availability: {{value: 99.5%, basis: contract, source: s.4}}}}]\n"
REVIEWED = {"created": "2026-09-01", "reviewed": "2026-11-20"}


def made(text: str, created: str = "2026-11-20", reviewed: str = "") -> Spec:
    identity = Identity("x", "X", tier=0, owners=("@a",), created=created, reviewed=reviewed)
    return compose(library(), answersfile.read(text, "answers.yaml", library()), identity)


def page(spec: Spec) -> str:
    """What a reader reads: the spec without the copy of the answers at its end, which says nothing about them."""
    return render(spec, TEMPLATES).partition("\n## Answers\n")[0]


def fired(spec: Spec, rule: str) -> Contradiction:
    """The finding of that rule, which has to stand in the finished spec with its message."""
    (found,) = [one for one in spec.contradictions if one.rule.id == rule]
    assert f"`{rule}`" in page(spec)
    return found


def unknown_because(spec: Spec, id: str, record: str, said: str) -> None:
    """The figure has no number, and its reason stands in the finished spec."""
    figure = spec.figure(id, record)
    assert figure.value is None
    assert said in " ".join(figure.caveats)
    assert said in page(spec), f"the reason why there is no {id} reaches nobody"


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        answersfile.read(text, "answers.yaml", library())
    return "\n".join(str(problem) for problem in caught.value.problems)


def answered(id: str, value: str) -> str:
    """One answer in a file: a field of a list stands in a record."""
    head, bracket, field = id.partition("[].")
    if not bracket:
        return f"{id}: {value}"
    key = next(question.key for question in library().questions() if question.id == head)
    return f"{head}: [{{{key}: Lagos, {field}: {value}}}]"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Shell()


# --- percentages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", PERCENTS)
def test_a_percent_typed_as_a_share_is_asked_back(id: str) -> None:
    said = refused(answered(id, "0.999"))
    assert f"{id}: 0.999 without a % sign could be 0.999% or a share. Type the % sign. Did you mean 99.9%?" in said


def test_the_command_asks_back_too(shell: Shell) -> None:
    (said,) = shell.run("specgen new Receipts --set availability.target=0.999")
    assert "Did you mean 99.9%?" in said
    assert shell.code == 2
    assert list(Path().glob("*.md")) == []


@pytest.mark.parametrize("id", [id for id in PERCENTS if id != "media.output_ratio"])
def test_more_than_all_is_refused(id: str) -> None:
    """A hit ratio of 120% and its like. What comes out of media work may be larger than what goes in."""
    said = refused(answered(id, "120%"))
    assert f"{id}: 120%" in said
    assert any(words in said for words in ("at most 100%", "below 100%"))


@pytest.mark.parametrize("id", ["availability.target", "availability.contract"])
def test_a_target_of_100_percent_is_refused(id: str, shell: Shell) -> None:
    assert f"{id}: 100%: it must be below 100%." in refused(f"{id}: 100%")
    shell.run(f"specgen new Receipts --set {id}=100%")
    assert shell.code == 2


def test_a_contract_is_a_promise_and_says_so() -> None:
    spec = made(SWITCH)
    assert spec.figure("availability.chain").basis is Basis.CONTRACT
    assert "99.5% `contract` (s.4)" in page(spec)
    assert "A contract pays back; it does not keep a service up." in page(spec)


# --- zero and nobody -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "id", ["load.peak", "load.peak_next_year", "egress.new_connections", "dependencies[].rate_limit", "cdn.requests"]
)
def test_a_rate_of_zero_is_refused(id: str) -> None:
    assert f"{id}: 0/s: it must be above 0/s." in refused(answered(id, "0/s"))


@pytest.mark.parametrize("id", ["latency.p99", "failover[].mttf", "load.service_time", "egress.held", "mail.deadline"])
def test_a_time_of_zero_is_refused_where_nothing_takes_no_time(id: str) -> None:
    assert f"{id}: 0 s: it must be above 0 s." in refused(answered(id, "0 s"))


def test_no_users_are_not_a_distance_of_nothing() -> None:
    text = "spec.components: [user_facing]\ndistance.origin: eu-west-1\nlatency.p99: 300 ms\nusers: none"
    spec = made(text)
    assert spec.contradictions == ()
    assert all(figure.value is None for figure in spec.figures["distance.km"])
    assert "no users" in page(spec).lower(), "the reader is not told that nobody was named"


def test_empty_lists_decide_and_fire_nothing() -> None:
    lists = [question.id for question in library().questions() if question.type == "records" and question.prompt]
    text = "spec.components: [external_calls, database, mutating_api, user_facing]\nspec.domain: payments\n"
    spec = made(text + "\n".join(f"{id}: none" for id in lists))
    assert spec.contradictions == ()
    assert not {need for one in (*spec.may_apply, *spec.waiting) for need in one.needs} & set(lists)
    assert "No hard dependency: there is no chain" in page(made(f"{CALLS}dependencies: none"))


def test_a_cache_entry_that_nobody_asks_for_has_no_hit_ratio() -> None:
    spec = made(f"{CALLS}dependencies: [{{name: enquiry, hard: no, cache_ttl: 60 s, key_rate: 0/s}}]")
    unknown_because(spec, "cache.expected_hits", "enquiry", "Nobody asks for this entry")


# --- lifetimes of zero -----------------------------------------------------------------------------------------------


def test_a_cache_lifetime_of_zero_is_no_cache() -> None:
    """Whatever hit ratio stands beside it: a hit in a cache that keeps nothing would raise an availability."""
    record = "name: enquiry, hard: no, availability: 99%, cache_ttl: 0 s, hit_ratio: 85%, mean: 300 ms"
    spec = made(f"{CALLS}load.peak: 40/s\ndependencies: [{{{record}}}]")
    for id in ("availability.fallback", "cache.mean", "cache.tail", "cache.multiplier"):
        assert spec.figure(id, "enquiry").value is None, id
    assert "85%" not in page(spec)


def test_a_dns_lifetime_of_zero_adds_nothing_and_an_unknown_one_bounds() -> None:
    record = "component: DB, pattern: active_passive, heartbeat: 10 s, misses: 3, probe_timeout: 5 s, switch_time: 60 s"
    none, unsaid = (
        made(f"failover: [{{{record}{more}}}]").figure("failover.outage", "db") for more in (", dns_ttl: 0 s", "")
    )
    assert none.value == unsaid.value
    assert (none.bound, unsaid.bound) == ("", "at least")


def test_keys_that_are_kept_for_no_time_recognise_nothing() -> None:
    assert "idempotency.retention: 0 s: it must be above 0 s." in refused(answered("idempotency.retention", "0 s"))


def test_an_edge_lifetime_of_zero_is_no_edge() -> None:
    text = "spec.components: [serves_files]\ncdn.mode: pull\ncdn.edge_ttl: 0 s\ncdn.browser_ttl: 0 s\ncdn.requests: 100/s\n"
    spec = made(f"{text}cdn.hit_ratio: 95%")
    assert spec.figure("cdn.origin_load").value is None or spec.contradictions
    assert "95%" not in page(spec) or spec.contradictions


# --- survivors -------------------------------------------------------------------------------------------------------

PAIR = "component: DB, pattern: active_passive, heartbeat: 10 s, misses: 3, probe_timeout: 5 s"
MEASURED = "basis: measured, source: last year"


def test_what_fails_before_it_is_back_has_no_availability() -> None:
    spec = made(
        f"availability.target: 99.9%\nfailover: [{{{PAIR}, mttr: 4 h, success: 95%, standby_availability: 99.9%, "
        f"mttf: {{value: 60 s, {MEASURED}}}, switch_time: {{value: 60 s, {MEASURED}}}}}]"
    )
    found = fired(spec, "fails-before-recovered")
    assert found.severity is Level.ERROR
    assert "DB is said to fail every 60 s, and one failover takes 95 s." in found.message
    assert spec.figure("failover.availability", "db").value is None


def test_one_node_is_not_active_active() -> None:
    spec = made(
        "failover: [{component: API, pattern: active_active, nodes: 1, tolerated: 0, utilisation: 40%, mttf: 720 h}]"
    )
    assert "it has 1 node" in fired(spec, "one-node-active-active").message
    for id in ("failover.active_active", "failover.room", "failover.after_loss"):
        assert spec.figure(id, "api").value is None, id


@pytest.mark.parametrize("tolerated", [3, 4])
def test_no_node_is_left_when_all_may_be_lost(tolerated: int) -> None:
    record = f"component: API, pattern: n_plus_k, nodes: 3, tolerated: {tolerated}, utilisation: 40%, mttf: 720 h"
    spec = made(f"failover: [{{{record}}}]")
    assert "Then nobody is left to answer." in fired(spec, "tolerates-every-node").message
    assert spec.figure("failover.after_loss", "api").value is None


# --- queues ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [7, 8])
def test_a_queue_without_an_end_has_no_waiting_time(workers: int) -> None:
    """40/s of 200 ms keep 8 workers busy: with exactly 8 the queue has no end either."""
    spec = made(
        f"spec.components: [mutating_api]\nload.peak: {{value: 40/s, {MEASURED}}}\n"
        f"load.service_time: {{value: 200 ms, {MEASURED}}}\nload.workers: {workers}"
    )
    assert "grow" in fired(spec, "load-above-capacity").message
    for id in ("queue.wait", "queue.time", "queue.p95", "queue.p99", "queue.wait_chance"):
        assert spec.figure(id).value is None, id
    unknown_because(spec, "queue.wait", "", "The queue grows without limit")


def test_no_worker_is_refused() -> None:
    assert "load.workers: 0: it must be at least 1." in refused("load.workers: 0")


# --- dependencies and percentiles ------------------------------------------------------------------------------------


def test_a_dependency_listed_twice_is_refused_so_it_counts_once() -> None:
    said = refused("dependencies:\n  - {name: Interbank switch, hard: yes}\n  - {name: interbank  switch, hard: yes}")
    assert "answers.yaml:3:" in said
    assert "is given twice, first in line 2; name must tell entries apart." in said


def test_a_redundant_pair_is_not_multiplied_in_series() -> None:
    dependencies = "{name: A, hard: yes, availability: 99%, redundant: yes}, {name: B, hard: yes, availability: 99.9%}"
    spec = made(f"{CALLS}dependencies: [{dependencies}]")
    chain = spec.figure("availability.chain")
    assert chain.working == "0.999"
    assert chain.bound == "at most"
    assert "not in series" in page(spec)


def test_a_sum_of_p99s_is_not_a_p99() -> None:
    spec = made(
        "spec.components: [external_calls, user_facing]\nlatency.p99: 3 s\ndistance.origin: eu-west-1\nusers: [Lagos]\n"
        "network.protocol: h2_tls13\ndependencies: [{name: A, hard: yes, p99: 1.8 s}, {name: B, hard: yes, p99: 0.4 s}]"
    )
    assert "Rows at their own p99 do not add up to a p99" in page(spec)
    assert "Here: at most p98." in page(spec)


# --- unknown, guessed, stale -----------------------------------------------------------------------------------------


def _unknown(answer: Answer) -> Answer:
    """The same answer, unknown; in records everything but what tells them apart."""
    if isinstance(answer.value, tuple) and any(isinstance(one, Record) for one in answer.value):
        records = [one for one in answer.value if isinstance(one, Record)]
        return replace(answer, value=tuple(replace(one, fields=_keyless(one)) for one in records))
    return Answer(Unknown(), "unknown")


def _keyless(record: Record) -> dict[str, Answer]:
    key = next(iter(record.fields))
    return {name: one if name == key else Answer(Unknown(), "unknown") for name, one in record.fields.items()}


def _is_path(path: str) -> bool:
    return any(path == one.id or path.startswith(f"{one.id}.") for one in library().questions() if not one.list_id)


CASES = [
    pytest.param(rule.id, example, id=f"{rule.id}-{number}")
    for rule in library().rules()
    for number, example in enumerate(rule.fires)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_unknown_never_fires(rule: str, example: Example) -> None:
    answers, _, pinned = read_example(example, library())
    unknown = {id: answer if id.startswith("spec.") else _unknown(answer) for id, answer in answers.items()}
    assert [one.rule.id for one in spec_of(unknown).contradictions] == []
    if not pinned:
        spec = spec_of(answers)
        assert rule in {one.rule.id for one in spec.contradictions}
        for one in spec.contradictions:  # each names the answers that made it fire, so that they can be mended
            assert one.answers, one.rule.id
            assert {path for path in one.answers if not _is_path(path)} == set(), one.rule.id


def test_what_is_not_evaluated_says_what_it_needs() -> None:
    spec = made(f"{CALLS}dependencies: [{{name: switch, hard: yes, availability: unknown}}]")
    waiting = {one.id: one.needs for one in spec.waiting}
    assert waiting["target-above-chain"] == ("dependencies.switch.availability",)
    assert "wait for an answer" in page(spec) or "waits for an answer" in page(spec)
    assert "dependencies.switch.availability" in page(spec)


def test_a_guess_is_at_most_a_warning_and_says_which() -> None:
    guessed = made(SWITCH.replace("{value: 99.5%, basis: contract, source: s.4}", "99.5%"))
    assert fired(guessed, "target-above-chain").severity is Level.WARNING
    assert "(A warning only while `dependencies.switch.availability` is a guess.)" in page(guessed)
    assert fired(made(SWITCH), "target-above-chain").severity is Level.ERROR


def test_a_stale_measurement_is_a_guess() -> None:
    text = SWITCH.replace("basis: contract, source: s.4", "basis: measured, source: probe, as_of: 2026-0MONTH-01")
    old, new = (made(text.replace("MONTH", month), **REVIEWED) for month in ("1", "9"))
    assert fired(old, "target-above-chain").severity is Level.WARNING
    assert "not within the review period" in page(old)
    assert fired(new, "target-above-chain").severity is Level.ERROR


# --- accepting -------------------------------------------------------------------------------------------------------

ACCEPTED = {"reason": "second switch in March", "person": "'@risk'", "until": "2027-01-31"}


def accepting(**fields: str) -> str:
    given_ = ", ".join(f"{name}: {value}" for name, value in fields.items())
    return f"{SWITCH}accepted: [{{contradiction: target-above-chain, {given_}}}]"


def test_an_acceptance_stands_with_reason_person_and_date() -> None:
    spec = made(accepting(**ACCEPTED), **REVIEWED)
    assert fired(spec, "target-above-chain").accepted == "second switch in March, @risk, until 2027-01-31"
    assert "(1 accepted)" in page(spec)


def test_an_expired_acceptance_fires_again() -> None:
    """Judged at the day of the review: a spec does not change overnight, and a review must not pass over it."""
    spec = made(accepting(**{**ACCEPTED, "until": "2026-10-31"}), **REVIEWED)
    assert fired(spec, "target-above-chain").accepted == ""
    assert "2026-10-31" in page(spec), "the reader is not told that the acceptance has run out"
    last_day = made(accepting(**{**ACCEPTED, "until": "2026-11-20"}), **REVIEWED)
    assert fired(last_day, "target-above-chain").accepted


@pytest.mark.parametrize("absent", ["reason", "person", "until"])
def test_an_acceptance_without_reason_person_or_date_does_not_count(absent: str) -> None:
    text = accepting(**{name: value for name, value in ACCEPTED.items() if name != absent})
    spec = made(text, **REVIEWED)
    assert fired(spec, "target-above-chain").accepted == ""
    assert f"`accepted.target-above-chain.{absent}`" in page(spec), "the reader is not told what is missing"


def test_only_a_contradiction_that_exists_can_be_accepted() -> None:
    assert "there is no contradiction 'target-above-chian'" in refused(
        "accepted: [{contradiction: target-above-chian, reason: typo, person: '@risk', until: 2027-01-31}]"
    )


# --- output ----------------------------------------------------------------------------------------------------------


def test_the_order_of_answers_changes_nothing_and_twice_is_the_same() -> None:
    lines = f"{SWITCH}load.peak: 40/s\nlatency.p99: 3 s\nspec.domain: payments".splitlines()
    first, second, backwards = ("\n".join(some) for some in (lines, lines, lines[::-1]))
    assert render(made(first), TEMPLATES) == render(made(second), TEMPLATES)
    assert page(made(first)) == page(made(backwards))


def test_what_people_type_stays_inside_its_cell() -> None:
    named = "A | B `c` <x> [y](z)"
    switch = SWITCH.replace("name: switch", f"name: '{named}'")
    text = page(made(f"{switch}failover: [{{component: '{named}', pattern: single}}]"))
    tables = [re.findall(r"^\|.*$", part, re.MULTILINE) for part in text.split("\n\n") if part.startswith("| ")]
    assert any("A \\| B" in row for rows in tables for row in rows)
    for header, *rows in tables:
        for row in rows:
            assert row.replace("\\|", "").count("|") == header.replace("\\|", "").count("|"), row
