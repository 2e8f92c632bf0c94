"""Rules from one's own record: proposed after ten approvals alike, off until agreed, told, reopened and ended."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.rules.habits import is_shown
from storage.tables import change, decision, habit, task
from tests.bot.days import press
from tests.bot.plain_worker import SHORT, drawn, plain
from tests.bot.speaking import labels
from tests.world import ALICE, BOB, Json, World, buttons, wait_for, words

MANY = "approve_many_view"


@pytest.fixture
async def sluice(tmp_path: Path) -> AsyncIterator[World]:
    async with plain(tmp_path, undo_seconds=0.1) as made:
        yield made


async def assign(sluice: World, count: int, more: str = "; for Billing", user: str = ALICE) -> None:
    for n in range(count):
        await sluice.said(f"/assign writer: Memo {n}; must: {SHORT}{more}\nThe customer paid twice.", user)


async def state(sluice: World, state: str, count: int) -> None:
    query = sa.select(sa.func.count()).where(task.c.team == "T01TEST", task.c.state == state)

    async def look() -> bool:
        return int(await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalar_one())) == count

    await wait_for(look, f"{count} tasks are {state}")


async def ten_approvals(sluice: World) -> None:
    await assign(sluice, 10)
    await state(sluice, "ready", 10)
    await sluice.said("/collect now")
    message = await sluice.message_with("10 to decide")
    await press(sluice, message, "Approve the 10…")
    view = await sluice.modal(callback=MANY)
    fields = [b for b in view["blocks"] if b["type"] == "input"]
    await sluice.submit(view, **{b["block_id"]: [o["value"] for o in b["element"]["options"]] for b in fields})
    await state(sluice, "approved", 10)


async def proposal(sluice: World) -> Json:
    """Approve ten alike, have one more that can't be approved so, and bring what is proposed with it."""
    await ten_approvals(sluice)
    await assign(sluice, 1, "; must: names Saturn")
    await state(sluice, "ready", 1)
    await sluice.said("/collect now")
    return await sluice.message_with("You approved the last 10 drafts of writer in Billing")


async def agreed(sluice: World) -> Json:
    message = await proposal(sluice)
    await press(sluice, message, "Agree")
    return await drawn(sluice, message, "You agreed: drafts of writer in Billing")


async def shown_ones(sluice: World) -> tuple[list[str], list[str]]:
    """Return the names of the tasks after the first eleven, and those of them that their reviewer still sees."""
    query = sa.select(task.c.number, task.c.key).where(task.c.team == "T01TEST", task.c.number > 11)
    rows = await sluice.bot.ledger.see(lambda read: read.conn.execute(query.order_by(task.c.number)).all())
    return [f"T-{row.number}" for row in rows], [f"T-{row.number}" for row in rows if is_shown(row.key)]


async def test_nothing_is_approved_before_its_reviewer_agrees(sluice: World) -> None:
    message = await proposal(sluice)
    assert {"Agree", "No"} <= set(labels(message))
    await assign(sluice, 2)
    await state(sluice, "ready", 3)
    await sluice.said("/collect now")
    later = await sluice.message_with("3 to decide")
    assert "Agree" not in labels(later)  # it is proposed once


async def test_an_agreed_rule_approves_tells_and_is_opened_again(sluice: World) -> None:
    await agreed(sluice)
    await assign(sluice, 4)
    names, still_shown = await shown_ones(sluice)
    done = [name for name in names if name not in still_shown]
    await state(sluice, "approved", 10 + len(done))
    assert await by_people(sluice) == 10
    await sluice.said("/collect now")
    message = await sluice.message_with(f"Approved by your rule: {', '.join(done)}")
    await press(sluice, message, "Look")
    view = await sluice.modal(callback="habit_look")
    assert all(f"· {name}" in words(view) for name in done)
    assert "approved it by a rule of its reviewer's" in await history(sluice, done[0])
    again = [b for b in buttons(view) if b["text"]["text"] == "Reopen"][0]
    await sluice.act(
        "view-action",
        user=ALICE,
        viewId=view["id"],
        action={name: again[name] for name in ("type", "action_id", "value")},
    )
    await drawn_view(sluice, "Opened again")
    ended = await sluice.message_with("Your rule for writer in Billing has ended")
    assert f"{done[0]} was opened again" in words(ended)
    assert "You have no rules" in await sluice.said("/sluice habits")


