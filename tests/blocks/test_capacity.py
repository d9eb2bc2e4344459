"""The block on load and size: every sentence must be true of the answers that made it."""

from __future__ import annotations

from functools import cache

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity, Library
from specgen.renderers.markdown.blocks import blocks


@cache
def library() -> Library:
    return packs.built_in()


def block(text: str, tier: int = 0) -> str:
    answers = answersfile.read(text, "answers.yaml", library())
    spec = compose(library(), answers, Identity("x", "X", tier=tier, owners=("@a",)))
    return blocks()["figures.capacity"].make(spec)


LOAD = """
spec.components: [user_facing]
load.peak: {value: 80/s, basis: measured, source: us}
load.service_time: {value: 40 ms, basis: measured, source: us}
load.workers: 4
"""

CLIPS = """
spec.components: [user_facing, serves_files]
latency.journeys: [{name: playback page, percentile: 95%, target: 1.5 s}]
distance.origin: Frankfurt
distance.edge: cdn_static
network.protocol: h2_tls13
network.response: {value: 1.9 MB, basis: measured, source: us}
network.objects: 60
users: [Nairobi, Lagos, Berlin, São Paulo]
"""


def test_a_nightly_job_has_no_load_to_speak_of() -> None:
    assert block("spec.components: [database, scheduled_job]") == ""


def test_waiting_at_peak() -> None:
    text = block(f"{LOAD}load.peak_next_year: 90/s")
    assert "| Now | 80/s `measured` | 80% `measured` | 280 ms `default` |" in text
    assert "| In a year | 90/s `assumed` | 90% `assumed` |" in text
    assert "now        ████████████████████████······  80%" in text
    assert "| Find every worker busy | 60% `default` |" in text
    assert "| Mean, waiting and service | 70 ms `default` | 1.7 times the service time |" in text
    assert "irregular as chance" in text


def test_without_next_year_there_is_one_row_and_no_picture() -> None:
    text = block(LOAD)
    assert "In a year" not in text
    assert "```text" not in text


def test_a_queue_that_hardly_exists_shows_no_nanoseconds() -> None:
    text = block(LOAD.replace("workers: 4", "workers: 32"))
    assert "fewer than one in a hundred" in text
    assert "waiting adds next to nothing" in text
    assert "Mean wait" not in text
    assert " ns" not in text


def test_a_load_that_is_too_much_has_no_waiting_time() -> None:
    text = block(LOAD.replace("80/s", "500/s"))
    assert "**The queue grows without limit**: 500/s keep 20 `measured` workers busy, and there are 4." in text
    assert "| Now | 500/s `measured` | 500% `measured` | **no end** |" in text
    assert "What it means" not in text


def test_other_variations_leave_the_tail_to_be_measured() -> None:
    text = block(f"{LOAD}load.service_variation: 2")
    assert "| to be measured |" in text
    assert "| Mean wait | 75 ms `assumed` |" not in text  # the arrivals are still a default
    assert "| Mean wait | 75 ms `default` |" in text
    assert "the tail has to be measured" in text
    assert "p95, waiting" not in text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            "load.queue_limit: 100\nload.when_full: reject",
            "100 may wait, the last of them 1 s `measured`; beyond that new",
        ),
        ("load.queue_limit: 100", "beyond that what happens is unknown."),
        ("load.queue_limit: 0\nload.when_full: reject", "Nobody may wait: once every worker is busy, new requests are"),
        ("load.when_full: degrade", "When the queue is full, answers get cheaper; where that is, is unknown."),
        ("load.when_full: nothing", "**The queue has no limit**"),
        (
            "load.scale_out: 4 min",
            "New capacity serves after 4 min `assumed`; until then the queue grows by every request",
        ),
    ],
)
def test_what_happens_when_the_queue_is_full(answers: str, said: str) -> None:
    assert said in block(LOAD + answers)


def test_a_queue_without_limit_is_not_asked_for_its_limit() -> None:
    assert "load.queue_limit" not in block(f"{LOAD}load.when_full: nothing")
    assert "what a full queue means (needs `load.queue_limit`, `load.when_full`)" in block(LOAD)


