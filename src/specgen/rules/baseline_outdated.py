"""The baseline accepts a finding that is gone.

A baseline lets a strict gate be switched on over old specs. It only shrinks: what is mended has to leave it, or the same fault
could come back unseen.

To mend it: `specgen check --write-baseline` takes out what is gone, and adds nothing. Commit the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.model import Gravity
from specgen.rules import Found, Repository, Rule


def _over(repository: Repository) -> Iterator[Found]:
    for file, rule, subject in sorted(repository.gone):
        what = f'"{rule}" ({subject})' if subject else f'"{rule}"'
        said = f"{what} in {file} is mended, and the baseline still accepts it."
        fix = "specgen check --write-baseline takes it out."
        yield Found(1, said, fix, f"{file} {rule} {subject}".rstrip(), file=repository.baseline)


RULE = Rule(
    name="baseline-outdated",
    title="The baseline accepts a finding that is gone",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    over=_over,
)
