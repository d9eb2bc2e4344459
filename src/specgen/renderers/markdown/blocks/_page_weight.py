"""The largest answer: its round trips of slow start, and what they take from each place where users are."""

from __future__ import annotations

from fractions import Fraction

from specgen.model import Dimension, Quantity, Record
from specgen.quantities import digits_for, number, plural, show, show_duration
from specgen.renderers.markdown.blocks._bars import axis
from specgen.renderers.markdown.escape import cell
from specgen.renderers.markdown.view import View, badge, paragraphs, table

WIDTH = 30
DRAWN = 12  # round trips: 60 MB; more lines would show nothing new
PAGE, ROUNDS = "transfer.page", "network.rounds"


def page_weight(view: View) -> str:
    """ "" while the size is unknown; the rounds alone while nobody knows from where they are counted."""
    if view.known(ROUNDS) is None:
        return ""
    users = [one for one in view.records("users") if view.known(PAGE, one.key) is not None]
    return paragraphs(
        weight(view), _rounds(view), _table(view, users), _bars(view, users), _promise(view, users), _way(view, users)
    )


def weight(view: View) -> str:
    """How often the distance is crossed, in a paragraph; "" while the size is unknown."""
    if view.known(ROUNDS) is None:
        return ""
    rounds, objects = view.figure(ROUNDS), view.amount("network.objects")
    made_of = f" in {view.text('network.objects')} objects" if objects is not None and objects > 1 else ""
    count = int(view.known(ROUNDS) or 0)
    said = [
        f"**Largest answer**: {view.sourced('network.response')}{made_of}, {view.value('network.segments')} segments "
        f"{badge(view.figure('network.segments').basis)}."
    ]
    if count == 1:
        return (
            f"{said[0]} That fits into the first ten: one round trip {badge(rounds.basis)}, however fast the line is."
        )
    trips = f"{rounds.bound} {count} round trips {badge(rounds.basis)}".strip()
    doubling = ", for it begins with ten segments and doubles them each time" if _doubles(view) else ""
    said.append(f"On a new connection the last byte takes {trips}, however fast the line is{doubling}.")
    if _doubles(view):
        said.append(_one_fewer(view))
    return " ".join([*said, *(cell(note) for note in rounds.caveats)])


def _one_fewer(view: View) -> str:
    """The size that saves a round trip; where it is within reach, how much there is to cut, rounded up."""
    below, size = view.known("network.one_less") or Fraction(0), view.amount("network.response") or Fraction(1)
    basis = view.figure("network.one_less").basis
    cut, digits = size - below, digits_for(basis)
    if cut * 10 >= size:
        return f"At {view.badged('network.one_less')} or less it takes one fewer; a smaller saving gains none."
    less = show(Quantity(cut, Dimension.SIZE), digits, "up")
    share = show(Quantity(cut / size, Dimension.RATIO), digits, "up")
    return f"{less} less ({share}) {badge(basis)} saves a round trip; much less gains none."


def _doubles(view: View) -> bool:
    """Whether slow start decides, not the number of requests."""
    return view.known("network.one_less") is not None


def _rounds(view: View) -> str:
    """The share that has arrived after each round trip, as bars. Only where doubling decides, not the number of requests."""
    trips, below, size = view.known(ROUNDS), view.known("network.one_less"), view.amount("network.response")
    if trips is None or below is None or size is None or not 2 < trips <= DRAWN:
        return ""
    unit = below / ((1 << int(trips) - 1) - 1)  # one first window
    lines = []
    for trip in range(1, int(trips) + 1):
        here = min(unit * ((1 << trip) - 1) / size, Fraction(1))
        bar = "█" * round(here * WIDTH)
        lines.append(f"round trip {trip:2}  {bar:·<{WIDTH}}  {number(here * 100, 2)}%")
    return "\n".join(["```text", *lines, "```"])


def _table(view: View, users: list[Record]) -> str:
    trips, cold = plural(int(view.known(ROUNDS) or 0), "trip"), view.known("latency.cold_trips") or 1
    least = f"{bound} " if (bound := view.figure(ROUNDS).bound) else ""
    promised = f"Left of {view.value('transfer.promise')}" if view.known("transfer.promise") is not None else ""
    header = [
        "From",
        "Round trip",
        f"Request to last byte, {least}{trips}",
        f"First visit, {cold - 1} more for the handshake",
        promised,
    ]
    rows = []
    for one in users:
        page, gone = view.figure(PAGE, one.key), view.known("transfer.left", one.key)
        left = view.value("transfer.left", one.key)
        if gone is not None and gone < 0:
            left = f"{view.value('transfer.over', one.key)} over"
        rows.append([
            view.text("place", one), view.badged("distance.round_trip", one.key), view.value("transfer.time", one.key),
            f"{view.value(PAGE, one.key)} {badge(page.basis)}", f"**{left}**" if gone is not None and gone < 0 else left,
        ])  # fmt: skip
    kept = len(header) if promised else len(header) - 1
    return table(header[:kept], [row[:kept] for row in rows])


