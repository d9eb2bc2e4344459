"""C28 toil: hours and mistakes of work by hand, and when automating it pays.

Working time is given in hours as a pure number, not as a duration: 190 h of work shown as "7.9 d" would be
read as working days. `at_peak` is a real span of time and therefore a duration in seconds.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST, AT_MOST, flipped, joined
from specgen.calculators._dependencies import flag_or_none
from specgen.calculators._ranges import not_negative, positive, share
from specgen.calculators._working import count, duration, near, plain, rate, seconds
from specgen.frozen import Frozen
from specgen.model import Dimension
from specgen.quantities import HOUR, MINUTE

TOIL = "SRE Book ch. 5 and SRE Workbook ch. 6 (toil)"
STEPS = "process.steps"
MINUTES, PER_MONTH, ERRORS = f"{STEPS}[].minutes", f"{STEPS}[].per_month", f"{STEPS}[].errors"
MANUAL, HERE, INCIDENT = f"{STEPS}[].manual", f"{STEPS}[].here", "process.incident"
BUILD, UPKEEP = "process.build_hours", "process.upkeep"


def hours_a_month(one_run: Fraction, per_month: Fraction) -> Fraction:
    """Hours a month that a step takes: seconds of one run x runs a month / 3600. Source: SRE Workbook ch. 6.

    Raises ValueError for negative input.
    """
    return not_negative(one_run, "the time of one run") * not_negative(per_month, "runs a month") / HOUR


def mistakes_a_month(per_month: Fraction, errors: Fraction) -> Fraction:
    """Runs a month that go wrong: runs x share of errors.

    Raises ValueError for negative runs or a share outside 0 to 100%.
    """
    return not_negative(per_month, "runs a month") * share(errors, "the share of errors")


def payback_months(build: Fraction, saved: Fraction) -> Fraction | None:
    """Months until hours of building are regained: build / hours saved a month after upkeep. None: never.

    Source: SRE Workbook ch. 6. Raises ValueError for negative building time.
    """
    return not_negative(build, "the hours to build") / saved if saved > 0 else None


# --- figures ------------------------------------------------------------------------------------------------


class Hours(Frozen):
    """Hours a month, their working, and what is not in them."""

    amount: Fraction
    working: str
    bound: str = ""
    missing: tuple[str, ...] = ()

    @property
    def caveats(self) -> tuple[str, ...]:
        return (f"Not counted, because unknown: {', '.join(self.missing)}.",) if self.missing else ()


def _jotted(one_run: Fraction, per_month: Fraction) -> str:
    return f"{near(one_run / MINUTE)} x {plain(per_month)} / 60"


def hours(given: Given) -> Outcome:
    if not given.flag(MANUAL):
        raise ValueError("Not done by hand: it takes nobody's time.")
    missing: list[str] = []
    for name in (MINUTES, PER_MONTH):
        try:
            given.amount(name)
        except Missing as error:
            missing += error.names
    if missing:
        raise Missing(*missing)
    one_run, per_month = given.amount(MINUTES), given.amount(PER_MONTH)
    return Outcome(count(hours_a_month(one_run, per_month)), _jotted(one_run, per_month))


def mistakes(given: Given) -> Outcome:
    per_month, errors = given.amount(PER_MONTH), given.amount(ERRORS)
    return Outcome(count(mistakes_a_month(per_month, errors)), f"{plain(per_month)} x {plain(errors)}")


def _toil(given: Given) -> Hours:
    """Hours of the steps done by hand; a lower bound when some are not known. Raises Missing when none is."""
    total = Fraction(0)
    terms: list[str] = []
    missing: list[str] = []
    manual = 0
    for record in given.records(STEPS):
        step = given.of(STEPS, record)
        by_hand = flag_or_none(step, MANUAL)
        if by_hand is None:
            missing.append(f"{STEPS}.{record.key}.manual")
        elif by_hand:
            manual += 1
            unknown = [name for name in (MINUTES, PER_MONTH) if step.amount_or_none(name) is None]
            if unknown:
                missing += [f"{STEPS}.{record.key}.{name.partition('[].')[2]}" for name in unknown]
                continue
            one_run, per_month = step.amount(MINUTES), step.amount(PER_MONTH)
            total += hours_a_month(one_run, per_month)
            terms.append(_jotted(one_run, per_month))
    if missing and not terms:
        raise Missing(*missing)
    working = " + ".join(terms) or "no step is done by hand"
    return Hours(total, working, AT_LEAST if missing else "", tuple(missing))


def toil(given: Given) -> Outcome:
    found = _toil(given)
    return Outcome(count(found.amount), found.working, found.bound, found.caveats)


def _saved(given: Given) -> Hours:
    """Hours a month that automating every manual step saves. Without the upkeep it is at most the toil."""
    work = _toil(given)
    upkeep = given.amount_or_none(UPKEEP)
    if upkeep is None:
        bound = joined(work.bound, AT_MOST, UPKEEP, *work.missing)
        return Hours(work.amount, near(work.amount), bound, (*work.missing, UPKEEP))
    kept = not_negative(upkeep, "the upkeep") / HOUR
    return Hours(work.amount - kept, f"{near(work.amount)} - {near(kept)}", work.bound, work.missing)


def saved(given: Given) -> Outcome:
    found = _saved(given)
    notes = ["If every step now done by hand is automated."]
    if found.amount <= 0 and found.bound != AT_LEAST:
        notes.insert(0, "Nothing is saved: the upkeep takes as long as the work.")
    return Outcome(count(found.amount), found.working, found.bound, (*notes, *found.caveats))


def payback(given: Given) -> Outcome:
    """False, with a caveat, when it never pays."""
    build, net = given.amount(BUILD) / HOUR, _saved(given)
    months = payback_months(build, net.amount)
    if months is not None:
        return Outcome(count(months), f"{near(build)} / ({net.working})", flipped(net.bound), net.caveats)
    if net.bound == AT_LEAST:
        raise Missing(*net.missing)
    return Outcome(
        False,
        f"{near(build)} / ({net.working})",
        "",
        ("Never: what is saved does not exceed the upkeep.", *net.caveats),
    )


def at_peak(given: Given) -> Outcome:
    """A month's volume at peak rate: the step done by hand most often stands for the volume.

    A step by hand is what a request replaces; a program may run any number of times for one request. Unknown when the
    count of any such step is: the largest of the others would only be a lower bound, and what reads this figure asks
    whether it is suspiciously small. Steps whose runs will not become requests here do not count. Raises ValueError when
    no step is left.
    """
    peak = positive(given.amount("load.peak"), "the peak")
    known: list[Fraction] = []
    missing: list[str] = []
    for record in given.records(STEPS):
        step = given.of(STEPS, record)
        if flag_or_none(step, HERE) is False:
            continue
        try:
            if step.flag(MANUAL):
                known.append(not_negative(step.amount(PER_MONTH), "runs a month"))
        except Missing as error:
            missing += error.names
    if missing:
        raise Missing(*missing)
    if not known:
        raise ValueError(
            "No step is done by hand that becomes requests here: there is no volume to hold the peak against."
        )
    largest = max(known)
    return Outcome(duration(largest / peak), f"{plain(largest)} / {rate(peak)}")


def incident_budgets(given: Given) -> Outcome:
    unseen, allowed = given.amount(INCIDENT), given.amount("figures.availability.budget")
    value = not_negative(unseen, "the longest failure") / allowed
    return Outcome(count(value), f"{seconds(unseen)} / {near(allowed)} s")


_FIELDS = (MANUAL, MINUTES, PER_MONTH)

FIGURES = (
    FigureSpec(
        "process.hours",
        "Hours a month",
        Dimension.NUMBER,
        "minutes x count / 60",
        hours,
        needs=(MANUAL,),
        reads=(MINUTES, PER_MONTH),
        each=STEPS,
        source=TOIL,
        help="What this step costs in hours of work by hand, each month.",
        unit="h",
    ),
    FigureSpec(
        "process.mistakes",
        "Mistakes a month",
        Dimension.NUMBER,
        "count x errors",
        mistakes,
        needs=(PER_MONTH, ERRORS),
        each=STEPS,
        source=TOIL,
        help="How often somebody has to find and mend this step.",
    ),
    FigureSpec(
        "process.toil",
        "Hours by hand a month",
        Dimension.NUMBER,
        "sum of minutes x count / 60 over manual steps",
        toil,
        needs=(STEPS,),
        reads=_FIELDS,
        source=TOIL,
        help="What the process costs in hours of manual work, each month.",
        unit="h",
    ),
    FigureSpec(
        "process.saved",
        "Hours saved a month",
        Dimension.NUMBER,
        "hours by hand - upkeep",
        saved,
        needs=(STEPS,),
        reads=(*_FIELDS, UPKEEP),
        source=TOIL,
        help="What automation gives back each month after looking after it.",
        unit="h",
    ),
    FigureSpec(
        "process.payback",
        "Months until automation has paid",
        Dimension.NUMBER,
        "hours to build / hours saved",
        payback,
        needs=(STEPS, BUILD),
        reads=(*_FIELDS, UPKEEP),
        source=TOIL,
        help="If the process changes or ends sooner than this, leave it manual.",
        unit="months",
    ),
    FigureSpec(
        "process.at_peak",
        "A month's volume at peak rate",
        Dimension.DURATION,
        "largest count of a step by hand / peak",
        at_peak,
        needs=(STEPS, "load.peak"),
        reads=(MANUAL, HERE, PER_MONTH),
        source="Definition of a rate",
        help="If a month passes in seconds, the peak and the volume do not describe the same system.",
    ),
    FigureSpec(
        "process.incident_budgets",
        "Budgets that the longest unseen failure took",
        Dimension.NUMBER,
        "longest unseen failure / budget",
        incident_budgets,
        needs=(INCIDENT, "figures.availability.budget"),
        source="SRE Book ch. 3 (error budgets)",
        help="Above 1 a failure of that length breaks the target by itself.",
        unit="budgets",
    ),
)
