"""Nothing of ours follows a collection that is being worked through, and an approval makes one place, not two."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from agents.offline.worker import OfflineWorker
from agents.roster.ends import CannotDo
from storage.ledger.core.ledger import Read, utc_now
from storage.ledger.messages.posting import get_post
from storage.ledger.shelf import holding_back
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft
from storage.tables import post
from tests.bot.days import Clock
from tests.bot.speaking import bring_again, reply
from tests.bot.test_story import NOTES, ready
from tests.far_times import FAR
from tests.world import ALICE, BOB, GENERAL, World, buttons, wait_for, words, world

Json = dict[str, Any]
RANDOM = "C02RND"
ALONE = 10  # minutes


class Failing(OfflineWorker):
    """A worker that can't work until someone has mended what it needs."""

    works = False

    async def work(self, given: Assignment) -> Draft:
        if not self.works:
            raise CannotDo("sales.xlsx is protected by a password.")
        return await super().work(given)


def after(sluice: World, ts: str, user: str = ALICE) -> list[Json]:
    """Return what stands below a message of a person's own, its thread left out."""
    own = sluice.messages(sluice.dm(user))
    return [m for m in own if m["ts"] > ts and m.get("thread_ts", m["ts"]) == m["ts"]]


async def approved(sluice: World, text: str, user: str = ALICE) -> Json:
    """Assign, approve the card, and return its message."""
    await sluice.said(f"/assign writer: {text}\n{NOTES}", user)
    card = (await sluice.cards(user))[0]
    await sluice.click(card, "Approve", user)
    return card["message"]


async def test_what_is_for_oneself_lies_below_its_card_and_nowhere_else(sluice: World) -> None:
    message = await approved(sluice, "Memo")
    await sluice.message_with("It was added to the card's thread.")
    below = [
        m for m in sluice.messages(sluice.dm()) if m.get("thread_ts") == message["ts"] and m["ts"] != message["ts"]
    ]
    assert [[file["name"] for file in m["files"]] for m in below] == [["memo-v1.md"]]
    assert after(sluice, message["ts"]) == []


async def test_a_channel_gets_the_words_themselves_in_one_post(sluice: World) -> None:
    await approved(sluice, "Memo; to #random")
    post = await sluice.message_with("by writer,", channel=RANDOM)
    assert len(sluice.messages(RANDOM)) == 1 and not post.get("files")
    assert post["blocks"][-1]["type"] == "context"
    assert post["blocks"][0]["type"] == "rich_text" and "Memo" not in words({"blocks": post["blocks"][:1]})[:10]
    assert post["text"].startswith(f"Approved by <@{ALICE}>: Decision Bob: We decided to ship on 3 March.")
    assert len(post["text"]) < 140 and "T-1" not in post["text"]


