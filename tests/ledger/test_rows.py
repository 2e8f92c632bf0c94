"""One brief over many rows: nothing before a tap, never more than the gate lets in, and brought as one card."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.colleagues import refusing
from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.decisions import deciding, effects
from storage.ledger.decisions.clicks import Click
from storage.ledger.membership import greeting
from storage.ledger.pipelines import advancing
from storage.ledger.queries import reading
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.series import canceling, fanning, repeating, running_now, series_status
from storage.ledger.series.passing_on import Successors
from storage.ledger.shelf import choosing
from storage.ledger.shelf.load import load
from storage.ledger.tasks import assigning, receipts
from storage.ledger.work import taking_up, working
from storage.ledger.work.series_rows import row_tasks
from storage.ledger.work.steps import before
from storage.rules.authority import Claim
from storage.rules.jobs import JobKind
from storage.rules.pages import cards
from storage.rules.pages.receipts import Receipt
from storage.rules.pages.series import TO_TRY, Standing
from storage.rules.refusal import Reason, Refused
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.profile import Profile
from storage.rules.values.series import Series, SeriesState
from storage.rules.values.source import Source
from storage.rules.values.task import Origin, State
from storage.rules.values.worker import agent, colleague
from storage.rules.words import split_long
from storage.tables import attempt, decision, item, task
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, draft, meet, meet_users, told
from tests.ledger.made import made_by
from tests.refusing import refused

MANY = tuple(f"row {n}" for n in range(1, 201))


async def offer(
    ledger: Ledger, each: tuple[str, ...] = ("a", "b", "c", "d", "e"), key: str | None = None, **more: Any
) -> Series:
    usual = {"goal": "Answer this ticket", "worker": agent("writer"), "title": "Answer", "criteria": ("short",)}
    return await ledger.do(fanning.offer, ALICE, Brief(**{**usual, "each": each, **more}), HERE, key)


async def stands(ledger: Ledger, series: Series) -> Standing:
    return await ledger.see(series_status.standing, ALICE, key=series.key)


async def count_tasks(ledger: Ledger) -> int:
    query = sa.select(sa.func.count()).select_from(task).where(task.c.team == TEAM)
    return int(await ledger.see(lambda read: read.conn.execute(query).scalar_one()))


async def do_ready(ledger: Ledger) -> list[str]:
    """Let every attempt that is due be done; the keys of the new items."""
    due = sa.select(attempt.c.id).where(attempt.c.team == TEAM, attempt.c.state == "due").order_by(attempt.c.id)
    keys = []
    for attempt_id in await ledger.see(lambda read: read.conn.execute(due).scalars().all()):
        given = await ledger.do(taking_up.begin, TEAM, attempt_id)
        assert given is not None
        keys.append(await ledger.do(working.hand_in, given, draft(given.version)))
    return keys


async def in_use(ledger: Ledger) -> int:
    """How much waits for Alice and is under way for her, as the gate counts it."""
    counts = await ledger.see(lambda read: load(read, people.look_up(read, TEAM, ALICE.user), ALICE.user))
    return counts.waiting + counts.under_way


async def test_nothing_starts_before_somebody_says_so(ledger: Ledger) -> None:
    series = await offer(ledger)
    assert (series.state, await count_tasks(ledger)) == (SeriesState.OFFERED, 0)
    with refused(Reason.UNKNOWN):
        await ledger.do(fanning.start, BOB, series.key)
    tried = await ledger.do(fanning.start, ALICE, series.key, TO_TRY, "d1")
    assert (tried.runs, tried.state, await count_tasks(ledger)) == (3, SeriesState.OFFERED, 3)
    with pytest.raises(Duplicate):
        await ledger.do(fanning.start, ALICE, series.key, None, "d1")
    with pytest.raises(Refused, match="have started already"):
        await ledger.do(fanning.start, ALICE, series.key, TO_TRY)
    started = await ledger.do(fanning.start, ALICE, series.key)
    assert (started.runs, started.state) == (5, SeriesState.ACTIVE)
    with pytest.raises(Refused, match="All rows of T-1 were let in"):
        await ledger.do(fanning.start, ALICE, series.key)
    tasks = await ledger.see(made_by, started)
    assert [t.name for t in tasks] == [f"T-1.{n}" for n in range(1, 6)]
    assert {t.origin for t in tasks} == {Origin.ROW}
    assert tasks[2].brief.sources == (Source("row 3", "Row 3: c"),)
    assert await ledger.see(row_tasks, TEAM, 1) == tuple(tasks)


async def test_two_hundred_rows_never_exceed_the_gate_and_end_as_they_are_decided(ledger: Ledger) -> None:
    series = await offer(ledger, MANY)
    await ledger.do(fanning.start, ALICE, series.key)
    for _ in range(len(MANY) // fanning.AT_ONCE):
        assert await in_use(ledger) <= 12
        await ledger.do(fanning.go_on, TEAM, series.id)  # as the promised job does
    assert (await stands(ledger, series)).states == {State.WORKING: 12, State.WAITING: 188}
    closed = 0
    while closed < len(MANY):
        assert await in_use(ledger) <= 12
        keys = await do_ready(ledger)
        assert len(keys) == min(12, len(MANY) - closed)
        assert await in_use(ledger) <= 12
        for key in keys:
            await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
        open_yet = decision.c.team == TEAM, decision.c.effected_at.is_(None)
        due = sa.select(decision.c.id).where(*open_yet).order_by(decision.c.id)
        for decision_id in await ledger.see(lambda read, query=due: read.conn.execute(query).scalars().all()):
            await ledger.do(effects.effect, TEAM, decision_id)
            assert await in_use(ledger) <= 12
        closed += len(keys)
    assert (await stands(ledger, series)).states == {State.APPROVED: 200}


async def test_ready_rows_are_one_thing_of_a_collection_beside_others(ledger: Ledger) -> None:
    series = await offer(ledger, tuple("abcdefgh"))
    await ledger.do(fanning.start, ALICE, series.key)
    brief = Brief(goal="Write a memo", worker=agent("writer"), title="Memo", criteria=("short",))
    for _ in range(3):
        await ledger.do(assigning.assign, ALICE, brief, HERE)
    assert len(await do_ready(ledger)) == 11
    await ledger.do(lambda tx: tx.conn.execute(sa.text("UPDATE person SET most = 2 WHERE team = 'T01TEST'")).rowcount)
    await ledger.do(
        lambda tx: tx.conn.execute(sa.text("UPDATE post SET state = 'sent' WHERE team = 'T01TEST'")).rowcount
    )
    person = await ledger.see(people.find, TEAM, ALICE.user)
    assert person is not None
    choice = await ledger.see(choosing.choose_now, person)
    of = (
        sa.select(item.c.id, task.c.series_id)
        .join_from(item, task, task.c.id == item.c.task_id)
        .where(item.c.team == TEAM)
    )
    series_of = dict(await ledger.see(lambda read: [tuple(r) for r in read.conn.execute(of)]))
    brought = [series_of[c.key] for c in choice.order]
    assert len(choice.order) in (2, 9)
    assert brought.count(series.id) in (0, 8)  # all of them or none
    assert choice.behind == 11 - len(choice.order)


async def test_cancel_ends_what_is_not_decided_and_makes_no_more(ledger: Ledger) -> None:
    series = await offer(ledger)
    await ledger.do(fanning.start, ALICE, series.key, TO_TRY)
    await do_ready(ledger)
    await ledger.do(canceling.cancel, ALICE, series.key)
    assert (await stands(ledger, series)).states == {State.CANCELED: 3}
    with pytest.raises(Refused, match="was canceled"):
        await ledger.do(fanning.start, ALICE, series.key)


@pytest.mark.parametrize("count", [None, TO_TRY])
async def test_cancel_ends_the_step_after_all_rows_too(ledger: Ledger, count: int | None) -> None:
    then = Brief(goal="What they have in common", worker=agent("analyst"), title="Common", criteria=("short",))
    series = await offer(ledger, then=(then,))
    await ledger.do(fanning.start, ALICE, series.key, count)
    first, *_ = await do_ready(ledger)
    await decide(ledger, first, Verdict.APPROVE)
    await ledger.do(canceling.cancel, ALICE, series.key)
    await run_advances(ledger)
    states = sa.select(task.c.state).where(task.c.team == TEAM).distinct()
    assert set(await ledger.see(lambda read: read.conn.execute(states).scalars().all())) == {"approved", "canceled"}


async def test_cancel_leaves_what_was_assigned_by_itself_to_come_after(ledger: Ledger) -> None:
    series = await offer(ledger)
    await ledger.do(fanning.start, ALICE, series.key)
    then = Brief(goal="One page of it", worker=agent("writer"), title="Page", criteria=("short",))
    own = await summary(ledger, series.name, then=(then,))
    await ledger.do(canceling.cancel, ALICE, series.key)
    assert [step.state for step in (await ledger.see(receipts.receipt, ALICE, own.task.key)).steps] == [
        State.BLOCKED
    ] * 2


async def test_cancel_ends_the_step_after_all_rows_of_somebody_who_left(ledger: Ledger) -> None:
    await ledger.do(meet_users, TEAM, BOB.user)
    then = Brief(goal="What they have in common", worker=agent("analyst"), title="Common", criteria=("short",))
    series = await offer(ledger, ("a", "b"), then=(then,), reviewer=BOB.user)
    await ledger.do(fanning.start, ALICE, series.key)
    await ledger.do(greeting.meet, TEAM, ALICE.user, Profile(name="gone", zone="UTC", deleted=True))
    await ledger.do(canceling.cancel, BOB, series.key)
    states = sa.select(task.c.state).where(task.c.team == TEAM)
    assert await ledger.see(lambda read: read.conn.execute(states).scalars().all()) == ["canceled"] * 3


@pytest.mark.parametrize("gone", [True, False], ids=["left", "takes no tasks"])
async def test_rows_of_a_colleague_who_does_none_start_nothing(ledger: Ledger, gone: bool) -> None:
    await ledger.do(meet_users, TEAM, ALICE.user, BOB.user)
    series = await offer(ledger, worker=colleague(BOB.user))
    if gone:
        await ledger.do(people.save_profile, TEAM, BOB.user, Profile(name="bob", zone="UTC", deleted=True))
    else:
        await ledger.do(refusing.refuse, BOB, True)
    why = "is not in this workspace any more" if gone else "takes no tasks in Sluice"
    with pytest.raises(Refused, match=f"{why}. Name somebody else with Edit, then start them."):
        await ledger.do(fanning.start, ALICE, series.key)
    assert await count_tasks(ledger) == 0
    assert (await stands(ledger, series)).series.state is SeriesState.OFFERED


async def test_the_rest_of_a_list_waits_where_its_colleague_takes_no_more(ledger: Ledger) -> None:
    await ledger.do(meet_users, TEAM, ALICE.user, BOB.user)
    series = await offer(ledger, MANY, worker=colleague(BOB.user))
    await ledger.do(fanning.start, ALICE, series.key)
    begun = await count_tasks(ledger)
    await ledger.do(refusing.refuse, BOB, True)
    await ledger.do(fanning.go_on, TEAM, series.id)
    assert await count_tasks(ledger) == begun
    assert (await told(ledger, ALICE.user))[-1].startswith(
        f"The rest of {series.name} has not started: <@U02BOB> takes"
    )


async def test_an_edit_changes_the_rows_that_have_not_started(ledger: Ledger) -> None:
    series = await offer(ledger)
    await ledger.do(fanning.start, ALICE, series.key, TO_TRY)
    await ledger.do(fanning.edit, ALICE, series.key, "Answer kindly", ("kind",))
    done = await ledger.do(fanning.start, ALICE, series.key)
    assert [t.brief.goal for t in await ledger.see(made_by, done)] == ["Answer this ticket"] * 3 + ["Answer kindly"] * 2


@pytest.mark.parametrize(
    "more, why",
    [
        ({"each": ()}, "There is no file"),
        ({"each": (), "sources": (Source("a.csv", "n\n" + "x\n" * 10_000),)}, "10,000 rows"),
        ({"again": "every day 7:00"}, "Choose one"),
    ],
)
async def test_what_can_not_be_gone_over_makes_nothing(ledger: Ledger, more: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        await offer(ledger, **more)
    assert await count_tasks(ledger) == 0


async def test_a_card_knows_how_many_there_are(ledger: Ledger) -> None:
    series = await offer(ledger)
    await ledger.do(fanning.start, ALICE, series.key)
    keys = await do_ready(ledger)
    shown = await ledger.see(reading.shown_last, TEAM, keys[-1]) or await ledger.see(reading.shown_last, TEAM, keys[0])
    assert shown is not None
    assert shown.rows[1] == cards.Rows(title="Answer", total=5, closed=0, ready=5)


async def test_what_comes_after_all_rows_is_made_with_the_last_and_waits_for_each(ledger: Ledger) -> None:
    then = Brief(
        goal="Summary of what they have in common", worker=agent("analyst"), title="Summary", criteria=("short",)
    )
    series = await offer(ledger, MANY[:30], then=(then,))
    assert series.then is not None
    assert series.then.goal == then.goal
    await ledger.do(fanning.start, ALICE, series.key)
    assert await count_tasks(ledger) == fanning.AT_ONCE
    await ledger.do(fanning.go_on, TEAM, series.id)
    await ledger.do(fanning.go_on, TEAM, series.id)
    assert await count_tasks(ledger) == 31
    last = await ledger.see(lambda read: read.conn.execute(sa.select(sa.func.max(task.c.id))).scalar_one())
    waits = await ledger.see(get_task, TEAM, last)
    assert (waits.state, waits.origin, waits.brief.worker.name) == (State.BLOCKED, Origin.CHAIN, "analyst")
    assert [t.run for t in await ledger.see(before, TEAM, [last])] == list(range(1, 31))


async def summary(ledger: Ledger, *after: str, actor: Claim = ALICE, then: tuple[Brief, ...] = ()) -> Receipt:
    """Assign what comes after others by their names."""
    brief = Brief(goal="What they have in common", worker=agent("analyst"), title="Common", after=after, then=then)
    await ledger.do(meet, TEAM, actor.user)
    return await ledger.do(assigning.assign, actor, brief, HERE)


async def decide(ledger: Ledger, key: str, verdict: Verdict) -> None:
    """Decide on a draft, let its effect come, and what follows it."""
    decided = await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), verdict, points=(), note="")
    assert decided.decision is not None
    await ledger.do(effects.effect, TEAM, decided.decision.id)
    await run_advances(ledger)


async def run_advances(ledger: Ledger) -> None:
    """Do what was promised for what comes after something."""
    promised = await ledger.see(lambda read: [p for p in read.jobs.promised(read.conn) if p.kind == JobKind.ADVANCE])
    for promise in promised:
        await ledger.do(lambda tx, p: tx.jobs.cancel(tx.conn, TEAM, JobKind.ADVANCE, p.key), promise)
        await ledger.do(advancing.advance, TEAM, int(promise.key))


async def test_after_the_number_of_a_list_comes_after_all_its_rows(ledger: Ledger) -> None:
    series = await offer(ledger)
    await ledger.do(fanning.start, ALICE, series.key)
    made = await summary(ledger, series.name, f"{series.name}.2")
    assert (made.task.state, [t.run for t in made.waits_for]) == (State.BLOCKED, [1, 2, 3, 4, 5])
    keys = await do_ready(ledger)
    for key in keys[:4]:
        await decide(ledger, key, Verdict.APPROVE)
    assert (await ledger.see(get_task, TEAM, made.task.id)).state is State.BLOCKED
    await decide(ledger, keys[4], Verdict.REJECT)
    started = await ledger.see(get_task, TEAM, made.task.id)
    assert (started.state, started.brief.left_out) == (State.WORKING, ("T-1.5 (rejected)",))
    approved = [source.name.split(" ")[0] for source in started.brief.sources if ", approved" in source.name]
    assert approved == ["T-1.1", "T-1.2", "T-1.3", "T-1.4"]


async def test_after_a_list_that_is_decided_it_starts_at_once_and_names_what_was_left_out(ledger: Ledger) -> None:
    series = await offer(ledger, ("a", "b"))
    await ledger.do(fanning.start, ALICE, series.key)
    first, second = await do_ready(ledger)
    await decide(ledger, first, Verdict.REJECT)
    await decide(ledger, second, Verdict.APPROVE)
    made = await summary(ledger, series.name)
    assert made.task.state is State.WORKING
    started = await ledger.see(get_task, TEAM, made.task.id)
    assert started.brief.left_out == ("T-1.1 (rejected)",)
    assert [source.name.split(" ")[0] for source in started.brief.sources] == ["T-1.2"]


async def test_what_a_list_can_not_be_waited_for_is_said_in_one_sentence(ledger: Ledger) -> None:
    series = await offer(ledger)
    with pytest.raises(Refused, match=r"0 of 5 rows of T-1 have started. Start all of them \(`/sluice T-1`\)"):
        await summary(ledger, series.name)
    await ledger.do(fanning.start, ALICE, series.key, TO_TRY)
    with pytest.raises(Refused, match="3 of 5 rows of T-1"):
        await summary(ledger, series.name)
    with refused(Reason.UNKNOWN):
        await summary(ledger, series.name, actor=BOB)
    await ledger.do(canceling.cancel, ALICE, series.key)
    with pytest.raises(Refused, match="No row of T-1 was approved"):
        await summary(ledger, series.name)
    again = Brief(goal="Sign-ups of a day", worker=agent("analyst"), title="Sign-ups", criteria=("short",))
    repetition = await ledger.do(repeating.repeat, ALICE, replace(again, again="every weekday 7:00"), HERE)
    with pytest.raises(Refused, match="has not run yet: press Run one now"):
        await summary(ledger, repetition.name)
    await ledger.do(running_now.run_now, ALICE, repetition.key)
    with pytest.raises(
        Refused, match=rf"without an end: name one of its runs, for example: after {repetition.name}\.1$"
    ):
        await summary(ledger, repetition.name)
    assert (await summary(ledger, f"{repetition.name}.1")).task.state is State.BLOCKED
    assert await count_tasks(ledger) == 5


async def test_an_edit_changes_who_works_on_the_rows_that_have_not_started_and_who_decides(ledger: Ledger) -> None:
    series = await offer(ledger)
    await ledger.do(meet_users, TEAM, BOB.user, "U03CARA")
    await ledger.do(fanning.start, ALICE, series.key, TO_TRY)
    successors = Successors(worker=agent("analyst"), reviewer=BOB.user)
    await ledger.do(fanning.edit, ALICE, series.key, "Answer kindly", ("kind",), successors)
    done = await ledger.do(fanning.start, ALICE, series.key)
    rows = await ledger.see(made_by, done)
    assert [(row.brief.worker.name, row.reviewer) for row in rows] == [
        *[("writer", ALICE.user)] * 3,
        *[("analyst", BOB.user)] * 2,
    ]


async def test_an_edit_keeps_what_the_form_could_not_show(ledger: Ledger) -> None:
    goal = "Answer this ticket\n" + "This detail matters. " * 300 + "To the end."
    series = await offer(ledger, goal=goal)
    changed = await ledger.do(fanning.edit, ALICE, series.key, split_long(goal)[0], ("kind",))
    assert "To the end." in "".join(source.text for source in changed.brief.sources)
