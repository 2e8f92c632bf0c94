"""Hundreds of posts to a Slack whose answers are lost: each is there once, or its owner knows that it may not be."""

import asyncio
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.demonstration.stage import local_config
from storage.ledger.decisions import deciding
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import saying
from storage.rules.authority import Claim
from storage.rules.values.decision import Verdict
from storage.tables import item, task
from tests.bot.drafts import Hands, number_in
from tests.faults.lost_answers import (
    LATE,
    LOOKS,
    OPEN,
    POST,
    REFUSED,
    SEED,
    SHARE,
    STORED,
    TOO_LATE,
    UNREAD,
    UPDATE,
    UPLOAD,
    Trouble,
    account,
    configured,
    settled,
)
from tests.world import ALICE, BOB, CARA, World, buttons, wait_for, words, world

PEOPLE = (ALICE, BOB, CARA)
UPLOADS = ({"what": "status", "value": 503}, {"what": "reset"})


async def hand_off(sluice: World, n: int) -> None:
    """Assign draft n; it goes to direct messages, to a channel that can be read or not, or to a thread."""
    user, name = PEOPLE[n % 3], ("gen", "rnd", "launch", "one", "two", "six", "board")[n % 7]
    if n % 4 == 0:
        await sluice.said(f"/assign writer: Draft {n}", user)
    elif n % 4 == 1:
        await sluice.act("message", channel=OPEN[n % 3], user=user, text=f"<@U0BOT> writer: Draft {n}")
    else:
        await sluice.said(f"/assign writer: Draft {n}; to #{name}", user)


async def items(sluice: World) -> list[Any]:
    query = sa.select(item.c.key, item.c.reviewer, task.c.title).join_from(
        item, task, sa.and_(item.c.task_id == task.c.id, item.c.team == task.c.team)
    )
    return list(await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query.where(item.c.team == "T01TEST")).all()))


async def shelve(sluice: World, number: int) -> None:
    """Have so many drafts made, and some of them shown."""
    for n in range(number):
        await hand_off(sluice, n)

    async def ready() -> bool:
        return {number_in(row.title) for row in await items(sluice)} == set(range(number))

    await wait_for(ready, "all drafts are made", within=60)
    for user in PEOPLE:
        await sluice.said("/collect now", user)
    await wait_for(lambda: settled(sluice), "all is calm before the trouble", within=60)


async def approve(sluice: World, rows: list[Any], dice: random.Random) -> None:
    """Approve drafts, whose deliveries are one post each."""
    for row in rows:
        click = Click(key=row.key, version=1, dedup=row.key)
        await sluice.bot.ledger.do(deciding.decide, Claim(row.reviewer, "T01TEST"), click, Verdict.APPROVE)
        await asyncio.sleep(dice.uniform(0, 0.02))


async def say(sluice: World, numbers: range, dice: random.Random) -> None:
    """Put lines with these numbers into the outbox, for direct messages, channels and threads."""
    parents = {c: sluice.messages(c)[0]["ts"] for c in OPEN if sluice.messages(c)}
    for n in numbers:
        channel = dice.choice((*OPEN, *OPEN, *[UNREAD] * 8, "", ""))
        thread = parents.get(channel, "") if dice.random() < 0.4 else ""
        place = (dice.choice(PEOPLE), channel, thread)
        await sluice.bot.ledger.do(saying.say, "T01TEST", *place, f"Line {n}")
        await asyncio.sleep(dice.uniform(0, 0.02))


def order(trouble: Trouble, scale: int) -> None:
    """Order faults of each kind that is soon over, `scale` times as many."""
    trouble.order(POST, STORED, 3 * scale, 0.05)
    trouble.order(POST, REFUSED, 3 * scale, 0.05)
    trouble.order(SHARE, STORED, scale, 0.15)
    trouble.order(SHARE, REFUSED, scale, 0.1)
    trouble.order(UPLOAD, UPLOADS, 2 * scale, 0.5)
    trouble.order(UPDATE, STORED, scale, 0.1)
    trouble.order(UPDATE, REFUSED, 2 * scale, 0.2)
    for look in LOOKS:
        trouble.order(look, REFUSED, 2 * scale, 0.1)


def delay(trouble: Trouble, slow: int) -> None:
    """Order faults that take the client's whole patience; an outage would cut them short."""
    trouble.order(POST, [LATE], slow, 0.2)
    trouble.order(POST, [TOO_LATE], slow - 1, 0.2)
    trouble.order(SHARE, [LATE], slow - 1, 0.2)


