"""The block of the CDN: how old files get, and what that means for an editor, in situations that no example holds."""

from __future__ import annotations

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity
from specgen.renderers.markdown.blocks import blocks

CLIPS = """cdn.mode: pull
cdn.versioned_urls: no
cdn.staleness_tolerance: 5 min
cdn.edge_ttl: 24 h
cdn.browser_ttl: 1 h
cdn.purge: none
"""
PURGED = CLIPS.replace("purge: none", "purge: automated\ncdn.purge_time: {value: 30 s, basis: measured, source: probe}")


def block(text: str, tier: int = 0, components: str = "serves_files") -> str:
    library = packs.built_in()
    answers = answersfile.read(f"spec.components: [{components}]\n{text}", "answers.yaml", library)
    return blocks()["figures.cdn"].make(compose(library, answers, Identity("x", "X", tier=tier, owners=("@a",))))


def test_the_brief_of_the_clip_service() -> None:
    """25 h of staleness against 5 minutes: 300 times as long."""
    text = block(CLIPS)
    assert "| **worst case, lifetimes added up, as far as it is known** | **25 h `assumed`** |" in text
    assert "| the same if every cache counts its age | at least 24 h `decided` |" in text
    assert "| accepted | 5 min |" in text
    assert "somebody still sees the old one 25 h later: **300 times the accepted 5 min**." in text
    assert "Nothing withdraws a copy sooner; browsers keep theirs for 1 h, which no purge can shorten." in text
    assert "needs `cdn.shield_ttl`, `cdn.stale_while_revalidate`, `cdn.stale_if_error`" in text
    assert text.count("Unknown: ") == 1
    assert "after a purge" not in text


def test_what_publishing_purges_is_gone_with_the_purge_but_for_browsers() -> None:
    text = block(PURGED)
    assert "| after a purge (publishing purges it) | 1.01 h `measured` |" in text
    assert (
        "the old one 1.01 h later: **12 times the accepted 5 min**. Publishing purges the edge; browsers keep" in text
    )
    assert "how soon a copy is withdrawn" not in text
    untimed = block(CLIPS.replace("purge: none", "purge: automated"))
    assert "the old one at least 1 h later" in untimed
    assert "how soon a copy is withdrawn needs `cdn.purge_time`" in untimed


def test_a_purge_that_takes_longer_than_the_lifetimes_is_not_what_an_editor_waits_for() -> None:
    """Age counted, everything known: 1 min at the edge and in browsers is over before a purge of 15 min."""
    text = block(
        PURGED.replace("24 h", "1 min").replace("1 h", "1 min").replace("30 s", "15 min")
        + "cdn.age_honoured: yes\ncdn.shield_ttl: 0 s\ncdn.stale_while_revalidate: 0 s\ncdn.stale_if_error: 0 s\n"
    )
    assert "somebody still sees the old one 60 s later; 5 min is accepted." in text
    assert "| **worst case** | **60 s `decided`** |" in text


def test_a_purge_by_hand_does_not_shorten_the_worst_case() -> None:
    text = block(PURGED.replace("automated", "manual"))
    assert "somebody still sees the old one 25 h later" in text
    assert "Once somebody has purged the edge by hand it takes 1.01 h until everybody sees the new one" in text


def test_a_new_name_for_each_content_needs_no_purge() -> None:
    text = block(CLIPS.replace("urls: no", "urls: yes"))
    assert "no cache can hold an old copy of it" in text
    assert "has to expect" not in text
    unknown = block(CLIPS.replace("urls: no", "urls: unknown"))
    assert "Unless changed files get new names: that is unknown (`cdn.versioned_urls`)." in unknown


def test_with_push_browsers_alone_are_old() -> None:
    text = block(CLIPS.replace("mode: pull", "mode: push"))
    assert "at the edge | 24 h" not in text
    assert "still sees the old one at least 1 h later: **12 times the accepted 5 min**" in text
    assert "An upload replaces the copy at the edge; browsers keep theirs for 1 h." in text
    assert "purge" not in text
    assert "cdn.requests" not in text


@pytest.mark.parametrize(
    ("accepted", "said"), [("24 h", "more than the accepted 24 h"), ("25 h", "; 25 h is accepted.")]
)
def test_close_to_what_is_accepted(accepted: str, said: str) -> None:
    assert said in block(CLIPS.replace("5 min", accepted))


def test_what_nobody_accepted_stands_in_no_row() -> None:
    text = block(CLIPS.replace("5 min", "unknown"))
    assert "| accepted |" not in text
    assert "whether that is too long needs `cdn.staleness_tolerance`" in text


def test_no_old_copy_is_accepted_at_all() -> None:
    assert "**more than the accepted 0 s**" in block(CLIPS.replace("5 min", "0 s"))


def test_an_empty_edge_is_told_with_what_the_origin_can_serve() -> None:
    loads = (
        "cdn.requests: 1000/s\ncdn.hit_ratio: {value: 95%, basis: measured, source: log}\n"
        "cdn.origin_limit: {value: 100/s, basis: measured, source: test}\n"
    )
    text = block(CLIPS + loads)
    assert "At peak the origin gets 50/s `assumed` while the edge is full." in text
    assert "the origin gets 1,000/s `assumed`, 20 times as much; it can serve 100/s `measured`." in text
    assert "whether the origin survives" not in text
    assert "whether the origin survives an empty edge needs `cdn.hit_ratio`, `cdn.origin_limit`" in block(
        f"{CLIPS}cdn.requests: 1000/s\n"
    )


def test_nothing_known_and_no_cdn_are_one_line() -> None:
    assert block("") == "Whether a CDN serves files is unknown: how old they get needs `cdn.mode`."
    assert block("cdn.mode: none").startswith("There is no CDN")
    assert block("cdn.mode: pull").startswith("Unknown: how much longer")
    assert block("", components="database") == ""


def test_the_short_spec_has_the_sentence_alone() -> None:
    text = block(CLIPS, tier=3)
    assert text.startswith("An editor who replaces a file")
    assert "|" not in text
    assert len(text.splitlines()) == 1
