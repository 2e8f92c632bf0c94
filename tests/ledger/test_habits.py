"""Rules from a reviewer's own record, on both databases: when one is proposed, what it approves, what ends it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.decisions import (
    clicks,
    deciding,
    editing,
    effects,
    putting_off,
    reopening,
    undoing,
    waiting_effects,
)
from storage.ledger.decisions.clicks import Click
from storage.ledger.habits import agreeing
from storage.ledger.rows.finding_items import find_item
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.streams import page
from storage.ledger.work import giving_up, taking_up, working
from storage.ledger.work.steps import come_after
from storage.rules.authority import Policy
from storage.rules.habits import QUIET, ROW, is_shown
from storage.rules.refusal import Reason, Stale
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import FROM_OUTSIDE
from storage.rules.values.habit import HabitState
from storage.rules.values.item import Item
from storage.rules.values.task import State
from storage.tables import decision, delivery, habit, habit_use, inbox, post, record, task
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, assign, attempt_of, draft, work
from tests.refusing import refused

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def timed(ledger: Ledger) -> Ledger:
    """A ledger whose clock stands still."""
    ledger.clock = ledger.wall = lambda: START
    return ledger


async def decide(ledger: Ledger, key: str, verdict: Verdict, note: str = "") -> None:
    made = await ledger.do(deciding.decide, ALICE, clicks.Click(key=key, version=1), verdict, note=note)
    assert made.decision is not None
    assert await ledger.do(effects.effect, TEAM, made.decision.id)


async def one(ledger: Ledger, finding: Finding = Finding.MET, **more: Any) -> Item:
    """Return the item of a task whose draft was handed in just now."""
    made = await assign(ledger, stream="Billing", **more)
    item = await ledger.see(find_item, TEAM, await work(ledger, made, finding))
    assert item is not None
    return item


async def approvals(ledger: Ledger, count: int = ROW) -> Item:
    for _ in range(count):
        item = await one(ledger)
        await decide(ledger, item.key, Verdict.APPROVE)
    return item


async def states(ledger: Ledger) -> list[str]:
    query = sa.select(habit.c.state).where(habit.c.team == TEAM).order_by(habit.c.id)
    return list(await ledger.see(lambda read: read.conn.execute(query).scalars().all()))


async def agreed(ledger: Ledger) -> str:
    await approvals(ledger)
    (rule,) = await ledger.see(agreeing.rules_of, ALICE)
    await ledger.do(agreeing.agree, ALICE, rule.key)
    return rule.key


async def pick(ledger: Ledger, shown: bool, **more: Any) -> Item:
    """Return the item of a new task that the rule leaves for its reviewer to see, or does not."""
    while True:
        made = await assign(ledger, stream="Billing", **more)
        if is_shown(made.task.key) == shown:
            item = await ledger.see(find_item, TEAM, await work(ledger, made))
            assert item is not None
            return item
        await ledger.do(_cancel, TEAM, made.task.id)


def _cancel(tx: Any, team: str, task_id: int) -> None:
    mine = task.c.team == team, task.c.id == task_id
    tx.conn.execute(sa.update(task).where(*mine).values(state=str(State.CANCELED)))


async def run(ledger: Ledger, item: Item) -> bool:
    """Let what a rule decided on an item take effect; tell whether anything did."""
    mine = decision.c.team == TEAM, decision.c.item_id == item.id, decision.c.effected_at.is_(None)
    ids = await ledger.see(lambda read: read.conn.execute(sa.select(decision.c.id).where(*mine)).scalars().all())
    return [await ledger.do(effects.effect, TEAM, decision_id) for decision_id in ids] == [True]


async def test_ten_alike_propose_a_rule_once_and_nine_do_not(timed: Ledger) -> None:
    await approvals(timed, ROW - 1)
    assert await states(timed) == []
    await approvals(timed, 1)
    assert await states(timed) == ["proposed"]
    await approvals(timed, 3)
    assert await states(timed) == ["proposed"]


@pytest.mark.parametrize("breaks", ["revised", "reopened", "undone"])
async def test_what_breaks_the_row_begins_it_anew(timed: Ledger, breaks: str) -> None:
    last = await approvals(timed, ROW - 1)
    other = await one(timed)
    if breaks == "revised":
        await decide(timed, other.key, Verdict.REVISE, "shorter")
    elif breaks == "reopened":
        await timed.do(reopening.reopen, ALICE, last.task.key)
    else:
        click = clicks.Click(key=other.key, version=1)
        await timed.do(deciding.decide, ALICE, click, Verdict.APPROVE)
        await timed.do(undoing.undo, ALICE, other.key)
    await approvals(timed, 1)
    assert await states(timed) == []


async def test_drafts_with_a_doubt_and_of_other_streams_count_for_nothing(timed: Ledger) -> None:
    await approvals(timed, ROW - 1)
    await decide(timed, (await one(timed, Finding.IN_DOUBT)).key, Verdict.APPROVE)
    other = await assign(timed, stream="Hiring")
    await decide(timed, await work(timed, other), Verdict.APPROVE)
    sent = await one(timed, to=("C0OTHER",))
    await decide(timed, sent.key, Verdict.APPROVE)
    assert await states(timed) == []


async def test_an_agreed_rule_decides_in_nobodys_name_and_is_noted(timed: Ledger) -> None:
    await agreed(timed)
    counted = await timed.see(lambda read: read.conn.execute(sa.select(record.c.days)).scalar_one())
    item = await pick(timed, shown=False)
    assert item.decision is not None and item.decision.who == ""
    assert await run(timed, item)
    done = await timed.see(get_task, TEAM, item.task.id)
    assert done.state is State.APPROVED
    assert await timed.see(lambda read: read.conn.execute(sa.select(record.c.days)).scalar_one()) == counted
    sent = sa.select(delivery.c.id).where(delivery.c.team == TEAM, delivery.c.task_id == item.task.id)
    assert await timed.see(lambda read: read.conn.execute(sent).first()) is None  # to oneself: no message outside
    uses = sa.select(habit_use.c.task_id).where(habit_use.c.team == TEAM)
    assert await timed.see(lambda read: read.conn.execute(uses).scalars().all()) == [item.task.id]
    seen = await timed.see(page.page, ALICE, "Billing")
    assert (seen.tally.decided, seen.tally.by_rule) == (ROW, 1) and seen.decided[0].by_rule


async def test_a_rule_that_decided_is_named_as_one(timed: Ledger) -> None:
    await agreed(timed)
    decided = await pick(timed, shown=False)
    assert decided.decision is not None and decided.decision.who == ""
    click = Click(key=decided.key, version=1)
    with pytest.raises(Stale, match=f"decided already: A rule of <@{ALICE.user}> approved it"):
        await timed.do(deciding.decide, ALICE, click, Verdict.REJECT)
    with pytest.raises(Stale, match="A rule of"):
        await timed.do(putting_off.put_off, ALICE, click, None)
    await timed.do(waiting_effects.tell_waiting, TEAM, decided.decision.id, "missing_scope")
    seen = await timed.see(find_item, TEAM, decided.key)
    assert seen is not None and seen.decision is not None
    assert seen.decision.result == f"not done yet: a message to <@{ALICE.user}> says why"


async def test_what_somebody_else_assigns_for_the_first_time_waits_for_its_reviewer(timed: Ledger) -> None:
    """Nobody gets words of their own approved in another's name by naming them, and a stream that they trust."""
    await agreed(timed)
    timed.clock = timed.wall = lambda: START + timedelta(hours=1)
    item = await pick(timed, shown=False, actor=BOB, reviewer=ALICE.user)
    assert item.open and item.decision is None
    await decide(timed, item.key, Verdict.APPROVE)
    assert (await pick(timed, shown=False, actor=BOB, reviewer=ALICE.user)).decision is None  # nor after one yes
    assert (await pick(timed, shown=False)).decision is not None