def _bars(view: View, users: list[Record]) -> str:
    """The first visit beside the promise, or beside the longest when nothing is promised."""
    times = {one.key: (view.known("transfer.time", one.key), view.known(PAGE, one.key)) for one in users}
    known = {key: (sent, page) for key, (sent, page) in times.items() if sent is not None and page is not None}
    if not known:
        return ""
    promised = view.known("transfer.promise")
    scale = promised or max(page for _, page in known.values())
    names_ = {one.key: _name(one.fields["place"].text) for one in users}
    wide = max(len(name) for name in names_.values())
    lines = [f"{'':{wide}}  {line}" for line in axis(scale, "promised" if promised else "", show_duration(scale, 2))]
    for key, (sent, page) in known.items():
        first, both = _cells(page - sent, scale), _cells(page, scale)
        bar = "▒" * first + "█" * (both - first)
        over = "  over the promise" if promised and page > promised else ""
        lines.append(f"{names_[key]:{wide}}  {bar:·<{WIDTH}}{over}")
    lines.append(f"{'':{wide}}  ▒ handshake   █ request to last byte   · left")
    return "\n".join(["```text", *lines, "```"])


def _cells(part: Fraction, whole: Fraction) -> int:
    return min(round(part / whole * WIDTH), WIDTH * 3 // 2)


def _name(text: str) -> str:
    """A label that cannot end the fence or the line it stands in."""
    return " ".join(text.replace("`", "'").split())[:24]


def _promise(view: View, users: list[Record]) -> str:
    """The place that is worst off, in a sentence; with a CDN, what a visit would cost without it."""
    left = [(amount, one) for one in users if (amount := view.known("transfer.left", one.key)) is not None]
    if not left:
        return ""
    least, worst = min(left, key=lambda pair: pair[0])
    place, page, promised = view.text("place", worst), _apart(view, worst), view.value("transfer.promise")
    over, rest = f"{view.value('transfer.over', worst.key)} over", view.value("transfer.left", worst.key)
    held = _held(view)
    if held:
        beside = f"{over} {promised}" if least < 0 else f"{rest} left of {promised}"
        return f"If all of it came from {view.text('distance.origin')}: {page} from {place}, {beside}. {held}"
    gone = f"From {place} the network alone takes {view.figure(PAGE, worst.key).bound or 'about'} {page}"
    if view.amount("latency.p99") is None:
        promised = f"{promised}, the longest target of a journey"
    if least < 0:
        return (
            f"**{gone}, {over} the promised {promised}.** No server has worked yet, and no browser has drawn anything."
        )
    return f"{gone} of {promised}: {rest} for servers, databases and the browser."


def _held(view: View) -> str:
    """What something near the users changes; "" where all of the largest answer comes from the origin."""
    edge = view.answer("distance.edge")
    if edge is None or edge.value == "none" or (view.amount("network.objects") == 1 and view.fact("dynamic")):
        return ""
    if edge.value in ("cdn_static", "cdn_dynamic"):
        return "The CDN serves what it holds from nearer; a miss pays this in full."
    return "What is served from nearer comes sooner."


def _apart(view: View, one: Record) -> str:
    """The first visit with its badge; with a third digit where two would read like the promise itself."""
    page = view.figure(PAGE, one.key)
    if view.value(PAGE, one.key) != view.value("transfer.promise") or not isinstance(page.value, Quantity):
        return view.badged(PAGE, one.key)
    return f"{show_duration(page.value.amount, 3, 'down' if page.bound else 'nearest')} {badge(page.basis)}"


def _way(view: View, users: list[Record]) -> str:
    """What else the way takes: the line, loss, and what the figures leave out."""
    said = []
    if view.known("network.line") is not None:
        line, rate = view.badged("network.line"), view.sourced("network.bandwidth")
        said.append(f"At {rate} the line alone takes {line}, wherever the server stands.")
    limits = [(limit, one) for one in users if (limit := view.known("network.loss_limit", one.key)) is not None]
    if limits:
        _, worst = min(limits, key=lambda pair: pair[0])
        said.append(
            f"With {view.sourced('network.loss')} loss one connection from {view.text('place', worst)} carries at most "
            f"{view.badged('network.loss_limit', worst.key)} under Reno-like congestion control; CUBIC and BBR may carry more."
        )
    for one in view.records("users"):
        said += [
            f"{view.text('place', one)}: {cell(why)}"
            for why in view.figure("transfer.time", one.key).caveats
            if view.known("transfer.time", one.key) is None
        ]
    return " ".join(said)
