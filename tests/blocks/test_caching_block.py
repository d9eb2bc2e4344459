"""The block of partners' caches: each sentence must be true of the answers that made it."""

from __future__ import annotations

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity
from specgen.renderers.markdown.blocks import blocks

LOADS = "load.peak: 40/s\nload.peak_next_year: 120/s\n"
KEPT = "name: Name enquiry, hard: no, cache_ttl: 24 h, hit_ratio: 85%"
ID = "dependencies.name-enquiry"


def block(*dependencies: str, more: str = LOADS, tier: int = 0) -> str:
    listed = "".join(f"  - {{{one}}}\n" for one in dependencies)
    text = f"spec.components: [external_calls, mutating_api]\n{more}dependencies:\n{listed}"
    library = packs.built_in()
    answers = answersfile.read(text, "answers.yaml", library)
    return blocks()["figures.caching"].make(compose(library, answers, Identity("x", "X", tier=tier, owners=("@a",))))


def test_the_brief_of_instant_transfers() -> None:
    """By hand: 15% of 40/s are 6/s, of 120/s 18/s; 1 / 0.15 is 6.7; (0.99 - 0.85) / 0.15 is 93.3%."""
    text = block("name: Interbank switch, hard: yes, attempts: 3, timeout: 5 s", KEPT)
    assert "Interbank switch" not in text, "nobody said that its answers are kept"
    assert "| Answers kept of | For | Oldest answer |" in text, "columns that nobody answered stand in no table"
    assert "| Name enquiry | 24 h | at least 24 h `decided` |" in text
    assert "| Calls that reach | Hits | Peak now, 40/s | Next year's peak, 120/s | Basis |" in text
    assert "may act on what was true 24 h ago or earlier." in text
    assert "| Name enquiry | 85% `assumed` | 6/s full, 40/s empty | 18/s full, 120/s empty | `assumed` |" in text
    assert "gets 6.7 times as many calls until it has filled (`assumed`)" in text
    assert "is a miss: the time that 93.3% `assumed` of the misses stay within" in text
    assert "unknown" not in text
    assert text.count("Unknown: ") == 1
    assert f"Unknown: what is served while it is down needs `{ID}.stale_if_error`; the accepted age" in text
    assert f"the accepted age needs `{ID}.staleness_tolerance`" in text
    assert f"whether storing is allowed needs `{ID}.cache_permitted`" in text


def test_too_old_and_not_permitted_stand_out() -> None:
    text = block(f"{KEPT}, staleness_tolerance: 5 min, cache_permitted: no, stale_if_error: 1 h")
    assert "| Name enquiry | 24 h | 1 h longer | 25 h `decided` | 5 min | **no** |" in text
    assert "25 h ago: **more than the accepted 5 min**." in text
    allowed = block(f"{KEPT}, staleness_tolerance: 25 h, cache_permitted: yes, stale_if_error: 1 h")
    assert "25 h ago; 25 h is accepted." in allowed, "equal is accepted"
    assert "**" not in allowed


def test_loads_above_the_quota_stand_out_also_where_nothing_is_kept() -> None:
    quota = "rate_limit: {value: 100/s, basis: contract, source: contract s.7}"
    text = block(
        f"{KEPT}, rate_limit: {{value: 30/s, basis: contract, source: s.7}}", f"name: Switch, cache_ttl: 0 s, {quota}"
    )
    assert "6/s full, **40/s** empty | 18/s full, **120/s** empty | 30/s `contract`" in text
    assert "| Switch | nothing kept | 40/s | **120/s** | 100/s `contract` | `assumed` |" in text
    assert "Bold: more than the partner allows." in text
    assert "Bold" not in block(KEPT)


def test_the_p99_of_a_very_good_cache_is_a_hit() -> None:
    text = block("name: Rates, cache_ttl: 1 h, hit_ratio: 99%, mean: 300 ms, key_rate: 6/min")
    assert "With 99% hits the p99 of calls to Rates is a hit. The mean is 5 ms `default`." in text
    assert "An entry asked for 6/min and kept 1 h should be found in 99.72% `assumed` of calls." in text


def test_last_known_values_are_kept_too() -> None:
    text = block("name: Rates, fallback: stale_cache, cache_ttl: 0 s, stale_if_error: 2 h")
    assert "| Rates | 0 s | 2 h longer | 2 h `decided` |" in text
    assert "hit_ratio" not in text, "nothing is cached: no share of hits is asked for"


def test_a_fallback_without_old_answers_adds_no_age() -> None:
    assert "| Name enquiry | 24 h | no longer | 24 h `decided` |" in block(f"{KEPT}, fallback: none")


def test_what_one_dependency_leaves_open_another_may_answer() -> None:
    text = block(KEPT, "name: Rates, cache_ttl: 1 h, staleness_tolerance: 2 h")
    assert "| Answers kept of | For | Oldest answer | Accepted age |" in text
    assert "| Name enquiry | 24 h | at least 24 h `decided` | unknown |" in text
    assert "| Rates | 1 h | at least 1 h `decided` | 2 h |" in text


def test_counted_calls_replace_the_peak_of_requests() -> None:
    """By hand: 15% of 10/s are 1.5/s; the peak grows threefold, so do the calls."""
    counted = "calls: {value: 10/s, basis: measured, source: log}"
    text = block(f"{KEPT}, {counted}, rate_limit: {{value: 20/s, basis: contract, source: s.7}}")
    assert "| 1.5/s full, 10/s empty | 4.5/s full, **30/s** empty | 20/s `contract` |" in text
    alone = block(f"{KEPT}, {counted}", more="")
    assert "| Calls that reach | Hits | Peak now | Basis |" in alone


def test_without_a_peak_no_table_of_loads() -> None:
    text = block(KEPT, more="")
    assert "Calls that reach" not in text
    assert "6.7 times" in text


def test_nothing_kept_says_nothing() -> None:
    assert block("name: Switch, cache_ttl: 0 s") == ""
    assert block("name: Switch") == ""


def test_in_the_short_spec_one_sentence_is_enough() -> None:
    text = block(KEPT, tier=3)
    assert text == (
        "Answers of Name enquiry may be at least 24 h `decided` old; whether that is too old needs "
        f"`{ID}.staleness_tolerance`."
    )
    assert "; 25 h is accepted." in block(f"{KEPT}, staleness_tolerance: 25 h", tier=3)


def test_a_name_cannot_break_the_table() -> None:
    text = block('name: "a | b", cache_ttl: 1 h')
    assert "| a \\| b | 1 h |" in text


def test_one_call_a_request_makes_no_error_and_a_count_does() -> None:
    loads = "load.peak: {value: 1000/s, basis: measured, source: lb}"
    hits = "hit_ratio: {value: 50%, basis: measured, source: log}"
    quota = "rate_limit: {value: 100/s, basis: contract, source: s.7}"
    counted = "calls: {value: 900/s, basis: measured, source: log}"
    library = packs.built_in()
    for more, severity, capped in (("", "warning", "dependencies.rates.calls"), (f", {counted}", "error", "")):
        text = f"spec.components: [external_calls, mutating_api]\n{loads}\n"
        text += f"dependencies:\n  - {{name: Rates, cache_ttl: 1 h, {hits}, {quota}{more}}}\n"
        spec = compose(library, answersfile.read(text, "answers.yaml", library), Identity("x", "X", owners=("@a",)))
        (found,) = [one for one in spec.contradictions if one.rule.id == "cache-too-cold"]
        assert (found.severity.value, found.capped) == (severity, capped)
