"""C26 late mail: how many messages are not there when they are needed.

There is no formula for the delay of mail: senders may queue for days and a receiver owes nobody a time. So the share
that arrives in time is an answer, from a probe, and without it the figure stays unknown. Shares are exact.
"""

from __future__ import annotations

from fractions import Fraction

from specgen.calculators import FigureSpec, Given, Outcome
from specgen.calculators._ranges import not_negative, share
from specgen.calculators._working import count, plain
from specgen.model import Basis, Dimension

DAILY, ARRIVES, DEADLINE = "mail.per_day", "mail.arrives", "mail.deadline"


def late(messages: Fraction, arrives: Fraction) -> Fraction:
    """Messages that are not there before the deadline: messages x (1 - share that arrives in time).

    Source: definition of the share. Raises ValueError for negative messages or a share outside 0 to 100%.
    """
    in_time = share(arrives, "the share that arrives in time")
    return not_negative(messages, "the number of messages") * (1 - in_time)


# --- figures ------------------------------------------------------------------------------------------------

_ALIKE = "Counts every message of the day as one that somebody waits for."
_PROMISED = "A provider promises to accept a message, not to have it in the mailbox: only a probe sees arrival."


def late_a_day(given: Given) -> Outcome:
    messages, arrives = given.amount(DAILY), given.amount(ARRIVES)
    given.amount(DEADLINE)  # a share "in time" means nothing without the time
    probed = given.used[ARRIVES].basis <= Basis.MEASURED
    caveats = (_ALIKE,) if probed else (_ALIKE, _PROMISED)
    return Outcome(count(late(messages, arrives)), f"{plain(messages)} x (1 - {plain(arrives)})", caveats=caveats)


FIGURES = (
    FigureSpec(
        "mail.late",
        "Messages a day that are not there in time",
        Dimension.NUMBER,
        "messages a day x (1 - share there in time)",
        late_a_day,
        needs=(DAILY, ARRIVES, DEADLINE),
        source="Definition of the share; the share itself can only be measured (RFC 5321 s.4.5.4.1 allows days)",
        help="Each of them is a person who waits for a code or a receipt. Without a probe it is unknown.",
        unit="a day",
        toward="up",
    ),
)