async def test_what_somebody_else_assigned_is_delivered_to_them(timed: Ledger) -> None:
    for who in (BOB, *[ALICE] * (ROW - 1)):
        item = await one(timed, actor=who, reviewer=ALICE.user)
        await decide(timed, item.key, Verdict.APPROVE)
    (rule,) = await timed.see(agreeing.rules_of, ALICE)
    await timed.do(agreeing.agree, ALICE, rule.key)
    item = await pick(timed, shown=False, actor=BOB, reviewer=ALICE.user)
    assert await run(timed, item)
    to_bob = sa.select(post.c.owner).where(post.c.team == TEAM, post.c.surface == "delivery").order_by(post.c.id.desc())
    assert await timed.see(lambda read: read.conn.execute(to_bob).scalars().first()) == BOB.user


async def test_one_in_ten_is_still_shown_and_its_rejection_ends_the_rule(timed: Ledger) -> None:
    await agreed(timed)
    item = await pick(timed, shown=True)
    assert item.open and item.decision is None
    await decide(timed, item.key, Verdict.REJECT)
    assert await states(timed) == ["ended"]
    assert any("has ended: " in line and "was rejected" in line for line in await lines(timed))
    assert (await one(timed)).decision is None


async def test_a_rejection_with_a_doubt_ends_nothing(timed: Ledger) -> None:
    await agreed(timed)
    await decide(timed, (await one(timed, Finding.IN_DOUBT)).key, Verdict.REJECT)
    assert await states(timed) == ["agreed"]


async def test_it_decides_nothing_that_comes_after_what_is_open_again(timed: Ledger) -> None:
    await agreed(timed)
    first = await assign(timed, stream="Other")
    made = await assign(timed, stream="Billing")
    while is_shown(made.task.key):
        made = await assign(timed, stream="Billing")
    await timed.do(lambda tx: come_after(tx, made.task, [first.task.id]))
    item = await timed.see(find_item, TEAM, await work(timed, made))
    assert item is not None and item.open and item.decision is None


