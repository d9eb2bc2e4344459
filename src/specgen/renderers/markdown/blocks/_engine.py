"""What an engine does when nobody sets it: isolation, and schema changes inside a transaction. Facts with their source."""

from __future__ import annotations

from specgen.frozen import Frozen
from specgen.renderers.markdown.view import UNKNOWN, View, paragraphs, table


class Engine(Frozen):
    """Defaults of one engine as its manual states them. `rolls_back`: a schema change is undone with its transaction."""

    name: str
    isolation: str
    allows: str
    schema: str
    rolls_back: bool
    isolation_source: str
    schema_source: str


_AFTER_A_READ = "two transactions can read one row and both overwrite it; phantoms and write skew too"
ENGINES = {
    "postgresql": Engine(
        "PostgreSQL",
        "read committed",
        _AFTER_A_READ,
        "rolls back with its transaction; CREATE INDEX CONCURRENTLY cannot run in one",
        True,
        "PostgreSQL manual, Transaction Isolation",
        "PostgreSQL manual, CREATE INDEX",
    ),
    "mysql": Engine(
        "MySQL (InnoDB)",
        "repeatable read",
        "a plain read sees a snapshot, a write the newest row, so what was read can be overwritten; write skew too",
        "commits what is open, before it and mostly after it, and does not roll back",
        False,
        "MySQL manual, InnoDB Transaction Isolation Levels",
        "MySQL manual, Statements That Cause an Implicit Commit",
    ),
    "mariadb": Engine(
        "MariaDB (InnoDB)",
        "repeatable read",
        "from 11.6.2 a write to a row changed since the snapshot fails and must be retried, before that it overwrites; "
        "write skew in both",
        "commits what is open, even when it fails itself",
        False,
        "MariaDB manual, innodb_snapshot_isolation",
        "MariaDB manual, SQL Statements That Cause an Implicit Commit",
    ),
    "sqlserver": Engine(
        "SQL Server",
        "read committed, with locks (row versions where READ_COMMITTED_SNAPSHOT is on, as in Azure SQL Database)",
        _AFTER_A_READ,
        "rolls back with its transaction, except for statements such as ALTER DATABASE",
        True,
        "Microsoft Learn, SET TRANSACTION ISOLATION LEVEL",
        "Microsoft Learn, Transactions (Transact-SQL)",
    ),
    "oracle": Engine(
        "Oracle Database",
        "read committed",
        f"{_AFTER_A_READ}; its serializable level still lets write skew through",
        "commits before and after, even when it fails itself",
        False,
        "Oracle Database Concepts, Data Concurrency and Consistency",
        "Oracle Database Concepts, Committing Transactions",
    ),
}


def engine(view: View) -> str:
    answer = view.answer("database.engine")
    found = ENGINES.get(answer.value) if answer and isinstance(answer.value, str) else None
    if found is None:
        return ""
    rows = [
        ("Isolation by default", f"{found.isolation}: {found.allows}", found.isolation_source),
        ("A schema change", found.schema, found.schema_source),
    ]
    return paragraphs(table((found.name, "As delivered", "Source"), rows), _told(view, found))


def _told(view: View, found: Engine) -> str:
    said = (
        [] if found.rolls_back else ["A migration that fails half-way stays half done: script its way back (RDBMS-06)."]
    )
    level = view.answer("races.isolation")
    if level is not None and level.value != "engine_default":
        said.append(f"In force: {view.label('races.isolation')}.")
    elif level is not None:
        said.append(f"In force: that default, {found.isolation.partition(',')[0]}.")
    kept = [
        f"{what} {view.sourced(id)}"
        for what, id in (("Budget a year:", "database.budget"), ("Years the team ran it:", "database.team_years"))
        if view.sourced(id) != UNKNOWN
    ]
    hosting = view.label("database.hosting")
    if hosting != UNKNOWN:
        kept.insert(0, f"Operated by: {hosting}")
    return " ".join([*said, *(f"{part}." for part in kept)])
