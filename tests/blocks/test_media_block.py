"""Ways to reach the files: the clip service by hand, and what is said when numbers are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity, Library, Spec
from specgen.renderers.markdown.blocks import media

CHECKLISTS = Path(__file__).parents[2] / "checklists"
MEASURED = "basis: measured, source: us"
CLIPS = f"""spec.components: [media]
media.access: copy_local
media.file_p50: {{value: 1.1 GB, {MEASURED}}}
media.file_p95: {{value: 10 GB, {MEASURED}}}
media.files: {{value: 900/day, {MEASURED}}}
media.read_share: {{value: 5%, {MEASURED}}}
media.throughput: {{value: 90 MB/s, {MEASURED}}}
media.hosts: 12
media.jobs_per_host: 4
media.deadline: 5 min
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return packs.load({path.name: path.read_text(encoding="utf-8") for path in sorted(CHECKLISTS.glob("*.yaml"))})


def composed(library: Library, text: str, tier: int = 2) -> Spec:
    answers = answersfile.read(text, "answers.yaml", library)
    return compose(library, answers, Identity("x", "X", tier=tier, owners=("@a",)))


def block(library: Library, text: str, tier: int = 2) -> str:
    return media.BLOCK.make(composed(library, text, tier))


def without(text: str, *ids: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith(ids)) + "\n"


def test_nothing_is_said_without_media(library: Library) -> None:
    assert block(library, "spec.components: [database]") == ""


def test_three_ways_side_by_side(library: Library) -> None:
    """By hand: 10 GB / 90 MB/s = 111 s; 5% and 5% in vain are 525 MB, 5.83 s; the first 16 MB take 178 ms."""
    said = block(library, CLIPS)
    assert "| A large file, 1 worker `default` |" in said
    assert "| **Copy of the whole file** (chosen) | 10 GB `measured` | 111 s `measured` | 111 s `measured` |" in said
    assert "| Shared mount | 500 MB `measured` | its first read | unknown |" in said
    assert "| Range reads | 530 MB `default` | 178 ms `measured` | 5.8 s `default` |" in said


def test_what_copying_costs_is_told_where_files_are_copied(library: Library) -> None:
    """By hand: 111.1 s of 300 s are 37.04%; 1.1 GB take 12.2 s; 900 x 1.1 GB = 990 GB, x 0.05 x 1.05 = 51.975 GB."""
    said = block(library, CLIPS)
    assert "For each byte that the work reads, 20 `measured` are copied." in said
    assert "111 s `measured` for its copy, 37% of the 5 min until the result is due; one of median size waits" in said
    assert "12.2 s `measured`." in said
    assert "4 jobs ask for 360 MB/s `measured`." in said
    assert "900 files a day `measured`, taken at median size, move 990 GB `measured` as copies, 52 GB `default`" in said
    ranges = block(library, CLIPS.replace("copy_local", "object_ranges"))
    assert "| **Range reads** (chosen) |" in ranges
    assert "for its copy" not in ranges
    assert "Scratch space" not in ranges


def test_twenty_workers_copy_it_twenty_times(library: Library) -> None:
    said = block(library, CLIPS + "media.workers: 20\n")
    assert "| A large file, 20 workers |" in said
    assert "| 200 GB `measured` | 111 s `measured` |" in said


def test_scratch_space_with_and_without_its_output(library: Library) -> None:
    said = block(library, CLIPS)
    assert "4 jobs with large files on one host need at least 40 GB `measured`" in said
    assert "how much a host has needs `media.scratch`." in said
    sized = f"media.scratch: {{value: 50 GB, {MEASURED}}}\nmedia.output_ratio: {{value: 50%, {MEASURED}}}\n"
    assert "on one host need 60 GB `measured`; the host has 50 GB `measured`." in block(library, CLIPS + sized)


def test_a_mount_is_shared_by_every_job_of_every_host(library: Library) -> None:
    """By hand: 3 GB/s over 12 x 4 jobs are 62.5 MB/s; 500 MB take 8 s. Without the jobs it is 167 ms at least."""
    mount = f"media.mount_throughput: {{value: 3 GB/s, {MEASURED}}}\n"
    text = CLIPS.replace("copy_local", "shared_fs") + mount
    assert "| **Shared mount** (chosen) | 500 MB `measured` | its first read | 8 s `measured` |" in block(library, text)
    alone = block(library, without(text, "media.hosts"))
    assert "| its first read | at least 166 ms `measured` |" in alone


@pytest.mark.parametrize(("pattern", "way"), [("whole_file", "Copy of the whole file"), ("random_seek", "Range reads")])
def test_a_signed_url_is_read_as_the_tool_reads(library: Library, pattern: str, way: str) -> None:
    text = CLIPS.replace("copy_local", "presigned_client") + f"media.pattern: {pattern}\n"
    assert f"| **{way}** (chosen) |" in block(library, text)


def test_one_line_says_all_that_is_missing(library: Library) -> None:
    said = block(library, "spec.components: [media]")
    assert said == (
        "Unknown: the way chosen needs `media.access`; bytes and times of a large file need `media.file_p95`, "
        "`media.read_share`, `media.throughput`; time through a mount needs `media.mount_throughput`; a day's bytes need "
        "`media.files`, `media.file_p50`."
    )
    assert block(library, CLIPS).count("Unknown:") == 1


def test_the_short_spec_holds_no_table(library: Library) -> None:
    said = block(library, CLIPS, tier=3)
    assert "|" not in said
    assert "111 s" in said
    assert len(said.splitlines()) == 1


def test_one_finding_where_copying_takes_the_whole_deadline(library: Library) -> None:
    found = {one.rule.id for one in composed(library, CLIPS.replace("5 min", "100 s")).contradictions}
    assert "deadline-gone-copying" in found
    assert "whole-file-for-a-part" not in found
    assert "whole-file-for-a-part" in {one.rule.id for one in composed(library, CLIPS).contradictions}
