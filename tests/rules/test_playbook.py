"""Playbooks: what changes is text. No value becomes a worker, a clause, a channel or a reviewer, wherever it stands."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules import playbook
from storage.rules.brief import Parsed, parse, title_of
from storage.rules.playbook import Call, read_call
from storage.rules.refusal import Refused
from storage.rules.stream_names import can_be_named
from storage.rules.values.brief import Brief
from storage.rules.values.form import Form
from storage.rules.values.worker import Worker, agent, colleague

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
    """All of a brief that a clause sets, but for the name of its stream."""
    assert parsed.stream is None or can_be_named(parsed.stream)
    single = parsed.worker, parsed.colleague, parsed.due, parsed.stream_channel, parsed.reviewer, parsed.urgent
    return (*single, parsed.to, parsed.versions, parsed.public, len(parsed.criteria))


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
    assert (parsed.criteria, parsed.stream) == (("price of payroll, to #general",), "payroll to #general choice")


def test_each_step_has_a_title_of_its_whole_goal() -> None:
    parsed = read("writer: first; then writer: compare {x} and nothing else of that kind at all", "a word " * 20)
    assert parsed.then[0].title == title_of(parsed.then[0].goal)


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


def test_what_stands_in_fields_is_typed_so_that_it_is_read_again() -> None:
    first = Brief(goal="First", title="First", worker=agent("writer"), criteria=("short; no jargon",))
    second = Brief(goal="Second\nwith two lines", title="Second", worker=agent("writer"))
    parsed = parse(playbook.text_of([first, second]), AGENTS, when, NOW, IDS)
    assert (parsed.goal, parsed.criteria) == ("First", ("short, no jargon",))
    assert [step.goal for step in parsed.then] == ["Second with two lines"]


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


WORDS = st.lists(st.sampled_from(("compare", "three", "vendors", "R&D", "39", "more")), min_size=1, max_size=4)
LINES = WORDS.map(" ".join)
PEOPLE = st.sampled_from((None, "U02BOB", "U03CARA"))
NAMED = {"@bob": "U02BOB", "@cara": "U03CARA", "#general": "C01GEN"}


@st.composite
def typed(draw: st.DrawFn, worker: st.SearchStrategy[Worker], lines: int = 1) -> Brief:
    """A brief as one step of a chain has it, without what holds for all steps."""
    return Brief(
        goal="\n".join(draw(st.lists(LINES, min_size=1, max_size=lines))),
        worker=draw(worker),
        criteria=tuple(draw(st.lists(LINES, max_size=2))),
        reviewer=draw(PEOPLE),
        to=draw(st.sampled_from(((), ("C01GEN",), ("U02BOB",), ("C01GEN", "U03CARA")))),
        flows=draw(st.booleans()),
        form=draw(st.sampled_from(Form)),
    )


@st.composite
def chains(draw: st.DrawFn) -> list[Brief]:
    """The steps of a chain, as they are once it is assigned."""
    workers = st.sampled_from((agent("writer"), agent("coder"), colleague("U02BOB")))
    steps = [draw(typed(workers, 3)), *draw(st.lists(typed(workers), max_size=3))]
    for_all = {
        "urgent": draw(st.booleans()),
        "public": draw(st.booleans()),
        "stream": draw(st.sampled_from((None, "Q4"))),
    }
    reviewer = steps[0].reviewer
    return [replace(step, **for_all, reviewer=step.reviewer or reviewer) for step in steps]  # type: ignore[arg-type]


def as_brief(parsed: Parsed) -> Brief:
    worker = colleague(parsed.colleague) if parsed.colleague else agent(str(parsed.worker))
    names = ["goal", "criteria", "stream", "reviewer", "urgent", "to", "public", "flows", "form"]
    return Brief(worker=worker, **{name: getattr(parsed, name) for name in names})


@given(chains())
def test_what_is_written_is_read_as_what_it_was(steps: list[Brief]) -> None:
    text = playbook.text_of(steps)
    for name, id_ in NAMED.items():
        text = text.replace(f"<{name[0]}{id_}>", name)
    first = parse(text, AGENTS, when, NOW, NAMED)
    assert [as_brief(step) for step in (first, *first.then)] == steps


def test_who_decides_is_written_where_it_is_not_who_assigned_it() -> None:
    bob, alice = (Brief(goal="Memo", worker=agent("writer"), reviewer=user) for user in ("U02BOB", "U01ALICE"))
    assert playbook.text_of([alice], owner="U01ALICE") == "writer: Memo"
    text = playbook.text_of([alice, bob, alice], owner="U01ALICE")
    assert text == "writer: Memo; then writer: Memo; reviewer <@U02BOB>; then writer: Memo"
    text = playbook.text_of([bob, bob, alice], owner="U01ALICE")
    assert text == "writer: Memo; reviewer <@U02BOB>; then writer: Memo; then writer: Memo; reviewer <@U01ALICE>"


def test_who_is_still_asked_to_decide_is_written_and_later_steps_are_not_given_to_them() -> None:
    asked = Brief(goal="Memo", worker=agent("writer"), reviewer="U01ALICE", invited="U04DAN")
    later = Brief(goal="Memo", worker=agent("writer"), reviewer="U01ALICE")
    text = playbook.text_of([asked, later], owner="U01ALICE")
    assert text == "writer: Memo; reviewer <@U04DAN>; then writer: Memo; reviewer <@U01ALICE>"


def test_words_of_one_step_stay_here_where_only_another_may_leave() -> None:
    open_, own = (Brief(goal="Memo", worker=agent("writer"), public=public) for public in (True, False))
    assert "public" not in playbook.text_of([open_, own])
    assert playbook.text_of([open_, open_]) == "writer: Memo; public; then writer: Memo"


@pytest.mark.parametrize("name", ["", "a b!", "-x", "x" * 41, "../x"])
def test_bad_names_are_refused(name: str) -> None:
    with pytest.raises(Refused, match="small letters"):
        playbook.name_of(name)


def test_too_much_is_refused() -> None:
    for text in ("", "x" * 12_001, " ".join(f"{{p{n}}}" for n in range(21))):
        with pytest.raises(Refused):
            playbook.checked(text)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("kind=a; foo=bar", "This playbook has no part “foo”. Its parts are: kind."),
        ("kind=a; kind=b", "“kind” has two values. Give it one."),
    ],
)
def test_a_value_of_no_part_and_a_second_value_are_refused(line: str, words: str) -> None:
    with pytest.raises(Refused) as no:
        read_call(line, "writer: compare {kind} vendors")
    assert no.value.why == words
