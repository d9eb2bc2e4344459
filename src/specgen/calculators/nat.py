"""C24 NAT ports: connections open at once to one destination, against what the addresses can carry.

A destination is one address, port and protocol. A zone leaves from the addresses of its own gateway, so what one zone
has left over does not help another. Rates are connections a second, times seconds, shares exact.
"""

from __future__ import annotations

from fractions import Fraction
from ipaddress import AddressValueError, IPv4Address
from math import ceil

from specgen.calculators import FigureSpec, Given, Missing, Outcome
from specgen.calculators._bounds import AT_LEAST
from specgen.calculators._ranges import not_negative, positive, whole
from specgen.calculators._working import count, near, plain, rate, ratio, seconds
from specgen.model import Basis, Dimension, Input

PORTS = 55_000  # simultaneous connections of one address of an AWS NAT gateway to one destination
PER_GATEWAY = 8  # addresses that one zonal NAT gateway can hold: 440,000 connections
BY_DEFAULT = 2  # addresses that a public one takes until AWS raises the quota

RATE, HELD = "egress.new_connections", "egress.held"
METHOD, ADDRESSES = "egress.method", "egress.addresses"
ZONES, NAT_ZONES = "egress.zones", "egress.nat_zones"
OPEN = "figures.egress.open_connections"

NAT_BASICS = "AWS VPC User Guide, NAT gateway basics: 55,000 connections for each address and destination"
NAT_QUOTA = "AWS VPC User Guide, work with NAT gateways: 2 Elastic IP addresses by default"
LITTLE = "Little's law, L = lambda x W"


def open_connections(per_second: Fraction, held: Fraction) -> Fraction:
    """Connections open at once: new ones a second x time each stays open. Source: Little's law.

    Raises ValueError for negative input.
    """
    return not_negative(per_second, "a rate of connections") * not_negative(held, "the time a connection is held")


def port_share(connections: Fraction, addresses: Fraction, zones: Fraction = Fraction(1)) -> Fraction:
    """Share of the ports to one destination that is taken in the zone with the fewest addresses. Above 1: they run out.

    Formula: (connections / zones) / (55,000 x addresses of that zone), the addresses spread as evenly as they can be.
    Source: AWS VPC User Guide. Raises ValueError for negative connections, or fewer addresses than zones.
    """
    taken = not_negative(connections, "the number of connections")
    spread = whole(zones, "the number of zones")
    fewest = whole(addresses, "the number of addresses") // spread
    if not fewest:
        raise ValueError("There are fewer listed addresses than zones with a way out: one zone at least has none.")
    return taken / (spread * PORTS * fewest)


def share_without_zone(connections: Fraction, addresses: Fraction, zones: Fraction) -> Fraction:
    """The same after one of `zones` has failed, the others with the fewest addresses that they can have.

    Formula: share x zones / (zones - 1). Raises ValueError for fewer than two zones, or fewer addresses than zones.
    """
    if whole(zones, "the number of zones") == 1:
        raise ValueError("There is one zone with a way out: when it fails, nothing is left to carry a connection.")
    return port_share(connections, addresses, zones) * zones / (zones - 1)


def addresses_needed(connections: Fraction, zones: Fraction = Fraction(1)) -> Fraction:
    """Fewest addresses that carry the connections: zones x (connections of a zone / 55,000, rounded up, at least one).

    Raises ValueError for negative connections or less than one zone.
    """
    spread = whole(zones, "the number of zones")
    open_ = not_negative(connections, "the number of connections")
    return Fraction(spread * max(1, ceil(open_ / spread / PORTS)))


# --- figures ------------------------------------------------------------------------------------------------

_GATEWAYS = ("nat_zonal", "nat_regional_manual")
_PEAK = ("The mean of the peak: bursts and retries come on top.",)
_EVEN = "Assumes that connections are spread evenly over the zones, and addresses as evenly as they can be."
_UNSPREAD = "How many zones share the addresses is unknown: what is left over in one zone does not help another."


def _behind_gateway(given: Given) -> None:
    """Raises ValueError when traffic leaves in a way that AWS's limit does not speak of."""
    if given.word(METHOD) == "nat_regional_auto":
        raise ValueError("In automatic mode a regional NAT gateway takes more addresses when ports run short.")
    if given.word(METHOD) not in _GATEWAYS:
        raise ValueError("55,000 connections are the limit of an AWS NAT gateway; this way out has a limit of its own.")


def _addresses(given: Given) -> tuple[str, ...]:
    """The listed addresses. Raises Missing, or ValueError for what is not one IPv4 address (a range, a name)."""
    answer = given.answers.get(ADDRESSES)
    if answer is None or not isinstance(answer.value, tuple):
        raise Missing(ADDRESSES)
    given.used[ADDRESSES] = Input(ADDRESSES, answer.text, Basis.DECIDED)
    listed = tuple(one for one in answer.value if isinstance(one, str))
    for one in listed:
        try:
            IPv4Address(one)
        except AddressValueError:
            raise ValueError(
                f"{one} is not one IPv4 address: list the addresses that gateways use, one by one, without ranges or names."
            ) from None
    return listed


def _carrying(given: Given) -> Fraction:
    """How many addresses carry connections. Raises ValueError when none is listed."""
    listed = _addresses(given)
    if not listed:
        raise ValueError("No address is listed: name those that the gateways use.")
    return Fraction(len(listed))