async def test_who_assigned_gets_one_message_when_another_approves(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; reviewer @bob\n{NOTES}")
    card = (await sluice.cards(BOB))[0]
    assert "from <@U01ALICE>" in words(card["message"])
    await sluice.click(card, "Approve", BOB)
    await sluice.message_with("approved by <@U02BOB>")
    await asyncio.sleep(1)
    assert len([m for m in sluice.messages(sluice.dm()) if "approved" in words(m)]) == 1


@pytest.fixture
def clock() -> Clock:
    return Clock(utc_now())


@pytest.fixture
async def busy(tmp_path: Path, clock: Clock):
    """Alice has a collection of two in front of her."""
    async with world(tmp_path, alone_minutes=ALONE, clock=clock) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        for n in range(2):
            await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")
        await ready(sluice, 2)
        await sluice.said("/collect now")
        await sluice.message_with("2 to decide")
        yield sluice


def digest(sluice: World) -> Json:
    return next(m for m in sluice.messages(sluice.dm()) if "2 to decide" in words(m))


async def test_nothing_follows_a_collection_until_it_was_left_alone(busy: World, clock: Clock) -> None:
    ts = digest(busy)["ts"]
    answer = await busy.said(f"/assign writer: Later\n{NOTES}")
    assert "T-3" in answer
    message = busy.slack.workspace.ephemerals[ALICE][-1]
    await busy.press(message, next(b for b in buttons(message) if "Bring it" in b["text"]["text"]))
    await held(busy)
    clock.pass_by(minutes=ALONE - 1)
    await asyncio.sleep(1)
    assert after(busy, ts) == []
    clock.pass_by(minutes=2)
    await busy.message_with("Later · v1")


async def test_what_others_decide_waits_behind_a_collection_too(busy: World, clock: Clock) -> None:
    ts = digest(busy)["ts"]
    for title in ("Theirs", "Another"):
        await busy.said(f"/assign writer: {title}; reviewer @bob; urgent\n{NOTES}")
    first, second = await busy.cards(BOB, at_least=2)
    await busy.click(first, "Approve", BOB)
    await busy.click(second, "Reject", BOB)
    await held(busy, 2)
    clock.pass_by(minutes=ALONE - 1)
    await asyncio.sleep(1)
    assert after(busy, ts) == []
    clock.pass_by(minutes=2)
    for words_said in ("approved by <@U02BOB>", "rejected"):
        await busy.message_with(words_said)


async def test_a_tap_begins_the_time_anew(busy: World, clock: Clock) -> None:
    ts = digest(busy)["ts"]
    await busy.said(f"/assign writer: Later\n{NOTES}")
    message = busy.slack.workspace.ephemerals[ALICE][-1]
    await busy.press(message, next(b for b in buttons(message) if "Bring it" in b["text"]["text"]))
    await held(busy)
    clock.pass_by(minutes=ALONE - 1)
    await busy.click((await busy.cards(at_least=2))[0], "Approve")
    clock.pass_by(minutes=ALONE - 1)
    await asyncio.sleep(1)
    assert after(busy, ts) == []
    clock.pass_by(minutes=2)
    await busy.message_with("Later · v1")


async def test_when_all_is_decided_nothing_waits(tmp_path: Path) -> None:
    async with world(tmp_path, alone_minutes=10) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await ready(sluice, 1)
        await sluice.said("/collect now")
        await sluice.click((await sluice.cards())[0], "Approve")
        await sluice.message_with("It was added to the card's thread.")
        await sluice.said(f"/assign writer: Later\n{NOTES}")
        message = sluice.slack.workspace.ephemerals[ALICE][-1]
        await sluice.press(message, next(b for b in buttons(message) if "Bring it" in b["text"]["text"]))
        await sluice.message_with("Later · v1")


async def test_what_waits_is_looked_at_twice_a_minute(tmp_path: Path) -> None:
    """So what was held comes soon after the last decision, however long a person is left alone."""
    async with world(tmp_path, alone_minutes=10) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await ready(sluice, 1)
        await sluice.said("/collect now")
        await sluice.cards()
        await sluice.said(f"/assign writer: Later\n{NOTES}")
        message = sluice.slack.workspace.ephemerals[ALICE][-1]
        await sluice.press(message, next(b for b in buttons(message) if "Bring it" in b["text"]["text"]))
        (seconds,) = await held(sluice)
        assert 0 < seconds <= 30
        assert not any("Later · v1" in words(m) for m in sluice.messages(sluice.dm()))


async def held(sluice: World, count: int = 1) -> list[float]:
    """Wait until so many messages are held back; return for how many seconds each is put off."""

    async def are_held() -> list[float] | None:
        found = await sluice.bot.ledger.see(held_for)
        return found if len(found) == count else None

    return list(await wait_for(are_held, f"{count} held back"))


def held_for(read: Read) -> list[float]:
    """Return for how many seconds each message that waits is put off."""
    waiting = sa.select(post.c.id).where(post.c.team == "T01TEST", post.c.state == "pending")
    posts = [get_post(read, "T01TEST", row.id) for row in read.conn.execute(waiting)]
    untils = [holding_back.held_until(read, row) for row in posts]
    return [(until - read.now).total_seconds() for until in untils if until is not None]


async def test_urgent_work_comes_all_the_same(busy: World) -> None:
    await busy.said(f"/assign writer: Now; urgent\n{NOTES}")
    await busy.message_with("Now · v1")


async def test_what_a_person_asks_for_comes_at_once(busy: World) -> None:
    ts = digest(busy)["ts"]
    await busy.said(f"/assign writer: Later\n{NOTES}")
    await ready(busy, 3)
    await busy.said("/collect now")

    async def second() -> bool:
        return len(after(busy, ts)) == 1

    await wait_for(second, "the second collection")


async def test_a_notification_says_how_many_and_no_word_of_a_draft(busy: World) -> None:
    assert re.fullmatch(r"2 to decide, about \d+ (?:s|min)\.", digest(busy)["text"])


async def test_moved_is_not_decided(busy: World) -> None:
    ts = digest(busy)["ts"]
    await bring_again(busy)
    first = await busy.message_with("2 in a later message")
    assert first["ts"] == ts
    assert first["text"] == "2 in a later message."
    assert heading(first).endswith(" · 2 in a later message")
    text = f"{first['text']} {words(first)}"
    assert "decided" not in text.replace("to decide", ""), text


async def test_moved_is_not_counted_with_what_was_decided(busy: World) -> None:
    card = (await busy.cards(at_least=2))[0]
    await busy.click(card, "Approve")
    await busy.message_with("You approved it")
    assert card["message"]["text"].startswith("1 to decide, about ")
    assert " · 1 of 2 decided · about " in heading(card["message"])
    await bring_again(busy)
    first = await busy.message_with("1 in a later message")
    assert first["text"] == "1 decided, 1 in a later message."
    assert heading(first).endswith(" · 1 of 2 decided · 1 in a later message")
    second = await busy.message_with("left from before")
    assert second["text"].startswith("1 to decide, about ") and " · 1 to decide · " in heading(second)


def heading(message: Json) -> str:
    return str(next(b for b in message["blocks"] if b["type"] == "header")["text"]["text"])


async def all_sent(sluice: World) -> bool:
    on_its_way = post.c.team == "T01TEST", post.c.state.in_(("pending", "sending"))
    query = sa.select(sa.func.count()).select_from(post).where(*on_its_way)
    return not await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalar_one())


