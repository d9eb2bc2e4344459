"""C16, C17 and C18 as figures: how busy the workers are, who waits and how long, and what a full queue means.

Times are seconds, rates per second, shares exact. The formulas stand in `erlang`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._ranges import positive, whole
from specgen.calculators._working import count, duration, events, near, plain, rate, ratio, span, spans
from specgen.calculators.erlang import (
    ENDLESS,
    ERLANG,
    KINGMAN,
    MOST_WORKERS,
    mean_wait,
    stable,
    time_quantile,
    utilisation,
    varied_wait,
    wait_chance,
    wait_quantile,
)
from specgen.model import Dimension

LITTLE = "Little's law, L = lambda x W"
PEAK, NEXT_YEAR = "load.peak", "load.peak_next_year"
SERVICE, WORKERS, LIMIT = "load.service_time", "load.workers", "load.queue_limit"
ARRIVALS, SPREAD = "load.arrival_variation", "load.service_variation"

POISSON = "Takes arrivals and service times to be as irregular as chance: Poisson, exponential."
ONE_QUEUE = "Takes one queue in front of all workers: a queue for each worker makes requests wait longer."
NO_QUANTILE = (
    "Percentiles are known only for service times and arrivals as irregular as chance (variation 1); "
    "with other variations the mean wait is an approximation and the tail has to be measured."
)


def _offered(given: Given, peak: str = PEAK) -> tuple[Fraction, Fraction, Fraction]:
    """Busy workers, workers and the service time."""
    service = positive(given.amount(SERVICE), "a service time")
    load = positive(given.amount(peak), "a rate") * service
    return load, Fraction(whole(given.amount(WORKERS), "workers", most=MOST_WORKERS)), service


def offered(given: Given) -> Outcome:
    calls, service = given.amount(PEAK), given.amount(SERVICE)
    load = positive(calls, "a rate") * positive(service, "a service time")
    return Outcome(count(load), f"{rate(calls)} x {span(service)}")


def busy(given: Given, peak: str = PEAK) -> Outcome:
    load, workers, service = _offered(given, peak)
    value = utilisation(load, workers)
    working = f"{rate(given.amount(peak))} x {span(service)} / {plain(workers)}"
    return Outcome(ratio(value), working, "", (ENDLESS,) if value >= 1 else ())


def capacity(given: Given) -> Outcome:
    service, workers = given.amount(SERVICE), whole(given.amount(WORKERS), "workers", most=MOST_WORKERS)
    value = workers / positive(service, "a service time")
    return Outcome(events(value), f"{workers} / {span(service)}", "", ("With every worker busy all the time.",))


def _by_chance(given: Given) -> bool:
    """Whether both variations are 1, so that Erlang's formulas hold."""
    return given.amount(ARRIVALS) == 1 and given.amount(SPREAD) == 1


def chance(given: Given) -> Outcome:
    load, workers, _ = _offered(given)
    stable(load, workers)
    if not _by_chance(given):
        raise ValueError(NO_QUANTILE)
    return Outcome(ratio(wait_chance(load, workers)), f"C({plain(workers)}, {near(load)})", "", (POISSON, ONE_QUEUE))


def _wait(given: Given) -> tuple[Fraction, Fraction, str, tuple[str, ...]]:
    """Mean wait, service time, the working, and caveats."""
    load, workers, service = _offered(given)
    wait = mean_wait(load, workers, service)
    working = f"{near(wait_chance(load, workers))} x {span(service)} / ({plain(workers)} - {near(load)})"
    if _by_chance(given):
        return wait, service, working, (POISSON, ONE_QUEUE)
    arrivals, spread = given.amount(ARRIVALS), given.amount(SPREAD)
    working += f" x ({plain(arrivals)}^2 + {plain(spread)}^2) / 2"
    note = "An approximation (Kingman, Allen and Cunneen): it is close under heavy load and rough under light load."
    return varied_wait(wait, arrivals, spread), service, working, (note, ONE_QUEUE)


def wait(given: Given) -> Outcome:
    value, _, working, notes = _wait(given)
    return Outcome(duration(value), working, "", notes)


def time(given: Given) -> Outcome:
    value, service, _, notes = _wait(given)
    return Outcome(duration(value + service), " + ".join(spans((value, service))), "", notes)


def stretch(given: Given) -> Outcome:
    value, service, _, notes = _wait(given)
    return Outcome(count((value + service) / service), " / ".join(spans((value + service, service))), "", notes)


def _quantile(
    formula: Callable[[Fraction, Fraction, Fraction, Fraction], Fraction], percent: int, peak: str = PEAK
) -> Callable[[Given], Outcome]:
    def compute(given: Given) -> Outcome:
        load, workers, service = _offered(given, peak)
        stable(load, workers)
        if not _by_chance(given):
            raise ValueError(NO_QUANTILE)
        value = formula(load, workers, service, Fraction(percent, 100))
        working = f"p{percent} of M/M/{plain(workers)}, {near(load)} workers busy, {span(service)} each"
        return Outcome(duration(value), working, "", (POISSON, ONE_QUEUE))

    return compute


