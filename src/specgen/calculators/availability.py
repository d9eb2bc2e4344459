"""C01 downtime, C02 error budget, C03 nines: what a target allows, and what planned work spends of it.

Availabilities are exact shares (99.95% is 9995/10000), times are seconds, counts are pure numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._ranges import below_one, not_negative, positive, share
from specgen.calculators._working import count, duration, near, plain, ratio, seconds
from specgen.model import Dimension
from specgen.quantities import DAY

SRE_BOOK = "SRE Book, Appendix A (availability table)"
ERROR_BUDGET = "SRE Book ch. 3 and SRE Workbook ch. 2 (error budgets)"

# A month has two usual lengths and a year three: the reader is always told which one is meant.
PERIODS: dict[str, Fraction] = {
    "a day": Fraction(DAY),
    "a week": Fraction(7 * DAY),
    "30 days": Fraction(30 * DAY),
    "an average month (365/12 days)": Fraction(365 * DAY, 12),
    "a year of 365 days": Fraction(365 * DAY),
}

# Other tables a reader may hold beside ours: the System Design Primer, for instance, counts 365.2425 days.
OTHER_PERIODS: dict[str, Fraction] = {
    "28 days": Fraction(28 * DAY),
    "a quarter (365/4 days)": Fraction(365 * DAY, 4),
    "a year of 365.2425 days": Fraction(3_652_425, 10_000) * DAY,
    "a year of 365.25 days": Fraction(1_461, 4) * DAY,
}

TARGET, WINDOW = "availability.target", "availability.window"


def downtime(availability: Fraction, period: Fraction) -> Fraction:
    """Seconds down in `period` seconds: (1 - A) x T. Source: SRE Book, Appendix A.

    Raises ValueError for an availability outside 0 to 100% or a period that is not positive.
    """
    return (1 - share(availability, "availability")) * positive(period, "the period")


def error_budget(target: Fraction, window: Fraction) -> Fraction:
    """Seconds a target below 100% allows in a window: (1 - A) x W. Source: SRE Book ch. 3.

    Raises ValueError for a target of 100%: its budget is zero, so every failure breaks it and no burn rate
    exists.
    """
    return downtime(below_one(target, "a target"), window)


def event_budget(target: Fraction, requests: Fraction) -> Fraction:
    """Requests that may fail among `requests`: (1 - A) x N.

    Source: SRE Workbook ch. 2. Raises ValueError like `error_budget`.
    """
    return (1 - below_one(target, "a target")) * not_negative(requests, "the number of requests")


def nines(availability: Fraction) -> Fraction:
    """-log10(1 - A): 99.9% has 3, 99.95% 3.30.

    Source: SRE Book, Appendix A. Irrational, so to double precision. Raises ValueError at 100%, which has no
    end of nines.
    """
    allowed = 1 - below_one(availability, "an availability")
    return Fraction(math.log10(allowed.denominator) - math.log10(allowed.numerator))


def deploy_spend(deploys: Fraction, failures: Fraction, recovery: Fraction, impact: Fraction) -> Fraction:
    """Seconds of budget that deploys are expected to spend.

    Formula: deploys x share that fails x time to recover x share of requests hit. Source: SRE Workbook ch. 2.
    Raises ValueError for negative counts or times and shares outside 0 to 100%.
    """
    lost = share(failures, "the share of failed deploys") * not_negative(recovery, "the time to recover")
    return not_negative(deploys, "the number of deploys") * lost * share(impact, "the share of requests hit")


# --- figures ------------------------------------------------------------------------------------------------


def _over(period: Fraction) -> Callable[[Given], Outcome]:
    def compute(given: Given) -> Outcome:
        target = given.amount(TARGET)
        return Outcome(duration(error_budget(target, period)), f"(1 - {plain(target)}) x {seconds(period)}")

    return compute


def budget(given: Given) -> Outcome:
    return _over(given.amount(WINDOW))(given)


def _nines(given: Given) -> Outcome:
    target = given.amount(TARGET)
    return Outcome(count(nines(target)), f"-log10({plain(1 - target)})")


def budget_events(given: Given) -> Outcome:
    target, requests = given.amount(TARGET), given.amount("availability.requests")
    allowed = event_budget(target, requests)
    notes = ("Less than one request: the first failure breaks the target.",) if allowed < 1 else ()
    return Outcome(count(allowed), f"(1 - {plain(target)}) x {plain(requests)}", "", notes)


_DEPLOYS = ("availability.deploys", "availability.deploy_failures", "availability.deploy_recovery",
            "availability.deploy_impact")  # fmt: skip
_MAINTENANCE = ("availability.maintenance", "availability.maintenance_counts")


def _deploy_term(given: Given) -> tuple[Fraction, str]:
    missing: list[str] = []
    amounts: dict[str, Fraction] = {}
    for name in _DEPLOYS:
        try:
            amounts[name] = given.amount(name)
        except Missing as error:
            missing += error.names
        else:
            if amounts[name] == 0:  # no deploys, or none that fails or hurts: the other numbers do not matter
                return Fraction(0), "0 s of deploys"
    if missing:
        raise Missing(*missing)
    deploys, failures, recovery, impact = (amounts[name] for name in _DEPLOYS)
    text = f"{plain(deploys)} x {plain(failures)} x {seconds(recovery)}"
    return deploy_spend(
        deploys, failures, recovery, impact
    ), text if impact == 1 else f"{text} x {plain(impact)}"


def _maintenance_term(given: Given) -> tuple[Fraction, str]:
    missing: tuple[str, ...] = ()
    try:
        if not given.flag("availability.maintenance_counts"):
            return Fraction(0), "0 s of maintenance"
    except Missing as error:
        missing = error.names
    try:
        amount = given.amount("availability.maintenance")
    except Missing as error:
        raise Missing(*error.names, *missing) from error
    if amount and missing:
        raise Missing(*missing)
    return not_negative(amount, "maintenance"), f"{seconds(amount)} of maintenance"


def _spend(given: Given) -> tuple[Fraction, Outcome]:
    """Planned spend in seconds, a lower bound when one part is unknown. Raises Missing when both are."""
    total = Fraction(0)
    terms: list[str] = []
    missing: list[str] = []
    for term in (_deploy_term, _maintenance_term):
        try:
            amount, text = term(given)
        except Missing as error:
            missing += error.names
        else:
            total += amount
            terms.append(text)
    if not terms:
        raise Missing(*missing)
    caveats = ["Incidents come on top: this is planned work only."]
    if given.amount_or_none("availability.deploys") and given.amount_or_none("availability.deploy_impact") == 1:
        caveats.append("A bad deploy is taken to hit every request.")
    if missing:
        caveats.append(f"Not counted, because unknown: {', '.join(missing)}.")
    return total, Outcome(duration(total), " + ".join(terms), AT_LEAST if missing else "", tuple(caveats))


def planned(given: Given) -> Outcome:
    return _spend(given)[1]


def planned_share(given: Given) -> Outcome:
    allowed = given.amount("figures.availability.budget")
    used, spent = _spend(
        given
    )  # from the answers, not from the figure: a figure read does not say that it is a bound
    return Outcome(ratio(used / allowed), f"{near(used)} s / {near(allowed)} s", spent.bound, spent.caveats)


def _budget_over(name: str, period: str) -> FigureSpec:
    return FigureSpec(
        f"availability.{name}",
        f"Downtime allowed in {period}",
        Dimension.DURATION,
        "(1 - A) x T",
        _over(PERIODS[period]),
        needs=(TARGET,),
        source=SRE_BOOK,
        help=f"How long users may go without an answer in {period} before the promise is broken.",
    )


FIGURES = (
    FigureSpec(
        "availability.budget",
        "Downtime allowed in the window",
        Dimension.DURATION,
        "(1 - A) x T",
        budget,
        needs=(TARGET, WINDOW),
        source=ERROR_BUDGET,
        help="All outages, deploys and slow repairs of one window together must fit into this time.",
    ),
    _budget_over("budget_day", "a day"),
    _budget_over("budget_week", "a week"),
    _budget_over("budget_30d", "30 days"),
    _budget_over("budget_month", "an average month (365/12 days)"),
    _budget_over("budget_year", "a year of 365 days"),
    FigureSpec(
        "availability.nines",
        "Nines of the target",
        Dimension.NUMBER,
        "-log10(1 - A)",
        _nines,
        needs=(TARGET,),
        source=SRE_BOOK,
        help="Each further nine leaves a tenth of the downtime and usually costs several times as much.",
    ),
    FigureSpec(
        "availability.budget_events",
        "Requests that may fail in the window",
        Dimension.NUMBER,
        "(1 - A) x N",
        budget_events,
        needs=(TARGET, "availability.requests"),
        source=ERROR_BUDGET,
        help="The same budget counted in failed requests, which is what a request-based indicator measures.",
    ),
    FigureSpec(
        "availability.planned",
        "Budget spent on planned work",
        Dimension.DURATION,
        "deploys x failures x recovery x impact + maintenance that counts",
        planned,
        needs=(),
        reads=(*_DEPLOYS, *_MAINTENANCE),
        source=ERROR_BUDGET,
        help="What deploys and maintenance are expected to cost before anything breaks by itself.",
    ),
    FigureSpec(
        "availability.planned_share",
        "Share of the budget spent on planned work",
        Dimension.RATIO,
        "planned / budget",
        planned_share,
        needs=("figures.availability.budget",),
        reads=(*_DEPLOYS, *_MAINTENANCE),
        source=ERROR_BUDGET,
        help="Above 100% the target is broken by the plan itself; what is left is for surprises.",
    ),
)
