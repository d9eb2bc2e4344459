"""The baseline accepts a finding that is gone.

A baseline lets a strict gate be switched on over old specs. It only shrinks: what is mended has to leave it, or the same fault
could come back unseen.

A spec that was renamed is known again by its id, and what is accepted of it stays so; that the baseline has its old name is a
warning.

To mend it: `specgen check --write-baseline` takes out what is gone, writes new names, and adds nothing. Commit the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specgen.model import Gravity
from specgen.rules import Found, Repository, Rule

TOLD = 3  # names in a warning

def _over(repository: Repository) -> Iterator[Found]:
    write = repository.commands.bare("check --write-baseline")
    for file, rule, subject in sorted(repository.gone):
        what = f'"{rule}" ({subject})' if subject else f'"{rule}"'
        said = f"{what} in {file} is mended, and the baseline still accepts it."
        fix = f"{write} takes it out."
        if file in repository.lost and rule != "spec-missing":  # of that one it says that it is mended
            said = f"The baseline accepts {what} in {file}, which is not there any more."
            fix = f"If it was renamed, write its new name into {repository.baseline}; else {fix}"
        yield Found(1, said, fix, f"{file} {rule} {subject}".rstrip(), file=repository.baseline)
    if repository.renamed:
        several = len(repository.renamed) > 1
        said = f"{listed(repository.renamed)}, and the baseline has {'their old names' if several else 'its old name'}."
        fix = f"{write} writes the new {'ones' if several else 'one'}."
        first = " ".join(min(repository.renamed))
        yield Found(1, said, fix, first, file=repository.baseline, gravity=Gravity.WARNING)


def listed(renamed: Iterable[tuple[str, str]]) -> str:
    """Files under their new names: the first ones, and how many more."""
    said = [f"{old} is {new} now" for old, new in sorted(renamed)]
    more = [f"{len(said) - TOLD:,} more have new names"] if len(said) > TOLD else []
    *first, last = said[:TOLD] + more
    return f"{', '.join(first)} and {last}" if first else last


RULE = Rule(
    name="baseline-outdated",
    title="The baseline accepts a finding that is gone",
    gravity=Gravity.ERROR,
    since="draft",
    text=__doc__,
    over=_over,
)
