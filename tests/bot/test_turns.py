"""Clicks that come while a message is drawn share the next picture: each shows all that was done before it was begun."""

import asyncio
import time
from typing import Any

import pytest

from bot.outbound.pacing import Pacer
from bot.outbound.posting import Posting
from bot.outbound.redrawing import Redrawing
from bot.outbound.turns import REST, Turns, for_all
from bot.views.kit import Message
from storage.jobs.port import Job
from storage.ledger.messages import posting
from storage.rules.authority import Claim
from storage.rules.posts import PostKind
from storage.rules.values.place import Place
from storage.tables import post
from tests.world import ALICE, GENERAL, World

TS = "1700000000.000100"


class Slow:
    """A Slack that takes its time to replace a message; what it is given is kept."""

    def __init__(self, fails: int) -> None:
        self.shown, self.fails = list[str](), fails

    async def replace(self, url: str, content: Message) -> bool:
        await asyncio.sleep(0.01)
        self.fails -= 1
        if self.fails >= 0:
            return False
        self.shown.append(content.text)
        return True


class Takes:
    """A Slack that takes every message."""

    async def post(self, place: Place, content: Message, key: str) -> Place:
        return Place(place.channel, TS)


@pytest.mark.parametrize("gap", [0.0, 0.2], ids=["quiet", "another was just before it"])
async def test_a_message_is_drawn_once_when_its_turn_has_come(sluice: World, gap: float) -> None:
    """Also one that waits; one that has nothing to say by then is not sent."""
    ledger, drawn = sluice.bot.ledger, 0

    def put(tx: Any) -> int:
        post_id = posting.put_post(tx, "T01TEST", PostKind.LINE, "x", channel=GENERAL, owner=ALICE)
        tx.jobs.cancel(tx.conn, "T01TEST", "post", str(post_id))  # the bot itself leaves it alone
        return int(post_id)

    async def draw(_post: Any) -> Message | None:
        nonlocal drawn
        drawn += 1
        return Message("a line", ()) if says else None

    slack: Any = Takes()
    pace, pictures = Pacer(gap, gap), {PostKind.LINE: draw}
    outbox = Posting(ledger=ledger, slack=slack, files=slack, canvases=slack, pace=pace, pictures=pictures)
    await pace.turn("T01TEST", GENERAL)
    for says, state in ((True, "sent"), (False, "withdrawn")):
        number, drawn = await ledger.do(put), 0
        await outbox.send(Job(id=1, team="T01TEST", kind="post", key=str(number), tries=1, lock=None, queue="slack"))
        assert (await ledger.see(posting.get_post, "T01TEST", number)).state == state
        assert drawn == 1


class Holds:
    """A Slack that keeps a message when it is told to; nobody finds it there before."""

    def __init__(self) -> None:
        self.asked, self.go, self.posts = asyncio.Event(), asyncio.Event(), 0

    async def post(self, place: Place, content: Message, key: str) -> Place:
        self.posts += 1
        self.asked.set()
        await self.go.wait()
        return Place(place.channel, TS)

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        return {"ok": True, "messages": []}


async def test_a_second_promise_of_a_message_leaves_the_first_to_send_it(sluice: World) -> None:
    """A process that ends meanwhile must leave it as being sent: else the next one sends it, too."""
    ledger = sluice.bot.ledger

    def put(tx: Any) -> int:
        post_id = posting.put_post(tx, "T01TEST", PostKind.LINE, "x", channel=GENERAL, owner=ALICE)
        tx.jobs.cancel(tx.conn, "T01TEST", "post", str(post_id))
        return int(post_id)

    async def draw(_post: Any) -> Message:
        return Message("a line", ())

    number, holds = await ledger.do(put), Holds()
    slack: Any = holds
    pictures = {PostKind.LINE: draw}
    outbox = Posting(ledger=ledger, slack=slack, files=slack, canvases=slack, pace=Pacer(0, 0), pictures=pictures)
    job = Job(id=1, team="T01TEST", kind="post", key=str(number), tries=1, lock=None, queue="slack")
    first = asyncio.create_task(outbox.send(job))
    await holds.asked.wait()
    second = asyncio.create_task(outbox.send(job))
    await asyncio.sleep(0.3)
    assert (await ledger.see(posting.get_post, "T01TEST", number)).state == "sending"
    holds.go.set()
    await asyncio.gather(first, second)
    assert (await ledger.see(posting.get_post, "T01TEST", number)).state == "sent"
    assert holds.posts == 1


@pytest.mark.parametrize("fails", [0, 1], ids=["Slack takes it", "Slack does not take the first"])
async def test_twelve_clicks_at_once_are_two_pictures_and_the_last_shows_all(sluice: World, fails: int) -> None:
    ledger, done, drawn = sluice.bot.ledger, 0, 0

    def put(tx: Any) -> int:
        post_id = posting.put_post(tx, "T01TEST", PostKind.LINE, "x", channel=GENERAL, owner=ALICE)
        sent = post.update().where(post.c.team == "T01TEST", post.c.id == post_id)
        tx.conn.execute(sent.values(state="sent", channel=GENERAL, ts=TS))
        tx.jobs.cancel(tx.conn, "T01TEST", "post", str(post_id))
        return int(post_id)

    await sluice.said("/sluice")
    await sluice.message_with("Hello")
    await ledger.do(put)

    async def draw(_post: Any) -> Message:
        nonlocal drawn
        drawn, now = drawn + 1, done
        await asyncio.sleep(0.01)
        return Message(f"{now} done", ())

    slack: Any = Slow(fails)
    pictures = {PostKind.LINE: draw}
    redrawing = Redrawing(ledger=ledger, slack=slack, pictures=pictures, turns=Turns())

    async def click() -> None:
        nonlocal done
        done += 1
        await redrawing.redraw_at(Claim(ALICE, "T01TEST"), Place(GENERAL, TS), "https://hooks.example/x")

    await click()
    await asyncio.gather(*(click() for _ in range(12)))
    assert slack.shown[-1] == "13 done"
    assert drawn <= 4, drawn
    before = drawn
    await click()
    assert (slack.shown[-1], drawn) == ("14 done", before + 1)


async def test_clicks_that_follow_each_other_at_once_share_a_picture_and_the_first_has_its_own(sluice: World) -> None:
    """As from a person who approves one thing after the other without reading, or a program."""
    turn, shown, done = Turns().of(1), list[int](), 0

    async def click() -> None:
        nonlocal done
        done += 1
        async with for_all(turn) as picture:
            if picture:
                shown.append(done)
                picture.came()

    began, clicks = time.monotonic(), list[asyncio.Task[None]]()
    for _ in range(10):
        clicks.append(asyncio.create_task(click()))
        await asyncio.sleep(0.01)
    assert shown == [1]  # at once
    await asyncio.gather(*clicks)
    assert shown == [1, 10] and time.monotonic() - began < 1
    await asyncio.sleep(REST)
    began = time.monotonic()
    await click()
    assert shown == [1, 10, 11] and time.monotonic() - began < REST / 2
