"""Specs to check: written by specgen itself from answers that a seed varies, then copied under ids of their own and filled
with prose, until each has about 12 KB."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

from corpus import SEED, sentence
from measure import environment

BASES = 20  # specs that differ in their answers
SIZE = 12_000  # bytes
DAY = "2026-11-20"
TARGETS = ("92%", "94%", "95%")
CONTRADICTING = ("99.99%",)  # more than the answers beside it allow
STATUSES = {"draft": 5, "review": 3, "approved": 1, "implemented": 1}  # as repositories have them: most are young
_ANSWERS = """
spec.title: Nightly totals {number}
spec.components: [database, scheduled_job]
spec.domain: internal
spec.tier: "3"
spec.owners: ["@ledger-{number}"]
spec.reviewers: ["@sre"]
spec.data_classes: [internal]
spec.problem: |
  {people} people need last night's totals by 8:00. The job that makes them failed in silence for {days} days in March.
spec.goals: |
  | Goal | Today | Target | By |
  |---|---|---|---|
  | Totals are there at 8:00 | 90% | {target} | 2027-03-01 |
spec.design: |
  One server and one database in the same room; a nightly job writes the totals, an internal page shows them.
availability.definition: |
  Of all mornings on working days those are good on which the page shows the totals of the night at 8:00.
process.steps:
  - step: Nightly job collects the totals
    actor: nightly job
    manual: no
    minutes: {{value: {time} min, basis: measured, source: "job log, October"}}
    per_month: {{value: 30, basis: measured, source: "job log, October"}}
    errors: {{value: 1%, basis: measured, source: "job log, October"}}
    noticed: alert on the age of the totals
  - step: Page shows the totals
    actor: page
    manual: no
    minutes: {{value: 1 s, basis: measured, source: "probe, October"}}
    per_month: {{value: {people}, basis: measured, source: "access log, October"}}
    errors: {{value: 0.1%, basis: measured, source: "access log, October"}}
    noticed: probe every minute
process.review_period: 90 d
process.oncall: 24x7
process.incident: {{value: 2 h, basis: measured, source: "incident {number}"}}
process.noticed_by: the alert on the age of the totals
availability.target: {target}
availability.window: 30 d
availability.sli: synthetic
availability.contracted: no
availability.own: {{value: 99.9%, basis: measured, source: "probe, last four quarters"}}
availability.maintenance: 30 min
availability.maintenance_counts: yes
availability.deploys: {{value: 2, basis: measured, source: "pipeline, October"}}
availability.deploy_failures: {{value: 1%, basis: measured, source: "pipeline, October"}}
availability.deploy_impact: {{value: 10%, basis: measured, source: "pipeline, October"}}
availability.deploy_recovery: {{value: 10 min, basis: measured, source: "pipeline, October"}}
failover:
  - component: Server and database
    pattern: single
    provider_managed: no
    mttf: {{value: 9000 h, basis: measured, source: "asset register"}}
    mttr: {{value: 4 h, basis: measured, source: "last five repairs"}}
replication.backup_interval: 24 h
replication.backup_duration: {{value: 10 min, basis: measured, source: "backup log, October"}}
replication.restored: 2026-11-12
database.rtt: {{value: 0.6 ms, basis: measured, source: "SELECT 1, median"}}
database.pattern: sequential_small
database.queries: {{value: {queries}, basis: measured, source: "trace of 2026-10-01"}}
database.query_time: {{value: {time} ms, basis: measured, source: "trace of 2026-10-01"}}
secrets.store: vault
secrets.bootstrap: workload_identity
secrets.shared: no
secrets.store_outage: fail_start
"""


def bases(specgen: Path, folder: Path, targets: tuple[str, ...] = TARGETS) -> list[str]:
    """The texts of specs that specgen writes from different answers, each with one of the targets."""
    chosen = random.Random(SEED)  # noqa: S311  repeatable is what is wanted here, not secret
    texts = []
    for number in range(BASES):
        answers, spec = folder / "answers.yaml", folder / "base.md"
        values = {
            "number": number, "people": chosen.randint(5, 90), "days": chosen.randint(2, 9),
            "target": chosen.choice(targets), "queries": chosen.randint(2, 30), "time": chosen.randint(2, 40),
        }  # fmt: skip
        answers.write_text(_ANSWERS.format(**values), encoding="utf-8")
        command = [str(specgen), "new", "--answers", answers.name, "--no-input", "--allow-missing", "--date", DAY, "--force"]
        subprocess.run([*command, "-o", spec.name], cwd=folder, env=environment(), capture_output=True, check=True)
        texts.append(spec.read_text(encoding="utf-8"))
        answers.unlink()
        spec.unlink()
    return texts


def write(folder: Path, texts: list[str], count: int) -> list[str]:
    """Writes `count` specs below `folder`, a hundred in each folder of it; their names."""
    chosen = random.Random(SEED)  # noqa: S311  as above
    names = []
    for number in range(count):
        status = chosen.choices([*STATUSES], [*STATUSES.values()])[0]
        name = f"specs/{number // 100:03}/totals-{number}.md"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_varied(texts[number % len(texts)], f"totals-{number}", status, chosen), encoding="utf-8")
        names.append(name)
    return names


def _varied(text: str, id: str, status: str, chosen: random.Random) -> str:
    lines = text.replace("status: draft", f"status: {status}", 1).split("\n")
    lines = [f"id: {id}" if line.startswith("id: ") else line for line in lines]
    if status in ("approved", "implemented"):
        lines = [_ticked(line) for line in lines]
        lines = [_counted(line) for line in lines]
    room = SIZE - len("\n".join(lines).encode())
    prose = ""
    while len(prose) < room:
        prose += " ".join(sentence(chosen, chosen.randint(6, 18)) for _ in range(chosen.randint(2, 6))) + "\n\n"
    at = lines.index("## Availability")
    return "\n".join([*lines[:at], prose.rstrip("\n"), "", *lines[at:]])


def _ticked(line: str) -> str:
    """An item as done, with evidence; any other line as it is."""
    if not line.startswith("- [ ] **"):
        return line
    return f"{line.replace('[ ]', '[x]', 1)}\n  - Evidence: https://ci.example/runs/812 @ada, 2026-11-02"


def _counted(line: str) -> str:
    """The line that says how much of the checklist is done, when all is."""
    if not line.startswith("Done: 0 of "):
        return line
    return "Done: " + ", ".join(part.replace("0 of ", f"{part.split()[2]} of ") for part in line[6:].split(", "))
