"""C25 media bytes: the independent program's numbers, worked examples, senseless and missing input, invariants."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amounts import fractions
from specgen.calculators import FigureSpec, Given, Missing, Outcome, media, media_load
from specgen.calculators.media import amplification, copied, ranged, transfer_time, used
from specgen.calculators.media_load import scratch
from specgen.model import Answer, Basis, Dimension, Quantity, Unknown
from specgen.quantities import parse

F = Fraction
GB, MB = F(10**9), F(10**6)

ORACLE: dict[str, float] = json.loads(
    (Path(__file__).parents[1] / "oracles" / "calculators.json").read_text(encoding="utf-8")
)
COMPUTED = {
    "media.copy_s": transfer_time(10 * GB, 90 * MB),
    "media.amp.copy": amplification(copied(10 * GB, F(20)), 10 * GB),
    "media.amp.range": amplification(ranged(10 * GB, F(1), F("0.05")), 10 * GB),
}


def test_every_oracle_number_is_computed() -> None:
    assert {key for key in ORACLE if key.startswith("media.")} == COMPUTED.keys()


@pytest.mark.parametrize("key", sorted(COMPUTED))
def test_number_of_the_independent_program(key: str) -> None:
    assert float(COMPUTED[key]) == pytest.approx(ORACLE[key], rel=1e-9)


def test_worked_examples_of_the_design() -> None:
    assert copied(10 * GB, F(20)) == 200 * GB
    assert scratch(F(4), 10 * GB, F("0.5")) == 60 * GB
    assert scratch(F(4), 10 * GB, F(0)) == 40 * GB
    assert used(10 * GB, F("0.05")) == 500 * MB


@pytest.mark.parametrize(
    ("senseless", "said"),
    [
        (lambda: copied(-GB, F(1)), "cannot be negative"),
        (lambda: copied(GB, F(0)), "workers per file must be a whole number"),
        (lambda: copied(GB, F("1.5")), "workers per file must be a whole number"),
        (lambda: used(GB, F("1.01")), "between 0% and 100%"),
        (lambda: ranged(GB, F(1), F(-1)), "overlap cannot be negative"),
        (lambda: ranged(GB, F(1), F(0), F(-1)), "a range cannot be negative"),
        (lambda: amplification(GB, F(0)), "Nothing of the file is read"),
        (lambda: transfer_time(GB, F(0)), "throughput of zero"),
        (lambda: scratch(F(0), GB, F(0)), "jobs per host must be a whole number"),
        (lambda: scratch(F(1), GB, F(-1)), "output ratio cannot be negative"),
    ],
)
def test_senseless_input_is_refused_in_words(senseless: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        senseless()


# --- figures ---------------------------------------------------------------------------------------------------------

KINDS = {
    "file_p50": Dimension.SIZE, "file_p95": Dimension.SIZE, "range_size": Dimension.SIZE,
    "throughput": Dimension.THROUGHPUT, "mount_throughput": Dimension.THROUGHPUT,
    "workers": Dimension.NUMBER, "hosts": Dimension.NUMBER, "jobs_per_host": Dimension.NUMBER,
    "read_share": Dimension.RATIO, "overlap": Dimension.RATIO, "output_ratio": Dimension.RATIO,
    "files": Dimension.RATE,
}  # fmt: skip
CLIPS = {
    "access": "copy_local", "file_p50": "1.1 GB; measured", "file_p95": "10 GB; assumed", "files": "900/day; measured",
    "workers": "1", "hosts": "12", "jobs_per_host": "4", "read_share": "5%; assumed", "throughput": "90 MB/s; measured",
    "mount_throughput": "3 GB/s; contract", "output_ratio": "50%; measured", "overlap": "5%; default",
    "range_size": "16 MB",
}  # fmt: skip
SPECS: dict[str, FigureSpec] = {spec.id: spec for spec in (*media.FIGURES, *media_load.FIGURES)}


def answer(name: str, typed: str | None) -> Answer:
    """`typed` as a person types it, with its basis after a semicolon; None is "unknown"."""
    if typed is None:
        return Answer(Unknown(), "unknown")
    if name not in KINDS:
        return Answer(typed, typed)
    text, _, basis = typed.partition("; ")
    return Answer(parse(text, KINDS[name]), text, Basis[basis.upper()] if basis else Basis.DECIDED)


def figure(id: str, **changed: str | None) -> tuple[Outcome, Basis]:
    """The figure for the clip service with some answers changed. Raises Missing with every missing input."""
    typed: Mapping[str, str | None] = {**CLIPS, **changed}
    answers = {f"media.{name}": answer(name, one) for name, one in typed.items()}
    spec = SPECS[id]
    missing = [name for name in spec.needs if answers[name].is_unknown]
    if missing:
        raise Missing(*missing)
    view = Given(answers, {})
    outcome = spec.compute(view)
    assert set(view.used) <= {*spec.needs, *spec.reads}, "reads what it does not declare"
    return outcome, max([outcome.basis or Basis.DECIDED, *(one.basis for one in view.used.values())])


def amount(outcome: Outcome) -> F:
    assert isinstance(outcome.value, Quantity)
    return outcome.value.amount


@pytest.mark.parametrize(
    ("id", "value", "basis"),
    [
        ("media.copied", 10 * GB, "assumed"),
        ("media.mounted", 500 * MB, "assumed"),
        ("media.needed", 525 * MB, "default"),
        ("media.amplification", F(20), "assumed"),
        ("media.start_delay", F(1000, 9), "assumed"),
        ("media.start_delay_p50", F(110, 9), "measured"),
        ("media.range_delay", F(16, 90), "assumed"),
        ("media.range_time", F(525, 90), "default"),
        ("media.mount_time", F(8), "assumed"),
        ("media.scratch_needed", 60 * GB, "assumed"),
        ("media.host_network", 360 * MB, "measured"),
        ("media.copied_day", 990 * GB, "measured"),
        ("media.needed_day", F("51.975") * GB, "default"),
    ],
)
def test_figures_of_the_clip_service(id: str, value: F, basis: str) -> None:
    """By hand: 12 x 4 jobs share 3 GB/s, 62.5 MB/s each, and 500 MB take 8 s; 900 x 1.1 GB are 990 GB."""
    outcome, rests_on = figure(id)
    assert amount(outcome) == value
    assert rests_on.word == basis
    assert outcome.bound == ""
    assert outcome.working
    assert isinstance(outcome.value, Quantity)
    assert outcome.value.dimension is SPECS[id].dimension


def test_every_figure_is_tried_above() -> None:
    assert len(SPECS) == 13


@pytest.mark.parametrize(
    ("id", "unknown", "missing"),
    [
        ("media.copied", ["file_p95"], {"media.file_p95"}),
        ("media.needed", ["file_p95", "read_share"], {"media.file_p95", "media.read_share"}),
        ("media.start_delay", ["throughput"], {"media.throughput"}),
        ("media.scratch_needed", ["access"], {"media.access"}),
        ("media.scratch_needed", ["jobs_per_host", "file_p95"], {"media.jobs_per_host", "media.file_p95"}),
        ("media.mount_time", ["mount_throughput"], {"media.mount_throughput"}),
        ("media.copied_day", ["files"], {"media.files"}),
    ],
)
def test_missing_inputs_are_named(id: str, unknown: list[str], missing: set[str]) -> None:
    with pytest.raises(Missing) as error:
        figure(id, **dict.fromkeys(unknown))
    assert set(error.value.names) == missing


def test_scratch_space_without_its_output_is_a_lower_bound() -> None:
    outcome, _ = figure("media.scratch_needed", output_ratio=None)
    assert (amount(outcome), outcome.bound) == (40 * GB, "at least")
    assert "Space for the output is unknown and not counted." in outcome.caveats


def test_output_may_be_larger_than_its_source() -> None:
    assert amount(figure("media.scratch_needed", output_ratio="250%")[0]) == 140 * GB


@pytest.mark.parametrize("access", ["object_ranges", "shared_fs", "fuse_mount", "presigned_client"])
def test_who_copies_nothing_needs_no_space_for_copies(access: str) -> None:
    with pytest.raises(ValueError, match="No whole file is copied"):
        figure("media.scratch_needed", access=access)


def test_a_mount_alone_is_a_lower_bound() -> None:
    """500 MB at 3 GB/s: jobs on other files can only make it longer."""
    outcome, _ = figure("media.mount_time", hosts=None)
    assert (amount(outcome), outcome.bound) == (F(1, 6), "at least")


def test_more_workers_than_job_slots_do_not_read_faster() -> None:
    """By hand: 20 workers of 48 slots get 20/48 of the mount; 60 workers cannot get more than all of it."""
    assert amount(figure("media.mount_time", workers="20")[0]) == F(1, 6) * 48 / 20
    assert amount(figure("media.mount_time", workers="60")[0]) == F(1, 6)


def test_a_range_is_no_longer_than_its_file() -> None:
    assert amount(figure("media.range_delay", file_p95="9 MB")[0]) == F(1, 10)


@pytest.mark.parametrize(
    ("size", "read", "moved", "working"),
    [
        ("100 MB", "5%", 16 * MB, "one range of 16 MB"),  # 5.25 MB are wanted, and the first range is 16 MB
        ("5 MB", "10%", 5 * MB, "all of 5 MB"),
        ("16 MB", "10%", 16 * MB, "one range of 16 MB"),
        ("10 GB", "100%", F("10.5") * GB, "10 GB x 1 x 1.05"),
        ("5 MB", "100%", F("5.25") * MB, "5 MB x 1 x 1.05"),
    ],
)
def test_no_less_than_one_range_is_read(size: str, read: str, moved: F, working: str) -> None:
    outcome, _ = figure("media.needed", file_p95=size, read_share=read)
    assert (amount(outcome), outcome.working) == (moved, working)


@pytest.mark.parametrize("size", ["1 MB", "9 MB", "100 MB", "10 GB"])
@pytest.mark.parametrize("workers", ["1", "20", "200"])
def test_the_first_range_takes_no_longer_than_all_of_them(size: str, workers: str) -> None:
    first, _ = figure("media.range_delay", file_p95=size)
    all_, _ = figure("media.range_time", file_p95=size, workers=workers)
    assert amount(first) <= amount(all_)


def test_a_day_of_small_files_is_read_in_whole_ranges() -> None:
    outcome, _ = figure("media.needed_day", file_p50="100 MB")
    assert (amount(outcome), outcome.working) == (900 * 16 * MB, "900 x one range of 16 MB")


def test_a_throughput_of_zero_gives_a_sentence_and_no_number() -> None:
    for id in ("media.start_delay", "media.range_time", "media.range_delay"):
        with pytest.raises(ValueError, match="throughput of zero"):
            figure(id, throughput="0 B/s")


# --- invariants ------------------------------------------------------------------------------------------------------

sizes = fractions(1, 10**15, max_denominator=1000)
shares = fractions(F(1, 10**6), 1, max_denominator=10**6)
ratios = fractions(0, 10, max_denominator=1000)
counts = st.integers(1, 1000).map(F)


@given(sizes, shares, ratios, counts)
def test_amplification_is_at_least_one(size: F, read: F, overlap: F, workers: F) -> None:
    wanted = used(size, read)
    assert amplification(copied(size, workers), wanted) == workers / read >= 1
    assert amplification(ranged(size, read, overlap), wanted) == 1 + overlap >= 1


@given(sizes, sizes, counts, ratios)
def test_sizes_add_up(first: F, then: F, jobs: F, output: F) -> None:
    assert scratch(jobs, first, output) + scratch(jobs, then, output) == scratch(jobs, first + then, output)
    assert transfer_time(first, MB) + transfer_time(then, MB) == transfer_time(first + then, MB)


@given(sizes, counts, ratios, fractions(0, 1))
def test_more_jobs_or_output_never_need_less_space(size: F, jobs: F, output: F, more: F) -> None:
    assert scratch(jobs, size, output) <= scratch(jobs, size, output + more) <= scratch(jobs + 1, size, output + more)