async def test_keep_going_brings_what_was_not_shown(tmp_path: Path) -> None:
    async with world(tmp_path, most=2) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        for n in range(4):
            await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")
        await ready(sluice, 4)
        await sluice.said("/collect now")
        first = await sluice.message_with("2 more wait behind these")
        await wait_for(lambda: all_sent(sluice), "it is known that Slack has it")
        await sluice.press(first, next(b for b in buttons(first) if b["text"]["text"] == "Keep going"))

        async def four() -> bool:
            return len({card["key"] for card in await sluice.cards(at_least=2)}) == 4

        await wait_for(four, "four different cards")
        own = [m for m in sluice.messages(sluice.dm()) if "Approve" in str(m)]
        assert sum("2 more wait behind these" in words(m) for m in own) == 1
        assert [b["text"]["text"] for b in buttons(own[-1])].count("Keep going") == 0  # the first two stand above


async def test_a_higher_limit_starts_what_waits_for_room(tmp_path: Path) -> None:
    async with world(tmp_path, limit=1) as sluice:
        for n in range(2):
            await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")
        await sluice.cards()
        await sluice.said("/collect limit 5")
        await sluice.cards(at_least=2)


async def three_failed(sluice: World) -> None:
    """Have three tasks that did not work for one cause, and that no collection has brought."""
    await sluice.said(f"/collect at {FAR} daily")
    for n in range(3):
        await sluice.said(f"/assign writer: Memo {n}\nWe decided to ship.\nWho tells the partners?")

    async def failed() -> bool:
        return "3 wait for you" in await sluice.said("/sluice")

    await wait_for(failed)


