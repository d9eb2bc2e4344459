"""C25 media bytes: what a host has to hold and carry, and what a day moves.

Sizes are bytes, throughputs bytes a second, rates files a second, shares exact.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._ranges import not_negative
from specgen.calculators._working import near, plain
from specgen.calculators.media import (
    BYTES,
    JOBS,
    OVERLAP,
    P50,
    P95,
    RANGE,
    READ,
    THROUGHPUT,
    WORKERS,
    copied,
    in_bytes,
    in_ranges,
    size_text,
    speed_text,
    whole_jobs,
)
from specgen.model import Dimension, Quantity
from specgen.quantities import DAY

ACCESS, FILES, OUTPUT = "media.access", "media.files", "media.output_ratio"


def scratch(jobs: Fraction, size: Fraction, output: Fraction) -> Fraction:
    """Bytes of scratch space on a host whose jobs all hold a copy and their output: jobs x size x (1 + output ratio).

    Source: definition. Raises ValueError for negative input or less than one job.
    """
    return copied(size, whole_jobs(jobs)) * (1 + not_negative(output, "the output ratio"))


# --- figures ------------------------------------------------------------------------------------------------

_MEDIAN = "The median stands for the mean, which a few long files raise."


def scratch_needed(given: Given) -> Outcome:
    if given.word(ACCESS) != "copy_local":
        raise ValueError("No whole file is copied: scratch space holds output only.")
    known = {name: given.amount_or_none(name) for name in (JOBS, P95)}
    jobs, size = known[JOBS], known[P95]
    if jobs is None or size is None:
        raise Missing(*(name for name, amount in known.items() if amount is None))
    output = given.amount_or_none(OUTPUT)
    working = f"{plain(jobs)} x {size_text(size)}" + (f" x {plain(1 + output)}" if output is not None else "")
    value = in_bytes(scratch(jobs, size, output or Fraction(0)))
    if output is None:
        return Outcome(value, working, AT_LEAST, ("Space for the output is unknown and not counted.",))
    return Outcome(value, working)


def host_network(given: Given) -> Outcome:
    jobs, speed = whole_jobs(given.amount(JOBS)), given.amount(THROUGHPUT)
    value = jobs * not_negative(speed, "a throughput")
    return Outcome(Quantity(value, Dimension.THROUGHPUT), f"{plain(jobs)} x {speed_text(speed)}")


def copied_day(given: Given) -> Outcome:
    files, size, workers = given.amount(FILES), given.amount(P50), given.amount(WORKERS)
    daily = not_negative(files, "files a day") * DAY
    working = f"{near(daily)} x {plain(workers)} x {size_text(size)}"
    return Outcome(in_bytes(daily * copied(size, workers)), working, "", (_MEDIAN,))


def needed_day(given: Given) -> Outcome:
    moved, file = in_ranges(given, P50)
    daily = not_negative(given.amount(FILES), "files a day") * DAY
    return Outcome(in_bytes(daily * moved), f"{near(daily)} x {file}", "", (_MEDIAN,))


FIGURES = (
    FigureSpec(
        "media.scratch_needed",
        "Scratch space a host needs",
        Dimension.SIZE,
        "jobs x size x (1 + output ratio)",
        scratch_needed,
        needs=(ACCESS,),
        reads=(JOBS, P95, OUTPUT),
        source=BYTES,
        help="What the disk has to hold when every job of a host works on a large file.",
        toward="up",
    ),
    FigureSpec(
        "media.host_network",
        "Network that the copies of one host ask for",
        Dimension.THROUGHPUT,
        "jobs x throughput of one connection",
        host_network,
        needs=(JOBS, THROUGHPUT),
        source=BYTES,
        help="If the host's network card carries less, copies that start together are slower than one alone.",
        toward="up",
    ),
    FigureSpec(
        "media.copied_day",
        "Bytes copied a day",
        Dimension.SIZE,
        "files a day x workers x median size",
        copied_day,
        needs=(FILES, P50, WORKERS),
        source=BYTES,
        help="What the network and the store carry each day when files are copied.",
    ),
    FigureSpec(
        "media.needed_day",
        "Bytes that range reads move a day",
        Dimension.SIZE,
        "files a day x median size x share read x (1 + overlap), at least one range of each",
        needed_day,
        needs=(FILES, P50, READ, OVERLAP, RANGE),
        source=BYTES,
        help="What the network and the store carry each day when files are read in ranges.",
    ),
)
