"""Every key of the configuration, said once: what it takes, what holds without it, an example, what it is for.

The reader checks by it, `specgen init` writes its comments from it, and docs/configuration.md shows it as tables.
"""

from __future__ import annotations

from enum import Enum

from specgen.frozen import Frozen

FAIL_ON = ("error", "warning", "never")
PLACEHOLDERS = ("name", "stem", "parent")
LONGEST_REVIEW = 36_500


class Kind(Enum):
    """What a value is, in the words of the documentation."""

    GLOBS = "list of patterns"
    ANYWHERE = "list of patterns, anywhere"
    PATHS = "list of paths"
    PATH = "path"
    TARGET = "path below this file"
    DAYS = "number of days"
    FAIL_ON = "error, warning or never"
    RULES = "list of rules"
    RULES_BY_FILE = "rules by pattern"
    GLOB = "pattern"
    SPEC = "path with {name}, {stem} or {parent}"
    TABLE = "table"
    TABLES = "tables"


class Key(Frozen):
    """`default` and `example` are values as TOML has them; "" where there is no default."""

    kind: Kind
    default: str
    example: str
    about: str
    required: bool = False


TOP = {
    "specs": Key(
        Kind.GLOBS, '["docs/specs/**/*.md"]', '["docs/specs/**/*.md", "services/*/SPEC.md"]', "Which files are specs."
    ),
    "exclude": Key(
        Kind.ANYWHERE, "[]", '["README.md", "docs/specs/archive/"]',
        "Files and folders that are no specs although `specs` names them. Holds for files named on the command line, too.",
    ),
    "packs": Key(
        Kind.PATHS, "[]", '["checklists"]',
        "Folders of your own packs, laid over the built-in ones in this order. `--packs` wins.",
    ),
    "templates": Key(
        Kind.PATHS, "[]", '["templates"]',
        "Folders of your own templates; of two files of one name the later folder's counts. `--templates` wins.",
    ),
    "word_template": Key(
        Kind.PATH, "", '"templates/company.docx"', "The .docx that gives Word files their look. `--word-template` wins."
    ),
    "answers": Key(
        Kind.PATHS, "[]", '["docs/answers.yaml"]',
        "Answers that `specgen new` starts from: owners, say, or the objectives of all your services. `--answers` wins.",
    ),
    "new_in": Key(Kind.TARGET, '"."', '"docs/specs"', "The folder that `specgen new` writes into. `-o` wins."),
    "review_days": Key(
        Kind.DAYS, "90", "180", "When a new spec is to be reviewed, unless its answer on the review period says so."
    ),
    "require": Key(Kind.TABLES, "", "", "Specs that must exist. May be given several times."),
    "check": Key(Kind.TABLE, "", "", "How `specgen check` checks."),
}  # fmt: skip

REQUIRE = {
    "for": Key(
        Kind.GLOB, "", '"services/*/"', "What needs a spec: files or folders; with / at its end folders only.", required=True
    ),
    "spec": Key(
        Kind.SPEC, "", '"docs/specs/{name}.md"',
        "Where its spec belongs. `{name}` is the last name of the path, `{stem}` that without its ending, `{parent}` the folder "
        "it stands in.",
        required=True,
    ),
}  # fmt: skip

CHECK = {
    "select": Key(Kind.RULES, "[]", '["must-open", "contradiction"]', "Only these rules; none means all. `--select` wins."),
    "ignore": Key(Kind.RULES, "[]", '["review-date-passed"]', "Rules that are left out. `--ignore` adds to them."),
    "fail_on": Key(
        Kind.FAIL_ON, '"error"', '"warning"', "From which findings on the run fails, exit code 1. `--fail-on` wins."
    ),
    "baseline": Key(
        Kind.TARGET, '".specgen-baseline.json"', '"docs/specs/baseline.json"',
        "Findings that are accepted for now, if the file is there. `--baseline` wins.",
    ),
    "per_file_ignores": Key(
        Kind.RULES_BY_FILE, "{}", '{"docs/specs/old/" = ["question-unanswered"]}',
        "Rules that are left out for some files: pattern = list of rules.",
    ),
}  # fmt: skip