async def history(sluice: World, name: str) -> str:
    """Return the last thing that happened to a task, in words of the history."""
    query = sa.select(change.c.what).where(change.c.team == "T01TEST", change.c.subject == name)
    whats = await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalars().all())
    from storage.rules.happenings import telling_of

    return " ".join(telling_of(what).past for what in whats)


async def drawn_view(sluice: World, part: str) -> None:
    async def look() -> bool:
        return part in words(await sluice.modal())

    await wait_for(look, f"the window says “{part}”")


async def by_people(sluice: World) -> int:
    mine = decision.c.team == "T01TEST", decision.c.who != "", decision.c.undone_at.is_(None)
    query = sa.select(sa.func.count()).select_from(decision).where(*mine)
    return int(await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalar_one()))


async def test_a_rule_is_shown_with_its_date_and_revoked_by_command_and_on_home(sluice: World) -> None:
    await agreed(sluice)
    await sluice.act("open-home", user=ALICE)

    async def home() -> Json | None:
        shown = sluice.slack.workspace.homes.get(ALICE)
        return shown if shown and "Your rule:" in words(shown) else None

    assert "since" in words(await wait_for(home, "Home shows the rule"))
    answer = await sluice.command("/sluice habits")
    assert "drafts of writer in Billing with all checks met are approved without you · since" in words(answer["body"])
    end = next(b for b in buttons(answer["body"]) if b["text"]["text"] == "End this rule")
    message = await sluice.ephemeral(ALICE, "Your rule:")
    await sluice.press(message, end)

    async def ended() -> bool:
        return "You have no rules" in await sluice.said("/sluice habits")

    await wait_for(ended, "the rule is gone")
    await assign(sluice, 1)
    await state(sluice, "ready", 2)


async def test_a_no_is_kept(sluice: World) -> None:
    message = await proposal(sluice)
    await press(sluice, message, "No")
    await drawn(sluice, message, "I don't ask again for 90 days")
    await assign(sluice, 1)
    await state(sluice, "ready", 2)
    await sluice.said("/collect now")
    again = await sluice.message_with("2 to decide")
    await press(sluice, again, "Approve")
    await state(sluice, "approved", 11)
    query = sa.select(habit.c.state).where(habit.c.team == "T01TEST")
    assert await sluice.bot.ledger.see(lambda read: read.conn.execute(query).scalars().all()) == ["refused"]


async def test_what_is_in_a_hurry_goes_elsewhere_or_is_of_another_stream_still_waits(sluice: World) -> None:
    await agreed(sluice)
    for more in (
        "; for Billing; to #random",
        "; for Billing; urgent",
        "; for Hiring",
        "; must: names Saturn; for Billing",
    ):
        await assign(sluice, 1, more)
    await state(sluice, "ready", 5)
    await assign(sluice, 1, "; for Billing; reviewer @alice", BOB)
    await state(sluice, "ready", 6)  # nobody gets words of their own approved for the first time by another's rule
    await state(sluice, "approved", 10)


async def test_somebody_else_s_press_changes_nothing(sluice: World) -> None:
    message = await proposal(sluice)
    agree = next(b for b in buttons(message) if b["text"]["text"] == "Agree")
    await sluice.press(message, agree, BOB)
    await sluice.ephemeral(BOB, "I can't find that")
    assert "Shall I approve such drafts" in await sluice.said("/sluice habits")
