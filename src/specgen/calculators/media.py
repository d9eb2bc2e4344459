"""C25 media bytes: what is moved, and how long work waits, when files are copied, mounted or read in ranges.

Sizes are bytes, throughputs bytes a second, times seconds, rates files a second, shares exact.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._ranges import not_negative, positive, share, whole
from specgen.calculators._working import count, duration, plain
from specgen.model import Dimension, Quantity
from specgen.quantities import show

BYTES = "Definition: bytes are files x size; time is bytes / throughput"
S3 = "AWS, Performance guidelines for Amazon S3 (byte-range requests of 8 to 16 MB)"
WORKERS = "media.workers"
P50, P95 = "media.file_p50", "media.file_p95"
READ = "media.read_share"
OVERLAP, RANGE = "media.overlap", "media.range_size"
THROUGHPUT, MOUNT = "media.throughput", "media.mount_throughput"
HOSTS, JOBS = "media.hosts", "media.jobs_per_host"


def copied(size: Fraction, workers: Fraction) -> Fraction:
    """Bytes moved when every worker of a file copies all of it: workers x size.

    Source: definition. Raises ValueError for a negative size or less than one worker.
    """
    return whole(workers, "workers per file") * not_negative(size, "a file size")


def used(size: Fraction, read: Fraction) -> Fraction:
    """Bytes that the work on a file reads: size x share read, by all of its workers together.

    Source: definition. Raises ValueError for a negative size or a share outside 0 to 100%.
    """
    return not_negative(size, "a file size") * share(read, "the share that is read")


def ranged(size: Fraction, read: Fraction, overlap: Fraction, one: Fraction = Fraction(0)) -> Fraction:
    """Bytes moved by range reads: size x share read x (1 + overlap), and never less than the first range of `one` bytes.

    The overlap is what is read twice or in vain. A file smaller than a range is read as a whole.
    Source: definition. Raises ValueError for negative input or a share above 100%.
    """
    wanted = used(size, read) * (1 + not_negative(overlap, "the overlap"))
    return max(wanted, min(not_negative(one, "a range"), size))


def amplification(moved: Fraction, wanted: Fraction) -> Fraction:
    """Bytes moved for each byte wanted: moved / wanted. Raises ValueError when nothing is wanted."""
    if wanted <= 0:
        raise ValueError("Nothing of the file is read: there is nothing to compare the copies with.")
    return not_negative(moved, "bytes moved") / wanted


def transfer_time(size: Fraction, throughput: Fraction) -> Fraction:
    """Seconds to move `size` bytes: size / throughput.

    Source: definition. Raises ValueError for a negative size or a throughput of zero.
    """
    if throughput <= 0:
        raise ValueError("A throughput of zero moves nothing: no file would ever arrive.")
    return not_negative(size, "a file size") / throughput


def whole_jobs(jobs: Fraction) -> Fraction:
    return Fraction(whole(jobs, "jobs per host"))


# --- figures ------------------------------------------------------------------------------------------------

_IN_RANGES = ("Parts far from each other take a range each, also where they are smaller than one.",)
_SHARED = (
    "Each copy is taken to get the throughput of one connection; copies that start together share the host's network."
)


def size_text(amount: Fraction) -> str:
    return show(Quantity(amount, Dimension.SIZE), 6)


def speed_text(amount: Fraction) -> str:
    return show(Quantity(amount, Dimension.THROUGHPUT), 6)


def in_bytes(amount: Fraction) -> Quantity:
    return Quantity(amount, Dimension.SIZE)


def copied_large(given: Given) -> Outcome:
    size, workers = given.amount(P95), given.amount(WORKERS)
    return Outcome(in_bytes(copied(size, workers)), f"{plain(workers)} x {size_text(size)}")


def mounted(given: Given) -> Outcome:
    size, read = given.amount(P95), given.amount(READ)
    notes = ("What the mount reads ahead is not counted.",)
    return Outcome(in_bytes(used(size, read)), f"{size_text(size)} x {plain(read)}", "", notes)


def needed(given: Given) -> Outcome:
    moved, working = in_ranges(given, P95)
    return Outcome(in_bytes(moved), working, "", _IN_RANGES)


def in_ranges(given: Given, file: str) -> tuple[Fraction, str]:
    """Bytes that ranges move for a file of that size, and how they come about."""
    size, read, overlap = given.amount(file), given.amount(READ), given.amount(OVERLAP)
    one = positive(given.amount(RANGE), "a range")
    moved = ranged(size, read, overlap, one)
    if moved > ranged(size, read, overlap):
        return moved, f"one range of {size_text(one)}" if one <= size else f"all of {size_text(size)}"
    return moved, f"{size_text(size)} x {plain(read)} x {plain(1 + overlap)}"


def copies_per_byte(given: Given) -> Outcome:
    workers, read = given.amount(WORKERS), given.amount(READ)
    one = Fraction(1)  # the size of the file cancels out
    value = amplification(copied(one, workers), used(one, read))
    return Outcome(count(value), f"{plain(workers)} / {plain(read)}")


def start_delay(given: Given, size: str = P95) -> Outcome:
    moved, speed = given.amount(size), given.amount(THROUGHPUT)
    return Outcome(duration(transfer_time(moved, speed)), f"{size_text(moved)} / {speed_text(speed)}", "", (_SHARED,))


def start_delay_p50(given: Given) -> Outcome:
    return start_delay(given, P50)


def range_delay(given: Given) -> Outcome:
    first, whole_file, speed = given.amount(RANGE), given.amount(P95), given.amount(THROUGHPUT)
    moved = min(positive(first, "a range"), whole_file)
    notes = ("Without the round trip of the request.",)
    return Outcome(duration(transfer_time(moved, speed)), f"{size_text(moved)} / {speed_text(speed)}", "", notes)


def _slots(given: Given) -> Fraction | None:
    """Jobs that run at once on all hosts; None when that is not known."""
    hosts, jobs = given.amount_or_none(HOSTS), given.amount_or_none(JOBS)
    if hosts is None or jobs is None:
        return None
    return whole(hosts, "hosts") * whole_jobs(jobs)


def range_time(given: Given) -> Outcome:
    moved, _ = in_ranges(given, P95)
    speed, workers = given.amount(THROUGHPUT), Fraction(whole(given.amount(WORKERS), "workers per file"))
    first = min(given.amount(RANGE), given.amount(P95))
    notes: tuple[str, ...] = ("One connection for each worker; several in parallel are faster.",)
    if moved / workers < first:
        working = f"{size_text(first)} / {speed_text(speed)}"
        notes = (*notes, "Workers share a file by ranges, so none is done before its first.")
        return Outcome(duration(transfer_time(first, speed)), working, "", notes)
    working = f"{size_text(moved)} / ({plain(workers)} x {speed_text(speed)})"
    return Outcome(duration(transfer_time(moved / workers, speed)), working, "", notes)


def mount_time(given: Given) -> Outcome:
    size, read, mount = given.amount(P95), given.amount(READ), given.amount(MOUNT)
    workers, slots = Fraction(whole(given.amount(WORKERS), "workers per file")), _slots(given)
    moved = used(size, read)
    if slots is None:
        notes = ("Jobs on other files are unknown and not counted; they share the mount.",)
        value = transfer_time(moved, mount)
        return Outcome(duration(value), f"{size_text(moved)} / {speed_text(mount)}", AT_LEAST, notes)
    together = min(workers, slots)  # a host that runs four jobs cannot work on one file with twenty
    value = transfer_time(moved * slots / together, mount)
    working = f"{size_text(moved)} x {plain(slots)} / {plain(together)} / {speed_text(mount)}"
    notes = ("If every job slot reads at once and gets an equal part of the mount.",)
    return Outcome(duration(value), working, "", notes)


FIGURES = (
    FigureSpec(
        "media.copied",
        "Bytes copied for a large file",
        Dimension.SIZE,
        "workers x size",
        copied_large,
        needs=(P95, WORKERS),
        source=BYTES,
        help="What goes over the network when each worker copies the whole file first.",
    ),
    FigureSpec(
        "media.mounted",
        "Bytes read of a large file",
        Dimension.SIZE,
        "size x share read",
        mounted,
        needs=(P95, READ),
        source=BYTES,
        help="What the work itself reads, and therefore what a shared mount has to deliver at least.",
    ),
    FigureSpec(
        "media.needed",
        "Bytes that range reads move for a large file",
        Dimension.SIZE,
        "size x share read x (1 + overlap), at least one range",
        needed,
        needs=(P95, READ, OVERLAP, RANGE),
        source=BYTES,
        help="What goes over the network when workers read only the ranges they need.",
    ),
    FigureSpec(
        "media.amplification",
        "Bytes copied for each byte read",
        Dimension.NUMBER,
        "workers / share read",
        copies_per_byte,
        needs=(WORKERS, READ),
        source=BYTES,
        help="1 is no waste. At 20, nineteen of twenty bytes are copied for nobody.",
    ),
    FigureSpec(
        "media.start_delay",
        "Wait for the copy of a large file",
        Dimension.DURATION,
        "size / throughput",
        start_delay,
        needs=(P95, THROUGHPUT),
        source=BYTES,
        help="How long nothing happens before work on a large file begins.",
    ),
    FigureSpec(
        "media.start_delay_p50",
        "Wait for the copy of a median file",
        Dimension.DURATION,
        "size / throughput",
        start_delay_p50,
        needs=(P50, THROUGHPUT),
        source=BYTES,
        help="How long nothing happens before work on a file of median size begins.",
    ),
    FigureSpec(
        "media.range_delay",
        "Wait for the first range",
        Dimension.DURATION,
        "range / throughput",
        range_delay,
        needs=(RANGE, P95, THROUGHPUT),
        source=S3,
        help="How long it takes until work can begin when files are read in ranges.",
    ),
    FigureSpec(
        "media.range_time",
        "Time to read a large file's ranges",
        Dimension.DURATION,
        "size x share read x (1 + overlap) / (workers x throughput)",
        range_time,
        needs=(P95, READ, OVERLAP, RANGE, THROUGHPUT, WORKERS),
        source=BYTES,
        help="When everything that the work needs of a large file has arrived, read in ranges.",
    ),
    FigureSpec(
        "media.mount_time",
        "Time to read a large file through the mount",
        Dimension.DURATION,
        "size x share read x jobs at once / workers / mount throughput",
        mount_time,
        needs=(P95, READ, MOUNT, WORKERS),
        reads=(HOSTS, JOBS),
        source=BYTES,
        help="When everything that the work needs of a large file has arrived through the shared mount, all jobs busy.",
    ),
)
