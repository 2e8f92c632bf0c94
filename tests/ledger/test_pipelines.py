"""Tasks that come after others: a chain, a fan-in, what holds them, and the ways out."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.views.chain.flowed import stayed
from storage.ledger import people
from storage.ledger.colleagues import reassigning, working
from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, effects, reopening
from storage.ledger.decisions.clicks import Click
from storage.ledger.membership import greeting
from storage.ledger.pipelines import advancing
from storage.ledger.queries import portfolio, reading
from storage.ledger.tasks import assigning, chains, receipts
from storage.rules.authority import Claim
from storage.rules.jobs import JobKind
from storage.rules.refusal import Reason, Refused
from storage.rules.values.ask import Kind
from storage.rules.values.brief import Brief
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item, Remedy
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.source import Source
from storage.rules.values.task import Origin, State, Task
from storage.rules.values.worker import agent, colleague
from storage.tables import attempt, decision, delivery, task
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, assign, work, work_on_all
from tests.refusing import refused


def step(goal: str, worker: str = "writer", **more: Any) -> Brief:
    return Brief(goal=goal, worker=agent(worker), title=goal, **more)


async def of(ledger: Ledger, number: int, claim: Claim = ALICE) -> Task:
    return (await ledger.see(reading.whole, claim, number=number)).task


async def states(ledger: Ledger) -> list[str]:
    query = sa.select(task.c.state).where(task.c.team == TEAM).order_by(task.c.number)
    return list(await ledger.see(lambda read: read.conn.execute(query).scalars().all()))


async def run(ledger: Ledger) -> None:
    """Do the promises to look at what comes after a task."""
    due = await ledger.see(lambda read: [p for p in read.jobs.promised(read.conn) if p.kind == JobKind.ADVANCE])
    for promise in due:
        await ledger.do(lambda tx, p: tx.jobs.cancel(tx.conn, TEAM, JobKind.ADVANCE, p.key), promise)
        await ledger.do(advancing.advance, TEAM, int(promise.key))


async def decide(ledger: Ledger, item: Item, verdict: Verdict, claim: Claim = ALICE, note: str = "") -> None:
    """Decide, let the effect come, and what follows it."""
    click = Click(key=item.key, version=item.draft_version)
    decided = await ledger.do(deciding.decide, claim, click, verdict, points=(), note=note)
    assert decided.decision is not None
    assert await ledger.do(effects.effect, TEAM, decided.decision.id)
    await run(ledger)


async def waiting(ledger: Ledger, claim: Claim = ALICE) -> list[Item]:
    return list(await ledger.see(portfolio.shelf, TEAM, claim.user))


async def hand_in(ledger: Ledger, number: int, body: str = "One line\nand another") -> Item:
    """Let the agent of a task hand in; return the item."""
    await work(ledger, await ledger.see(_receipt, number), body=body)
    return next(item for item in await waiting(ledger) if item.task.number == number)


def _receipt(read: Any, number: int) -> Any:
    return receipts.receipt(read, ALICE, reading.whole(read, ALICE, number=number).task.key)


async def test_a_step_starts_when_the_one_before_is_approved_and_has_its_draft(ledger: Ledger) -> None:
    then = step("Recommend one", criteria=("short",)), step("Check the numbers")
    made = await assign(ledger, then=then, criteria=("price",), title="Compare vendors")
    assert [(t.number, t.state, t.origin) for t in made.steps] == [
        (1, State.WORKING, Origin.PERSON),
        (2, State.BLOCKED, Origin.CHAIN),
        (3, State.BLOCKED, Origin.CHAIN),
    ]
    await decide(ledger, await hand_in(ledger, 1, "Acme is the cheapest."), Verdict.APPROVE)
    assert await states(ledger) == ["approved", "working", "blocked"]
    [material] = (await of(ledger, 2)).brief.sources
    assert material.name == "T-1 · Compare vendors, approved · price"
    assert material.text == "Acme is the cheapest."


async def test_a_step_has_the_version_that_was_approved_of_several(ledger: Ledger) -> None:
    made = await assign(ledger, then=(step("Recommend one"),), versions=2)
    click = Click(key=await work_on_all(ledger, made), version=1)
    decided = await ledger.do(deciding.decide, ALICE, click, Verdict.APPROVE)
    assert decided.decision is not None
    await ledger.do(effects.effect, TEAM, decided.decision.id)
    await run(ledger)
    assert [source.text for source in (await of(ledger, 2)).brief.sources] == ["Version 1"]


async def test_a_file_that_is_named_like_a_task_stays_with_the_step(ledger: Ledger) -> None:
    await assign(ledger, title="One")
    comments = Source("T-1 comments of the board.md", "Too long"), Source("T-1 · One, approved by the board.md", "Fine")
    await assign(ledger, title="Two", after=("T-1",), sources=comments)
    await decide(ledger, await hand_in(ledger, 1, "Done"), Verdict.APPROVE)
    assert [source.text for source in (await of(ledger, 2)).brief.sources] == ["Too long", "Fine", "Done"]


async def results(ledger: Ledger) -> list[str]:
    query = sa.select(decision.c.result).where(decision.c.team == TEAM).order_by(decision.c.id)
    return list(await ledger.see(lambda read: read.conn.execute(query).scalars().all()))


async def test_a_step_does_not_go_on_by_itself_to_one_that_was_canceled(ledger: Ledger) -> None:
    made = await assign(ledger, then=(step("Second"),), flows=True)
    await ledger.do(assigning.cancel, ALICE, (await of(ledger, 2)).key)
    await run(ledger)
    assert await work(ledger, made)
    assert await states(ledger) == ["ready", "canceled"]


async def test_what_was_for_a_canceled_step_goes_to_the_thread_that_it_came_from(ledger: Ledger) -> None:
    await assign(ledger, then=(step("Second"),), place=Place("C01GEN", "17.5"))
    await ledger.do(assigning.cancel, ALICE, (await of(ledger, 2)).key)
    await decide(ledger, await hand_in(ledger, 1), Verdict.APPROVE)
    places = sa.select(delivery.c.channel, delivery.c.thread).where(delivery.c.team == TEAM)
    assert await ledger.see(lambda read: read.conn.execute(places).all()) == [("C01GEN", "17.5")]
    assert "given to" not in "".join(await results(ledger))


async def test_a_step_that_started_before_is_not_given_the_next_version(ledger: Ledger) -> None:
    made = await assign(ledger, then=(step("Second"),))
    await decide(ledger, await hand_in(ledger, 1, "One"), Verdict.APPROVE)
    await decide(ledger, await hand_in(ledger, 2), Verdict.APPROVE)
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    await run(ledger)
    await decide(ledger, again, Verdict.REVISE, note="fix it")
    await decide(ledger, await hand_in(ledger, 1, "Two"), Verdict.APPROVE)
    assert "given to T-2" in (await results(ledger))[0] and "given to" not in (await results(ledger))[-1]


async def test_a_step_has_the_version_that_went_on_by_itself_after_an_approval(ledger: Ledger) -> None:
    made = await assign(ledger, then=(step("Second"),))
    await decide(ledger, await hand_in(ledger, 1, "One"), Verdict.APPROVE)
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    await run(ledger)
    await decide(ledger, again, Verdict.REVISE, note="fix it")
    await ledger.do(chains.let_flow, ALICE, made.task.key)
    await work(ledger, await ledger.see(_receipt, 1), body="Two")
    await run(ledger)
    assert [source.text for source in (await of(ledger, 2)).brief.sources] == ["Two"]


async def test_a_revision_starts_nothing(ledger: Ledger) -> None:
    await assign(ledger, then=(step("Recommend one"),))
    await decide(ledger, await hand_in(ledger, 1), Verdict.REVISE, note="shorter")
    assert await states(ledger) == ["working", "blocked"]


async def test_a_rejection_holds_the_rest_and_asks_its_owner_once(ledger: Ledger) -> None:
    await assign(ledger, then=(step("Recommend one"), step("Check")))
    await decide(ledger, await hand_in(ledger, 1), Verdict.REJECT)
    [problem] = await waiting(ledger)
    assert (problem.kind, problem.task.name, problem.remedy) == (Kind.PROBLEM, "T-2", Remedy.REOPEN)
    assert problem.about.text == "T-2, T-3 wait: T-1 was rejected."
    assert await states(ledger) == ["rejected", "blocked", "blocked"]


async def test_a_held_step_starts_without_it(ledger: Ledger) -> None:
    await assign(ledger, then=(step("Recommend one"),))
    await decide(ledger, await hand_in(ledger, 1), Verdict.REJECT)
    await decide(ledger, (await waiting(ledger))[0], Verdict.WITHOUT)
    assert await states(ledger) == ["rejected", "working"]
    assert (await of(ledger, 2)).brief.sources == ()


async def rejected_before_two(ledger: Ledger) -> None:
    """T-2 and T-3 both come after T-1, and T-4 after T-3; T-1 is rejected."""
    await assign(ledger, title="One")
    for title in ("Two", "Three"):
        await assign(ledger, title=title, after=("T-1",), sources=())
    await assign(ledger, title="Four", after=("T-3",), sources=())
    await decide(ledger, await hand_in(ledger, 1), Verdict.REJECT)
    [problem] = await waiting(ledger)
    assert problem.about.text == "T-2, T-3, T-4 wait: T-1 was rejected."


async def test_when_one_of_two_starts_without_it_the_other_is_asked_about(ledger: Ledger) -> None:
    await rejected_before_two(ledger)
    await decide(ledger, (await waiting(ledger))[0], Verdict.WITHOUT)
    assert await states(ledger) == ["rejected", "working", "blocked", "blocked"]
    [problem] = await waiting(ledger)
    assert (problem.task.name, problem.remedy) == ("T-3", Remedy.REOPEN)


async def test_when_one_of_two_is_canceled_by_itself_the_other_is_asked_about(ledger: Ledger) -> None:
    await rejected_before_two(ledger)
    await ledger.do(assigning.cancel, ALICE, (await of(ledger, 2)).key)
    await run(ledger)
    [problem] = await waiting(ledger)
    assert problem.about.text == "T-3, T-4 wait: T-1 was rejected."


async def test_canceling_the_rest_cancels_all_that_the_problem_names(ledger: Ledger) -> None:
    await rejected_before_two(ledger)
    await decide(ledger, (await waiting(ledger))[0], Verdict.CANCEL)
    assert await states(ledger) == ["rejected", "canceled", "canceled", "canceled"]
    assert await waiting(ledger) == []


async def test_a_look_that_comes_twice_asks_once(ledger: Ledger) -> None:
    await rejected_before_two(ledger)
    await ledger.do(advancing.advance, TEAM, (await of(ledger, 1)).id)
    assert len(await waiting(ledger)) == 1


async def test_a_held_step_can_not_be_tried_again(ledger: Ledger) -> None:
    await assign(ledger, then=(step("Recommend one"),))
    await decide(ledger, await hand_in(ledger, 1), Verdict.REJECT)
    with refused(Reason.OUT_OF_DATE):
        await decide(ledger, (await waiting(ledger))[0], Verdict.RETRY)
    assert len(await waiting(ledger)) == 1 and await states(ledger) == ["rejected", "blocked"]


async def test_the_rest_of_a_held_chain_is_canceled_at_once(ledger: Ledger) -> None:
    await assign(ledger, then=(step("Recommend one"), step("Check")))
    await decide(ledger, await hand_in(ledger, 1), Verdict.REJECT)
    await decide(ledger, (await waiting(ledger))[0], Verdict.CANCEL)
    assert await states(ledger) == ["rejected", "canceled", "canceled"]
    assert await waiting(ledger) == []


async def test_opened_again_and_approved_it_goes_on(ledger: Ledger) -> None:
    made = await assign(ledger, then=(step("Recommend one"),))
    await decide(ledger, await hand_in(ledger, 1), Verdict.REJECT)
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    await run(ledger)
    assert [item.task.name for item in await waiting(ledger)] == ["T-1"]  # the question about T-2 is gone
    await decide(ledger, again, Verdict.APPROVE)
    assert await states(ledger) == ["approved", "working"]


async def test_what_had_started_is_held_when_the_step_before_is_opened_again(ledger: Ledger) -> None:
    made = await assign(ledger, then=(step("Recommend one"),))
    await decide(ledger, await hand_in(ledger, 1, "First"), Verdict.APPROVE)
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    await run(ledger)
    assert await states(ledger) == ["ready", "blocked"]
    query = sa.select(attempt.c.state).where(attempt.c.team == TEAM).order_by(attempt.c.id)
    assert await ledger.see(lambda read: read.conn.execute(query).scalars().all()) == ["done", "held back"]
    await decide(ledger, again, Verdict.APPROVE)
    assert await states(ledger) == ["approved", "working"]
    assert [source.text for source in (await of(ledger, 2)).brief.sources] == ["First"]


@pytest.mark.parametrize("given", [True, False])
async def test_a_declined_step_is_held_too_when_the_step_before_is_opened_again(ledger: Ledger, given: bool) -> None:
    await ledger.do(people.save_profile, TEAM, BOB.user, Profile(name="bob", zone="UTC"))
    made = await assign(ledger, then=(replace(step("Check"), worker=colleague(BOB.user)),))
    await decide(ledger, await hand_in(ledger, 1, "First"), Verdict.APPROVE)
    second = await of(ledger, 2)
    await ledger.do(working.decline, BOB, second.key, "too busy")
    again = await ledger.do(reopening.reopen, ALICE, made.task.key)
    await run(ledger)
    if given:
        await ledger.do(reassigning.reassign, ALICE, second.key, agent("writer"))
    else:
        (asked,) = [item for item in await waiting(ledger) if item.task.number == 2]
        await decide(ledger, asked, Verdict.WAIT)
    assert await states(ledger) == ["ready", "blocked"]
    await decide(ledger, again, Verdict.APPROVE)
    assert await states(ledger) == ["approved", "working"]


async def test_a_task_comes_after_several_and_names_what_was_left_out(ledger: Ledger) -> None:
    await assign(ledger, title="One")
    await assign(ledger, title="Two")
    after = await assign(ledger, title="Both", after=("T-1", "T-2"), sources=())
    assert [t.name for t in after.waits_for] == ["T-1", "T-2"]
    await decide(ledger, await hand_in(ledger, 1), Verdict.APPROVE)
    assert (await states(ledger))[2] == "blocked"
    await decide(ledger, await hand_in(ledger, 2), Verdict.REJECT)
    started = await of(ledger, 3)
    assert (started.state, started.brief.left_out) == (State.WORKING, ("T-2 (rejected)",))
    assert [source.name for source in started.brief.sources] == ["T-1 · One, approved · short"]


async def test_it_starts_at_once_after_what_is_approved_already(ledger: Ledger) -> None:
    await assign(ledger)
    await decide(ledger, await hand_in(ledger, 1, "Done before"), Verdict.APPROVE)
    made = await assign(ledger, after=("T-1",), sources=())
    assert made.task.state is State.WORKING
    assert [source.text for source in (await of(ledger, 2)).brief.sources] == ["Done before"]


async def test_canceling_a_step_holds_what_comes_after(ledger: Ledger) -> None:
    made = await assign(ledger, then=(step("Recommend one"),))
    await ledger.do(assigning.cancel, ALICE, made.task.key)
    await run(ledger)
    [problem] = await waiting(ledger)
    assert (problem.about.text, problem.remedy) == ("T-2 waits: T-1 was canceled.", Remedy.WITHOUT)


async def test_nothing_comes_after_what_is_not_there_not_theirs_or_over(ledger: Ledger) -> None:
    made = await assign(ledger)
    await ledger.do(assigning.cancel, ALICE, made.task.key)
    for name, claim, why in (("T-9", ALICE, "can't find"), ("T-1", BOB, "can't find"), ("T-1", ALICE, "is canceled")):
        with pytest.raises(Refused, match=why):
            await assign(ledger, actor=claim, after=(name,))
    assert await states(ledger) == ["canceled"]  # nothing is half made


async def test_a_chain_is_bounded(ledger: Ledger) -> None:
    await assign(ledger, then=tuple(step(f"Step {n}") for n in range(19)))
    with pytest.raises(Refused, match="More than 20"):
        await assign(ledger, after=("T-20",))
    with pytest.raises(Refused, match="More than 20"):
        await assign(ledger, after=("T-19",), then=(step("One more"),))
    assert len(await states(ledger)) == 20


async def test_a_step_that_may_flow_goes_on_by_itself(ledger: Ledger) -> None:
    await assign(ledger, flows=True, then=(step("Recommend one"),))
    await work(ledger, await ledger.see(_receipt, 1))  # all its checks are met
    await run(ledger)
    assert await states(ledger) == ["approved", "working"]
    assert await waiting(ledger) == []
    assert [c.what for c in (await ledger.see(reading.whole, ALICE, number=1)).history][-1] == "flow"


@pytest.mark.parametrize("early", [True, False], ids=["before it is held", "after a revision"])
async def test_it_never_flows_while_the_step_before_is_open_again(ledger: Ledger, early: bool) -> None:
    made = await assign(ledger, then=(step("Recommend one", flows=True, criteria=("short",)), step("Check")))
    await decide(ledger, await hand_in(ledger, 1), Verdict.APPROVE)
    if not early:
        await work(ledger, await ledger.see(_receipt, 2), Finding.IN_DOUBT)
        (second,) = await waiting(ledger)
    await ledger.do(reopening.reopen, ALICE, made.task.key)
    if not early:
        await run(ledger)
        await decide(ledger, second, Verdict.REVISE, note="shorter")
    await work(ledger, await ledger.see(_receipt, 2))  # all its checks are met
    await run(ledger)
    assert await states(ledger) == ["ready", "ready", "blocked"]


async def test_it_never_flows_with_what_is_rejected_by_now(ledger: Ledger) -> None:
    made = await assign(ledger, then=(step("Recommend one", flows=True, criteria=("short",)), step("Check")))
    await decide(ledger, await hand_in(ledger, 1), Verdict.APPROVE)
    await work(ledger, await ledger.see(_receipt, 2), Finding.IN_DOUBT)
    (second,) = await waiting(ledger)
    await decide(ledger, await ledger.do(reopening.reopen, ALICE, made.task.key), Verdict.REJECT)
    await decide(ledger, second, Verdict.REVISE, note="shorter")
    await work(ledger, await ledger.see(_receipt, 2))
    assert (await states(ledger))[1] == "ready"


@pytest.mark.parametrize("more", [{"to": ("C01GEN",)}, {"reviewer": BOB.user}, {"then": ()}])
async def test_it_never_flows_out_of_the_workspace_for_somebody_else_or_at_the_end(
    ledger: Ledger, more: dict[str, Any]
) -> None:
    await assign(ledger, **{"flows": True, "then": (step("Recommend one"),), **more})
    await work(ledger, await ledger.see(_receipt, 1))
    assert (await states(ledger))[0] == "ready"


async def test_a_step_flows_while_its_owner_decides_in_the_place_of_who_is_asked(ledger: Ledger) -> None:
    brief = {"goal": "Compare", "title": "Compare", "worker": agent("writer"), "criteria": ("short",)}
    dan = "U04DAN"
    await ledger.do(greeting.meet, TEAM, dan, Profile(name="dan", zone="UTC"))
    asked = Brief(**brief, reviewer=dan, flows=True, then=(step("Recommend one"),))
    await ledger.do(assigning.assign, ALICE, asked, HERE, None)
    await work(ledger, await ledger.see(_receipt, 1))
    await run(ledger)
    assert (await states(ledger))[0] == "approved"


async def test_a_card_says_why_a_step_of_another_reviewer_did_not_flow(ledger: Ledger) -> None:
    made = await assign(ledger, flows=True, then=(step("Recommend one"),), reviewer=BOB.user)
    await work(ledger, made)
    shown = await ledger.see(reading.whole, BOB, number=1)
    assert shown.item is not None
    assert stayed(shown.item) == "It did not flow: somebody else decides on it now."


async def test_a_middle_step_is_delivered_to_the_next_one_alone(ledger: Ledger) -> None:
    await assign(ledger, then=(step("Recommend one"),))
    await decide(ledger, await hand_in(ledger, 1), Verdict.APPROVE)
    query = sa.select(sa.func.count()).select_from(delivery).where(delivery.c.team == TEAM)
    assert await ledger.see(lambda read: read.conn.execute(query).scalar_one()) == 0
    await decide(ledger, await hand_in(ledger, 2), Verdict.APPROVE)
    assert await ledger.see(lambda read: read.conn.execute(query).scalar_one()) == 1