def full_wait(given: Given) -> Outcome:
    places, service = given.amount(LIMIT), given.amount(SERVICE)
    workers = whole(given.amount(WORKERS), "workers", most=MOST_WORKERS)
    value = whole(places, "places in the queue", least=0) * positive(service, "a service time") / workers
    return Outcome(duration(value), f"{plain(places)} x {span(service)} / {workers}", "", (ONE_QUEUE,))


_LOAD = (PEAK, SERVICE, WORKERS)
_MODEL = (*_LOAD, ARRIVALS, SPREAD)
_MODEL_NEXT_YEAR = (NEXT_YEAR, SERVICE, WORKERS, ARRIVALS, SPREAD)

FIGURES = (
    FigureSpec(
        "queue.offered",
        "Workers kept busy at peak",
        Dimension.NUMBER,
        "peak x service time (Little)",
        offered,
        needs=(PEAK, SERVICE),
        source=LITTLE,
        help="So many workers are busy on average; with no more than that the queue has no end.",
        toward="up",
    ),
    FigureSpec(
        "queue.utilisation",
        "Utilisation at peak",
        Dimension.RATIO,
        "peak x service time / workers",
        busy,
        needs=_LOAD,
        source=LITTLE,
        help="The share of time the workers are busy. Waiting explodes on the way to 100%, and has no end there.",
        toward="up",
    ),
    FigureSpec(
        "queue.busy_next_year",
        "Utilisation at peak, in a year",
        Dimension.RATIO,
        "peak in a year x service time / workers",
        lambda given: busy(given, NEXT_YEAR),
        needs=(NEXT_YEAR, SERVICE, WORKERS),
        source=LITTLE,
        help="The same with next year's peak and today's workers.",
        toward="up",
    ),
    FigureSpec(
        "queue.capacity",
        "Most that the workers can serve",
        Dimension.RATE,
        "workers / service time",
        capacity,
        needs=(SERVICE, WORKERS),
        source=LITTLE,
        help="Above this rate the queue grows for as long as the rate lasts.",
        toward="down",
    ),
    FigureSpec(
        "queue.wait_chance",
        "Requests that have to wait for a worker",
        Dimension.RATIO,
        "Erlang C of workers and offered load",
        chance,
        needs=_MODEL,
        source=ERLANG,
        help="The share of requests that find every worker busy at peak.",
    ),
    FigureSpec(
        "queue.wait",
        "Mean wait for a worker",
        Dimension.DURATION,
        "C x service time / (workers - offered load), x (ca^2 + cs^2) / 2 for other variations",
        wait,
        needs=_MODEL,
        source=f"{ERLANG}; {KINGMAN}",
        help="What waiting adds to the mean answer at peak.",
    ),
    FigureSpec(
        "queue.time",
        "Mean time, waiting and service",
        Dimension.DURATION,
        "mean wait + service time",
        time,
        needs=_MODEL,
        source=f"{ERLANG}; {KINGMAN}",
        help="From the arrival at the service until its answer leaves, on average.",
    ),
    FigureSpec(
        "queue.p95",
        "p95 of waiting and service",
        Dimension.DURATION,
        "quantile of M/M/c by bisection",
        _quantile(time_quantile, 95),
        needs=_MODEL,
        source=ERLANG,
        help="95 of 100 requests leave the service within this time at peak.",
    ),
    FigureSpec(
        "queue.p99",
        "p99 of waiting and service",
        Dimension.DURATION,
        "quantile of M/M/c by bisection",
        _quantile(time_quantile, 99),
        needs=_MODEL,
        source=ERLANG,
        help="The service's own row of the latency budget, if times are as irregular as chance.",
    ),
    FigureSpec(
        "queue.p99_next_year",
        "p99 of waiting and service, in a year",
        Dimension.DURATION,
        "quantile of M/M/c by bisection",
        _quantile(time_quantile, 99, NEXT_YEAR),
        needs=_MODEL_NEXT_YEAR,
        source=ERLANG,
        help="The same with next year's peak and today's workers.",
    ),
    FigureSpec(
        "queue.wait_p99",
        "p99 of the wait for a worker",
        Dimension.DURATION,
        "service time x ln(C / 1%) / (workers - offered load)",
        _quantile(wait_quantile, 99),
        needs=_MODEL,
        source=ERLANG,
        help="One request in a hundred waits longer than this before anything is done for it.",
    ),
    FigureSpec(
        "queue.stretch",
        "How much waiting stretches a request",
        Dimension.NUMBER,
        "mean time / service time",
        stretch,
        needs=_MODEL,
        source=f"{ERLANG}; {KINGMAN}",
        help="At 2 a request spends as long waiting as being served.",
        unit="times",
    ),
    FigureSpec(
        "queue.full_wait",
        "Wait of the last place in a full queue",
        Dimension.DURATION,
        "places x service time / workers",
        full_wait,
        needs=(LIMIT, SERVICE, WORKERS),
        source=LITTLE,
        help="A queue longer than the caller's patience serves people who have left.",
    ),
)
