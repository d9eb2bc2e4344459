"""The latency section: the promise, then distance, budget and silent dependencies, each from a module of its own."""

from __future__ import annotations

from specgen.model import Spec
from specgen.quantities import plural, show_figure
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.blocks._budget import budget
from specgen.renderers.markdown.blocks._distance import distance
from specgen.renderers.markdown.blocks._silence import silence
from specgen.renderers.markdown.view import UNKNOWN, View, paragraphs


def make(spec: Spec) -> str:
    view = View(spec)
    return paragraphs(_target(view), distance(view), budget(view), silence(view), _fan_out(view))


def _target(view: View) -> str:
    lines = []
    if view.amount("latency.p99") is not None:
        clock = view.label("latency.measured_at")
        lines.append(f"**Target: p99 {view.text('latency.p99')}** (`decided`). Clock: {clock}.")
    if view.amount("latency.current_p99") is not None:
        lines.append(f"Today: p99 {view.sourced('latency.current_p99')}.")
    for record in view.records("latency.journeys"):
        percentile = view.text("percentile", record).removesuffix("%")
        said = f"{view.text('name', record)}: p{percentile} {view.text('target', record)} (`decided`)"
        lines.append(f"{said}{_light(view, record.key)}.")
    reuse, cold = view.sourced("network.reuse"), view.known("latency.cold_trips")
    if cold is not None:
        warm = view.value("latency.warm_trips")
        trips = f"{plural(int(cold), 'round trip')} before the first byte when cold, {warm} when warm"
        lines.append(
            f"{_of_calls(view)} reuse a connection; below 99% a p99 has to carry the cold handshake: {trips}."
            if reuse != UNKNOWN
            else f"How many connections are reused is unknown (`network.reuse`), and with it the time to the first byte: {trips}."
        )
    return " ".join(lines)


def _light(view: View, key: str) -> str:
    """What light takes of a journey's target, and what was taken for granted."""
    least = view.known("latency.journey_floor", key)
    if not least:
        return ""
    alike = (
        "" if view.known("latency.journey_floor_certain", key) == least else ", if all places reuse connections alike"
    )
    said = f"of which light takes at least {view.value('latency.journey_floor', key)} for the users who decide it"
    return f", {said}{alike}"


def _of_calls(view: View) -> str:
    """The share with what it rests on, as a person would say it: 60% of calls (`assumed`)."""
    share, sourced = view.text("network.reuse"), view.sourced("network.reuse")
    basis = sourced.removeprefix(share).strip()
    return f"{share} of calls ({basis})" if basis else f"{share} of calls"


def _fan_out(view: View) -> str:
    parent = view.figure("latency.fanout_parent")
    if parent.value is None:
        return ""
    needed = view.figure("latency.leaf_needed")
    leaf = view.text("latency.leaf_percentile").removesuffix("%")
    return (
        f"{view.text('latency.fanout')} calls must all finish: leaves at p{leaf} "
        f"give the answer {show_figure(parent)} only; a p99 needs {show_figure(needed)} from each."
    )


BLOCK = Block("figures.latency", make)