@pytest.mark.parametrize("slow", [False, True], ids=["", "answered late"])
async def test_three_that_fail_for_one_cause_are_one_card_with_one_retry(tmp_path: Path, slow: bool) -> None:
    worker = Failing()
    async with world(tmp_path, workers={"writer": worker}) as sluice:
        await three_failed(sluice)
        if slow:  # Slack has the message, and does not say so yet
            late = {"what": "delay", "value": 4, "after": True, "times": 1}
            await sluice.act("fault", method="chat.postMessage", **late)
        await sluice.said("/collect now")
        message = await sluice.message_with("3 tasks, one cause")
        worker.works = True
        await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Retry all 3"))

        async def work_now() -> bool:
            return (await sluice.said("/sluice tasks")).count("ready v1") == 3

        await wait_for(work_now, "all three work now")


async def test_each_task_of_one_cause_is_answered_by_its_own_number(tmp_path: Path) -> None:
    worker = Failing()
    async with world(tmp_path, workers={"writer": worker}) as sluice:
        await three_failed(sluice)
        await sluice.said("/collect now")
        message = await sluice.message_with("3 tasks, one cause")
        numbers = dict(re.findall(r"(\d) · Memo \d · (T-\d)", words(message)))
        assert sorted(numbers) == ["1", "2", "3"]
        worker.works = True
        await reply(sluice, message, "2 retry")

        async def works() -> bool:
            return "ready v1" in await sluice.said(f"/sluice {numbers['2']}")

        await wait_for(works, "the second is tried again")


async def test_urgent_ones_that_fail_for_one_cause_are_one_card_too(tmp_path: Path) -> None:
    worker = Failing()
    async with world(tmp_path, workers={"writer": worker}) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        for n in range(3):
            await sluice.said(f"/assign writer: Memo {n}; urgent\nWe decided to ship.\nWho tells the partners?")
        message = await sluice.message_with("3 tasks, one cause")
        told = [m for m in sluice.messages(sluice.dm()) if "Did not work" in words(m)]
        assert [m["ts"] for m in told] == [message["ts"]]
        worker.works = True
        await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Retry all 3"))

        async def work_now() -> bool:
            return (await sluice.said("/sluice tasks")).count("ready v1") == 3

        await wait_for(work_now, "all three work now")


async def test_a_card_that_was_revised_says_when_the_next_version_is_back(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await sluice.click(card, "Revise")
    await sluice.submit(await sluice.modal(callback="revise_view"), note="Shorter, please.")
    shown = await sluice.message_with("v2 is back")
    assert shown["ts"] == card["message"]["ts"]


async def test_a_card_that_was_reopened_says_so_and_offers_it_no_more(sluice: World) -> None:
    message = await approved(sluice, "Memo; to #random")
    decided = await sluice.message_with("It was posted in")
    await sluice.press(decided, next(b for b in buttons(decided) if b["text"]["text"] == "Reopen"))
    shown = await sluice.message_with("It was reopened since")
    assert shown["ts"] == message["ts"] and "Reopen" not in [b["text"]["text"] for b in buttons(shown)]


async def test_a_reply_to_a_mention_is_delivered_in_its_thread(sluice: World) -> None:
    ts = (await sluice.act("message", channel=GENERAL, user=ALICE, text="We decided to ship on 20 January."))["ts"]
    await sluice.act("message", channel=GENERAL, user=ALICE, text="Who tells the partners?", thread_ts=ts)
    await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo", thread_ts=ts)
    card = (await sluice.cards())[0]
    await sluice.click(card, "Approve")
    await sluice.message_with("by writer,", channel=GENERAL)
    below = [m for m in sluice.messages(GENERAL) if m.get("thread_ts") == ts and m["user"] == "U0BOT"]
    assert len([m for m in below if "by writer," in words(m)]) == 1 and not any(m.get("files") for m in below)
