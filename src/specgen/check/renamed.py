"""Files that were renamed after a baseline was written: what is accepted of them follows.

A spec is known again by its id. A file without one is not, since many such files are alike and nothing new may enter; nor is
one taken for another that the baseline knows by its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from specgen.check.baseline import Baseline
from specgen.frozen import replace

ABSENT = "spec-missing"  # its file is one that is not there


def renamed(held: Baseline, ids: Mapping[str, str], lost: Collection[str]) -> dict[str, str]:
    """New names by old ones. `lost` are files of the baseline that are not there; `ids` those of specs by file."""
    own = {file for file, rule, _ in held.counts if rule != ABSENT}
    before = _by_id({one: held.ids[one] for one in lost if one in held.ids})
    now = _by_id({file: id for file, id in ids.items() if file not in own})
    return {old[0]: now[id][0] for id, old in before.items() if len(old) == 1 and len(now.get(id, ())) == 1}


def moved(held: Baseline, names: Mapping[str, str]) -> Baseline:
    """The baseline under new names."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for (file, rule, subject), count in held.counts.items():
        counts[file if rule == ABSENT else names.get(file, file), rule, subject] += count
    return replace(held, counts=counts, ids={names.get(file, file): id for file, id in held.ids.items()})


def _by_id(ids: Mapping[str, str]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for file, id in sorted(ids.items()):
        made.setdefault(id, []).append(file)
    return made