async def put_all(sluice: World, trouble: Trouble, posts: int, scale: int, slow: int) -> None:
    """Put so many posts into the outbox: the first half in a Slack that breaks down now and then, the rest in one that
    is slow."""
    dice, rows = random.Random(SEED), await items(sluice)
    half, lines = len(rows) // 2, posts - len(rows)
    order(trouble, scale)
    putting = asyncio.gather(approve(sluice, rows[:half], dice), say(sluice, range(lines // 2), dice))
    for _ in range(2 * scale):
        await asyncio.sleep(0.7)
        await trouble.outage(sluice, 0.4)
    await putting
    delay(trouble, slow)
    await asyncio.gather(approve(sluice, rows[half:], dice), say(sluice, range(lines // 2, lines), dice))


async def through(home: Path, posts: int, drafts: int, scale: int, slow: int) -> None:
    """Send so many posts through trouble, and refuse what became of them."""
    bodies = [f"Draft {n} says this.\n\n" + "word " * (10 + 50 * n) for n in range(drafts)]
    workers = {"writer": Hands(bodies)}
    async with world(home, config=configured(), workers=workers, limit=100, undo_seconds=0) as sluice:
        await shelve(sluice, drafts)
        before, trouble = await account(sluice), Trouble(sluice.slack)
        await put_all(sluice, trouble, posts, scale, slow)
        await wait_for(lambda: settled(sluice), "all is settled", within=300)
        final, struck = await account(sluice), trouble.struck()
        print(dict(final.states()), dict(struck))
        assert len(final.posts) - len(before.posts) >= posts
        assert final.wrong() == []
        assert [what for what, times in struck.items() if not times] == [], "what never struck shows nothing"
        assert final.states()["unknown"] > 0


async def test_posts_whose_answers_are_lost_are_there_once(tmp_path: Path) -> None:
    await through(tmp_path, posts=150, drafts=24, scale=1, slow=1)


@pytest.mark.soak
async def test_five_hundred_posts_whose_answers_are_lost_are_there_once(tmp_path: Path) -> None:
    await through(tmp_path, posts=500, drafts=70, scale=4, slow=3)


async def one_line(sluice: World, channel: str, **look: Any) -> None:
    """Put a line into the outbox, whose answer is lost; `look` is what goes wrong when it is looked up."""
    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    await sluice.act("fault", method=POST, what="reset", times=1)
    if look:
        await sluice.act("fault", method="conversations.history", times=1, **look)
    await sluice.bot.ledger.do(saying.say, "T01TEST", ALICE, channel, "", "One line")
    await wait_for(lambda: settled(sluice), "it is settled", within=60)


@pytest.mark.parametrize("look", [{"what": "status", "value": 503}, {"what": "html"}, {"what": "reset"}])
@pytest.mark.parametrize("channel", ["", "C01GEN"])
async def test_a_look_that_is_not_answered_is_taken_again(sluice: World, channel: str, look: dict[str, Any]) -> None:
    await one_line(sluice, channel, **look)
    final = await account(sluice)
    assert set(final.states()) == {"sent"} and final.wrong() == []


async def test_a_person_is_told_of_direct_messages_that_may_not_be_read(tmp_path: Path) -> None:
    config = local_config()
    blind = replace(config, app=replace(config.app, scopes=config.app.scopes - {"im:history"}))
    async with world(tmp_path, config=blind) as sluice:
        await one_line(sluice, "")
        told = await sluice.message_with("may or may not be in")
        await wait_for(lambda: settled(sluice), "it is settled")
        assert "your direct messages" in words(told)
        assert (await account(sluice)).wrong() == []


async def test_where_the_notice_is_lost_too_lists_and_home_say_so(tmp_path: Path) -> None:
    config = local_config()
    blind = replace(config, app=replace(config.app, scopes=config.app.scopes - {"im:history"}))
    async with world(tmp_path, config=blind) as sluice:
        await sluice.said("/sluice")
        await sluice.message_with("Hello")
        assert "may or may not" not in await sluice.said("/sluice tasks")
        await sluice.act("fault", method=POST, what="reset", times=2)
        await sluice.bot.ledger.do(saying.say, "T01TEST", ALICE, "", "", "One line")

        async def both() -> bool:
            return (await account(sluice)).states()["unknown"] == 2

        await wait_for(both, "the line and the notice of it are unknown", within=60)
        assert "may or may not be in your direct messages" in await sluice.said("/sluice tasks")
        await sluice.act("open-home", user=ALICE)

        async def home() -> bool:
            return "may or may not be" in words(sluice.slack.workspace.homes.get(ALICE) or {})

        await wait_for(home, "Home says so")
        assert "may or may not" not in await sluice.said("/sluice tasks", BOB)


async def test_a_file_that_may_not_be_there_is_not_called_delivered(tmp_path: Path) -> None:
    async with world(
        tmp_path, config=configured(), workers={"writer": Hands(["word " * 3_000])}, undo_seconds=0
    ) as sluice:
        await sluice.said("/assign writer: Draft 0; to #board")
        await sluice.message_with("Hello")
        (card,) = await sluice.cards()
        await sluice.act("fault", method=SHARE, what="reset", times=1)
        await sluice.click(card, "Approve")
        told = await sluice.message_with("may or may not be in")
        await wait_for(lambda: settled(sluice), "it is settled")
        assert (await account(sluice)).wrong() == []
        await sluice.press(told, next(b for b in buttons(told) if b["text"]["text"] == "Send it to me here"))

        async def here() -> bool:
            return any(m.get("files") for m in sluice.messages(sluice.dm()))

        await wait_for(here, "the file is brought to its owner")
        await sluice.message_with("was sent to you here")
