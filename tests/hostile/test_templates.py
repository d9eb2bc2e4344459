"""Classes 1 and 2 of the threat list: a team's template can place text, and nothing else; and it cannot take the machine.

Every payload goes the whole way: a folder of templates, the command line, the child process with its limits.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from specgen import answersfile, cli, packs, resources
from specgen.cli import sandbox
from specgen.compose import compose
from specgen.errors import InputError
from specgen.model import Identity, Spec
from specgen.renderers.markdown import context, fill

ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ spec.__class__ }}",
    "{{ spec['__class__']['__mro__'] }}",
    "{{ spec.items() }}",
    "{{ spec.update({'title': 'x'}) }}",
    "{{ spec.pop('title') }}",
    "{{ blocks.clear() }}",
    "{{ ''.format(1) }}",
    "{{ '{0.__class__}'.format(spec) }}",
    "{{ '{a.__class__}'.format_map({'a': spec}) }}",
    "{{ '%s' % spec }}",
    "{{ ''|attr('__class__') }}",
    "{{ '%s'|format('x') }}",
    "{{ [spec]|map(attribute='__class__')|list }}",
    "{{ [spec]|map('attr', '__class__')|first }}",
    "{{ [spec]|selectattr('__class__') }}",
    "{{ [spec]|join(attribute='__class__') }}",
    "{{ [spec, spec]|sort(attribute='__class__') }}",
    "{{ [spec]|unique(attribute='__class__')|first }}",
    "{{ [spec]|groupby('__class__') }}",
    "{{ cycler('a').__init__.__globals__.os.popen('touch gone').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'].system('touch gone') }}",
    "{{ namespace(a=1) }}",
    "{{ range(9) }}",
    "{{ dict(a=1) }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context.environment }}",
    "{{ config }}",
    "{{ request.application }}",
    "{{ open('/etc/passwd').read() }}",
    "{{ __import__('os') }}",
    "{{ undefined.__class__ }}",
    "{{ (undefined|default(spec)).__init__ }}",
    "{% for x in 'a' %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% for x in 'a' %}{{ loop._undefined }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__call__.__globals__ }}",
    "{% macro m() %}{{ caller.__init__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "{% set x = spec.__init__ %}{{ x.__globals__ }}",
    "{% with x = ''.__class__ %}{{ x }}{% endwith %}",
    "{% include '/etc/passwd' %}",
    "{% include '../secret.md.j2' %}",
    "{% import 'os' as os %}{{ os }}",
    "{% from '../../etc/passwd' import root %}",
    "{% extends '/etc/passwd' %}",
    "{% include spec %}",
    "{% do spec.clear() %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{% autoescape false %}{{ ''.__class__ }}{% endautoescape %}",
    "<!-- specgen:begin verdict -->",
    "{# a comment #}{{ '<!-- specgen:end verdict -->' }}",
    "{{ spec.title",
    "{% if %}",
    "{% for x in 3 %}{% endfor %}",
    "{{ 1 / 0 }}",
    "{{ nothing }}",
    "{{ blocks.nothing.at.all }}",
    "{{ 'x' + 1 }}",
    "{{ 'x'|nothing }}",
    "{{ spec is callable }}",
    "{{ spec is filter('x') }}",
    "{{ 3() }}",
    "{{ 'x'|indent(spec) }}",
    "{{ spec.title.upper() }}",
    "{{ '{:9999}'.format('a') }}",
    "{{ (1).real }}",
    "{{ (1).__class__ }}",
    "{{ 'x'[spec] }}",
]

BLOW_UPS = [
    "{{ 'a' * 10**9 }}",
    "{{ 10 ** 10 ** 9 }}",
    "{{ [0] * 10**9 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'a'|center(1000000000) }}",
    "{{ 'a'|ljust(1000000000) }}",
    "{{ 'a\\nb'|indent(1000000000) }}",
    "{{ 'a'|indent(1000000000, true) }}",
    "{{ 'a'|wordwrap(0) }}",
    "{{ range(10**9)|list }}",
    "{{ lipsum(n=1000000) }}",
    "{% set x = 'a' %}" + "{% set x = x ~ x %}" * 32 + "{{ x }}",
    "{% set x = 'a' %}" + "{% set x = x + x %}" * 32 + "{{ x|length }}",
    "{% set x = 'aaaaaaaaaaaaaaaa' %}" + "{% set x = x|replace('a', x) %}" * 4 + "{{ x }}",
    "{% set x = 'aaaaaaaaaaaaaaaa' %}" + "{% set x = x|join(x) %}" * 8 + "{{ x }}",
    "{% set x = [1, 2] %}" + "{% set x = x + x %}" * 32 + "{{ x|length }}",
    "{% set x %}" + "{% for a in answers %}" * 3 + "{{ answers }}" + "{% endfor %}" * 3 + "{% endset %}",
    "{% for a in answers %}{% for b in answers %}{{ answers }}{% endfor %}{% endfor %}",
    "{% for a in answers recursive %}{{ loop(answers) }}{% endfor %}",
    "{% macro m(x) %}{{ m(x ~ x) }}{% endmacro %}{{ m('a') }}",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'evil.md.j2' %}",
    "{% extends 'evil.md.j2' %}",
    "{% import 'evil.md.j2' as e %}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{% if 1 %}" * 2000 + "{% endif %}" * 2000,
    "{{ " + "-" * 20000 + "1 }}",
    "{{ " + "9" * 10000 + " }}",
]

ENDLESS = "{% for a in answers %}" * 6 + "{% endfor %}" * 6  # says nothing, and would take years


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CI", "1")
    (tmp_path / "templates").mkdir()
    return tmp_path


def new(folder: Path, template: str) -> int:
    (folder / "templates" / "evil.md.j2").write_text(template, encoding="utf-8")
    return cli.main(
        ["new", "--example", "ops-report", "--allow-missing", "--templates", "templates", "--template", "evil"]
    )


def refused(folder: Path, template: str, capfd: pytest.CaptureFixture[str]) -> str:
    assert new(folder, template) == 3
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert "evil.md.j2" in said.err
    assert "Traceback" not in said.err
    assert "root:" not in said.err
    assert sorted(path.name for path in folder.rglob("*")) == ["evil.md.j2", "templates"]
    return said.err


def spec(example: str = "instant-transfers") -> Spec:
    library = packs.load(resources.texts("checklists", ".yaml"))
    answers = answersfile.read(resources.text(f"examples/{example}", "answers.yaml"), "answers.yaml", library)
    return compose(library, answers, Identity("x", "X", tier=0))


@pytest.fixture(scope="module")
def values() -> dict[str, object]:
    return context(spec())


@pytest.mark.parametrize("payload", ESCAPES)
def test_a_payload_ends_in_a_clear_error(payload: str, values: dict[str, object]) -> None:
    """In this process: what the template may do does not rest on the limits of the child."""
    with pytest.raises(InputError) as caught:
        fill({"evil.md.j2": payload}, "evil.md.j2", values)
    (problem,) = caught.value.problems
    assert problem.file == "evil.md.j2" or "passwd" in payload or "secret" in payload or "os" in payload
    assert len(problem.message) < 400


@pytest.mark.parametrize("payload", ESCAPES[::16])
def test_and_the_command_says_so_and_writes_nothing(
    payload: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    refused(folder, payload, capfd)


def test_nothing_of_python_is_in_reach(values: dict[str, object]) -> None:
    """JSON only, to the last leaf: there is nothing whose attributes would be worth having."""
    waiting: list[object] = [values]
    seen = 0
    while waiting:
        one = waiting.pop()
        assert type(one) in (dict, str), type(one)
        seen += 1
        if isinstance(one, dict):
            assert all(type(key) is str for key in one)
            waiting += one.values()
    assert seen > 40
    assert json.loads(json.dumps(values)) == values


def test_a_template_cannot_change_what_the_next_one_sees(values: dict[str, object]) -> None:
    before = json.dumps(values)
    with pytest.raises(InputError):
        fill({"a.md.j2": "{{ spec.update({'title': 'x'}) }}"}, "a.md.j2", values)
    assert json.dumps(values) == before


WHOLE = "{{ front_matter }}\n# {{ spec.title }}\n{{ items.document }}\n{{ items.automate }}\n{{ items.monitor }}\n{{ answers }}\n"


def test_what_templates_are_for_still_works(folder: Path) -> None:
    (folder / "templates" / "part.md.j2").write_text("Part of {{ spec.title|upper }}.\n", encoding="utf-8")
    template = (
        "{{ front_matter }}\n# {{ spec.title }}\n{% include 'part.md.j2' %}{% for word in ['a', 'b'] if word != 'a' %}"
        "{{ word }}{% endfor %}\n{{ blocks.verdict }}\n{{ blocks['figures']['availability'] }}\n"
        "{% if spec.tier == '3' %}t{% endif %}\n"
        "{% for phase in ['document', 'automate', 'monitor'] %}{{ items[phase] }}\n{% endfor %}"
        "{% for id in written %}{{ sections[id] }}\n{% endfor %}{{ answers }}\n"
    )
    assert new(folder, template) == 0
    (written,) = folder.glob("*.md")
    text = written.read_text(encoding="utf-8")
    assert "Part of " in text
    assert "<!-- specgen:begin verdict -->" in text


MEASURE = """
import json, resource, sys, time
from specgen.cli import sandbox
from specgen.errors import InputError
sandbox.SECONDS = 1.5  # the parent's patience
found = []
for payload in json.load(sys.stdin):
    began, said = time.perf_counter(), ""
    try:
        sandbox.fill({"evil.md.j2": payload}, "evil.md.j2", {"answers": "x" * 40_000})
    except InputError as error:
        said = str(error)
    found.append([time.perf_counter() - began, said])