async def lines(ledger: Ledger) -> list[str]:
    kept = sa.select(inbox.c.kept).join_from(post, inbox, inbox.c.key == post.c.subject)
    mine = post.c.team == TEAM, inbox.c.team == TEAM, post.c.surface == "line", post.c.owner == ALICE.user
    rows = await ledger.see(lambda read: read.conn.execute(kept.where(*mine)).scalars().all())
    return [row["text"] for row in rows]


async def test_a_reopen_ends_the_rule_and_the_task_waits(timed: Ledger) -> None:
    await agreed(timed)
    item = await pick(timed, shown=False)
    assert await run(timed, item)
    again = await timed.do(reopening.reopen, ALICE, item.task.key)
    assert again.open and again.decision is None and again.task.state is State.READY
    assert await states(timed) == ["ended"]


@pytest.mark.parametrize(
    "more",
    [{"urgent": True}, {"to": ("C0OTHER",)}, {"to": ("C0A",), "outside": ("C0A",)}, {"outside": (HERE.channel,)}],
)
async def test_what_is_urgent_or_sent_to_others_is_never_approved_so(timed: Ledger, more: dict[str, Any]) -> None:
    await agreed(timed)
    assert (await pick(timed, shown=False, **more)).decision is None


async def test_a_draft_that_read_what_strangers_wrote_waits_for_its_reviewer(timed: Ledger) -> None:
    """A page may have told the agent what to write, and what the checks are to find."""
    await agreed(timed)
    made = await assign(timed, stream="Billing")
    while is_shown(made.task.key):
        made = await assign(timed, stream="Billing")
    given = await timed.do(taking_up.begin, TEAM, await attempt_of(timed, made.task.id))
    assert given is not None
    handed = replace(draft(given.version), remarks=(f"{FROM_OUTSIDE}.",))
    item = await timed.see(find_item, TEAM, await timed.do(working.hand_in, given, handed))
    assert item is not None and item.open and item.decision is None


async def test_with_four_eyes_there_is_no_rule(timed: Ledger) -> None:
    key = await agreed(timed)
    timed.terms = Terms(policy=Policy(four_eyes=True))
    item = await pick(timed, shown=False, actor=BOB, reviewer=ALICE.user)
    assert item.decision is None
    with refused(Reason.FOUR_EYES):
        await timed.do(agreeing.agree, ALICE, key)


async def test_four_eyes_since_the_hand_in_leave_it_to_its_reviewer(timed: Ledger) -> None:
    await agreed(timed)
    item = await pick(timed, shown=False)
    timed.terms = Terms(policy=Policy(four_eyes=True))
    assert not await run(timed, item)
    assert (await timed.see(get_task, TEAM, item.task.id)).state is State.READY
    left = await timed.see(find_item, TEAM, item.key)
    assert left is not None and left.open and left.decision is None


async def test_what_could_not_be_carried_out_waits_for_its_reviewer(timed: Ledger) -> None:
    await agreed(timed)
    item = await pick(timed, shown=False)
    assert item.decision is not None
    await timed.do(giving_up.effect, TEAM, str(item.decision.id), "no such channel")
    left = await timed.see(find_item, TEAM, item.key)
    assert left is not None and left.open and left.decision is None


async def test_a_no_holds_for_ninety_days(timed: Ledger) -> None:
    await approvals(timed)
    (rule,) = await timed.see(agreeing.rules_of, ALICE)
    await timed.do(agreeing.refuse, ALICE, rule.key)
    timed.clock = timed.wall = lambda: START + QUIET - timedelta(days=1)
    await approvals(timed, ROW + 1)
    assert await states(timed) == ["refused"]
    timed.clock = timed.wall = lambda: START + QUIET + timedelta(days=1)
    await approvals(timed, 1)
    assert await states(timed) == ["refused", "proposed"]


async def test_only_its_reviewer_answers_and_once(timed: Ledger) -> None:
    await approvals(timed)
    (rule,) = await timed.see(agreeing.rules_of, ALICE)
    for verb in (agreeing.agree, agreeing.refuse, agreeing.revoke):
        with refused(Reason.UNKNOWN):
            await timed.do(verb, BOB, rule.key)
    agreed_to = await timed.do(agreeing.agree, ALICE, rule.key)
    assert agreed_to.state is HabitState.AGREED and agreed_to.agreed_at == START
    with pytest.raises(Stale, match="agreed already"):
        await timed.do(agreeing.refuse, ALICE, rule.key)
    await timed.do(agreeing.revoke, ALICE, rule.key)
    assert await timed.see(agreeing.rules_of, ALICE) == ()


async def test_what_was_rewritten_each_time_is_no_record_of_its_worker(timed: Ledger) -> None:
    for _ in range(ROW):
        item = await one(timed)
        await timed.do(editing.edit, ALICE, clicks.Click(key=item.key, version=1), "My own words")
        _, written = await timed.see(editing.to_check, TEAM, f"{item.key}.2")
        await timed.do(editing.checked, TEAM, f"{item.key}.2", replace(written, checks=draft(2).checks))
        made = await timed.see(find_item, TEAM, item.key)
        assert made is not None and made.decision is not None
        await timed.do(effects.effect, TEAM, made.decision.id)
    assert await states(timed) == []
