"""The front matter: found, read with every fault told, written in one shape; and ids."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from specgen.errors import InputError, Problem
from specgen.frontmatter import (
    KEYS,
    STATUSES,
    FrontMatter,
    check_id,
    find,
    is_newer,
    name_and_version,
    read,
    record_key,
    slug,
    split,
    write,
)
from specgen.frozen import replace
from specgen.model import Identity, Mark
from specgen.yamltext import illegal_in_xml

INSTANT_TRANSFERS = """\
---
specgen: 1
id: instant-transfers
title: Instant transfers
status: draft
tier: 0
owners: ["@payments-core"]
reviewers: ["@sre", "@risk", "@security"]
created: 2026-11-20
review_by: 2027-02-18
template: spec 1.0.0
packs: [core 1.0.0]
---
"""
TRANSFERS = Identity(
    id="instant-transfers",
    title="Instant transfers",
    status="draft",
    tier=0,
    owners=("@payments-core",),
    reviewers=("@sre", "@risk", "@security"),
    created="2026-11-20",
    review_by="2027-02-18",
    template="spec 1.0.0",
    packs=("core 1.0.0",),
)
OPS_REPORT = """\
---
specgen: 1
id: ops-report
title: Operations report
status: draft
tier: 3
owners: []
created: 2026-11-20
review_by: 2027-02-18
template: spec 1.0.0
packs: [core 1.0.0]
---
"""
REPORT = replace(TRANSFERS, id="ops-report", title="Operations report", tier=3, owners=(), reviewers=())


# --- finding ---------------------------------------------------------------------------------------------------------


def test_the_span_of_the_front_matter() -> None:
    text = "---\na: 1\n---\n\n# Title\n"
    assert find(text) == FrontMatter(4, 9, 13)
    assert split(text) == ("a: 1\n", "\n# Title\n")


@pytest.mark.parametrize(
    ("text", "source", "body"),
    [
        ("---\r\na: 1\r\n---\r\nbody\r\n", "a: 1\r\n", "body\r\n"),
        ("\ufeff---\na: 1\n---\nbody", "a: 1\n", "body"),
        ("---  \na: 1\n---\t \nbody", "a: 1\n", "body"),
        ("---\na: 1\n...\nbody", "a: 1\n", "body"),
        ("---\n---\n", "", ""),
        ("---\na: 1\n---", "a: 1\n", ""),
        ("---\na: |\n  ---\n  x\n---\n---\n", "a: |\n  ---\n  x\n", "---\n"),
        ("---\na: 1\n----\nb: 2\n---\n", "a: 1\n----\nb: 2\n", ""),
    ],
)
def test_the_closing_line_is_the_first_of_its_own(text: str, source: str, body: str) -> None:
    assert split(text) == (source, body)


@pytest.mark.parametrize(
    "text", ["", "# Title\n", "\n---\na: 1\n---\n", " ---\na: 1\n---\n", "----\n", "--- a\n---\n", "text\n---\n"]
)
def test_without_a_first_line_of_dashes_there_is_none(text: str) -> None:
    assert find(text) is None
    assert split(text) == ("", text)
    assert read(text, "s.md") == (None, ())


@pytest.mark.parametrize("text", ["---", "---\n", "---\nspecgen: 1\n# Title\n", "\ufeff---\r\nspecgen: 1\r\n ---\r\n"])
def test_one_that_is_not_closed_is_a_problem_and_all_body(text: str) -> None:
    found = find(text)
    assert found is not None
    assert not found.closed
    assert split(text) == ("", text)
    identity, (problem,) = read(text, "s.md")
    assert identity is None
    assert (problem.file, problem.line) == ("s.md", 1)
    assert "never closed" in problem.message


@given(st.text(st.sampled_from("-.\n\r \ta:1\ufeff"), max_size=40))
@settings(deadline=None)
def test_nothing_is_lost_by_splitting(text: str) -> None:
    found = find(text)
    source, body = split(text)
    if found and found.closed:
        assert 0 < found.start <= found.end < found.body <= len(text)
        assert text == text[: found.start] + source + text[found.end : found.body] + body
    else:
        assert (source, body) == ("", text)


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "identity"), [(INSTANT_TRANSFERS, TRANSFERS), (OPS_REPORT, REPORT)])
def test_the_exemplars_are_read_and_written_to_the_letter(text: str, identity: Identity) -> None:
    assert read(text + "\n# Title\n", "s.md") == (identity, ())
    assert read("\ufeff" + text.replace("\n", "\r\n"), "s.md") == (identity, ())
    assert write(identity) == text


def test_reviewed_stands_after_review_by_and_only_when_it_is_set() -> None:
    text = write(replace(TRANSFERS, reviewed="2026-12-01"))
    assert "review_by: 2027-02-18\nreviewed: 2026-12-01\ntemplate:" in text


def test_the_least_front_matter() -> None:
    assert read("---\nspecgen: 1\nid: a\ntitle: A\nreviewed:\ntier: ~\nowners:\n---\n", "s.md") == (
        Identity("a", "A"),
        (),
    )
    assert write(Identity("a", "A")) == "---\nspecgen: 1\nid: a\ntitle: A\nstatus: draft\nowners: []\n---\n"


def fields(**changed: str) -> str:
    lines = {"specgen": "1", "id": "a", "title": "A"} | changed
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items() if value != "-") + "---\n"


BAD = [
    ({"owner": "x"}, 5, 'The front matter has no field "owner".', "Did you mean `owners`?"),
    ({"zzz": "x"}, 5, 'The front matter has no field "zzz".', "Known fields are specgen, id,"),
    ({"tier": "4"}, 5, '"4" is no tier.', "0 (most critical), 1, 2 or 3"),
    ({"tier": "-1"}, 5, '"-1" is no tier.', "0 (most critical)"),
    ({"tier": "1.0"}, 5, '"1.0" is no tier.', "0 (most critical)"),
    ({"tier": "[1]"}, 5, "`tier` must be a text, not a list.", "in quotes"),
    ({"status": "Drafts"}, 5, '"Drafts" is no status.', "Did you mean `draft`?"),
    ({"status": "done"}, 5, '"done" is no status.', "draft, review, approved, implemented, retired"),
    ({"created": "20.11.2026"}, 5, '`created`: "20.11.2026" is not a date.', "2026-11-20"),
    ({"created": "20261120"}, 5, '`created`: "20261120" is not a date.', "2026-11-20"),
    ({"review_by": "2026-02-30"}, 5, '`review_by`: there is no day "2026-02-30".', "2026-11-20"),
    ({"reviewed": "2026-11-20T10:00"}, 5, '`reviewed`: "2026-11-20T10:00" is not a date.', "2026-11-20"),
    ({"reviewed": "٢٠٢٦-١١-٢٠"}, 5, '`reviewed`: "٢٠٢٦-١١-٢٠" is not a date.', "2026-11-20"),
    ({"owners": "Ada, '@sre'"}, 5, "`owners` must be a list.", "Write `owners: [Ada, "),
    ({"reviewers": "{a: b}"}, 5, "`reviewers` must be a list, not a map.", 'Write `reviewers: ["first", "second"]`.'),
    ({"packs": "[core 1.0.0, [x]]"}, 5, "`packs` holds a list.", "Give texts"),
    ({"owners": "[a, '']"}, 5, "`owners` holds an empty entry.", "Give texts"),
    ({"template": "{a: b}"}, 5, "`template` must be a text, not a map.", "in quotes"),
    ({"id": "-"}, 1, "`id` is missing.", "id: instant-transfers"),
    ({"id": ""}, 3, "`id` is missing.", "id: instant-transfers"),
    ({"id": "[a]"}, 3, "`id` must be a text, not a list.", "in quotes"),
    ({"id": "Instant Transfers"}, 3, 'The id "Instant Transfers" is not', "Write `instant-transfers`."),
    ({"id": "../x"}, 3, 'The id "../x" is not', "Write `x`."),
    ({"id": "aux"}, 3, '"aux" names a device on Windows', "Write `aux-spec`."),
    ({"title": "-"}, 1, "`title` is missing.", "title: Instant transfers"),
    ({"title": "' '"}, 4, "`title` is missing.", "title: Instant transfers"),
    ({"title": "{x: y}"}, 4, "`title` must be a text, not a map.", "in quotes"),
    ({"specgen": "-"}, 1, "The front matter has no field `specgen`, so this is no spec.", "Add the line"),
    ({"specgen": "one"}, 2, "`specgen` is the number of the file format.", "Write `specgen: 1`."),
    ({"specgen": "'1'"}, 2, "`specgen` is the number of the file format.", "Write `specgen: 1`."),
    ({"specgen": "true"}, 2, "`specgen` is the number of the file format.", "Write `specgen: 1`."),
    ({"specgen": "0"}, 2, "`specgen` is the number of the file format.", "Write `specgen: 1`."),
    ({"specgen": "[1]"}, 2, "`specgen` is the number of the file format.", "Write `specgen: 1`."),
    ({"specgen": "2"}, 2, "The spec has format 2, and this version of specgen reads formats up to 1.", "Upgrade"),
    ({"other": "[specgen]"}, 5, "`other` cannot name `specgen`.", "take its name out"),
    ({"title": "@x"}, 4, "A text cannot begin with @ unless it is in quotes.", 'Put it in quotes: "@x".'),
]


@pytest.mark.parametrize(("changed", "line", "message", "fix"), BAD)
def test_a_bad_field_is_named_with_its_line(changed: dict[str, str], line: int, message: str, fix: str) -> None:
    identity, problems = read(fields(**changed), "s.md")
    (problem,) = problems
    assert problem.message.startswith(message)
    assert fix in problem.fix
    assert (problem.file, problem.line) == ("s.md", line)
    usable = not {"id", "title", "specgen"} & changed.keys()
    assert (identity is not None) == usable
    if identity:
        owners = ("a",) if changed.get("owners") == "[a, '']" else ()
        packs = ("core 1.0.0",) if "packs" in changed else ()
        assert identity == Identity("a", "A", owners=owners, packs=packs)  # a bad value never enters


def test_all_faults_are_told_in_file_order() -> None:
    text = fields(zebra="1", tier="9", status="x", created="y", owners="z", id="A B")
    identity, problems = read(text, "s.md")
    assert identity is None
    assert [problem.line for problem in problems] == [3, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("source", ["- a\n", "just text\n", "a\n"])
def test_what_is_no_map_is_a_problem(source: str) -> None:
    identity, (problem,) = read(f"---\n{source}---\n", "s.md")
    assert identity is None
    assert problem.line == 2


def test_another_tools_front_matter_is_one_problem() -> None:
    identity, problems = read("---\nlayout: post\ndate: 2020-01-01\ntags: [a]\n---\n", "s.md")
    assert identity is None
    assert len(problems) == 1


@given(st.text(st.sampled_from("abc: []{}-\n#'\"&*!@\t1specgenidtitle\x07é"), max_size=80))
@example("? [a]\n: b\n")
@settings(deadline=None)
def test_reading_never_raises(source: str) -> None:
    identity, problems = read(f"---\nspecgen: 1\n{source}\n---\n", "s.md")
    assert identity is not None or problems
    assert all(isinstance(problem, Problem) and problem.file == "s.md" for problem in problems)


# --- writing ---------------------------------------------------------------------------------------------------------

LINE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip()) and not illegal_in_xml(text)
)
DAY = st.one_of(st.just(""), st.dates().map(lambda day: day.isoformat()))


@given(
    title=LINE,
    status=st.sampled_from(STATUSES),
    tier=st.sampled_from([None, 0, 1, 2, 3]),
    owners=st.lists(LINE, max_size=3),
    reviewers=st.lists(LINE, max_size=3),
    created=DAY,
    reviewed=DAY,
    template=st.one_of(st.just(""), LINE),
    packs=st.lists(LINE, max_size=2),
)
@settings(deadline=None, max_examples=300)
def test_what_is_written_reads_back(
    title: str,
    status: str,
    tier: int | None,
    owners: list[str],
    reviewers: list[str],
    created: str,
    reviewed: str,
    template: str,
    packs: list[str],
) -> None:
    identity = Identity(
        "some-id",
        title,
        status,
        tier,
        tuple(owners),
        tuple(reviewers),
        created,
        created,
        reviewed,
        template,
        tuple(packs),
    )
    text = write(identity)
    assert read(text, "s.md") == (identity, ())
    assert split(text + "body")[1] == "body"
    assert len(text.split("\n")) <= 15  # identity is one line a field, whatever is in it


@pytest.mark.parametrize(
    "title",
    [
        "---",
        "a\n---\nspecgen: 2",
        "no",
        "null",
        "~",
        "1.10",
        "a: b",
        "# x",
        "@x",
        "<!-- specgen:begin verdict -->",
        "'",
        '"',
        "\\",
        "é\u2028",
    ],
)
def test_a_stubborn_title_stays_a_title(title: str) -> None:
    identity = Identity("a", title)
    assert read(write(identity), "s.md") == (identity, ())


def test_every_known_key_is_written() -> None:
    text = write(replace(TRANSFERS, reviewed="2026-12-01", other=("layout",)))
    assert tuple(line.partition(":")[0] for line in text.split("\n")[1:-2]) == KEYS


def test_a_field_of_another_tool_that_has_a_name_of_ours() -> None:
    identity = replace(TRANSFERS, tier=None, other=("status", "tier"))
    text = write(identity)
    assert "\nspecgen_status: draft\n" in text
    shared = text.replace("other:", "status: implementable\ntier: gold\nother:")
    assert read(shared, "s.md") == (identity, ())
    _, (problem,) = read(shared.replace("specgen_status: draft", "specgen_status: done"), "s.md")
    assert (problem.line, problem.message) == (5, '"done" is no status.')


def test_a_name_of_ours_spelled_otherwise_needs_the_field_of_another_tool() -> None:
    _, (problem,) = read(fields(specgen_status="review"), "s.md")
    assert problem.line == 5
    assert problem.message == 'The front matter has a field "specgen_status", and `other` does not name "status".'
    assert "other: [status]" in problem.fix


# --- ids -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Instant transfers", "instant-transfers"),
        ("NIP switch (Lagos)", "nip-switch-lagos"),
        ("  --A__b--  ", "a-b"),
        ("Überweisung für Zoë", "uberweisung-fur-zoe"),
        ("U\u0308ber", "uber"),
        ("Straße Ærø Łódź Đà", "strasse-aero-lodz-da"),
        ("İstanbul ımam", "istanbul-imam"),
        ("ﬁle № ２", "file-no-2"),
        ("99.95%", "99-95"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\x00b\nc", "a-b-c"),
        ("Оплата v2", "v2"),
    ],
)
def test_a_slug_is_lower_case_ascii(title: str, expected: str) -> None:
    assert slug(title) == expected


@pytest.mark.parametrize("title", ["", "  ", "—", "Оплата", "支払い", "🚀"])
def test_a_title_without_latin_letters_has_no_slug(title: str) -> None:
    with pytest.raises(InputError, match="no Latin letter or digit"):
        slug(title)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_a_slug_is_an_id_and_its_own_slug(title: str) -> None:
    try:
        found = slug(title)
    except InputError:
        assume(False)
    assert slug(found) == found
    problem = check_id(found)
    assert problem is None or "device" in problem.message or "characters" in problem.message


@pytest.mark.parametrize("id", ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"])
def test_a_windows_device_is_no_id(id: str) -> None:
    problem = check_id(id, Mark("s.md", 3, 5))
    assert problem == Problem(
        f'"{id}" names a device on Windows and cannot be a file name there.', "s.md", 3, 5, f"Write `{id}-spec`."
    )
    assert check_id(f"{id}-spec") is None


@pytest.mark.parametrize("id", ["a", "console", "com10", "2fa", "instant-transfers", "x" * 100])
def test_good_ids(id: str) -> None:
    assert check_id(id) is None


@pytest.mark.parametrize(
    "id",
    [
        "",
        ".",
        "..",
        "a b",
        "A",
        "a_b",
        "-a",
        "a-",
        "a--b",
        "a/b",
        "C:\\x",
        "/x",
        "a.md",
        "é",
        "a\n",
        "a\x00",
        "x" * 101,
        "Ж",
    ],
)
def test_bad_ids(id: str) -> None:
    problem = check_id(id)
    assert problem is not None
    assert problem.fix


@pytest.mark.parametrize(("name", "key"), [("NIP switch", "nip-switch"), ("Überweisung", "uberweisung"), ("银行 A1", "a1"),
                                           ("银行", "银行"), ("بنك لاغوس", "بنك-لاغوس")])  # fmt: skip
def test_a_record_may_be_named_in_any_script(name: str, key: str) -> None:
    assert record_key(name) == key


def test_a_record_without_a_letter_is_refused() -> None:
    with pytest.raises(InputError, match="no letter or digit"):
        record_key("🙂 !")


# --- the plain kind, read without YAML ---------------------------------------------------------------------------------

_VALUE = st.sampled_from(
    [
        "1", "draft", "Instant transfers", "a,b", "a, b", "2026-11-20", "1.5", "x.", '"quoted"', '"a: b # c"', '""', "[]",
        '["@ada", "@bo"]', "[core 1.0.0]", "[a, b]", '[a, "b"]', "yes", "null", "~", "", "a: b", "a #b", "x ", "'one'", "[a,b]",
        "[a, ]", "a  b", "é", '"é"', "- a", "{a: b}", '"\\n"', "(a)", "a)", "@a", "[[a]]", "[a b, c]", "a-", "0x10", "1e3",
    ]
)  # fmt: skip
_KEY = st.sampled_from(["id", "title", "status", "owners", "review_by", "a b", "Key", "null", "specgen"])


@settings(max_examples=400)
@given(st.lists(st.tuples(_KEY, _VALUE), min_size=1, max_size=6))
def test_what_is_read_without_yaml_reads_as_yaml(fields: list[tuple[str, str]]) -> None:
    from specgen.frontmatter import plain
    from specgen.yamltext import parse

    source = "".join(f"{key}: {value}\n" for key, value in fields)
    found = plain.nodes(source, "a.md", 2)
    if found is not None:
        assert found == parse(source, "a.md", 2)


def test_what_specgen_writes_is_read_without_yaml() -> None:
    from specgen.frontmatter import plain

    identity = read('---\nspecgen: 1\nid: a-b\ntitle: A, b\nowners: ["@a"]\n---\n', "a.md")[0]
    assert identity is not None
    written, _ = split(write(identity))
    assert plain.nodes(written, "a.md", 2) is not None


_SAID = st.fixed_dictionaries(
    {
        "specgen": st.sampled_from(["1", "1", "1", "2", '"1"', "01"]),
        "id": st.sampled_from(["a-b", "a-b", '"a-b"', "A", "con", "1", "~"]),
        "title": st.sampled_from(["Transfers", '"A: b"', "1", "null", '" "', '""', "[a]"]),
    },
    optional={
        "status": st.sampled_from(["draft", '"review"', "Draft", "null", '""', "[draft]"]),
        "tier": st.sampled_from(["0", "3", '"2"', "4", "03", "null"]),
        "owners": st.sampled_from(['["@a", "@b"]', "[]", "[a b]", '[" "]', "null", "x", "[null]"]),
        "reviewers": st.sampled_from(['["@a"]', "[]", '""']),
        "created": st.sampled_from(
            ["2026-11-20", '"2026-11-20"', "2026-02-30", "20261120", "null", "2026-W47-5", "[]"]
        ),
        "review_by": st.sampled_from(["2027-02-18", "soon", '""']),
        "template": st.sampled_from(["spec 1.0.0", '"spec"', "null", "[spec]"]),
        "packs": st.sampled_from(["[core 1.0.0]", "[]", "core"]),
        "other": st.sampled_from(["[]", "[status]", "[kep]"]),
        "kep": st.just("1"),
    },
)


@settings(max_examples=400)
@given(_SAID, st.randoms(use_true_random=False))
def test_what_is_read_without_places_reads_the_same(said: dict[str, str], order: random.Random) -> None:
    from specgen.frontmatter import fields
    from specgen.yamltext import parse

    lines = [f"{key}: {value}\n" for key, value in said.items()]
    order.shuffle(lines)
    source = "".join(lines)
    sound = fields._sound(source, "a.md")
    node = parse(source, "a.md", 2)
    assert isinstance(node, fields.Mapping)
    identity, problems = fields._Fields(node, node.mark).identity()
    if sound is not None:
        assert (sound, ()) == (identity, problems)


def test_a_sound_one_is_read_without_places() -> None:
    from specgen.frontmatter import fields

    source = 'specgen: 1\nid: a-b\ntitle: "A: b"\nstatus: review\ntier: 2\nowners: ["@a"]\ncreated: 2026-11-20\n'
    assert fields._sound(source, "a.md") == read(f"---\n{source}---\n", "a.md")[0] is not None


# --- names with versions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "name", "version"),
    [
        ("core 1.0.0", "core", "1.0.0"),
        ("core  1.0", "core", "1.0"),
        ("our layer 2", "our layer", "2"),
        ("acme 1.0.20261120123456", "acme", "1.0.20261120123456"),
        ("core", "core", ""),
        ("", "", ""),
        ("1.0.0", "1.0.0", ""),
        ("core v1.0.0", "core v1.0.0", ""),
        ("core 1.0.", "core 1.0.", ""),
        ("core 1.0.0-beta", "core 1.0.0-beta", ""),
    ],
)
def test_a_version_is_numbers_and_dots_behind_a_name(named: str, name: str, version: str) -> None:
    assert name_and_version(named) == (name, version)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("core 1.9.0", "core 1.10.0"), ("core 1.0", "core 1.0.0"), ("core 1.0.20261119235959", "core 1.0.20261120000000"),
        ("core 1.0.0", f"core 1.0.{'9' * 5000}"), ("core 0.08", "core 0.9"),
    ],
)  # fmt: skip
def test_versions_are_compared_as_numbers(older: str, newer: str) -> None:
    assert is_newer(newer, older)
    assert not is_newer(older, newer)


def test_without_a_version_nothing_is_newer() -> None:
    for one, other in (("core", "core 1.0.0"), ("core 1.0.0", "core"), ("core 9", "1.0.0"), ("core 1.0", "core 01.0")):
        assert not is_newer(one, other)
        assert not is_newer(other, one)