print(json.dumps([found, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


@pytest.fixture(scope="module")
def measured() -> tuple[list[tuple[float, str]], int]:
    """Seconds and message for each, and bytes of the largest child; in a process that has no other children."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=json.dumps(BLOW_UPS),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found, memory = json.loads(done.stdout)
    return [(seconds, said) for seconds, said in found], memory * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.parametrize("number", range(len(BLOW_UPS)), ids=lambda number: BLOW_UPS[number][:40])
def test_a_blow_up_ends_soon(number: int, measured: tuple[list[tuple[float, str]], int]) -> None:
    seconds, said = measured[0][number]
    assert seconds < 10
    assert "evil.md.j2" in said


def test_and_stays_small(measured: tuple[list[tuple[float, str]], int]) -> None:
    assert measured[1] < 512 * 1024 * 1024


def test_a_template_without_end_is_stopped(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sandbox.SECONDS < 10
    assert sandbox.MEMORY < 512 * 1024 * 1024
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    assert "longer than 1 s" in refused(folder, ENDLESS, capfd)


def test_the_limits_hold_without_a_parent() -> None:
    """Whoever kills specgen must not leave a child behind that runs for years, or eats the memory."""
    code = "from specgen.cli import sandbox; sandbox.SECONDS = 1; sandbox.child()"
    request = json.dumps({"templates": {"a": ENDLESS}, "name": "a", "values": {"answers": "x" * 1000}})
    done = subprocess.run(
        [sys.executable, "-c", code], input=request, capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode < 0  # a signal: SIGXCPU
    assert done.stdout == ""


@pytest.mark.parametrize("module", ["jinja2", "json", "specgen", "sitecustomize"])
def test_the_child_runs_no_file_of_the_working_folder(module: str, folder: Path) -> None:
    """`python -m` would put the working folder first on the module path, and with it whatever a repository calls jinja2.py."""
    (folder / f"{module}.py").write_text("open('gone', 'w').close()\nraise SystemExit(0)\n", encoding="utf-8")
    (folder / "templates" / "evil.md.j2").write_text(WHOLE, encoding="utf-8")
    source = str(Path(cli.__file__).parents[2])
    code = (
        f"import sys; sys.path[:] = [p for p in sys.path if p not in ('', {str(folder)!r})]\n"
        f"sys.path.insert(0, {source!r})\nfrom specgen.cli import main\nraise SystemExit(main())"
    )
    arguments = ["new", "X", "--allow-missing", "--templates", "templates", "--template", "evil", "-o", "-"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "\n# X\n" in done.stdout
    assert not (folder / "gone").exists()
