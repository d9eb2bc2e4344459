"""The block on latency: rows that are named, bars that can be read off, and what nobody answered."""

from __future__ import annotations

from fractions import Fraction

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity
from specgen.renderers.markdown.blocks import blocks
from specgen.renderers.markdown.blocks._bars import axis, retry_bars

F = Fraction


def block(text: str) -> str:
    library = packs.built_in()
    spec = compose(library, answersfile.read(text, "answers.yaml", library), Identity("x", "X", owners=("@a",)))
    return blocks()["figures.latency"].make(spec)


TRANSFERS = """
spec.components: [database, external_calls, user_facing, mutating_api]
latency.p99: 3 s
distance.origin: eu-west-1
distance.edge: none
network.protocol: h2_tls13
network.reuse: 60%
users: [Lagos, London]
dependencies:
  - {name: Switch, hard: yes, p99: 1.8 s}
  - {name: Enquiry, hard: no, cache_ttl: 24 h}
  - {name: Receipts, hard: yes, in_response: no, p99: 9 s}
"""


def test_what_the_budget_lacks_is_named_by_the_answers_that_would_tell() -> None:
    row = next(line for line in block(TRANSFERS).splitlines() if line.startswith("| Everything else"))
    for name in ("database.queries", "database.query_time", "load.service_time", "load.workers", "network.response"):
        assert f"`{name}`" in row
    assert "`dependencies.enquiry.p99`" in row
    assert row.endswith(", or own rows in `latency.hops` |")
    assert "Receipts, p99" not in block(TRANSFERS)


def test_own_rows_leave_only_what_they_lack() -> None:
    text = block(f"{TRANSFERS}latency.hops: [{{name: app, p99: 90 ms}}, {{name: queue}}]")
    assert "| app, p99 | 90 ms | 90 ms | `assumed` |" in text
    assert "needs `dependencies.enquiry.p99`, `latency.hops.queue.p99` |" in text


def test_bars_have_round_seconds_and_show_what_is_said_to_be_left() -> None:
    """Left in London are 1.18 s, said as 1.1 s: eleven of thirty cells."""
    text = block(TRANSFERS)
    assert "        0 s       1 s       2 s       3 s, promised\n        |---------|---------|---------|" in text
    assert "London  ███████████████████···········  1.1 s left" in text


def test_more_than_the_promise_is_an_excess() -> None:
    text = block(TRANSFERS.replace("p99: 3 s", "p99: 2 s").replace("p99: 1.8 s", "p99: 1.9 s"))
    assert "| **130 ms over** | **79 ms** |" in text
    assert "-130" not in text


@pytest.mark.parametrize(
    ("whole", "labels", "marks"),
    [
        (F(3), "0 s       1 s       2 s       3 s", "|---------|---------|---------|"),
        (F("0.3"), "0 s       100 ms    200 ms    300 ms", "|---------|---------|---------|"),
        (F("1.5"), "0 s                 1 s       1.5 s", "|-------------------|---------|"),
        (F(10), "0 s   2 s   4 s   6 s   8 s   10 s", "|-----|-----|-----|-----|-----|"),
        (F("1.05"), "0 s        400 ms     800 ms  1.05 s", ""),
    ],
)
def test_the_axis_has_marks_at_round_times(whole: Fraction, labels: str, marks: str) -> None:
    above, below = axis(whole)
    if marks:
        assert (above, below) == (labels, marks)
    assert len(below) == 31
    assert above.endswith(labels.rpartition(" ")[2])


def test_attempts_stand_on_one_axis_with_the_promise() -> None:
    lines = retry_bars(F(5), 3, F("0.2"), F(3)).splitlines()
    third = next(line for line in lines if line.startswith("attempt 3"))
    assert third.index("█") == len("attempt 3  ") + 20  # 10.4 of 15.4 s are 20.3 of 30 cells
    assert third.rindex("█") == len("attempt 3  ") + 29


def test_reuse_is_a_share_of_calls() -> None:
    assert "60% of calls (`assumed`) reuse a connection; below 99% a p99 has to carry" in block(TRANSFERS)


def test_light_of_a_journey_says_what_it_takes_for_granted() -> None:
    text = TRANSFERS.replace("[Lagos, London]", "[{place: Lagos, share: 60%}, {place: London, share: 40%}]")
    text += "latency.journeys: [{name: search, percentile: 95%, target: 1 s}]"
    assert "of which light takes at least 150 ms for the users who decide it, if all places reuse" in block(text)
    warm = block(text.replace("60%\n", "99%\n"))
    assert "of which light takes at least 51 ms for the users who decide it." in warm