def opened(given: Given) -> Outcome:
    per_second, held = given.amount(RATE), given.amount(HELD)
    value = open_connections(positive(per_second, "the rate of new connections"), held)
    return Outcome(count(value), f"{rate(per_second)} x {seconds(held)}", caveats=_PEAK)


def listed_addresses(given: Given) -> Outcome:
    listed = _addresses(given)
    return Outcome(count(Fraction(len(listed))), f"{len(listed)} listed")


def _zones_out(given: Given) -> str:
    """The answer that says from how many zones calls leave: a zonal gateway counts where it stands, else where tasks run."""
    return NAT_ZONES if given.word(METHOD) == "nat_zonal" else ZONES


def taken(given: Given) -> Outcome:
    _behind_gateway(given)
    connections, addresses, zones = given.amount(OPEN), _carrying(given), given.amount_or_none(_zones_out(given))
    if zones is None:
        working = f"{near(connections)} / ({PORTS:,} x {plain(addresses)})"
        return Outcome(ratio(port_share(connections, addresses)), working, AT_LEAST, (_UNSPREAD,))
    value = port_share(connections, addresses, zones)
    working = f"{near(connections)} / {plain(zones)} / ({PORTS:,} x {plain(Fraction(addresses // zones))})"
    return Outcome(ratio(value), working, caveats=(_EVEN,))


def taken_without_zone(given: Given) -> Outcome:
    _behind_gateway(given)
    zones = given.amount(_zones_out(given))
    connections, addresses = given.amount(OPEN), _carrying(given)
    value = share_without_zone(connections, addresses, zones)
    working = f"{near(connections)} / {plain(zones - 1)} / ({PORTS:,} x {plain(Fraction(addresses // zones))})"
    return Outcome(ratio(value), working, caveats=(_EVEN, "All connections stay."))


def needed(given: Given) -> Outcome:
    """Also for who has no gateway yet: it says what to order. Other ways out have limits of their own."""
    if given.word(METHOD) in ("nat_instance", "proxy"):
        _behind_gateway(given)
    connections, zones = given.amount(OPEN), given.amount_or_none(_zones_out(given))
    spare = "For the peak alone: spare addresses for each zone come on top."
    if zones is None:
        working = f"{near(connections)} / {PORTS:,}, rounded up"
        return Outcome(count(addresses_needed(connections)), working, AT_LEAST, (spare, _UNSPREAD))
    value = addresses_needed(connections, zones)
    quota = _quota(value / zones) if given.word(METHOD) == "nat_zonal" else ()
    working = f"{plain(zones)} x ({near(connections / zones)} / {PORTS:,}, rounded up)"
    return Outcome(count(value), working, caveats=(spare, *quota))


def _quota(each: Fraction) -> tuple[str, ...]:
    """What AWS allows a public NAT gateway that would need `each` addresses. Source: NAT_QUOTA."""
    if each <= BY_DEFAULT:
        return ()
    more = f"A public NAT gateway takes {BY_DEFAULT} Elastic IP addresses; more need a higher quota from AWS."
    several = f"It holds at most {PER_GATEWAY}, so several gateways of a zone have to share."
    return (more, several) if each > PER_GATEWAY else (more,)


FIGURES = (
    FigureSpec(
        "egress.open_connections",
        "Connections open at once to one destination",
        Dimension.NUMBER,
        "new connections a second x time each is held (Little)",
        opened,
        needs=(RATE, HELD),
        source=LITTLE,
        help="To the partner's one address and port. 900/s held for 60 s are 54,000.",
        toward="up",
    ),
    FigureSpec(
        "egress.addresses_listed",
        "Addresses given to partners",
        Dimension.NUMBER,
        "count of the listed addresses",
        listed_addresses,
        needs=(ADDRESSES,),
        source="definition",
        help="Each zone with a way out needs one of its own.",
    ),
    FigureSpec(
        "egress.port_share",
        "Share of the ports that is taken",
        Dimension.RATIO,
        "connections of a zone / (55,000 x addresses of that zone)",
        taken,
        needs=(METHOD, OPEN, ADDRESSES),
        reads=(NAT_ZONES, ZONES),
        source=NAT_BASICS,
        help="In the zone with the fewest addresses. Above 100% new connections fail, and ErrorPortAllocation counts them.",
        toward="up",
    ),
    FigureSpec(
        "egress.port_share_zone_lost",
        "Share of the ports that is taken after a zone has failed",
        Dimension.RATIO,
        "share of the ports x zones / (zones - 1)",
        taken_without_zone,
        needs=(METHOD, OPEN, ADDRESSES),
        reads=(NAT_ZONES, ZONES),
        source=NAT_BASICS,
        help="The zones that are left carry everything, with the addresses that are left.",
        toward="up",
    ),
    FigureSpec(
        "egress.addresses_needed",
        "Addresses needed for the peak",
        Dimension.NUMBER,
        "zones x (connections of a zone / 55,000, rounded up)",
        needed,
        needs=(METHOD, OPEN),
        reads=(NAT_ZONES, ZONES),
        source=f"{NAT_BASICS}; {NAT_QUOTA}",
        help="Reusing connections is cheaper: each address has to be registered with every partner.",
        toward="up",
    ),
)
