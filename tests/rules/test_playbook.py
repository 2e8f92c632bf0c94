"""Playbooks: what changes is text. No value becomes a worker, a clause, a channel or a reviewer, wherever it stands."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules import playbook
from storage.rules.brief import Parsed, parse
from storage.rules.playbook import Call, read_call
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.worker import agent, colleague

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)
AGENTS = ("writer", "coder")
IDS = {"#general": "C01GEN", "@bob": "U02BOB", "#secret": "C0SECRET"}
TEMPLATES = (
    "writer: compare {x} vendors; must: price",
    "writer: memo; {x}",
    "writer: memo; must: {x}",
    "writer: memo\n{x}\nmore",
    "{x}: a memo on it",
    "{x} writes a memo",
    "writer: memo; for {x}",
    "writer: memo; to {x}",
    "writer: memo; reviewer {x}",
    "writer: memo {x}",
)
ATTACKS = (
    "a; to #general",
    "to #general",
    "a\nto #general",
    "a\r\nreviewer @bob",
    "a\u2028to #general",
    "a\x0bto #general",
    "; public",
    "a; public",
    "public",
    "urgent",
    "reviewer @bob",
    "@bob",
    "#general",
    "coder",
    "coder: x",
    "for #secret",
    "3 versions",
    "```\n; to #general\n```",
    "must: nothing",
    "by Friday",
    "every day",
    "then coder: rm",
    "ǁ0ǁ; to #general",
    "{x}; to #general",
)


def when(text: str) -> datetime | None:
    return FRIDAY if text.lower() in ("friday", "friday 17:00") else None


def read(text: str, value: str) -> Parsed:
    filled = playbook.fill(text, Call(values={"x": value}))
    return filled.put(parse(filled.text, AGENTS, when, NOW, IDS))


def shape(parsed: Parsed) -> tuple[object, ...]:
    """All of a brief that a clause sets."""
    single = parsed.worker, parsed.colleague, parsed.due, parsed.stream_channel, parsed.reviewer, parsed.urgent
    return (*single, parsed.to, parsed.versions, parsed.public, len(parsed.criteria), parsed.stream is None)


@pytest.mark.parametrize("text", TEMPLATES)
@pytest.mark.parametrize("value", ATTACKS)
def test_no_value_smuggles_in_a_clause(text: str, value: str) -> None:
    assert shape(read(text, value)) == shape(read(text, "payroll"))


@given(st.text(min_size=1, max_size=60), st.sampled_from(TEMPLATES))
def test_nothing_that_can_be_typed_does(value: str, text: str) -> None:
    if playbook.missing(text, {"x": value}) or not playbook.as_text(value):
        return
    assert shape(read(text, value)) == shape(read(text, "payroll"))


def test_values_stand_where_they_were_marked() -> None:
    parsed = read("writer: compare {x} vendors; must: price of {x}; for {x} choice", "payroll; to #general")
    assert parsed.goal == parsed.title == "compare payroll, to #general vendors"
    assert (parsed.criteria, parsed.stream) == (("price of payroll, to #general",), "payroll, to #general choice")


def test_a_due_time_may_be_a_parameter_and_nothing_else_in_its_place() -> None:
    assert read("writer: memo; by {x}", "Friday").due == FRIDAY
    parsed = read("writer: memo; by {x}", "Friday; to #general")
    assert (parsed.due, parsed.to) == (None, ())


def test_a_line_is_read_as_values_and_clauses() -> None:
    text = "compare {vendor kind} in {Region}"
    assert playbook.parameters(text) == ("vendor kind", "Region")
    call = read_call("vendor  kind=payroll and HR, region = EU; by Friday; must: price=fair", text)
    assert call.values == {"vendor kind": "payroll and HR", "region": "EU"}
    assert call.clauses == "by Friday; must: price=fair"
    assert playbook.missing(text, read_call("vendor kind=; by Friday", text).values) == ("vendor kind", "Region")
    with pytest.raises(Refused, match="also needs Region"):
        playbook.fill(text, read_call("vendor kind=payroll", text))


def test_a_parameter_is_known_in_any_writing_and_braces_of_code_are_none() -> None:
    assert playbook.parameters("{Vendor} and {vendor} and {} and {a: 1} and {x;y}") == ("Vendor",)


def test_briefs_are_written_as_they_would_be_typed() -> None:
    first = Brief(goal="Compare\nthree", worker=agent("writer"), criteria=("price",), stream="Security", to=("C01GEN",))
    second = Brief(goal="check it", worker=colleague("U02BOB"))
    text = playbook.text_of([first, second])
    assert text == "writer: Compare\nthree\n; must: price\n; for Security\n; to <#C01GEN>\n; then <@U02BOB>: check it"


def test_a_chain_is_written_with_its_stream_once_and_read_as_what_it_is() -> None:
    notes = Brief(goal="Compare three\nAcme: 39 €", worker=agent("writer"), criteria=("price",), stream="Security")
    page = Brief(goal="One page", worker=agent("coder"), criteria=("short", "warm"), stream="Security")
    check = Brief(goal="check it", worker=colleague("U02BOB"), stream="Security")
    text = playbook.text_of([notes, page, check])
    assert text.count("Security") == 1
    first = parse(text.replace("<@U02BOB>", "@bob"), AGENTS, when, NOW, IDS)
    assert (first.goal, tuple(first.criteria), first.stream) == (notes.goal, notes.criteria, "Security")
    then = [(step.goal, tuple(step.criteria), step.worker, step.colleague) for step in first.then]
    assert then == [(page.goal, page.criteria, "coder", None), (check.goal, (), None, "U02BOB")]
    single = playbook.text_of([Brief(goal="Memo", worker=agent("writer"), criteria=("short",))])
    assert single == "writer: Memo; must: short"


@pytest.mark.parametrize("name", ["", "a b!", "-x", "x" * 41, "../x"])
def test_bad_names_are_refused(name: str) -> None:
    with pytest.raises(Refused, match="small letters"):
        playbook.name_of(name)


def test_too_much_is_refused() -> None:
    for text in ("", "x" * 12_001, " ".join(f"{{p{n}}}" for n in range(21))):
        with pytest.raises(Refused):
            playbook.checked(text)