def test_slow_start_of_the_clip_service() -> None:
    text = block(CLIPS)
    assert "the last byte takes at least 8 round trips `default`" in text
    assert "46 kB less (2.5%) `default` saves a round trip; much less gains none." in text
    assert "| São Paulo | 140 ms `default` | 1.1 s | 1.4 s `default` | 56 ms |" in text
    assert "| Nairobi | 93 ms `default` | 740 ms | 920 ms `default` |" in text
    assert "round trip  7  █████████████████████████████·  98%" in text
    assert "If all of it came from Frankfurt: 1.4 s `default` from São Paulo, 56 ms left of 1.5 s." in text
    assert "a miss pays this in full" in text
    assert "the network alone takes" not in text
    assert "           0 s                 1 s       1.5 s, promised" in text
    assert "what the line itself takes (needs `network.bandwidth`)" in text


def test_a_slow_line_breaks_the_promise_of_the_clip_service_everywhere() -> None:
    text = block(f"{CLIPS}network.bandwidth: 10 Mbit/s")
    assert "At 10 Mbit/s `assumed` the line alone takes 1.5 s `assumed`, wherever the server stands." in text
    assert "If all of it came from Frankfurt: 2.3 s" in text
    assert "over 1.5 s. The CDN" in text
    assert text.count("over the promise") == 4


def test_without_a_promise_the_longest_sets_the_scale() -> None:
    text = block(CLIPS.replace(", target: 1.5 s", ""))
    assert "Left of" not in text
    assert "promised" not in text
    assert "São Paulo" in text


def test_an_answer_that_fits_into_one_round_trip() -> None:
    text = block(CLIPS.replace("1.9 MB", "6 kB").replace("network.objects: 60", "network.objects: 1"))
    assert "That fits into the first ten: one round trip `default`" in text
    assert "Request to last byte, 1 trip |" in text
    assert "round trip  1" not in text


def test_what_is_far_from_a_round_trip_less_is_told_the_size_to_reach() -> None:
    assert "At 1.8 MB `default` or less it takes one fewer" in block(CLIPS.replace("1.9 MB", "3 MB"))


def test_without_a_cdn_the_network_is_what_the_promise_is_held_against() -> None:
    """Ten round trips of 144.4 ms are 1.444 s: two digits would read like the promise."""
    bare = CLIPS.replace("cdn_static", "none")
    assert "From São Paulo the network alone takes at least 1.4 s `default` of 1.5 s, the longest target" in block(bare)
    over = block(bare.replace("1.5 s", "1.4 s"))
    assert "**From São Paulo the network alone takes at least 1.44 s `default`, 43 ms over the promised 1.4 s" in over
    assert "| 1.4 s `default` | **43 ms over** |" in over


def test_a_queue_consumer_has_a_backlog_and_nobody_who_waits() -> None:
    text = block(LOAD.replace("user_facing", "queue_consumer").replace("80/s", "500/s"))
    assert "**A backlog builds up at peak**: 500/s arrive, and 4 workers do at most 100/s `measured`." in text
    assert "grows without limit" not in text


def test_old_http_is_counted_by_objects() -> None:
    text = block(CLIPS.replace("h2_tls13", "h1_tls12"))
    assert "the last byte takes at least 10 round trips" in text
    assert "6 connections share the 60 objects" in text
    assert "doubles" not in text


def test_users_beside_the_servers_are_told_to_measure() -> None:
    text = block(CLIPS.replace("Berlin", "Frankfurt"))
    assert "Frankfurt: Users and servers stand in one city" in text
    assert "| Frankfurt |" not in text


def test_loss_names_the_worst_place_and_what_it_is_true_of() -> None:
    text = block(f"{CLIPS}network.loss: 1%")
    assert "With 1% `assumed` loss one connection from São Paulo carries at most" in text
    assert "Reno-like" in text


def test_unknown_is_one_line() -> None:
    text = block("spec.components: [user_facing]")
    assert text.startswith("Unknown: how busy the workers are and who waits (needs `load.peak`,")
    assert "`network.response`" in text
    assert "\n" not in text


def test_a_small_spec_gets_one_line_of_load_and_one_of_size() -> None:
    assert block(LOAD, tier=3) == "At 80/s 4 workers are busy 80% `measured` of the time."
    assert block(f"spec.tier: '3'\n{LOAD.strip()}", tier=3) == ""  # nobody is asked for workers there
    assert "\n" not in block(CLIPS, tier=3)
