"""Templates of messages: names in braces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen import messages


def test_names_come_in_order_with_the_offset_of_their_first_character() -> None:
    text = "{figures.retries.attempts} of {each.name}, {{not.this}} {each.name}"
    assert messages.names(text) == (("figures.retries.attempts", 1), ("each.name", 31), ("each.name", 57))
    assert all(text[at:].startswith(name) for name, at in messages.names(text))


def test_fill_shows_each_name_and_reads_what_it_put_in_no_further() -> None:
    shown = {"each.name": "{answers.a.b}", "answers.latency.p99": "300 ms"}
    text = "{each.name} takes {answers.latency.p99}; {{literal}}"
    assert messages.fill(text, shown.__getitem__) == "{answers.a.b} takes 300 ms; {literal}"
    assert messages.fill("{{{answers.latency.p99}}}", shown.__getitem__) == "{300 ms}"
    assert messages.fill("", str) == ""


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("a { b", 2),
        ("a } b", 2),
        ("{each.name", 0),
        ("{each.name}}", 11),
        ("{}", 0),
        ("{name}", 0),
        ("{each.name!r}", 0),
        ("x {each.name:.2f}", 2),
        ("{ each.name }", 0),
        ("{each.name + 1}", 0),
        ("{each.{name}}", 0),
        ("{each..name}", 0),
        ("{each.\uff4eame}", 0),
        ("{{}", 2),
    ],
)
def test_a_broken_brace_is_an_error_with_its_place(text: str, offset: int) -> None:
    with pytest.raises(messages.BraceError) as names_error:
        messages.names(text)
    with pytest.raises(ValueError, match=rf"\(character {offset + 1}\)$"):
        messages.fill(text, str)
    assert names_error.value.offset == offset


_NAMES = st.from_regex(r"[a-z_]{1,5}(\.[a-z_][a-z0-9_]{0,4}){1,3}", fullmatch=True)


@given(st.lists(st.one_of(st.tuples(st.just(True), _NAMES), st.tuples(st.just(False), st.text(max_size=8)))))
def test_any_text_survives_when_its_braces_are_doubled(parts: list[tuple[bool, str]]) -> None:
    template = "".join(
        f"{{{part}}}" if name else part.replace("{", "{{").replace("}", "}}") for name, part in parts
    )
    expected = "".join(f"<{part}>" if name else part for name, part in parts)
    assert messages.fill(template, lambda name: f"<{name}>") == expected
    assert [name for name, _ in messages.names(template)] == [part for name, part in parts if name]


@given(st.text(alphabet="{}a.b ", max_size=30))
def test_names_and_fill_agree_on_what_is_broken(text: str) -> None:
    try:
        found = [name for name, _ in messages.names(text)]
    except messages.BraceError:
        with pytest.raises(messages.BraceError):
            messages.fill(text, str)
        return
    shown: list[str] = []
    messages.fill(text, lambda name: shown.append(name) or "")  # type: ignore[func-returns-value]  # records
    assert shown == found
