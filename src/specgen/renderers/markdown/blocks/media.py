"""Ways to reach the files side by side: bytes moved and time until work starts; then scratch space and a day's bytes."""

from __future__ import annotations

from fractions import Fraction

from specgen.model import Spec
from specgen.quantities import DAY, digits_for, number, plural
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.view import View, badge, names, paragraphs, table

COPY, MOUNT, RANGES = "Copy of the whole file", "Shared mount", "Range reads"
CHOSEN = {"copy_local": COPY, "shared_fs": MOUNT, "fuse_mount": MOUNT, "object_ranges": RANGES}

# Way -> bytes moved, wait before work starts, time until all that is needed is there.
WAYS = {
    COPY: ("media.copied", "media.start_delay", "media.start_delay"),
    MOUNT: ("media.mounted", "", "media.mount_time"),
    RANGES: ("media.needed", "media.range_delay", "media.range_time"),
}


def make(spec: Spec) -> str:
    view = View(spec)
    if not any(pack.prefix == "MEDIA" for pack in spec.packs):
        return ""
    if spec.identity.tier == 3:
        return paragraphs(" ".join(said for said in (_copying(view), _scratch(view)) if said), _unknown(view))
    said = " ".join(said for said in (_copying(view), _network(view), _scratch(view), _daily(view)) if said)
    return paragraphs(_ways(view), said, _unknown(view))


def _ways(view: View) -> str:
    if all(view.known(moved) is None for moved, _, _ in WAYS.values()):
        return ""
    workers = view.answer("media.workers")
    by = plural(int(view.amount("media.workers") or 1), "worker") + ("" if workers else " `default`")
    header = (f"A large file, {by}", "Bytes moved", "Work starts after", "All it needs is there after")
    chosen = _chosen(view)
    rows = [
        (
            f"**{way}** (chosen)" if way == chosen else way,
            view.badged(moved),
            view.badged(start) if start else "its first read",
            _time(view, ready),
        )
        for way, (moved, start, ready) in WAYS.items()
    ]
    return table(header, rows)


def _chosen(view: View) -> str:
    """What a signed URL is used for depends on the tool: one that reads all of it copies, any other reads ranges."""
    access, pattern = view.answer("media.access"), view.answer("media.pattern")
    if access is None or not isinstance(access.value, str):
        return ""
    if access.value == "presigned_client" and pattern is not None:
        return COPY if pattern.value == "whole_file" else RANGES
    return CHOSEN.get(access.value, "")


def _time(view: View, id: str) -> str:
    bound = view.figure(id).bound
    return f"{bound} {view.badged(id)}" if bound else view.badged(id)


def _copying(view: View) -> str:
    """What copying costs, where copying is what is done; what it would cost stands in the table."""
    if _chosen(view) != COPY:
        return ""
    said = []
    wasted = view.known("media.amplification")
    if wasted is not None and wasted > 1:
        said.append(f"For each byte that the work reads, {view.badged('media.amplification')} are copied.")
    if view.known("media.start_delay") is not None:
        median = view.badged("media.start_delay_p50") if view.known("media.start_delay_p50") is not None else ""
        usual = f"; one of median size waits {median}" if median else ""
        said.append(f"A large file waits {view.badged('media.start_delay')} for its copy{_of_deadline(view)}{usual}.")
    return " ".join(said)


def _of_deadline(view: View) -> str:
    wait, due = view.known("media.start_delay"), view.amount("media.deadline")
    if wait is None or due is None:
        return ""
    part = number(wait / due * 100, digits_for(view.figure("media.start_delay").basis))
    return f", {part}% of the {view.text('media.deadline')} until the result is due"


def _network(view: View) -> str:
    """Copies that start together share the host's network: the wait above holds only if it carries them all."""
    jobs = view.amount("media.jobs_per_host")
    if _chosen(view) != COPY or jobs is None or jobs < 2 or view.known("media.host_network") is None:
        return ""
    return (
        f"That holds while the network of a host carries all its copies at once: {plural(int(jobs), 'job')} ask for "
        f"{view.badged('media.host_network')}."
    )


def _scratch(view: View) -> str:
    figure = view.figure("media.scratch_needed")
    if figure.value is None:
        return ""
    jobs = int(view.amount("media.jobs_per_host") or 0)
    has = view.sourced("media.scratch")
    room = (
        f"the host has {has}"
        if view.answer("media.scratch")
        else f"how much a host has needs {names(['media.scratch'])}"
    )
    needs = f"{view.bounded('media.scratch_needed')} {badge(figure.basis)}"
    return f"Scratch space: {plural(jobs, 'job')} with large files on one host need {needs}; {room}."


def _daily(view: View) -> str:
    copies, ranges = view.figure("media.copied_day"), view.figure("media.needed_day")
    if copies.value is None or ranges.value is None:
        return ""
    files = view.answer("media.files")
    daily = number((view.amount("media.files") or Fraction(0)) * DAY, 6)  # as typed, whatever the period was
    return (
        f"{daily} files a day {badge(files.basis if files else None)}, taken at median size, move "
        f"{view.badged('media.copied_day')} as copies, {view.badged('media.needed_day')} as ranges."
    )


def _unknown(view: View) -> str:
    """One line for all that is missing."""
    wanted = {
        "bytes and times of a large file": ("media.copied", "media.needed", "media.start_delay", "media.range_time"),
        "time through a mount": ("media.mount_time",),
        "a day's bytes": ("media.copied_day", "media.needed_day"),
    }
    if view.spec.identity.tier == 3:
        wanted = {"the wait for a copy": ("media.start_delay",)}
    if _chosen(view) == COPY:
        wanted["scratch space"] = ("media.scratch_needed",)
    told: set[str] = set()
    said = [] if view.answer("media.access") else [f"the way chosen needs {names(['media.access'])}"]
    for what, ids in wanted.items():
        missing = [
            path for path in dict.fromkeys(one for id in ids for one in view.figure(id).missing) if path not in told
        ]
        told.update(missing)
        if missing:
            need = "needs" if what.startswith(("time", "scratch", "the")) else "need"
            said.append(f"{what} {need} {names(missing)}")
    return f"Unknown: {'; '.join(said)}." if said else ""


BLOCK = Block("figures.media", make)
